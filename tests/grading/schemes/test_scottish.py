"""Each sentence of the Scottish Diabetic Retinopathy Grading Scheme 2007 v1.1."""

from __future__ import annotations

import pytest

from fundusviewer.grading import Decision
from fundusviewer.grading.schemes import Plan, Quality, scheme_named

SCOTTISH = scheme_named("scottish")
NO_REFERRAL, REFER = Decision.NO_REFERRAL, Decision.REFER


@pytest.mark.parametrize(
    ("ticked", "words", "decision", "plan", "months"),
    [
        # "No diabetic retinopathy anywhere": "Rescreen 12 months"
        (("none",), "R0 M0", NO_REFERRAL, Plan.RECALL, 12),
        # "at least one of any of the following features anywhere": "Rescreen 12 months"
        (("dot",), "R1 M0", NO_REFERRAL, Plan.RECALL, 12),
        (("microaneurysm",), "R1 M0", NO_REFERRAL, Plan.RECALL, 12),
        (("exudate",), "R1 M0", NO_REFERRAL, Plan.RECALL, 12),
        (("cotton_wool",), "R1 M0", NO_REFERRAL, Plan.RECALL, 12),
        (("blot",), "R1 M0", NO_REFERRAL, Plan.RECALL, 12),
        (("flame",), "R1 M0", NO_REFERRAL, Plan.RECALL, 12),
        # "Four or more blot haemorrhages in one hemi-field only": "Rescreen 6 months"
        (("blot", "blot_one"), "R2 M0", NO_REFERRAL, Plan.EARLY_RECALL, 6),
        # "in both inferior and superior hemi-fields", "Venous beading", "IRMA": "Refer"
        (("blot_both",), "R3 M0", REFER, Plan.REFER, None),
        (("venous_beading",), "R3 M0", REFER, Plan.REFER, None),
        (("irma", "blot_one"), "R3 M0", REFER, Plan.REFER, None),
        # "Active new vessels", "Vitreous haemorrhage": "Refer ophthalmology"
        (("new_vessels", "irma"), "R4 M0", REFER, Plan.REFER, None),
        (("vitreous",), "R4 M0", REFER, Plan.REFER, None),
        # "Enucleated eye": "Rescreen 12 months (other eye)"
        (("enucleated",), "R5", NO_REFERRAL, Plan.RECALL, 12),
        # "Any hard exudates" in >1 but ≤2 disc diameters: "Re-screen in 6 months"
        (("exudate_2dd",), "R1 M1", NO_REFERRAL, Plan.EARLY_RECALL, 6),
        # "Any blot haemorrhages", "Any hard exudates" in ≤1 disc diameter: "Refer"
        (("exudate_1dd",), "R1 M2", REFER, Plan.REFER, None),
        (("blot_1dd", "exudate_2dd"), "R1 M2", REFER, Plan.REFER, None),
    ],
)
def test_features_make_grade_and_outcome(
    ticked: tuple[str, ...], words: str, decision: Decision, plan: Plan, months: int | None
) -> None:
    assert set(ticked) <= SCOTTISH.codes
    found = SCOTTISH.rule(ticked, None, None)
    assert found is not None
    assert found.words == words
    outcome = found.outcome
    assert (outcome.decision, outcome.plan, outcome.months) == (decision, plan, months)


def test_not_adequately_visualised() -> None:
    found = SCOTTISH.rule(("microaneurysm",), Quality.INADEQUATE, None)
    assert found is not None
    assert (found.words, found.outcome.plan) == ("R6", Plan.REPEAT)
    assert found.outcome.decision is Decision.UNGRADABLE
    seen = SCOTTISH.rule(("vitreous",), Quality.INADEQUATE, None)
    assert seen is not None
    assert seen.outcome.decision is REFER
    assert SCOTTISH.rule((), None, 4) is None
