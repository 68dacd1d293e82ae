"""The worklist as it is looked through: the visits, their photographs, and what a visit says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from fundusviewer.file_memory import remembers_files
from fundusviewer.grading import Awaited, Decision
from fundusviewer.imaging import Laterality
from fundusviewer.screening.database.list_store import NamedFile
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.identity import identity_of
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import Patient
from fundusviewer.screening.rows import TOLD, URGENCY, Order, Row


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
    awaited
        Whose answer is still to come; ``None`` for nobody's.
    ungradable
        How many photographs that cannot be graded gave way: the set is complete without them.
    labels
        What a model of other classes says of the eye's photographs, each once; empty for a model
        that grades.
    """

    eye: Laterality | None
    decision: Decision | None
    grade: int | None
    by_doctor: bool = False
    differs: bool = False
    awaited: Awaited | None = None
    ungradable: int = 0
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """What a visit's row says: of all of the visit's photographs, listed or not.

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
    read
        How many of the photographs a doctor has given a verdict on.
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
    read: int = 0


class Visit(NamedTuple):
    """The photographs of one patient on one day, by their keys (:meth:`Store.rows_at`).

    Files that wait stand in it with their paths. What its row says is read when somebody looks at
    it (:func:`heading_of`): most visits of a long list are never looked at.

    Attributes
    ----------
    photographs
        All of them, listed or not: the right eye first, an unknown one last.
    listed
        Those that are listed, at least one, in the same order.
    is_known
        Whether it is known whose they are. Otherwise it is one photograph alone.
    """

    photographs: tuple[int | Path, ...]
    listed: tuple[int | Path, ...]
    is_known: bool = True


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
        Key of a row that stays in its visit though the filters leave it out now; ``None`` for none.
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
    visits
        Those of which something is listed, in their order.
    to_review
        How many photographs that have been read no doctor has judged yet, whatever the filters.
    total
        How many photographs there are, whatever the filters.
    failed
        How many of them could not be read or examined.
    not_examined
        How many of them have not been examined by this method.
    """

    visits: list[Visit]
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
    blind, sorting = conditions.blind, wanted.sorting
    # Whoever grades blind is told no risk, not by an order either.
    by_risk = sorting is Sorting.RISK and not blind
    among = everything != _EVERYTHING
    keys = store.keys(method, everything, Order.NEWEST) if among else []
    if among and not keys and not wanted.waiting and wanted.kept is None:
        # Nothing is open: whose the other files of the database are nobody asks.
        return Listing([], to_review=0, total=0)
    named = store.named(method, _ORDERS[sorting] if by_risk else _BLIND_ORDERS[sorting])
    if not among:
        keys = [one[0] for one in named]
    listed = None if conditions in (_EVERYTHING, _BLIND) else _listed(store, method, wanted)
    waiting = {Row.of_file(file).encoded_path: file for file in wanted.waiting}
    # Noted already, and still to be told: they stand in the list as files that wait.
    noted = {one[0] for one in named if one[2] in waiting} if waiting else set[int]()
    told = [one for one in named if one[0] not in noted] if noted else named
    groups = _grouped(told, pattern, waiting)
    failed, not_examined = store.without_finding(method, everything)
    waits = len(waiting) - len(noted.intersection(keys))
    return Listing(
        visits=_visits(_sorted(groups, sorting, by_risk=by_risk), listed, wanted),
        to_review=store.to_review(method, everything),
        total=len(keys) + waits,
        failed=failed,
        not_examined=not_examined + waits,
    )


_EVERYTHING, _BLIND = Filter(), Filter(blind=True)

#: How the database sorts for each order of the list, and where it must not tell the risk.
_ORDERS = {
    Sorting.RISK: Order.RISK,
    Sorting.PATIENT: Order.NAME,
    Sorting.NAME: Order.NAME,
    Sorting.DATE: Order.NEWEST,
}
_BLIND_ORDERS = _ORDERS | {Sorting.RISK: Order.NAME}

#: Place of what nobody has decided on among the urgencies, see :data:`URGENCY`.
_UNDECIDED = URGENCY.index(None)

_EYES: tuple[Laterality | None, ...] = (*Laterality, None)


def _listed(store: Store, method: Method, wanted: Wanted) -> frozenset[int | Path]:
    """Return the keys that the filters leave, with the one that stays all the same."""
    keys: set[int | Path] = {*store.keys(method, wanted.filter, Order.NEWEST)}
    if wanted.kept is not None:
        keys.add(wanted.kept)
    return frozenset(keys)


