"""The network's part of the gate."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from fundusviewer.grading import (
    GateLevel,
    GateReason,
    GateVerdict,
    NetworkAnswer,
    check,
    check_answer,
)
from tests.grading.test_gate import GOOD

OPEN = GateVerdict(advice="It is dark: raise the flash.")
FINE = NetworkAnswer(reject=0.1, reject_limit=0.6, unfamiliarity=0.2, unfamiliarity_limit=0.5)


def test_what_is_fine_passes() -> None:
    assert check_answer(OPEN, FINE) == OPEN
    at_the_limits = replace(FINE, reject=0.6, unfamiliarity=0.5)
    assert check_answer(OPEN, at_the_limits).is_gradable


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (replace(FINE, reject=0.61), "poor"),
        (replace(FINE, unfamiliarity=0.51), "unfamiliar"),
        (replace(FINE, reject=0.9, unfamiliarity=0.9), "unfamiliar"),
    ],
)
def test_what_is_not_is_ungradable_and_says_what_to_do(answer: NetworkAnswer, code: str) -> None:
    verdict = check_answer(OPEN, answer)
    assert verdict.is_fundus
    assert not verdict.is_gradable
    (reason,) = verdict.reasons
    assert reason.code == code
    assert reason.text.endswith(OPEN.advice)
    (reason,) = check_answer(GateVerdict(), answer).reasons
    assert reason.text.endswith("Repeat the photograph, or refer.")


def test_the_measures_come_first() -> None:
    reasons = (GateReason("too_dark", "Too dark.", GateLevel.UNGRADABLE),)
    verdict = GateVerdict(reasons)
    assert check_answer(verdict, replace(FINE, reject=1.0)).reasons == reasons


@pytest.mark.parametrize("name", ["reject", "unfamiliarity"])
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_no_number_is_an_error(name: str, value: float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        check_answer(OPEN, replace(FINE, **{name: value}))


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, ""),
        ({"brightness": 60.0}, "dark"),
        ({"brightness": 245.0}, "overexposed"),
        ({"overexposed": 0.05}, "overexposed"),
        ({"sharpness": 0.15}, "sharp"),
        ({"field_of_view_share": 0.7}, "centre the eye"),
    ],
)
def test_advice(changes: dict[str, float], word: str) -> None:
    verdict = check(replace(GOOD, **changes))  # type: ignore[arg-type]
    assert verdict.is_gradable
    assert word in verdict.advice
    assert bool(word) == bool(verdict.advice)
