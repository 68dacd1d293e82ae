"""The list of all visits with their pages, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fundusviewer.imaging import Laterality
from fundusviewer.reporting.entries import Entry, visit_words
from fundusviewer.reporting.paper.ink import Align, Ink
from fundusviewer.reporting.paper.sheet import BOTTOM, LEFT, RIGHT, TOP
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.words import DIFFERS, capital, isolated, left_to_right, words_of
from fundusviewer.screening.patients import Photograph

_ROW, _HEAD = 5.6, 16.0

#: Lines of a page.
LINES = int((BOTTOM - TOP - _HEAD) / _ROW)

#: Left edge of each column from the left margin in mm, and its title.
_COLUMNS = (
    (0.0, phrase("No.")),
    (12.0, phrase("Patient")),
    (56.0, phrase("Decision")),
    (98.0, phrase("OD")),
    (124.0, phrase("OS")),
    (150.0, phrase("Reviewed")),
    (168.0, phrase("Page")),
)


@dataclass(frozen=True)
class ContentsLine:
    """A visit and the first page of it."""

    entry: Entry
    page: int


def draw_contents(ink: Ink, lines: Sequence[ContentsLine], personal: bool) -> None:
    """Draw one page of the list, at most :data:`LINES` lines."""
    title = ink.speech.say("Patients, the most urgent first")
    ink.text(LEFT, TOP, RIGHT - LEFT, title, points=13, bold=True)
    y = TOP + 9
    titles = [ink.speech.say(title) for _, title in _COLUMNS]
    _row(ink, y, titles if personal else [titles[0], "", *titles[2:]], bold=True)
    y += _ROW
    ink.line((LEFT, y - 0.6), (RIGHT, y - 0.6), 0.3)
    for line in lines:
        _row(ink, y, _cells(line, personal, ink.speech))
        y += _ROW
        ink.line((LEFT, y - 0.6), (RIGHT, y - 0.6), 0.05)


def _row(ink: Ink, top: float, cells: Sequence[str], *, bold: bool = False) -> None:
    edges = [*(edge for edge, _ in _COLUMNS), RIGHT - LEFT]
    for number, cell in enumerate(cells):
        width = edges[number + 1] - edges[number]
        last = number == len(cells) - 1
        ink.text(
            LEFT + edges[number],
            top,
            width if last else width - 2,
            cell,
            points=8.5,
            bold=bold,
            lines=1,
            align=Align.RIGHT if last else Align.LEFT,
        )


def _cells(line: ContentsLine, personal: bool, speech: Speech) -> list[str]:
    entry = line.entry
    name = _name(entry) if personal else ""
    visit = visit_words(entry, speech) if entry.visits > 1 else ""
    date = speech.day(entry.patient.date) if personal and entry.patient.date else ""
    reviewed = sum(one.row.is_reviewed for one in entry.patient.photographs)
    return [
        str(entry.number),
        " ".join(part for part in (name, date or visit) if part),
        capital(speech.say(words_of(entry.patient.deciding.row).headline)),
        _eye(entry, Laterality.OD, speech),
        _eye(entry, Laterality.OS, speech),
        speech.say("{done} of {count}", done=reviewed, count=len(entry.patient.photographs)),
        str(line.page),
    ]


def _name(entry: Entry) -> str:
    """Return the patient's name, or the file's where it does not tell whose it is."""
    if entry.patient.patient is not None:
        return isolated(entry.patient.patient)
    return left_to_right(entry.patient.deciding.row.name)


def _eye(entry: Entry, eye: Laterality, speech: Speech) -> str:
    photograph = entry.patient.eye(eye)
    if photograph is None:
        return speech.say("no photograph") if eye in entry.patient.missing_eyes else "–"
    return _short(photograph, speech)


def _short(photograph: Photograph, speech: Speech) -> str:
    final = photograph.row.final
    if final.grade is None:
        words = speech.say(words_of(photograph.row).short)
    else:
        words = speech.say("grade {grade}", grade=final.grade)
    return f"{words} {DIFFERS}" if final.differs else words
