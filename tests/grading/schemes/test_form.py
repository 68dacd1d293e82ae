"""Forms: the international scale, plans, and how they are stored."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from fundusviewer.grading import Decision
from fundusviewer.grading.schemes import (
    OTHER_FINDINGS,
    SCHEMES,
    Form,
    Plan,
    Quality,
    renewed,
    result_of,
    stored_decision,
    stored_grade,
)


@pytest.mark.parametrize(
    ("ticked", "grade", "decision", "plan", "months"),
    [
        # "No apparent DR [...] 1-2 years", "Mild [...] 6-12 months": "Referral not required"
        (("me_absent",), 0, Decision.NO_REFERRAL, Plan.RECALL, 12),
        ((), 1, Decision.NO_REFERRAL, Plan.RECALL, 6),
        # "Moderate [...] 3-6 months", "Severe [...] <3 months": "Referral required"
        (("me_absent",), 2, Decision.REFER, Plan.REFER, 3),
        ((), 3, Decision.REFER, Plan.REFER, 3),
        # "Proliferative DR <1 month Referral required"
        ((), 4, Decision.REFER, Plan.REFER_URGENTLY, 1),
        # "Non center-involving DME 3 months Referral required"
        (("me_mild",), 0, Decision.REFER, Plan.REFER, 3),
        (("me_moderate",), None, Decision.REFER, Plan.REFER, 3),
        # "Center-involving DME 1 month Referral required"
        (("me_severe",), 1, Decision.REFER, Plan.REFER, 1),
    ],
)
def test_the_international_scales(
    ticked: tuple[str, ...], grade: int | None, decision: Decision, plan: Plan, months: int
) -> None:
    result = result_of(Form(ticked=ticked, finished=True), grade)
    assert (result.decision, result.plan, result.months) == (decision, plan, months)


def test_no_oedema_alone_decides_nothing() -> None:
    assert result_of(Form(ticked=("me_absent",)), None).decision is None


def test_a_plan_makes_a_referral_and_never_ends_one() -> None:
    healthy = Form("nhs", ("none",), findings=("glaucoma_suspect",), plan=Plan.REFER)
    assert result_of(healthy, None).decision is Decision.REFER
    refused = result_of(Form("nhs", ("nvd",), plan=Plan.RECALL, months=12), None)
    assert refused.decision is Decision.REFER
    assert refused.falls_short
    repeat = result_of(Form("nhs", ("none",), plan=Plan.REPEAT), None)
    assert repeat.decision is Decision.UNGRADABLE
    assert result_of(Form("nhs", ("irma",), plan=Plan.REPEAT), None).decision is Decision.REFER


def test_what_is_stored_comes_back_and_counts_when_it_is_finished() -> None:
    form = Form("nhs", ("microaneurysm",), ("amd",), Quality.GOOD, Plan.RECALL, 24)
    assert Form.from_json(form.as_json(None)) == form
    assert stored_decision(form.as_json(None)) is None
    done = replace(form, finished=True).as_json(None)
    assert stored_decision(done) is Decision.NO_REFERRAL
    assert stored_grade(done) == "R1 M0 P0"


def test_another_grade_is_taken_over() -> None:
    severe = Form(finished=True, quality=Quality.GOOD).as_json(3)
    assert stored_decision(severe) is Decision.REFER
    assert stored_decision(renewed(severe, 0)) is Decision.NO_REFERRAL


def test_a_later_versions_form_stays_and_still_counts() -> None:
    later = json.dumps({"version": 99, "decision": "refer", "grade": "R9"})
    assert Form.from_json(later) is None
    assert renewed(later, 0) == later
    assert stored_decision(later) is Decision.REFER
    strange = json.dumps({"version": 99, "decision": "healthy"})
    assert stored_decision(strange) is None
    assert Form.from_json("[]") is None
    assert Form.from_json(json.dumps({"version": 1})) is None


def test_no_key_stands_twice_in_a_form() -> None:
    others = [one.key for one in OTHER_FINDINGS if one.key]
    for scheme in SCHEMES:
        keys = [item.key for one in scheme.sections for item in one.items] + others
        assert len(keys) == len(set(keys)), scheme.name
        # 0–4 grade, u refuses, whatever has the keys.
        assert not set(keys) & set("01234u")
        assert all(keys)
