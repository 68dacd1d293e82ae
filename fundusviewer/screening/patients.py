"""From photographs to patients: the worse eye decides, and nothing unknown hides behind it.

The one owner of what an eye's and a patient's result is: always that of all photographs of the
patient and visit in the database (:func:`patients_of`), whatever is listed, filtered, searched,
selected or reported.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from fundusviewer.anatomy.field import Centre
from fundusviewer.grading import Decision
from fundusviewer.imaging import Laterality
from fundusviewer.screening.eye_sets import GIVES_WAY, MISSING, counting, missing_of
from fundusviewer.screening.identity import identity_of
from fundusviewer.screening.names import Identity, NamePattern
from fundusviewer.screening.rows import Row, severity, urgency

#: A remark.
SEVERAL_FOLDERS = "Files of this patient lie in several folders: check that they are one person's."


@dataclass(frozen=True)
class Photograph:
    """A row of the worklist with its identity.

    Attributes
    ----------
    row
        The row.
    identity
        What a person corrected, otherwise what the DICOM object or the file's name tells.
    """

    row: Row
    identity: Identity


@dataclass(frozen=True)
class Patient:
    """All photographs of one patient on one day.

    Attributes
    ----------
    patient
        ``None`` where the name did not tell: then it is one photograph alone.
    date
        ``None`` where it is not known.
    photographs
        All of them, at least one, in the order of the worklist. They make the result.
    listed
        Those of them that are listed or reported.
    fields
        Photographs that a set has of each eye, 1 or 2 (:mod:`.eye_sets`).
    """

    patient: str | None
    date: dt.date | None
    photographs: tuple[Photograph, ...]
    listed: tuple[Photograph, ...]
    fields: int = 1

    @cached_property
    def deciding(self) -> Photograph:
        """The photograph with the most urgent final decision, of several that of the worst grade.

        Every photograph counts: one that cannot be graded, was not read or is no fundus
        photograph is more urgent than a "no referral", also than that of the same eye. One that
        cannot be graded gives way only where the set of its eye is complete without it.
        """
        return worst(self._by_eye.values())

    @property
    def most_urgent(self) -> Photograph:
        """The photograph by which patients are sorted: of one decision the highest risk."""
        return min(chain.from_iterable(self._counting.values()), key=lambda one: urgency(one.row))

    @property
    def decision(self) -> Decision | None:
        """That of the deciding photograph."""
        return self.deciding.row.decision

    def eye(self, eye: Laterality | None) -> Photograph | None:
        """Return the deciding photograph of an eye; ``None`` where there is none of it."""
        return self._by_eye.get(eye)

    def labels(self, eye: Laterality | None) -> tuple[str, ...]:
        """Return what a model of other classes says of an eye's photographs, each label once."""
        said = (one.row.found.label for one in self._of_eye(eye) if one.row.is_of_other_classes)
        return tuple(dict.fromkeys(label for label in said if label is not None))

    @cached_property
    def _by_eye(self) -> dict[Laterality | None, Photograph]:
        # Asked thirty times for each patient of a table.
        return {eye: worst(counting) for eye, counting in self._counting.items() if counting}

    @property
    def giving_way(self) -> list[Photograph]:
        """Photographs that cannot be graded and do not count: the eye's set is complete so."""
        counting = {id(one) for one in chain.from_iterable(self._counting.values())}
        return [one for one in self.photographs if id(one) not in counting]

    def missing_fields(self, eye: Laterality) -> tuple[Centre, ...]:
        """Return what the gradable photographs of an eye do not show of a complete set."""
        return missing_of((one.row for one in self._of_eye(eye)), self.fields)

    def _of_eye(self, eye: Laterality | None) -> list[Photograph]:
        return [one for one in self.photographs if one.identity.eye is eye]

    @cached_property
    def _counting(self) -> dict[Laterality | None, list[Photograph]]:
        """The photographs that make the result of each eye, in the order of the eyes."""
        found: dict[Laterality | None, list[Photograph]] = {}
        for eye in (*Laterality, None):
            found[eye] = self._of_eye(eye)
            if eye is not None and len(found[eye]) > 1:
                rows = {id(row) for row in counting([one.row for one in found[eye]], self.fields)}
                found[eye] = [one for one in found[eye] if id(one.row) in rows]
        return found

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is not certain about whose photographs they are, in sentences that name nobody."""
        found = dict.fromkeys(one for each in self.photographs for one in each.identity.remarks)
        named = [
            one.row.path.parent
            for one in self.photographs
            if not one.row.corrected and not one.row.dicom_patient and one.identity.visit is None
        ]
        if self.patient is not None and self.date is None and len(set(named)) > 1:
            found[SEVERAL_FOLDERS] = None
        return (*found, *self.set_remarks)

    @property
    def set_remarks(self) -> tuple[str, ...]:
        """What the sets of both eyes lack, and what gives way in them, in sentences."""
        found = []
        for eye in Laterality:
            found += [MISSING[eye, one] for one in self.missing_fields(eye)]
            if len(self._counting[eye]) < len(self._of_eye(eye)):
                found.append(GIVES_WAY[eye])
        return tuple(found)

    @cached_property
    def missing_eyes(self) -> tuple[Laterality, ...]:
        """The eyes of which there is no photograph; none where some photograph tells no eye."""
        known = {one.identity.eye for one in self.photographs}
        return () if None in known else tuple(eye for eye in Laterality if eye not in known)


def worst(photographs: Iterable[Photograph]) -> Photograph:
    """Return the photograph that decides, the first of several."""
    return min(photographs, key=lambda one: severity(one.row))


def identify(row: Row, pattern: NamePattern) -> Photograph:
    """Return a row with its identity (:func:`.identity.identity_of`)."""
    return Photograph(row, identity_of(row, pattern))


def patients_of(
    rows: Iterable[Row], pattern: NamePattern, everything: Iterable[Row] = ()
) -> list[Patient]:
    """Return the visits of which something is listed, the most urgent first.

    Parameters
    ----------
    rows, pattern, everything
        See :func:`visits_of`.
    """
    return [one for one in visits_of(rows, pattern, everything) if one.listed]


def visits_of(
    rows: Iterable[Row], pattern: NamePattern, everything: Iterable[Row] = ()
) -> list[Patient]:
    """Return all visits, also those of which nothing is listed, the most urgent first.

    Parameters
    ----------
    rows
        What is listed, selected or reported.
    pattern
        Reads patient, eye and date from the files' names.
    everything
        All rows of the database by the same method. Those of the same patients and visits count
        for the results; where one is listed too, it counts as it is listed. Empty where the
        listed rows are all that there is.
    """
    wanted = list(rows)
    listed = {row.encoded_path for row in wanted}
    others = (row for row in everything if row.encoded_path not in listed)
    photographs = (identify(row, pattern) for row in chain(wanted, others))
    return group_by_patient(photographs, listed, pattern.fields)


def group_by_patient(
    photographs: Iterable[Photograph],
    listed: Container[bytes] | None = None,
    fields: int = 1,
) -> list[Patient]:
    """Return the patients, the most urgent first.

    Photographs of one patient with different dates are different visits. A photograph without a
    patient stands alone.

    Parameters
    ----------
    photographs
        All that there are.
    listed
        The encoded paths of those that are listed; ``None`` for all.
    fields
        Photographs that a set has of each eye, 1 or 2.
    """
    groups: dict[object, list[Photograph]] = {}
    for number, photograph in enumerate(photographs):
        identity = photograph.identity
        visit = (identity.patient, identity.date, identity.visit)
        key = number if identity.patient is None else visit
        groups.setdefault(key, []).append(photograph)
    patients = [
        Patient(
            group[0].identity.patient,
            group[0].identity.date,
            tuple(group),
            tuple(one for one in group if listed is None or one.row.encoded_path in listed),
            fields,
        )
        for group in groups.values()
    ]
    return sorted(patients, key=_risk)


def _risk(patient: Patient) -> tuple[int, float]:
    return urgency(patient.most_urgent.row)
