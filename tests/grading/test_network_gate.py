"""The network's part of the gate."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from fundusviewer.grading import (
    GateLevel,
    GateReason,
    GateVerdict,
    NetworkAnswer,
    RetinaPlaces,
    check,
    check_answer,
    check_doubt,
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
    assert reason.text.endswith(f"{OPEN.advice} Repeat the photograph, or refer.")
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
        check_answer(OPEN, replace(FINE, **{name: value}))  # type: ignore[arg-type]


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


@pytest.mark.parametrize(
    ("sharpness", "share"), [(1.44, 1), (1.29, 1), (1.28, 0.439), (1.215, 0.365), (1.14, 0.28)]
)
def test_the_less_sharp_the_sooner_an_answer_is_in_doubt(sharpness: float, share: float) -> None:
    verdict = check(replace(GOOD, edge_sharpness=sharpness))
    assert verdict.is_gradable
    assert verdict.doubt_from == pytest.approx(share, abs=0.005)


@pytest.mark.parametrize(
    ("probabilities", "codes"),
    [
        ((0.88, 0.03, 0.09, 0, 0), []),
        ((0.80, 0.08, 0.12, 0, 0), ["in_doubt"]),
        ((0.75, 0.05, 0.10, 0.05, 0.05), []),  # is referred
        ((0.30, 0.28, 0.1, 0.02, 0.3), []),
    ],
)
def test_blur_alone_makes_no_photograph_healthy(
    probabilities: tuple[float, ...], codes: list[str]
) -> None:
    verdict = GateVerdict(doubt_from=0.5)
    after = check_doubt(verdict, probabilities, 0.2)
    assert [reason.code for reason in after.reasons] == codes
    assert after.is_fundus
    assert check_doubt(GateVerdict(), probabilities, 0.2).is_gradable


def test_doubt_comes_after_what_was_measured() -> None:
    reasons = (GateReason("too_dark", "Too dark.", GateLevel.UNGRADABLE),)
    verdict = GateVerdict(reasons, doubt_from=0.2)
    assert check_doubt(verdict, (0.8, 0.08, 0.12, 0, 0), 0.2) is verdict


SEEN = RetinaPlaces(disc_diameter=0.15, disc_to_fovea=0.37)


@pytest.mark.parametrize(
    ("places", "reject", "refused"),
    [
        (RetinaPlaces(), 0.55, True),
        (RetinaPlaces(), 0.45, False),
        (SEEN, 0.55, False),
        (None, 0.55, False),
    ],
)
def test_a_poor_picture_without_an_optic_disc_is_refused(
    places: RetinaPlaces | None, reject: float, refused: bool
) -> None:
    verdict = check_answer(GateVerdict(), replace(FINE, places=places, reject=reject))
    assert [reason.code for reason in verdict.reasons] == (["no_disc"] if refused else [])
    assert all(reason.text.endswith("or refer.") for reason in verdict.reasons)


def test_a_small_disc_in_its_place_is_no_wide_field() -> None:
    places = RetinaPlaces(disc_diameter=0.07, disc_to_fovea=0.32)
    assert check_answer(GateVerdict(), replace(FINE, places=places)).is_gradable


@pytest.mark.parametrize(
    "places",
    [
        RetinaPlaces(disc_diameter=0.07),
        RetinaPlaces(disc_diameter=0.12, disc_to_fovea=0.2),
    ],
)
def test_a_wide_field_is_refused(places: RetinaPlaces) -> None:
    (reason,) = check_answer(GateVerdict(), replace(FINE, places=places)).reasons
    assert reason.code == "wide_field"
    assert reason.text.endswith("or refer.")


@pytest.mark.parametrize(
    ("changes", "clear", "passes"),
    [
        ({"unfamiliarity": 0.59}, True, True),
        # Each of these by itself leaves the limit where the card has it.
        ({"unfamiliarity": 0.61}, True, False),
        ({"unfamiliarity": 0.59}, False, False),
        ({"unfamiliarity": 0.59, "reject": 0.51}, True, False),
        ({"unfamiliarity": 0.59, "places": None}, True, False),
        ({"unfamiliarity": 0.59, "places": RetinaPlaces(disc_diameter=0.15)}, True, False),
        ({"unfamiliarity": 0.59, "places": replace(SEEN, disc_diameter=0.3)}, True, False),
        ({"unfamiliarity": 0.59, "places": replace(SEEN, disc_to_fovea=0.6)}, True, False),
    ],
)
def test_a_clear_retina_with_disc_and_fovea_in_their_places_may_be_less_familiar(
    changes: dict[str, Any], clear: bool, passes: bool
) -> None:
    answer = replace(FINE, **({"places": SEEN} | changes))
    assert check_answer(GateVerdict(is_clear=clear), answer).is_gradable == passes


@pytest.mark.parametrize(
    ("changes", "clear"),
    [({}, True), ({"edge_sharpness": 1.28}, False), ({"evenness": 0.4}, False)],
)
def test_what_is_clear(changes: dict[str, float], clear: bool) -> None:
    assert check(replace(GOOD, **changes)).is_clear == clear  # type: ignore[arg-type]
