"""A photograph becomes the network's input, and it is known which part of it that is."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from fundusviewer.imaging import (
    FieldOfView,
    InputSpec,
    PreparedInput,
    find_field_of_view,
    to_model_input,
)
from tests.imaging.drawings import Disc, draw

MARKER = (20, 60, 250)


def marked(width: int, height: int, x: int, y: int, side: int) -> np.ndarray:
    """A grey photograph with a blue square around (x, y)."""
    pixels = np.full((height, width, 3), 90, np.uint8)
    half = side // 2
    pixels[max(0, y - half) : y + half, max(0, x - half) : x + half] = MARKER
    return pixels


def marker_in(pixels: np.ndarray) -> tuple[float, float]:
    """Return the marker's centre in pixels of the input."""
    rows, columns = np.nonzero(pixels[:, :, 2].astype(int) - pixels[:, :, 0] > 100)
    assert len(rows), "the marker is not in the picture"
    return float(columns.mean() + 0.5), float(rows.mean() + 0.5)


def to_photograph(prepared: PreparedInput, x: float, y: float) -> tuple[float, float]:
    height, width = prepared.pixels.shape[:2]
    region = prepared.region
    return region.left + x * region.width / width, region.top + y * region.height / height


def disc_of(width: int, height: int, disc: Disc) -> FieldOfView:
    return FieldOfView(
        disc.center_x, disc.center_y, disc.radius_x, disc.radius_y, 0, 0, width, height, 1, 1, False
    )


SPECS: list[dict[str, Any]] = [
    {"crop": "none", "resize": "stretch"},
    {"crop": "none", "resize": "letterbox"},
    {"crop": "field_of_view", "resize": "stretch"},
    {"crop": "field_of_view", "resize": "letterbox"},
]


@pytest.mark.parametrize("options", SPECS)
@pytest.mark.parametrize("interpolation", ["area", "bilinear", "bicubic", "nearest"])
@pytest.mark.parametrize("size", [(64, 64), (224, 300), (512, 512)])
@pytest.mark.parametrize("frame", [(900, 600), (400, 640), (300, 300)])
def test_the_region_says_where_each_place_came_from(
    options: dict[str, Any], interpolation: Any, size: tuple[int, int], frame: tuple[int, int]
) -> None:
    width, height = frame
    disc = disc_of(width, height, Disc(width * 0.52, height * 0.5, width * 0.45, width * 0.45))
    spec = InputSpec(height=size[0], width=size[1], interpolation=interpolation, **options)
    middle_x, middle_y = width // 2, height // 2
    for x, y in ((middle_x - 80, middle_y), (middle_x, middle_y - 70), (middle_x + 60, middle_y)):
        prepared = to_model_input(marked(width, height, x, y, 40), spec, disc)
        assert prepared.pixels.shape == (*size, 3)
        assert prepared.pixels.dtype == np.uint8
        found = to_photograph(prepared, *marker_in(prepared.pixels))
        one_pixel = max(1, prepared.region.width / size[1], prepared.region.height / size[0])
        assert found == pytest.approx((x, y), abs=1.2 * one_pixel)


def test_the_disc_is_found_where_it_is_not_given() -> None:
    pixels = draw(800, 600, Disc(420, 300, 260, 260))
    spec = InputSpec(height=128, width=128, crop="field_of_view")
    by_itself = to_model_input(pixels, spec)
    given_one = to_model_input(pixels, spec, find_field_of_view(pixels))
    np.testing.assert_array_equal(by_itself.pixels, given_one.pixels)
    assert by_itself.region == given_one.region
    assert by_itself.region.width == pytest.approx(2 * 260 * 1.02, rel=0.02)


@pytest.mark.parametrize("disc", [Disc(300, 200, 250, 250), Disc(300, 200, 180, 250)])
def test_beyond_the_frame_is_black_and_inside_is_not(disc: Disc) -> None:
    width, height = 600, 400
    pixels = np.full((height, width, 3), 100, np.uint8)
    spec = InputSpec(height=200, width=200, crop="field_of_view")
    prepared = to_model_input(pixels, spec, disc_of(width, height, disc))
    rows = prepared.region.top + (np.arange(200) + 0.5) * prepared.region.height / 200
    inside = (rows > 3) & (rows < height - 3)
    outside = (rows < -3) | (rows > height + 3)
    assert outside.any()
    assert not prepared.pixels[outside].any()
    assert (prepared.pixels[inside] == 100).all()


def test_two_percent_of_the_radius_are_left_around_the_disc() -> None:
    view = disc_of(600, 400, Disc(300, 200, 100, 150))
    spec = InputSpec(height=64, width=64, crop="field_of_view")
    region = to_model_input(np.zeros((400, 600, 3), np.uint8), spec, view).region
    assert (region.left, region.top) == pytest.approx((198, 47))
    assert (region.width, region.height) == pytest.approx((204, 306))


