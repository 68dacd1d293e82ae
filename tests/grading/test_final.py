"""The final decision: the doctor's where there is one, otherwise the program's."""

from __future__ import annotations

from itertools import product

import pytest

from fundusviewer.grading import Answer, Decision, doctors_decision, final_decision

REFER, NO_REFERRAL = Decision.REFER, Decision.NO_REFERRAL
UNGRADABLE, NOT_FUNDUS, ERROR = Decision.UNGRADABLE, Decision.NOT_FUNDUS, Decision.ERROR

ANSWERS = (
    Answer(REFER, 3, 0.9),
    Answer(REFER, 1, 0.6),
    Answer(NO_REFERRAL, 0, 0.1),
    Answer(NO_REFERRAL, 1, 0.3),
    Answer(UNGRADABLE),
    Answer(NOT_FUNDUS),
    Answer(ERROR),
    Answer(),
)


@pytest.mark.parametrize("answer", ANSWERS)
def test_without_a_verdict_the_program_decides(answer: Answer) -> None:
    final = final_decision(answer, None, False)
    assert (final.decision, final.grade) == (answer.decision, answer.grade)
    assert final.risk == (answer.referable_probability or 0)
    assert not final.by_doctor
    assert not final.differs


@pytest.mark.parametrize(("answer", "grade"), list(product(ANSWERS, range(5))))
def test_the_doctors_grade_decides_whatever_the_program_says(answer: Answer, grade: int) -> None:
    final = final_decision(answer, grade, False)
    assert final.decision is (REFER if grade >= 2 else NO_REFERRAL)
    assert final.grade == grade
    assert final.by_doctor


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_the_doctor_cannot_grade_is_ungradable(answer: Answer) -> None:
    final = final_decision(answer, None, True)
    assert (final.decision, final.grade, final.by_doctor) == (UNGRADABLE, None, True)


@pytest.mark.parametrize(
    ("answer", "grade", "ungradable", "differs"),
    [
        (Answer(REFER, 3, 0.9), 3, False, False),
        (Answer(REFER, 3, 0.9), 2, False, True),
        (Answer(REFER, 1, 0.6), 1, False, True),  # the same grade, another decision
        (Answer(NO_REFERRAL, 0, 0.1), 0, False, False),
        (Answer(NO_REFERRAL, 0, 0.1), 4, False, True),
        (Answer(NO_REFERRAL, 0, 0.1), None, True, True),
        (Answer(UNGRADABLE), None, True, False),
        (Answer(NOT_FUNDUS), None, True, False),
        (Answer(UNGRADABLE), 0, False, True),
        (Answer(NOT_FUNDUS), 2, False, True),
        (Answer(ERROR), 0, False, False),  # nothing to differ from
        (Answer(), 4, False, False),
    ],
)
def test_where_they_differ(
    answer: Answer, grade: int | None, ungradable: bool, differs: bool
) -> None:
    assert final_decision(answer, grade, ungradable).differs is differs


def test_who_agrees_leaves_the_photograph_in_its_place_and_who_does_not_moves_it() -> None:
    assert final_decision(Answer(REFER, 3, 0.9), 4, False).risk == 0.9
    assert final_decision(Answer(REFER, 0, 0.1, 0.7), None, False).risk == 0.7
    assert final_decision(Answer(REFER, 3, 0.9, 0.7), None, False).risk == 0.9
    assert final_decision(Answer(NO_REFERRAL, 0, 0.1), 4, False).risk == 1.0
    assert final_decision(Answer(REFER, 3, 0.9), 0, False).risk == 0.0


def test_a_note_alone_is_no_verdict() -> None:
    assert doctors_decision(None, False) is None
