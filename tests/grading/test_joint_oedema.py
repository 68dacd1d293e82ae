"""Macular oedema by two networks, weighed."""

from __future__ import annotations

import math

import pytest

from fundusviewer.grading.joint_oedema import (
    JOINT_RISK_2,
    RED_IN_MACULA,
    JointHead,
    JointOedema,
    judge_jointly,
    oedema_remark,
)
from fundusviewer.grading.macular_oedema import EXUDATES_NEAR_FOVEA, NOT_ASSESSABLE, MacularOedema

HEAD = JointHead(offset=-1.0, risk_2=0.5, exudates=1.0, lowest=0.001, threshold=0.2)
LOW = MacularOedema(0, 0.01, assessable=True)
HIGH = MacularOedema(2, 0.6, assessable=True)


def test_both_are_weighed() -> None:
    joint = judge_jointly(LOW, 0.9, HEAD)
    assert joint is not None
    logit = -1.0 + 0.5 * math.log(0.01 / 0.99) + math.log(0.9 / 0.1)
    assert joint.probability == pytest.approx(1 / (1 + math.exp(-logit)))
    assert (joint.risk, joint.graded) == (2, 0.01)


def test_what_is_certain_counts_as_nearly_certain() -> None:
    sure = judge_jointly(MacularOedema(2, 1.0, assessable=True), 1.0, HEAD)
    assert sure == judge_jointly(MacularOedema(2, 1.0, assessable=True), 0.999, HEAD)
    none = judge_jointly(LOW, 0.0, HEAD)
    assert none is not None
    assert none.probability == judge_jointly(LOW, 0.001, HEAD).probability  # type: ignore[union-attr]


def test_a_risk_that_is_not_seen_nearby_is_lowered_but_not_to_none() -> None:
    joint = judge_jointly(HIGH, 0.0, HEAD)
    assert joint is not None
    assert joint.risk == 1


@pytest.mark.parametrize(("near", "risk"), [(0.0, 0), (1.0, 2)])
def test_the_steepest_weights_give_an_answer(near: float, risk: int) -> None:
    joint = judge_jointly(LOW, near, JointHead(0.0, 0.0, 1000.0, 1e-9, 0.5))
    assert joint is not None
    assert joint.risk == risk
    assert joint.probability == pytest.approx(risk / 2)


@pytest.mark.parametrize(
    ("oedema", "near"), [(None, 0.9), (NOT_ASSESSABLE, 0.9), (LOW, None)], ids=repr
)
def test_where_one_says_nothing_there_is_no_answer(
    oedema: MacularOedema | None, near: float | None
) -> None:
    assert judge_jointly(oedema, near, HEAD) is None


def test_an_eye_with_risk_2_by_both_does_not_pass_without_a_word() -> None:
    joint = judge_jointly(LOW, 0.9, HEAD)
    assert oedema_remark(LOW, joint, {"EX": 0.5}, referred=False) == JOINT_RISK_2
    # Of another answer than this one nothing is said.
    other = JointOedema(2, 0.9, 0.02)
    assert oedema_remark(LOW, other, {"EX": 0.5}, referred=False) == EXUDATES_NEAR_FOVEA
    assert oedema_remark(HIGH, JointOedema(2, 0.9, 0.6), {"EX": 0.5}, referred=True) is None


@pytest.mark.parametrize("kind", ["MA", "HE"])
def test_red_lesions_in_the_macula_of_an_eye_that_is_not_referred(kind: str) -> None:
    assert oedema_remark(LOW, None, {kind: 1.9}, referred=False) == RED_IN_MACULA
    assert oedema_remark(LOW, None, {kind: 2.1}, referred=False) is None
    assert oedema_remark(LOW, None, {kind: None}, referred=False) is None
    assert oedema_remark(LOW, None, {kind: 1.9}, referred=True) is None
    assert oedema_remark(NOT_ASSESSABLE, None, {kind: 1.9}, referred=False) is None
    assert oedema_remark(LOW, None, {kind: 1.9, "EX": 0.9}, referred=False) == EXUDATES_NEAR_FOVEA
