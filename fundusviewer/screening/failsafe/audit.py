"""Who of a cohort is still open: no photograph, an incomplete set, no final grade, no report."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fundusviewer.grading import Decision
from fundusviewer.imaging import Laterality
from fundusviewer.screening.database.report_store import Reported
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.failsafe.cohort import Due
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import Photograph, identify, worst
from fundusviewer.screening.person import one_spelling
from fundusviewer.screening.rows import Order

#: Photographs of up to so many days before the day on which a person is due count for it.
DAYS_BEFORE = 90


class Gap(StrEnum):
    """What is missing before a person is done with."""

    NO_PHOTOGRAPH = "no_photograph"
    INCOMPLETE = "incomplete"
    NO_FINAL_GRADE = "no_final_grade"
    NO_REPORT = "no_report"


@dataclass(frozen=True)
class Case:
    """One person of the cohort, against the database.

    Attributes
    ----------
    person
        As the list names the person.
    gaps
        What is missing; empty where everything is done, or the day is still to come and there is
        no photograph yet.
    not_yet
        Whether the person is due later and has no photograph.
    photographs
        How many count.
    eyes
        Those of which there are photographs.
    decision
        The final one of all of them; ``None`` where there is none.
    reported_at
        When the last of them was reported (ISO 8601, UTC); ``None`` where one was not.
    remarks
        What else is to be known, in sentences.
    """

    person: Due
    gaps: tuple[Gap, ...]
    not_yet: bool = False
    photographs: int = 0
    eyes: tuple[Laterality, ...] = ()
    decision: Decision | None = None
    reported_at: str | None = None
    remarks: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something is missing."""
        return bool(self.gaps)


@dataclass(frozen=True)
class Audit:
    """A whole cohort.

    Attributes
    ----------
    cases
        In the order of the list.
    others
        How many patients the database has photographs of who are not on the list.
    nobodys
        How many photographs of the database tell no patient: they may be anybody's.
    """

    cases: tuple[Case, ...]
    others: int
    nobodys: int

    @property
    def open(self) -> tuple[Case, ...]:
        """Those of whom something is missing."""
        return tuple(one for one in self.cases if one.is_open)

    def count(self, gap: Gap) -> int:
        """Return of how many people this is missing."""
        return sum(gap in one.gaps for one in self.cases)


@dataclass(frozen=True)
class Known:
    """What the database knows beside its rows.

    Attributes
    ----------
    first_seen
        When each photograph came, by hash: its day where nothing else tells one.
    reports
        What was reported last of each, by hash.
    """

    first_seen: Mapping[str, str]
    reports: Mapping[str, Reported]


def audit_cohort(
    cohort: Sequence[Due],
    store: Store,
    method: Method,
    pattern: NamePattern,
    *,
    today: dt.date,
    days_before: int = DAYS_BEFORE,
) -> Audit:
    """Compare a cohort with a database.

    Parameters
    ----------
    cohort
        Who is due.
    store, method
        Where the photographs are, and whose results count.
    pattern
        Reads patient and eye from the files' names.
    today
        Who is due later and has no photograph yet is not open.
    days_before
        Photographs of up to so many days before the day on which a person is due count.

    Raises
    ------
    StoreError
        If the database cannot be read.
    """
    known = Known(store.first_seen(), store.reports())
    people: dict[str, dict[object, Photograph]] = defaultdict(dict)
    nobodys = 0
    for row in store.rows(method, order=Order.NAME):
        one = identify(row, pattern)
        if one.identity.patient is None:
            nobodys += 1
        else:
            # One photograph in several files counts once; a file that fails counts beside it.
            people[_key(one.identity.patient)].setdefault(row.sha256 or row.encoded_path, one)
    listed = {_key(name) for person in cohort for name in (person.patient, *person.identifiers)}
    cases = tuple(
        _case(person, people, known, today=today, days_before=days_before) for person in cohort
    )
    return Audit(cases, len(people.keys() - listed), nobodys)


