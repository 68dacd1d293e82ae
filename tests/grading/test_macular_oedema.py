"""Macular oedema: a risk or none, and what it means for the decision."""

from __future__ import annotations

import math

import pytest

from fundusviewer.grading import (
    Decision,
    GateLevel,
    GateReason,
    GateVerdict,
    MacularOedema,
    OedemaAnswer,
    OedemaLimits,
    assess,
    decide,
    exudate_remark,
)
from fundusviewer.grading.macular_oedema import (
    EXUDATES_NEAR_FOVEA,
    NO_MACULA,
    NO_MACULA_SIGNS,
    NOT_ASSESSABLE,
    RISK_1,
    RISK_2,
)

HEALTHY = [0.9, 0.05, 0.03, 0.01, 0.01]
MODERATE = [0.1, 0.1, 0.6, 0.1, 0.1]
LIMITS = OedemaLimits(risk_2=0.5, any_risk=0.3)
REFUSED = {level: GateVerdict((GateReason("why", "Why.", level),)) for level in GateLevel}


def answer(any_risk: float, risk_2: float, *, macula: bool | None = True) -> OedemaAnswer:
    return OedemaAnswer(any_risk, risk_2, LIMITS, macula)


@pytest.mark.parametrize("macula", [True, None])
@pytest.mark.parametrize(
    ("any_risk", "risk_2", "risk", "reasons", "decision"),
    [
        (0.1, 0.05, 0, (), Decision.NO_REFERRAL),
        (0.3, 0.05, 1, (RISK_1,), Decision.NO_REFERRAL),
        (0.9, math.nextafter(0.5, 0), 1, (RISK_1,), Decision.NO_REFERRAL),
        (0.9, 0.5, 2, (RISK_2,), Decision.REFER),
        (1.0, 1.0, 2, (RISK_2,), Decision.REFER),
    ],
)
def test_risk_2_is_referred_whatever_the_grade(
    any_risk: float,
    risk_2: float,
    risk: int,
    reasons: tuple[str, ...],
    decision: Decision,
    macula: bool | None,
) -> None:
    told = answer(any_risk, risk_2, macula=macula)
    assessment = assess(HEALTHY, 0.5, GateVerdict(), 0.8, told)
    assert assessment.macular_oedema == MacularOedema(risk, risk_2, True)
    assert (assessment.decision, assessment.reasons) == (decision, reasons)
    assert assessment.grade == 0
    assert assess(MODERATE, 0.5, GateVerdict(), None, told).decision is Decision.REFER


@pytest.mark.parametrize(
    ("any_risk", "risk_2", "reason"),
    [(0.1, 0.05, NO_MACULA), (0.4, 0.05, NO_MACULA_SIGNS), (0.9, 0.9, NO_MACULA_SIGNS)],
)
def test_without_the_macula_nothing_is_guessed(any_risk: float, risk_2: float, reason: str) -> None:
    assessment = assess(HEALTHY, 0.5, GateVerdict(), None, answer(any_risk, risk_2, macula=False))
    assert assessment.macular_oedema == NOT_ASSESSABLE
    assert assessment.reasons == (reason,)


@pytest.mark.parametrize("level", GateLevel)
def test_what_the_gate_refused_has_no_risk(level: GateLevel) -> None:
    assessment = assess(HEALTHY, 0.5, REFUSED[level], None, answer(0.9, 0.9))
    assert assessment.macular_oedema == NOT_ASSESSABLE
    assert assessment.decision.value == level.value
    assert assess(HEALTHY, 0.5, REFUSED[level]).macular_oedema is None


@pytest.mark.parametrize("values", [(math.nan, 0.5), (0.5, math.nan), (1.5, 0.5), (0.5, -0.1)])
def test_what_is_no_probability_is_refused(values: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="macular oedema"):
        assess(HEALTHY, 0.5, GateVerdict(), None, answer(*values))


def test_the_decision_stays_at_other_operating_points() -> None:
    assert decide(HEALTHY, 0.99, MacularOedema(2, 0.9, True)) is Decision.REFER
    for other in (None, NOT_ASSESSABLE, MacularOedema(1, 0.4, True)):
        assert decide(HEALTHY, 0.99, other) is Decision.NO_REFERRAL


@pytest.mark.parametrize(
    ("oedema", "from_fovea", "remark"),
    [
        (MacularOedema(0, 0.1, True), 0.9, EXUDATES_NEAR_FOVEA),
        (MacularOedema(1, 0.4, True), 1.0, EXUDATES_NEAR_FOVEA),
        (None, 0.0, EXUDATES_NEAR_FOVEA),
        (MacularOedema(2, 0.9, True), 0.5, None),
        (MacularOedema(0, 0.1, True), 1.01, None),
        (MacularOedema(0, 0.1, True), None, None),
    ],
)
def test_marked_exudates_that_contradict_are_said(
    oedema: MacularOedema | None, from_fovea: float | None, remark: str | None
) -> None:
    assert exudate_remark(oedema, from_fovea) == remark
