"""The gate's rules, from measures to verdict."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.grading import GateLevel, ImageMeasures, check

#: The sample photograph's measures, rounded.
GOOD = ImageMeasures(
    short_side=1399,
    coverage=0.77,
    field_of_view_share=0.99,
    roundness=0.97,
    elongation=1.0,
    fills_frame=False,
    brightness=212,
    overexposed=0,
    red_share=1,
    colour_spread=0.043,
    saturation=0.72,
    sharpness=0.39,
    edge_sharpness=1.44,
    weakest_edges=1.36,
    detail_contrast=0.069,
    evenness=0.6,
    smear=0.06,
    noise=0.51,
    seam=0.3,
    flat_band=0,
    mosaic=0.1,
    second_field=0,
    stray_light=0,
    regular_pattern=2.5,
)


def codes(measures: ImageMeasures) -> list[str]:
    return [reason.code for reason in check(measures).reasons]


def test_a_good_photograph_passes() -> None:
    verdict = check(GOOD)
    assert verdict.reasons == ()
    assert verdict.is_fundus
    assert verdict.is_gradable


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"brightness": 33}, "too_dark"),
        ({"brightness": 5}, "too_dark"),
        ({"overexposed": 0.16}, "overexposed"),
        ({"brightness": 253, "detail_contrast": 0.01}, "overexposed"),
        ({"sharpness": 0.1}, "blurred"),
        ({"edge_sharpness": 1.13}, "blurred"),
        ({"smear": 0.35}, "moved"),
        ({"smear": 0.21, "weakest_edges": 1.17, "edge_sharpness": 1.25}, "moved"),
        ({"elongation": 1.25}, "wide_field"),
        ({"field_of_view_share": 0.5}, "cut_off"),
        ({"roundness": 0.5, "coverage": 0.6}, "cut_off"),
        ({"short_side": 119}, "too_small"),
        ({"seam": 1.1}, "damaged"),
        ({"flat_band": 0.2}, "damaged"),
        ({"mosaic": 0.86}, "mosaic"),
        ({"stray_light": 0.03}, "stray_light"),
        ({"regular_pattern": 11.0}, "screen"),
        ({"evenness": 0.15}, "veiled"),
    ],
)
def test_ungradable(changes: dict[str, Any], code: str) -> None:
    verdict = check(replace(GOOD, **changes))
    assert [reason.code for reason in verdict.reasons] == [code]
    assert verdict.is_fundus
    assert not verdict.is_gradable
    assert verdict.reasons[0].level is GateLevel.UNGRADABLE


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"colour_spread": 0.002, "detail_contrast": 0.001}, "no_structure"),
        ({"colour_spread": 0.002}, "no_colour"),
        ({"red_share": 0.4}, "colour"),
        ({"colour_spread": 0.2}, "colour"),
        ({"saturation": 0.03}, "no_colour"),
        ({"noise": 1.5}, "noise"),
        ({"detail_contrast": 0.2}, "contrast"),
        ({"roundness": 0.1}, "shape"),
        ({"second_field": 0.4}, "two_fields"),
        ({"roundness": 0.5, "colour_spread": 0.1}, "no_field_of_view"),
        ({"fills_frame": True, "colour_spread": 0.1}, "no_field_of_view"),
    ],
)
def test_not_fundus(changes: dict[str, Any], code: str) -> None:
    verdict = check(replace(GOOD, **changes))
    assert code in [reason.code for reason in verdict.reasons]
    assert not verdict.is_fundus
    assert not verdict.is_gradable


@pytest.mark.parametrize(
    "changes",
    [{"smear": 0.19}, {"weakest_edges": 1.19}, {"edge_sharpness": 1.3}, {"elongation": 0.75}],
)
def test_vessels_of_one_direction_are_no_movement(changes: dict[str, Any]) -> None:
    smeared: dict[str, Any] = {"smear": 0.25, "weakest_edges": 1.17, "edge_sharpness": 1.25}
    assert codes(replace(GOOD, **(smeared | changes))) == []


def test_what_is_no_fundus_photograph_is_not_also_called_blurred() -> None:
    assert codes(replace(GOOD, red_share=0.1, sharpness=0.01)) == ["colour"]


def test_of_black_only_darkness_is_said() -> None:
    assert codes(replace(GOOD, brightness=2, red_share=0, colour_spread=0)) == ["too_dark"]


def test_every_broken_rule_is_named() -> None:
    measures = replace(GOOD, sharpness=0.01, short_side=50)
    assert codes(measures) == ["blurred", "too_small"]


@pytest.mark.parametrize("name", [name for name in asdict(GOOD) if name != "fills_frame"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_never_passes(name: str, value: float) -> None:
    changes: dict[str, Any] = {name: value}
    verdict = check(replace(GOOD, **changes))
    assert not verdict.is_gradable
    assert verdict.reasons[0].text


def test_reasons_are_sentences_for_people() -> None:
    for measures in (replace(GOOD, brightness=20), replace(GOOD, red_share=0), GOOD):
        for reason in check(measures).reasons:
            assert reason.text[0].isupper()
            assert reason.text.endswith(".")


numbers = st.floats(allow_nan=True, allow_infinity=True)


@given(
    st.builds(
        ImageMeasures,
        short_side=st.integers(0, 10_000),
        coverage=numbers,
        field_of_view_share=numbers,
        roundness=numbers,
        fills_frame=st.booleans(),
        brightness=numbers,
        overexposed=numbers,
        red_share=numbers,
        colour_spread=numbers,
        saturation=numbers,
        sharpness=numbers,
        edge_sharpness=numbers,
        detail_contrast=numbers,
        noise=numbers,
        seam=numbers,
        flat_band=numbers,
        smear=numbers,
        mosaic=numbers,
        second_field=numbers,
    )
)
def test_what_passes_is_within_the_limits(measures: ImageMeasures) -> None:
    verdict = check(measures)
    assert verdict.is_fundus or not verdict.is_gradable
    if verdict.is_gradable:
        assert measures.brightness >= 34
        assert measures.short_side >= 120
        assert measures.sharpness >= 0.11
        assert measures.edge_sharpness >= 1.14
        assert measures.red_share >= 0.5
        assert measures.field_of_view_share >= 0.6
        assert measures.overexposed <= 0.15
        assert measures.noise <= 0.9
