"""Nobody of a cohort is called done while something is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from fundusviewer.grading import READING_ROLES, Decision, Role
from fundusviewer.imaging import Laterality
from fundusviewer.screening import Review, Store, identify, name_pattern
from fundusviewer.screening.failsafe.audit import Audit, Case, Gap, audit_cohort
from fundusviewer.screening.failsafe.cohort import Due
from tests.helpers.rows import add_photograph
from tests.screening.database.methods import METHOD

TODAY = dt.date(2026, 1, 10)
PATTERN = name_pattern()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "s.sqlite") as store:
        yield store


def add(store: Store, name: str) -> str:
    return add_photograph(store.path, METHOD, f"/day/{name}.jpg", "no_referral", 0, 0.1)


def report(store: Store) -> None:
    store.note_report("pdf", [identify(row, PATTERN) for row in store.rows(METHOD)])


def audited(store: Store, *people: Due) -> Audit:
    return audit_cohort(people, store, METHOD, PATTERN, today=TODAY)


def case(store: Store, patient: str = "7", **due: object) -> Case:
    person = Due(patient, TODAY, (2,), **due)  # type: ignore[arg-type]
    (found,) = audited(store, person).cases
    return found


def test_from_nothing_to_done(store: Store) -> None:
    assert case(store).gaps == (Gap.NO_PHOTOGRAPH,)
    right = add(store, "7_right")
    assert case(store).gaps == (Gap.INCOMPLETE, Gap.NO_FINAL_GRADE, Gap.NO_REPORT)
    left = add(store, "7_left")
    assert case(store).gaps == (Gap.NO_FINAL_GRADE, Gap.NO_REPORT)
    assert case(store).decision is None
    store.review({right: Review(0)}, "Dr A")
    assert case(store).gaps == (Gap.NO_FINAL_GRADE, Gap.NO_REPORT)
    report(store)
    store.review({left: Review(3)}, "Dr A")
    # The report of before did not say it.
    assert case(store).gaps == (Gap.NO_REPORT,)
    report(store)
    found = case(store)
    assert not found.is_open
    assert (found.photographs, found.eyes) == (2, (Laterality.OD, Laterality.OS))
    assert found.decision is Decision.REFER
    assert found.reported_at is not None
    # A file that fails, or another word on it, opens the case again.
    store.review({left: Review(1)}, "Dr A")
    assert case(store).gaps == (Gap.NO_REPORT,)
    report(store)
    store.add_failure(Path("/day/7_left.jpg"), "the drive is gone")
    assert Gap.NO_FINAL_GRADE in case(store).gaps


def test_what_waits_for_the_arbiter_is_not_final(store: Store) -> None:
    for name in ("A", "B", "C"):
        store.set_reader(name, READING_ROLES)
    store.set_programme(share=1.0)
    right, left = add(store, "7_right"), add(store, "7_left")

    def say(name: str, role: Role, grade: int) -> None:
        reader = store.reader(name)
        assert reader is not None
        store.review({right: Review(grade), left: Review(0)}, reader.seat(role))

    say("A", Role.FIRST, 0)
    assert Gap.NO_FINAL_GRADE in case(store).gaps
    say("B", Role.SECOND, 3)
    report(store)
    assert case(store).gaps == (Gap.NO_FINAL_GRADE, Gap.NO_REPORT)
    arbiter = store.reader("C")
    assert arbiter is not None
    store.review({right: Review(2)}, arbiter.seat(Role.ARBITER))
    assert case(store).gaps == (Gap.NO_REPORT,)
    report(store)
    assert case(store).gaps == ()


def test_older_photographs_and_later_days(store: Store) -> None:
    add(store, "7_2025-01-10_right")
    old = case(store)
    assert old.gaps == (Gap.NO_PHOTOGRAPH,)
    assert old.remarks == ("Older photographs that do not count: 1.",)
    later = Due("8", TODAY + dt.timedelta(days=1), (3,))
    (found,) = audited(store, later).cases
    assert (found.gaps, found.not_yet) == ((), True)
    (undated,) = audited(store, Due("7", None, (4,))).cases
    assert undated.photographs == 1


def test_numbers_that_a_spreadsheet_has_changed_are_shown_and_not_taken(store: Store) -> None:
    add(store, "007_right")
    found = case(store, "7")
    assert found.gaps == (Gap.NO_PHOTOGRAPH,)
    assert found.remarks == ("The database has 007: is that the same person?",)
    assert case(store, "007").photographs == 1
    assert case(store, "7", identifiers=("007",)).photographs == 1


def test_who_is_not_on_the_list_and_who_stands_there_twice(store: Store) -> None:
    add(store, "7_right")
    add(store, "9_right")
    add(store, "DSC1")
    found = audited(store, Due("7", TODAY, (2, 5)))
    assert (found.others, found.nobodys) == (1, 1)
    assert found.count(Gap.INCOMPLETE) == len(found.open) == 1
    assert found.cases[0].remarks == ("Stands in the list 2 times (lines 2, 5).",)
