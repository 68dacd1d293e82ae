"""What a reader marked, in words, for the printed report and the window."""

from __future__ import annotations

from collections.abc import Sequence

from fundusviewer.anatomy import OTHER, Mark, MarkLength, Shape
from fundusviewer.grading import Role
from fundusviewer.reporting.speech import Speech, phrase

#: By kind, one of them.
_KINDS = {
    "MA": phrase("microaneurysm"),
    "HE": phrase("haemorrhage"),
    "EX": phrase("hard exudate"),
    "SE": phrase("cotton-wool spot"),
    OTHER: phrase("other"),
}

_SHAPES = {
    Shape.POINT: phrase("point"),
    Shape.ARROW: phrase("arrow"),
    Shape.OUTLINE: phrase("outline"),
    Shape.ELLIPSE: phrase("ellipse"),
    Shape.LENGTH: phrase("length"),
}

_ROLES = {
    Role.FIRST: phrase("first reader"),
    Role.SECOND: phrase("second reader"),
    Role.ARBITER: phrase("arbiter"),
}


def kind_name(kind: str, speech: Speech) -> str:
    """Return the name of a kind; of one that a later version knows, its code."""
    words = _KINDS.get(kind)
    return kind if words is None else speech.say(words)


def mark_words(mark: Mark, speech: Speech, *, personal: bool = True) -> str:
    """Return what a mark says: kind, length and text; nothing where it says nothing.

    Parameters
    ----------
    mark
        The mark.
    speech
        The language.
    personal
        Whether what the reader wrote is told.
    """
    kind = None if mark.kind is None else kind_name(mark.kind, speech)
    if mark.kind == OTHER and mark.text and personal:
        # The text says what it is.
        kind = None
    length = None if mark.length is None else length_words(mark.length, speech)
    text = mark.text if personal else ""
    return ": ".join(filter(None, (kind, " · ".join(filter(None, (length, text))))))


def length_words(length: MarkLength, speech: Speech) -> str:
    """Return a length in micrometres and disc diameters, and whose disc that is."""
    words = []
    if length.micrometres is not None:
        words.append(speech.say("{length} µm", length=speech.number(length.micrometres, 0)))
    if length.disc_diameters is not None:
        how = {
            "marked": phrase("{length} DD"),
            "found": phrase("{length} DD (optic disc found)"),
        }.get(length.disc, phrase("{length} DD (disc estimated)"))
        words.append(speech.say(how, length=speech.number(length.disc_diameters, 2)))
    return " · ".join(words)


def author_words(mark: Mark, speech: Speech, *, in_programme: bool, personal: bool) -> str:
    """Return whose a mark is: name and role, as far as they are to be told."""
    role = speech.say(_ROLES[mark.role]) if in_programme else ""
    return ", ".join(filter(None, (mark.by if personal else "", role)))


def listed_marks(
    marks: Sequence[Mark], speech: Speech, *, in_programme: bool, personal: bool
) -> str:
    """Return all marks of a photograph by their numbers: "1 arrow, haemorrhage (Dr A); 2 …"."""
    lines = []
    for number, mark in enumerate(marks, start=1):
        shape = speech.say(_SHAPES[mark.shape])
        said = mark_words(mark, speech, personal=personal)
        by = author_words(mark, speech, in_programme=in_programme, personal=personal)
        words = ", ".join(filter(None, (shape, said)))
        lines.append(f"{number} {words} ({by})" if by else f"{number} {words}")
    return "; ".join(lines)
