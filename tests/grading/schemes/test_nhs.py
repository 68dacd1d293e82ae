"""Each sentence of the NHS definitions of grades."""

from __future__ import annotations

import pytest

from fundusviewer.grading import Decision
from fundusviewer.grading.schemes import Plan, Quality, SchemeGrade, scheme_named

NHS = scheme_named("nhs")


def grade(*ticked: str, quality: Quality | None = None) -> SchemeGrade:
    found = NHS.rule(ticked, quality, None)
    assert found is not None
    assert set(ticked) <= NHS.codes
    return found


@pytest.mark.parametrize(
    ("ticked", "words"),
    [
        # "no features of diabetic retinopathy are present"
        (("none",), "R0 M0 P0"),
        # "Isolated cotton wool spots in the absence of any microaneurysm or haemorrhage should be
        # counted as no DR (R0)"
        (("cotton_wool",), "R0 M0 P0"),
        # "any microaneurysm", "any haemorrhage"
        (("microaneurysm",), "R1 M0 P0"),
        (("haemorrhage",), "R1 M0 P0"),
        # "should be regarded as a feature of R1"
        (("venous_loop",), "R1 M0 P0"),
        # "any exudate in the presence of other features of DR"
        (("exudate", "microaneurysm"), "R1 M0 P0"),
        # "Any number of cotton wool spots in the presence of other non-referable features"
        (("cotton_wool", "haemorrhage"), "R1 M0 P0"),
        # "Venous beading or reduplication", "IRMA", "Multiple deep, round or blot haemorrhages"
        (("venous_beading",), "R2 M0 P0"),
        (("reduplication", "microaneurysm"), "R2 M0 P0"),
        (("irma", "cotton_wool"), "R2 M0 P0"),
        (("blot",), "R2 M0 P0"),
        # "New vessels (disc or elsewhere)", "Preretinal or vitreous haemorrhages", "Preretinal
        # fibrosis ± tractional retinal detachment"
        (("nvd",), "R3A M0 P0"),
        (("nve", "irma"), "R3A M0 P0"),
        (("preretinal",), "R3A M0 P0"),
        (("fibrosis",), "R3A M0 P0"),
        # Treated and stable; what is active counts before it.
        (("stable", "laser"), "R3S M0 P1"),
        (("stable", "nve", "laser"), "R3A M0 P1"),
        # "Exudate within 1DD of fovea"; "Circinate or group of exudates within the macula";
        # "Haemorrhage or microaneurysm [...] 1DD of fovea and VA 6/12 or worse"; thickening
        (("exudate_1dd",), "R1 M1 P0"),
        (("none", "exudate_1dd"), "R1 M1 P0"),
        (("exudate_group", "microaneurysm"), "R1 M1 P0"),
        (("red_1dd",), "R1 M1 P0"),
        (("none", "thickening"), "R0 M1 P0"),
        # "Assign a P0 grade if no evidence of previous photocoagulation. Assign a P1 grade if
        # evidence of previous photocoagulation"
        (("none", "laser"), "R0 M0 P1"),
    ],
)
def test_features_make_the_grade(ticked: tuple[str, ...], words: str) -> None:
    assert grade(*ticked).words == words


@pytest.mark.parametrize(
    ("ticked", "decision", "plan", "months"),
    [
        # "Annual rescreen"
        (("none",), Decision.NO_REFERRAL, Plan.RECALL, 12),
        (("microaneurysm",), Decision.NO_REFERRAL, Plan.RECALL, 12),
        # "Refer"
        (("irma",), Decision.REFER, Plan.REFER, None),
        (("microaneurysm", "exudate_1dd"), Decision.REFER, Plan.REFER, None),
        (("stable", "exudate_1dd"), Decision.REFER, Plan.REFER, None),
        # "Refer urgently"
        (("nvd",), Decision.REFER, Plan.REFER_URGENTLY, None),
        (("stable", "laser"), Decision.NO_REFERRAL, Plan.RECALL, 12),
    ],
)
def test_what_the_programme_does(
    ticked: tuple[str, ...], decision: Decision, plan: Plan, months: int | None
) -> None:
    outcome = grade(*ticked).outcome
    assert (outcome.decision, outcome.plan, outcome.months) == (decision, plan, months)


def test_ungradable_unless_a_reason_for_referral_is_seen() -> None:
    for ticked in ((), ("none",), ("microaneurysm",), ("stable",)):
        found = grade(*ticked, quality=Quality.INADEQUATE)
        assert (found.words, found.outcome.decision) == ("U", Decision.UNGRADABLE)
    for ticked in (("nvd",), ("irma",), ("exudate_1dd",)):
        found = grade(*ticked, quality=Quality.INADEQUATE)
        assert found.outcome.decision is Decision.REFER


def test_an_empty_form_is_no_r0() -> None:
    assert NHS.rule((), None, None) is None
    assert NHS.rule((), Quality.GOOD, 0) is None
    assert NHS.rule(("laser",), Quality.GOOD, 0) is None