def test_a_squashed_disc_becomes_round() -> None:
    pixels = draw(500, 500, Disc(250, 250, 180, 240))
    prepared = to_model_input(pixels, InputSpec(height=256, width=256, crop="field_of_view"))
    again = find_field_of_view(prepared.pixels)
    assert again.radius_x == pytest.approx(again.radius_y, rel=0.03)
    assert again.radius_x == pytest.approx(128 / 1.02, rel=0.03)


def test_letterbox_keeps_the_aspect_ratio_and_pads_with_black() -> None:
    pixels = np.full((100, 400, 3), 200, np.uint8)
    prepared = to_model_input(pixels, InputSpec(height=128, width=128, resize="letterbox"))
    assert prepared.region.width == prepared.region.height == 400
    assert prepared.region.top == -150
    lit = prepared.pixels.max(axis=2) > 0
    assert not lit[:47].any()
    assert not lit[81:].any()
    assert lit[49:79].all()


def test_stretch_fills_the_input() -> None:
    pixels = np.full((100, 400, 3), 200, np.uint8)
    prepared = to_model_input(pixels, InputSpec(height=128, width=128))
    assert (prepared.pixels == 200).all()
    assert prepared.region.height == 100


@pytest.mark.parametrize("frame", [(640, 480), (100, 70), (299, 299), (37, 1000), (16, 16)])
@pytest.mark.parametrize("size", [(224, 224), (299, 299), (64, 96)])
def test_nearest_is_what_keras_load_img_does(frame: tuple[int, int], size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (frame[1], frame[0], 3), dtype=np.uint8)
    spec = InputSpec(height=size[0], width=size[1], interpolation="nearest")
    expected = np.asarray(
        Image.fromarray(pixels).resize((size[1], size[0]), Image.Resampling.NEAREST)
    )
    np.testing.assert_array_equal(to_model_input(pixels, spec).pixels, expected)


@pytest.mark.parametrize("frame", [(4288, 2848), (3001, 1999), (600, 400)])
def test_area_averages(frame: tuple[int, int]) -> None:
    """A fine chequerboard is grey from afar; picking single pixels would show moiré."""
    y, x = np.mgrid[: frame[1], : frame[0]]
    board = np.where((x + y) % 2, 255, 0).astype(np.uint8)
    prepared = to_model_input(np.dstack([board] * 3), InputSpec(height=100, width=150))
    assert np.abs(prepared.pixels.astype(int) - 127).max() <= 8


def test_area_of_a_large_photograph_is_the_mean_of_its_parts() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (2400, 3200, 3), dtype=np.uint8)
    prepared = to_model_input(pixels, InputSpec(height=24, width=32))
    exact = pixels.reshape(24, 100, 32, 100, 3).mean(axis=(1, 3))
    assert np.abs(prepared.pixels - exact).max() <= 1.5


@pytest.mark.parametrize("shape", [(10, 4000), (4000, 10), (1, 100_000), (1, 1), (2, 3)])
@pytest.mark.parametrize("options", SPECS)
def test_odd_shapes_cost_no_memory(shape: tuple[int, int], options: dict[str, Any]) -> None:
    pixels = np.full((*shape, 3), 150, np.uint8)
    spec = InputSpec(height=224, width=224, **options)
    tracemalloc.start()
    prepared = to_model_input(pixels, spec)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert prepared.pixels.shape == (224, 224, 3)
    assert prepared.pixels.any()
    assert peak < 40e6


@settings(max_examples=80, deadline=None)
@given(
    height=st.integers(1, 60),
    width=st.integers(1, 60),
    center=st.tuples(st.floats(-20, 80), st.floats(-20, 80)),
    radii=st.tuples(st.floats(0.5, 300), st.floats(0.5, 300)),
    options=st.sampled_from(SPECS),
    interpolation=st.sampled_from(["area", "bilinear", "bicubic", "nearest"]),
)
def test_any_disc(
    height: int,
    width: int,
    center: tuple[float, float],
    radii: tuple[float, float],
    options: dict[str, Any],
    interpolation: Any,
) -> None:
    pixels = np.full((height, width, 3), 255, np.uint8)
    spec = InputSpec(height=32, width=48, interpolation=interpolation, **options)
    prepared = to_model_input(pixels, spec, disc_of(width, height, Disc(*center, *radii)))
    assert prepared.pixels.shape == (32, 48, 3)
    assert set(np.unique(prepared.pixels)) <= {0, 255}


@pytest.mark.parametrize(
    "wrong",
    [
        {"height": 8},
        {"width": 100_000},
        {"height": 32.5},
        {"crop": "circle"},
        {"resize": "fit"},
        {"interpolation": "lanczos"},
        {"colour": "BGR"},
    ],
)
def test_a_wrong_input_specification_names_the_field(wrong: dict[str, Any]) -> None:
    fields: dict[str, Any] = {"height": 32, "width": 32} | wrong
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        InputSpec(**fields)
