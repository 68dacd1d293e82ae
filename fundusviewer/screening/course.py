"""The course of a patient: visits in the order of their days, both eyes, doctor's and network's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fundusviewer.imaging import Laterality
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import Patient, group_by_patient, identify
from fundusviewer.screening.rows import Row


@dataclass(frozen=True)
class EyeAtVisit:
    """An eye on one day.

    Attributes
    ----------
    eye
        ``None`` where the photographs do not tell.
    row
        Of the photograph that decides; without the program's answer where that must not be told.
    photographs
        How many there are.
    incomplete
        Whether they do not make a complete set.
    """

    eye: Laterality | None
    row: Row
    photographs: int
    incomplete: bool


@dataclass(frozen=True)
class VisitOfCourse:
    """One day.

    Attributes
    ----------
    date
        ``None`` where it is not known.
    eyes
        Those that were photographed, OD first, one that is not known last.
    missing
        Those that were not.
    """

    date: dt.date | None
    eyes: tuple[EyeAtVisit, ...]
    missing: tuple[Laterality, ...]

    def eye(self, eye: Laterality | None) -> EyeAtVisit | None:
        """Return what is known of an eye; ``None`` where nothing is."""
        return next((one for one in self.eyes if one.eye is eye), None)


def course_of(
    rows: Iterable[Row], pattern: NamePattern, patient: str, hides: Callable[[Row], bool]
) -> tuple[VisitOfCourse, ...]:
    """Return the visits of a patient, the earliest first, one without a date last.

    Parameters
    ----------
    rows
        All rows of the database by one method.
    pattern
        Reads patient, eye and date from names.
    patient
        As :func:`identify` tells it.
    hides
        Whether the program's answer on a photograph must not be told.
    """
    known = (identify(row, pattern) for row in rows)
    theirs = [one for one in known if one.identity.patient == patient]
    # An answer that is hidden decides nothing here either: its place would tell it.
    shown = (
        identify(one.row.without_answer() if hides(one.row) else one.row, pattern) for one in theirs
    )
    visits = group_by_patient(shown, fields=pattern.fields)
    ordered = sorted(visits, key=lambda one: (one.date is None, one.date or dt.date.min))
    return tuple(_visit(one) for one in ordered)


def _visit(patient: Patient) -> VisitOfCourse:
    eyes = []
    for eye in (*Laterality, None):
        deciding = patient.eye(eye)
        if deciding is not None:
            count = sum(one.identity.eye is eye for one in patient.photographs)
            incomplete = eye is not None and bool(patient.missing_fields(eye))
            eyes.append(EyeAtVisit(eye, deciding.row, count, incomplete))
    return VisitOfCourse(patient.date, tuple(eyes), patient.missing_eyes)
