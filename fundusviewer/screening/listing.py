"""The worklist as it is looked through: which rows, in which order, under which patients."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from pathlib import Path

from fundusviewer.grading import Decision
from fundusviewer.imaging import Laterality
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import Patient, Photograph, identify, patients_of
from fundusviewer.screening.rows import Order, Row


class Sorting(StrEnum):
    """How a list is sorted."""

    RISK = "risk"
    PATIENT = "patient"
    NAME = "name"
    DATE = "date"


@dataclass(frozen=True)
class EyeSummary:
    """One eye of a patient.

    Attributes
    ----------
    eye
        ``None`` where it is not known.
    decision
        The final one of the photograph that decides; ``None`` where there is none yet.
    grade
        The final one of that photograph; ``None`` without one.
    by_doctor, differs
        Whether a doctor gave them, and not as the program did.
    """

    eye: Laterality | None
    decision: Decision | None
    grade: int | None
    by_doctor: bool = False
    differs: bool = False


@dataclass(frozen=True)
class Heading:
    """A patient above the photographs: what all of the visit's photographs say, listed or not.

    Attributes
    ----------
    patient
        ``None`` where it is not known: then it is one photograph alone.
    date
        ``None`` where it is not known.
    photographs, listed
        How many there are, and how many of them are listed.
    hidden
        Whether the decisions are kept back, because not all photographs have been graded.
    decision
        That of the worse eye; ``None`` where a photograph without a decision decides.
    eyes
        The eyes of which there are photographs, OD first.
    missing
        The eyes of which there is none.
    incomplete
        The eyes whose photographs do not make a complete set.
    """

    patient: str | None
    date: dt.date | None
    photographs: int
    listed: int
    hidden: bool
    decision: Decision | None
    eyes: tuple[EyeSummary, ...]
    missing: tuple[Laterality, ...]
    incomplete: tuple[Laterality, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What a list is to show.

    Attributes
    ----------
    filter
        Which rows.
    sorting
        In which order. In a blind list, what would tell the network's answer is sorted by name.
    waiting
        Files that the database does not know yet, in their order.
    kept
        Key of a row that stays under its patient though the filters leave it out now; ``None`` for
        none.
    only_waiting
        Those of the waiting files that are wanted; ``None`` for all.
    """

    filter: Filter = field(default_factory=Filter)
    sorting: Sorting = Sorting.RISK
    waiting: Sequence[Path] = ()
    kept: int | None = None
    only_waiting: Collection[Path] | None = None


@dataclass(frozen=True)
class Listing:
    """A list.

    Attributes
    ----------
    entries
        Keys of rows (:meth:`Store.rows_at`), files that wait, and headings of patients.
    to_review
        How many photographs that have been read no doctor has judged yet, whatever the filters.
    total
        How many photographs there are, whatever the filters.
    failed
        How many of them could not be read or examined.
    not_examined
        How many of them have not been examined by this method.
    """

    entries: list[int | Path | Heading]
    to_review: int
    total: int
    failed: int = 0
    not_examined: int = 0


def make_listing(store: Store, method: Method, pattern: NamePattern, wanted: Wanted) -> Listing:
    """Return a list; for 20,000 photographs a matter of tenths of a second.

    Parameters
    ----------
    store, method
        Where the rows are, and how they were made.
    pattern
        Reads patient and date from names.
    wanted
        What is to be shown.

    Raises
    ------
    StoreError
        If the database cannot be read.
    """
    conditions = wanted.filter
    everything = conditions.everything()
    failed, not_examined = store.without_finding(method, everything)
    return Listing(
        entries=_sorted(store, method, pattern, wanted),
        to_review=store.to_review(method, everything),
        total=len(store.keys(method, everything, Order.NEWEST)) + len(wanted.waiting),
        failed=failed,
        not_examined=not_examined + len(wanted.waiting),
    )


def _sorted(
    store: Store, method: Method, pattern: NamePattern, wanted: Wanted
) -> list[int | Path | Heading]:
    blind, sorting = wanted.filter.blind, wanted.sorting
    only = wanted.only_waiting
    fitting = (path for path in wanted.waiting if _is_wanted(path, wanted.filter))
    waiting = [path for path in fitting if only is None or path in only]
    if sorting is Sorting.PATIENT:
        return _grouped(store, method, pattern, wanted, waiting)
    if sorting is Sorting.DATE:
        return [*_by_date(store, method, pattern, wanted.filter), *waiting]
    by_risk = sorting is Sorting.RISK and not blind
    order = Order.RISK if by_risk else Order.NAME
    return [*store.keys(method, wanted.filter, order), *waiting]