def _case(
    person: Due,
    people: Mapping[str, Mapping[object, Photograph]],
    known: Known,
    *,
    today: dt.date,
    days_before: int,
) -> Case:
    keys = dict.fromkeys(_key(name) for name in (person.patient, *person.identifiers))
    every = [one for key in keys for one in people.get(key, {}).values()]
    since = None if person.due is None else person.due - dt.timedelta(days=days_before)
    fresh = [one for one in every if since is None or _day(one, known) >= since]
    remarks = _twice(person)
    if len(every) > len(fresh):
        remarks.append(f"Older photographs that do not count: {len(every) - len(fresh)}.")
    if not fresh:
        remarks += _similar(person, people)
        later = person.due is not None and person.due > today
        missing = () if later else (Gap.NO_PHOTOGRAPH,)
        return Case(person, missing, not_yet=later, remarks=tuple(remarks))
    eyes = tuple(eye for eye in Laterality if any(one.identity.eye is eye for one in fresh))
    gaps = [Gap.INCOMPLETE] if len(eyes) < len(Laterality) else []
    if any(one.identity.eye is None for one in fresh):
        remarks.append("The eye of a photograph is not known.")
    if not all(_is_final(one) for one in fresh):
        gaps.append(Gap.NO_FINAL_GRADE)
    reported = [known.reports.get(one.row.sha256 or "") for one in fresh]
    if not all(_is_told(one, said) for one, said in zip(fresh, reported, strict=True)):
        gaps.append(Gap.NO_REPORT)
        if any(reported):
            remarks.append("A report was written before the final grade, or of a part only.")
    times = [said.at for said in reported if said is not None]
    return Case(
        person,
        tuple(gaps),
        photographs=len(fresh),
        eyes=eyes,
        decision=worst(fresh).row.decision if Gap.NO_FINAL_GRADE not in gaps else None,
        reported_at=max(times) if Gap.NO_REPORT not in gaps else None,
        remarks=tuple(remarks),
    )


def _is_final(one: Photograph) -> bool:
    """Return whether a reader's answer counts, and none is still to come."""
    final = one.row.final
    return final.by_doctor and final.awaited is None and one.row.problem is None


def _is_told(one: Photograph, said: Reported | None) -> bool:
    """Return whether the last report said what counts now."""
    if said is None or said.awaited is not None:
        return False
    final = one.row.final
    return (said.decision, said.grade) == (final.decision and final.decision.value, final.grade)


def _day(one: Photograph, known: Known) -> dt.date:
    """Return the day of a photograph; that on which it came where nothing tells one."""
    if one.identity.date is not None:
        return one.identity.date
    seen = known.first_seen.get(one.row.sha256 or "")
    # A file that cannot be read counts: it is open whatever its day is.
    return dt.date.max if seen is None else dt.datetime.fromisoformat(seen).date()


def _twice(person: Due) -> list[str]:
    if len(person.lines) == 1:
        return []
    return [f"Stands in the list {len(person.lines)} times (lines {_numbers(person.lines)})."]


def _numbers(lines: Iterable[int]) -> str:
    return ", ".join(map(str, lines))


def _similar(person: Due, people: Mapping[str, Mapping[object, Photograph]]) -> list[str]:
    """Return what the database has under nearly the same number: it may be the same person's."""
    bare = _bare(person.patient)
    found = sorted(
        one.identity.patient or ""
        for key, photographs in people.items()
        if _bare(key) == bare and key != _key(person.patient)
        for one in list(photographs.values())[:1]
    )
    if not found:
        return []
    return [f"The database has {', '.join(found[:3])}: is that the same person?"]


def _key(name: str) -> str:
    return one_spelling(name).casefold()


def _bare(name: str) -> str:
    """Return a number without what spreadsheets lose: zeros at its beginning, blanks, hyphens."""
    letters = "".join(sign for sign in _key(name) if sign.isalnum())
    return letters.lstrip("0") or letters
