"""The photographs of a visit in pairs, the right eye (OD) on the left, and pairs on pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from fundusviewer.imaging import Laterality
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.words import words_of
from fundusviewer.screening.patients import Patient, Photograph
from fundusviewer.screening.rows import severity


@dataclass(frozen=True)
class Slot:
    """One of the two halves of a pair.

    Attributes
    ----------
    title
        The eye.
    photograph
        ``None``: an empty half.
    remark
        What stands in an empty half, or the number of the photograph where there are several.
    """

    title: str
    photograph: Photograph | None
    remark: str = ""


@dataclass(frozen=True)
class Spread:
    """Two photographs side by side."""

    left: Slot
    right: Slot


_TITLES = {
    Laterality.OD: phrase("Right eye (OD)"),
    Laterality.OS: phrase("Left eye (OS)"),
    None: phrase("Eye not known"),
}

_ENGLISH = Speech()


def spreads_of(patient: Patient, speech: Speech = _ENGLISH) -> list[Spread]:
    """Return the pairs of a visit; the most urgent photographs of each eye come first.

    Those that are not reported have no place; that they are there is said. A photograph that does
    not tell its eye stands beside another one like it.
    """
    right_eye, left_eye = (_reported(patient, eye) for eye in (Laterality.OD, Laterality.OS))
    unknown = _reported(patient, None)
    slot = partial(_slot, patient, speech)
    spreads = [
        Spread(slot(od, Laterality.OD), slot(os_, Laterality.OS))
        for od, os_ in zip_longest(right_eye, left_eye)
    ]
    for first in range(0, len(unknown), 2):
        pair: list[Photograph | None] = [*unknown[first : first + 2], None]
        spreads.append(Spread(slot(pair[0], None), slot(pair[1], None)))
    return spreads


def sheets_of(spreads: Sequence[Spread], most: int) -> list[Sequence[Spread]]:
    """Return the pairs of each page, at most so many, on as few pages as hold them."""
    pages = -(-len(spreads) // most)
    each = -(-len(spreads) // pages)
    return [spreads[first : first + each] for first in range(0, len(spreads), each)]


def _of_eye(patient: Patient, eye: Laterality | None) -> list[Photograph]:
    of_eye = (one for one in patient.photographs if one.identity.eye is eye)
    return sorted(of_eye, key=lambda one: severity(one.row))


def _reported(patient: Patient, eye: Laterality | None) -> list[Photograph]:
    wanted = {id(one) for one in patient.listed}
    return [one for one in _of_eye(patient, eye) if id(one) in wanted]


def _slot(
    patient: Patient, speech: Speech, photograph: Photograph | None, eye: Laterality | None
) -> Slot:
    of_eye = _of_eye(patient, eye)
    title = speech.say(_TITLES[eye])
    if photograph is None:
        return Slot(title, None, _absent(patient, speech, eye))
    # By identity: two files can hold the same photograph.
    position = next(n for n, one in enumerate(of_eye, start=1) if one is photograph)
    place = speech.say("photograph {number} of {count}", number=position, count=len(of_eye))
    return Slot(title, photograph, place if len(of_eye) > 1 else "")


def _absent(patient: Patient, speech: Speech, eye: Laterality | None) -> str:
    if eye is None or _reported(patient, eye):
        return speech.say("No further photograph")
    deciding = patient.eye(eye)
    if deciding is not None:
        # It is there and it counts: the page must not look as if nobody had seen this eye.
        return speech.say(
            "Not in this part of the list. Result of this eye: {result}",
            result=_result(deciding, speech),
        )
    if eye in patient.missing_eyes:
        return speech.say("No photograph of this eye")
    return speech.say("No photograph is known to be of this eye")


def _result(photograph: Photograph, speech: Speech) -> str:
    grade = photograph.row.final.grade
    words = speech.say(words_of(photograph.row).headline)
    return words if grade is None else f"{words}, {speech.say('grade {grade}', grade=grade)}"