def _by_date(store: Store, method: Method, pattern: NamePattern, wanted: Filter) -> list[int]:
    """Return the newest first; those without a date after them, the newest in the database first.

    The days of names and corrections are in no column, so that the names are read here.
    """
    keys = store.keys(method, wanted, Order.NEWEST)
    rows = store.rows(method, wanted, Order.NEWEST)
    days = [identify(row, pattern).identity.date or dt.date.min for row in rows]
    # Both were read one after the other; another program may have added a row between.
    dated = zip(keys, days, strict=False)
    return [key for key, _ in sorted(dated, key=lambda one: one[1], reverse=True)]


def _grouped(
    store: Store, method: Method, pattern: NamePattern, wanted: Wanted, waiting: Iterable[Path]
) -> list[int | Path | Heading]:
    """Return the photographs under their patients, whose results are those of all photographs."""
    conditions = wanted.filter
    rows = store.rows_by_key(method, Order.NAME)
    keys = {row.encoded_path: key for key, row in rows.items()}
    listed = {*store.keys(method, conditions, Order.NEWEST), wanted.kept}
    # What the database has taken in meanwhile waits no more.
    unread = {
        path: row for path in wanted.waiting if (row := Row.of_file(path)).encoded_path not in keys
    }
    patients = patients_of(
        [
            *(row for key, row in rows.items() if key in listed),
            *(unread[path] for path in waiting if path in unread),
        ],
        pattern,
        chain(rows.values(), unread.values()),
    )
    if conditions.blind:
        patients.sort(key=_name)
    entries: list[int | Path | Heading] = []
    for patient in patients:
        entries.append(heading_of(patient, blind=conditions.blind))
        entries.extend(
            keys.get(one.row.encoded_path, one.row.path) for one in sorted(patient.listed, key=_eye)
        )
    return entries


def heading_of(patient: Patient, *, blind: bool) -> Heading:
    """Return a patient's heading; in a blind list without decisions until all are graded.

    What could not be read is no secret and cannot be graded.
    """
    rows = [one.row for one in patient.photographs]
    hidden = blind and not all(row.is_reviewed or row.problem is not None for row in rows)
    return Heading(
        patient=patient.patient,
        date=patient.date,
        photographs=len(patient.photographs),
        listed=len(patient.listed),
        hidden=hidden,
        decision=None if hidden else patient.decision,
        eyes=tuple(
            _eye_summary(eye, one.row, hidden)
            for eye in (*Laterality, None)
            if (one := patient.eye(eye)) is not None
        ),
        missing=patient.missing_eyes,
        incomplete=()
        if hidden
        else tuple(eye for eye in Laterality if patient.missing_fields(eye)),
    )


def _eye_summary(eye: Laterality | None, row: Row, hidden: bool) -> EyeSummary:
    final = row.final
    if hidden:
        return EyeSummary(eye, None, None)
    return EyeSummary(eye, final.decision, final.grade, final.by_doctor, final.differs)


def _eye(photograph: Photograph) -> int:
    """OD stands before OS, an unknown eye last."""
    order: Sequence[Laterality | None] = (*Laterality, None)
    return order.index(photograph.identity.eye)


def _name(patient: Patient) -> tuple[bool, str, dt.date]:
    known = patient.patient is not None
    name = patient.patient or patient.photographs[0].row.name
    return not known, name.casefold(), patient.date or dt.date.min


def _is_wanted(path: Path, conditions: Filter) -> bool:
    """Return whether a file that nobody has read yet passes the filters."""
    unread = None if conditions.decisions is None else None in conditions.decisions
    return (
        unread is not False
        and conditions.grades is None
        and conditions.gradable is None
        and conditions.reviewed is not True
        and not conditions.queue
        and conditions.awaited is None
        and conditions.text.casefold() in path.name.casefold()
        and (conditions.folder is None or conditions.folder in path.parents)
    )
