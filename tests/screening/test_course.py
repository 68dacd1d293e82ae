"""The course of a patient over several visits."""

from __future__ import annotations

import os

from fundusviewer.grading import Decision
from fundusviewer.imaging import Laterality
from fundusviewer.screening import Row, name_pattern
from fundusviewer.screening.course import course_of
from fundusviewer.screening.rows import StoredResult

PATTERN = name_pattern()


def row(name: str, grade: int, verdict: int | None = None) -> Row:
    decision = "refer" if grade >= 2 else "no_referral"
    found = StoredResult(decision=decision, grade=grade, referable_probability=grade / 4)
    return Row(os.fsencode(f"/day/{name}"), name, review_grade=verdict, result=found)


ROWS = (
    row("A17_2026-03-14_OD.jpg", 2, 3),
    row("A17_2025-03-10_OD.jpg", 0),
    row("A17_2025-03-10_OS.jpg", 1, 1),
    row("B20_2025-03-10_OS.jpg", 4),
)


def test_visits_in_the_order_of_their_days_with_both_eyes() -> None:
    first, second = course_of(ROWS, PATTERN, "A17", lambda _: False)
    assert (str(first.date), str(second.date)) == ("2025-03-10", "2026-03-14")
    assert [one.eye for one in first.eyes] == [Laterality.OD, Laterality.OS]
    assert second.missing == (Laterality.OS,)
    eye = second.eye(Laterality.OD)
    assert eye is not None
    assert (eye.row.review_grade, eye.row.answer.grade) == (3, 2)
    assert eye.row.decision is Decision.REFER


def test_what_is_hidden_is_not_in_it() -> None:
    for visit in course_of(ROWS, PATTERN, "A17", lambda one: not one.is_reviewed):
        for eye in visit.eyes:
            assert eye.row.is_reviewed or eye.row.result is None
