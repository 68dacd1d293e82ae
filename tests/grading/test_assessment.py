"""From probabilities and the gate's verdict to a decision."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.grading import Decision, GateLevel, GateReason, GateVerdict, assess

OPEN = GateVerdict()
NOT_FUNDUS = GateVerdict((GateReason("colour", "Wrong colours.", GateLevel.NOT_FUNDUS),))
UNGRADABLE = GateVerdict((GateReason("blurred", "Not sharp.", GateLevel.UNGRADABLE),))
BOTH = GateVerdict(NOT_FUNDUS.reasons + UNGRADABLE.reasons)

HEALTHY = [0.9, 0.05, 0.03, 0.01, 0.01]


def test_healthy() -> None:
    assessment = assess(HEALTHY, 0.5, OPEN)
    assert assessment.decision is Decision.NO_REFERRAL
    assert assessment.grade == 0
    assert assessment.referable_probability == pytest.approx(0.05)
    assert assessment.reasons == ()


@pytest.mark.parametrize("grade", range(5))
def test_the_most_probable_grade(grade: int) -> None:
    probabilities = [0.05] * 5
    probabilities[grade] = 0.8
    assessment = assess(probabilities, 0.5, OPEN)
    assert assessment.grade == grade
    assert assessment.decision is (Decision.REFER if grade >= 2 else Decision.NO_REFERRAL)


@pytest.mark.parametrize(
    ("threshold", "decision"),
    [
        (0.25, Decision.REFER),
        (math.nextafter(0.25, 1), Decision.NO_REFERRAL),
        (math.nextafter(0.25, 0), Decision.REFER),
    ],
)
def test_referable_from_the_threshold_on(threshold: float, decision: Decision) -> None:
    assert assess([0.5, 0.25, 0.125, 0.0625, 0.0625], threshold, OPEN).decision is decision


def test_a_referable_grade_is_always_referred() -> None:
    assessment = assess([0.3, 0.25, 0.45, 0, 0], 0.9, OPEN)
    assert assessment.grade == 2
    assert assessment.decision is Decision.REFER


@pytest.mark.parametrize(
    ("verdict", "decision"),
    [
        (NOT_FUNDUS, Decision.NOT_FUNDUS),
        (UNGRADABLE, Decision.UNGRADABLE),
        (BOTH, Decision.NOT_FUNDUS),
    ],
)
@given(raw=st.lists(st.floats(0, 1), min_size=5, max_size=5).filter(lambda values: sum(values) > 0))
def test_a_refusal_wins_over_every_grade(
    verdict: GateVerdict, decision: Decision, raw: list[float]
) -> None:
    probabilities = [value / sum(raw) for value in raw]
    assessment = assess(probabilities, 0.5, verdict)
    assert assessment.decision is decision
    assert assessment.grade is None
    assert assessment.referable_probability is None
    assert assessment.reasons == tuple(reason.text for reason in verdict.reasons)


@pytest.mark.parametrize("threshold", [0, 1, -0.1, 1.1, math.nan, math.inf])
def test_wrong_threshold(threshold: float) -> None:
    with pytest.raises(ValueError, match="threshold"):
        assess(HEALTHY, threshold, OPEN)


@pytest.mark.parametrize(
    ("probabilities", "reason"),
    [
        ([math.nan, 0, 0, 0, 1], "not a number"),
        ([math.nan] * 5, "not a number"),
        ([math.inf, 0, 0, 0, 0], "not a number"),
        ([1, -math.inf, 0, 0, 0], "not a number"),
        ([1.2, -0.2, 0, 0, 0], "negative"),
        ([0, 0, 0, 0, 0], "sum to 0.0000"),
        ([0.99, 0, 0, 0, 0], "sum to 0.9900"),
        ([1, 1, 1, 1, 1], "sum to 5.0000"),
        ([1.0], "1 probabilities"),
        ([0.5, 0.5], "2 probabilities"),
        ([1, 0, 0, 0, 0, 0], "6 probabilities"),
        ([], "sum to"),
    ],
)
@pytest.mark.parametrize("verdict", [OPEN, UNGRADABLE])
def test_what_is_no_distribution_is_an_error(
    probabilities: list[float], reason: str, verdict: GateVerdict
) -> None:
    with pytest.raises(ValueError, match=reason):
        assess(probabilities, 0.5, verdict)


@given(
    st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=0, max_size=7),
    st.floats(allow_nan=True),
)
def test_any_numbers_give_an_error_or_a_sound_assessment(
    values: list[float], threshold: float
) -> None:
    try:
        assessment = assess(values, threshold, OPEN)
    except ValueError:
        return
    assert len(values) == 5
    assert assessment.grade is not None
    assert values[assessment.grade] == max(values)
    assert assessment.referable_probability is not None
    if assessment.decision is Decision.NO_REFERRAL:
        assert assessment.referable_probability < threshold
        assert assessment.grade < 2