class _Group(NamedTuple):
    """A visit that is being put together.

    Attributes
    ----------
    patient, date
        ``None`` where they are not known.
    members
        Of each photograph the place of its eye, its encoded path, and its key or path.
    urgency
        The smallest place in :data:`URGENCY`.
    """

    patient: str | None
    date: dt.date | None
    members: list[tuple[int, bytes, int | Path]]
    urgency: int


def _grouped(
    named: Iterable[NamedFile], pattern: NamePattern, waiting: Mapping[bytes, Path]
) -> list[_Group]:
    """Return the visits of all files, in the order of the first file of each."""
    groups: dict[object, _Group] = {}
    telling = _telling(pattern)
    for key, urgency, *told in named:
        patient, date, visit, eye = telling(*told)
        who: object = key if patient is None else (patient, date, visit)
        group = groups.get(who)
        if group is None:
            groups[who] = _Group(patient, date, [(eye, told[0], key)], urgency)
        else:
            group.members.append((eye, told[0], key))
    for path, file in waiting.items():
        patient, date, visit, eye = telling(path, *_NOTHING_TOLD)
        who = file if patient is None else (patient, date, visit)
        group = groups.get(who) or _Group(patient, date, [], _UNDECIDED)
        group.members.append((eye, path, file))
        groups[who] = group._replace(urgency=min(group.urgency, _UNDECIDED))
    return list(groups.values())


_NOTHING_TOLD = (None, None, None, 0, None, None, None, None)


@lru_cache(maxsize=4)
def _telling(
    pattern: NamePattern,
) -> Callable[..., tuple[str | None, dt.date | None, str | None, int]]:
    """Return a function that tells patient, date and visit of a file, and the place of its eye.

    A list is made again and again, and nearly always the same is told of the same files.
    """
    # What is told is remembered here: a second memory would hold a path, an identity and its parts
    # for each file, through which Python's garbage collection goes again and again.
    once = pattern.without_memory()

    @remembers_files(200_000)
    def told(path: bytes, *values: Any) -> tuple[str | None, dt.date | None, str | None, int]:
        identity = identity_of(Row(path, "", **dict(zip(TOLD, values, strict=True))), once)
        return identity.patient, identity.date, identity.visit, _EYES.index(identity.eye)

    return told


def _sorted(groups: list[_Group], sorting: Sorting, *, by_risk: bool) -> list[_Group]:
    """Return the visits in the order of the list; they come in that of their files."""
    if by_risk:
        # Of one urgency the highest risk is first already. A file that waits makes a visit of
        # healthy photographs one that nobody has decided on.
        return sorted(groups, key=lambda group: group.urgency)
    if sorting is Sorting.PATIENT:
        return sorted(groups, key=_name)
    if sorting is Sorting.DATE:
        # Those without a date come last, the newest in the database first.
        return sorted(groups, key=lambda group: group.date or dt.date.min, reverse=True)
    return groups


def _name(group: _Group) -> tuple[bool, str, dt.date]:
    name = group.patient
    date = group.date or dt.date.min
    return (True, "", date) if name is None else (False, name.casefold(), date)


def _visits(
    groups: Iterable[_Group], listed: frozenset[int | Path] | None, wanted: Wanted
) -> list[Visit]:
    """Return the visits of which something is listed."""
    only = wanted.only_waiting
    if listed is not None or only is not None:
        fitting = (path for path in wanted.waiting if _is_wanted(path, wanted.filter))
        waits = {path for path in fitting if only is None or path in only}
    found = []
    for group in groups:
        members = group.members
        if len(members) > 1:
            members.sort()
        photographs = tuple([key for _, _, key in members])
        if listed is None and only is None:
            shown = photographs
        else:
            shown = tuple(
                [
                    key
                    for key in photographs
                    if (key in waits if isinstance(key, Path) else listed is None or key in listed)
                ]
            )
        if shown:
            found.append(Visit(photographs, shown, group.patient is not None))
    return found


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
            EyeSummary(eye, None, None) if hidden else _eye_summary(patient, eye, one.row)
            for eye in _EYES
            if (one := patient.eye(eye)) is not None
        ),
        missing=patient.missing_eyes,
        incomplete=()
        if hidden
        else tuple(eye for eye in Laterality if patient.missing_fields(eye)),
        read=sum(row.is_reviewed for row in rows),
    )


def _eye_summary(patient: Patient, eye: Laterality | None, row: Row) -> EyeSummary:
    final = row.final
    return EyeSummary(
        eye=eye,
        decision=final.decision,
        grade=final.grade,
        by_doctor=final.by_doctor,
        differs=final.differs,
        awaited=final.awaited,
        ungradable=sum(one.identity.eye is eye for one in patient.giving_way),
        labels=patient.labels(eye),
    )


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
