"""Whose photograph it is, from all that tells: a person, the DICOM object, the file's name.

What is not certain is unknown and remarked on. In a list that mixes people up, a healthy eye stands
for a sick one.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from fundusviewer.anatomy import EyeStatement
from fundusviewer.imaging import Laterality
from fundusviewer.screening.guesses import visit_in
from fundusviewer.screening.names import (
    EYE_UNCERTAIN,
    PATIENT_UNCERTAIN,
    Identity,
    NamePattern,
)
from fundusviewer.screening.origin import is_nobody
from fundusviewer.screening.person import one_spelling
from fundusviewer.screening.places.address import address_of
from fundusviewer.screening.places.address import named as named_file
from fundusviewer.screening.rows import Row

#: Remarks.
NOBODY_TOLD = "The DICOM object names no patient: its study alone holds photographs together."
SAME_FOR_BOTH_EYES = (
    "The same file, byte for byte, stands for the other eye too: check which it is."
)
SAME_FOR_TWO = "The same file, byte for byte, stands for another patient too: check whose it is."


def identity_of(row: Row, pattern: NamePattern) -> Identity:
    """Return whose photograph a row is, which eye and of which day.

    What a person corrected counts; then what the DICOM object tells; then the file's name. The
    same bytes under both eyes are no certain eye; under two patients they stay under both, since
    the worse of two results must stay with each, with a remark.
    """
    identity = _told_or_named(row, row.path, pattern)
    if row.corrected:
        return _corrected(row, identity)
    remarks = dict.fromkeys(identity.remarks)
    remarks |= dict.fromkeys(_doubts(identity, row, pattern))
    eye = None if SAME_FOR_BOTH_EYES in remarks else identity.eye
    return replace(identity, eye=eye, remarks=tuple(remarks))


def _corrected(row: Row, before: Identity) -> Identity:
    """Return what a person said; who corrected the eye alone has not changed the visit."""
    patient, date = one_spelling(row.patient or "") or None, _date(row.date)
    same_visit = (patient, date) == (before.patient, before.date)
    visit = before.visit
    if not same_visit:
        visit = visit_in(row.path.parent, patient) if patient and date is None else None
    # What the picture shows is the program's answer: no word of it where that is hidden.
    remark = EyeStatement(_eye(row.eye), "person", _eye(row.found.picture_eye)).remark
    return Identity(patient, _eye(row.eye), date, visit, () if remark is None else (remark,))


def remarks_of(rows: Iterable[Row], pattern: NamePattern) -> dict[str, int]:
    """Return how many rows have each remark, the most frequent first."""
    found = Counter(remark for row in rows for remark in identity_of(row, pattern).remarks)
    return dict(found.most_common())


def _doubts(identity: Identity, row: Row, pattern: NamePattern) -> Iterator[str]:
    """Yield what is to be remarked where the same bytes lie under other names, too."""
    for path in row.twins:
        twin = _told_or_named(row, path, pattern)
        other_eye = _differ(identity.eye, twin.eye)
        other_patient = _differ(identity.patient, twin.patient)
        # A file that was given another name is still in the database under its old one.
        if (other_eye or other_patient) and (address_of(path) or os.path.lexists(path)):
            yield from [SAME_FOR_BOTH_EYES] * other_eye + [SAME_FOR_TWO] * other_patient


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other


def _told_or_named(row: Row, path: Path, pattern: NamePattern) -> Identity:
    """Return what the object tells, and where it does not, the name of one of its files."""
    named, eye, visit = pattern.identify(named_file(path)), _eye(row.dicom_eye), row.dicom_visit
    patient = one_spelling(row.dicom_patient or "")
    if patient and is_nobody(patient):
        patient = ""
    settled = {EYE_UNCERTAIN} if eye else set()
    if patient or visit:
        settled.add(PATIENT_UNCERTAIN)
    remarks = tuple(remark for remark in named.remarks if remark not in settled)
    if not patient and visit:
        remarks = (NOBODY_TOLD, *remarks)
    return Identity(
        patient or named.patient or visit,
        eye or named.eye,
        # The name's day is left out beside a pseudonym for the day.
        _date(row.dicom_date) or (None if visit else named.date),
        visit or (None if patient else named.visit),
        remarks,
    )


def _eye(value: str | None) -> Laterality | None:
    return None if value is None else Laterality(value)


def _date(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)
