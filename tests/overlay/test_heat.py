"""The heat map lies where the network looked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundusviewer.imaging import FieldOfView, InputSpec, Region, to_model_input
from fundusviewer.overlay import HEAT_COLOURS, Layer, flatten, heat_layer


def one_hot(rows: int, columns: int, row: int, column: int, value: float = 1.0) -> np.ndarray:
    heat = np.zeros((rows, columns), np.float32)
    heat[row, column] = value
    return heat


def view_of(x: float, y: float, radius: float, fills_frame: bool = False) -> FieldOfView:
    return FieldOfView(x, y, radius, radius, 0, 0, 1, 1, 0.7, 1, fills_frame)


def full(layer: Layer, frame: tuple[int, int]) -> np.ndarray:
    """Return the layer's alpha over the whole photograph."""
    white = np.full((frame[1], frame[0], 3), 255, np.uint8)
    alpha = Layer(
        layer.name,
        np.dstack([np.zeros_like(layer.pixels[:, :, :3]), layer.pixels[:, :, 3]]),
        layer.region,
    )
    visible: np.ndarray = 255 - flatten(white, [alpha])[:, :, 0]
    return visible


def centre_of(alpha: np.ndarray) -> tuple[float, float]:
    weights = alpha.astype(float)
    rows, columns = np.mgrid[: alpha.shape[0], : alpha.shape[1]]
    total = weights.sum()
    return (
        float((columns * weights).sum() / total + 0.5),
        float((rows * weights).sum() / total + 0.5),
    )


def test_colours_are_perceptual() -> None:
    """Lightness rises evenly, so that more heat looks like more (also in grey print)."""
    lightness = HEAT_COLOURS.astype(float) @ [0.299, 0.587, 0.114]
    assert (np.diff(lightness) > -0.5).all()
    assert lightness[-1] - lightness[0] > 150


@pytest.mark.parametrize("row", [1, 3, 5])
@pytest.mark.parametrize("column", [1, 3, 5])
@pytest.mark.parametrize(
    ("frame", "region"),
    [
        ((700, 700), Region(0, 0, 700, 700)),
        ((900, 600), Region(150, 0, 600, 600)),
        ((900, 600), Region(100, -50, 700, 700)),
        ((2100, 1400), Region(350, -5, 1410, 1410)),
        ((300, 300), Region(10.4, 20.7, 250.5, 240.2)),
    ],
)
def test_a_hot_spot_lands_at_its_place(
    frame: tuple[int, int], region: Region, row: int, column: int
) -> None:
    layer = heat_layer(one_hot(7, 7, row, column), region, frame)
    cell_x, cell_y = region.width / 7, region.height / 7
    expected = (
        region.left + (column + 0.5) * cell_x,
        region.top + (row + 0.5) * cell_y,
    )
    alpha = full(layer, frame)
    found = centre_of(alpha)
    # Towards the frame a part of the spot may be cut off.
    assert found[0] == pytest.approx(expected[0], abs=0.2 * cell_x)
    assert found[1] == pytest.approx(expected[1], abs=0.2 * cell_y)
    assert alpha[int(expected[1]), int(expected[0])] > 200


def test_prepared_input_and_heat_map_share_their_geometry() -> None:
    """A bright square in the photograph, found as a hot cell, is drawn over that square."""
    pixels = np.zeros((500, 800, 3), np.uint8)
    pixels[100:150, 500:550] = 255
    view = FieldOfView(430, 250, 300, 300, 130, 0, 730, 500, 0.8, 1, False)
    prepared = to_model_input(pixels, InputSpec(height=96, width=96, crop="field_of_view"), view)
    heat = prepared.pixels[:, :, 0].reshape(12, 8, 12, 8).mean(axis=(1, 3)).astype(np.float32)
    layer = heat_layer(heat, prepared.region, (800, 500), field_of_view=view)
    found = centre_of(full(layer, (800, 500)))
    assert found == pytest.approx((525, 125), abs=12)


def test_what_lies_beyond_the_frame_is_cut_off() -> None:
    frame = (400, 200)
    layer = heat_layer(np.ones((5, 5), np.float32), Region(0, -100, 400, 400), frame)
    assert layer.region == Region(0, 0, 400, 200)
    assert (full(layer, frame) == 255).all()


def test_heat_beyond_the_frame_is_not_pulled_inside() -> None:
    frame = (400, 200)
    layer = heat_layer(one_hot(8, 8, 0, 4), Region(0, -100, 400, 400), frame)
    # Cubic interpolation leaves a trace of 1 % at the corners of a spot.
    assert full(layer, frame).max() <= 8


def test_outside_of_the_region_nothing_is_drawn() -> None:
    frame = (600, 400)
    alpha = full(heat_layer(np.ones((4, 4), np.float32), Region(200, 100, 150, 200), frame), frame)
    assert (alpha[100:300, 200:350] > 250).all()
    alpha[100:300, 200:350] = 0
    assert not alpha.any()


@pytest.mark.parametrize("frame", [(600, 400), (3000, 2000)])
def test_outside_of_the_field_of_view_nothing_is_drawn(frame: tuple[int, int]) -> None:
    radius = 0.45 * frame[1]
    view = view_of(frame[0] / 2, frame[1] / 2, radius)
    layer = heat_layer(
        np.ones((7, 7), np.float32), Region(0, 0, *map(float, frame)), frame, field_of_view=view
    )
    alpha = full(layer, frame)
    rows, columns = np.mgrid[: frame[1], : frame[0]]
    distance = np.hypot(columns + 0.5 - frame[0] / 2, rows + 0.5 - frame[1] / 2)
    edge = 3 * max(1, frame[0] / 768)
    assert not alpha[distance > radius + edge].any()
    assert (alpha[distance < radius - edge] == 255).all()


def test_a_field_of_view_that_fills_the_frame_hides_nothing() -> None:
    view = view_of(150, 100, 10, fills_frame=True)
    layer = heat_layer(
        np.ones((3, 3), np.float32), Region(0, 0, 300, 200), (300, 200), field_of_view=view
    )
    assert (layer.pixels[:, :, 3] == 255).all()


def test_an_absolute_scale() -> None:
    region, frame = Region(0, 0, 100, 100), (100, 100)
    weak = heat_layer(np.full((4, 4), 0.5, np.float32), region, frame, scale=2.0)
    strong = heat_layer(np.full((4, 4), 2.0, np.float32), region, frame, scale=2.0)
    above = heat_layer(np.full((4, 4), 50.0, np.float32), region, frame, scale=2.0)
    assert (weak.pixels[0, 0, :3] == HEAT_COLOURS[64]).all()
    assert (strong.pixels[0, 0, :3] == HEAT_COLOURS[255]).all()
    np.testing.assert_array_equal(strong.pixels, above.pixels)
    assert weak.pixels[0, 0, 3] < strong.pixels[0, 0, 3] == 255


def test_its_own_maximum() -> None:
    region, frame = Region(0, 0, 100, 100), (100, 100)
    heat = np.asarray([[0, 1], [2, 4]], np.float32)
    small = heat_layer(heat * 1e-4, region, frame)
    large = heat_layer(heat * 1e4, region, frame)
    np.testing.assert_array_equal(small.pixels, large.pixels)
    assert large.pixels[:, :, 3].max() == 255


@pytest.mark.parametrize("scale", [None, 1.0])
def test_no_heat_is_invisible(scale: float | None) -> None:
    layer = heat_layer(np.zeros((5, 5), np.float32), Region(0, 0, 90, 60), (90, 60), scale=scale)
    assert not layer.pixels[:, :, 3].any()


@pytest.mark.parametrize("opacity", [0, 0.25, 0.5, 1])
def test_opacity(opacity: float) -> None:
    layer = heat_layer(np.ones((3, 3), np.float32), Region(0, 0, 30, 30), (30, 30), opacity=opacity)
    assert (np.abs(layer.pixels[:, :, 3] - 255 * opacity) <= 0.5).all()


def test_a_layer_of_a_large_photograph_is_small() -> None:
    layer = heat_layer(np.ones((10, 10), np.float32), Region(0, 0, 6000, 4000), (6000, 4000))
    assert max(layer.pixels.shape[:2]) <= 768
    assert layer.region == Region(0, 0, 6000, 4000)


@settings(deadline=None, max_examples=60)
@given(
    heat=st.lists(st.floats(0, 2.0**80, width=32), min_size=6, max_size=6),
    frame=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    place=st.tuples(st.floats(-200, 200), st.floats(-200, 200)),
    size=st.tuples(st.floats(1, 900), st.floats(1, 900)),
    scale=st.none() | st.floats(1e-6, 1e6),
)
def test_any_heat_map_lies_inside_the_frame(
    heat: list[float],
    frame: tuple[int, int],
    place: tuple[float, float],
    size: tuple[float, float],
    scale: float | None,
) -> None:
    region = Region(*place, *size)
    layer = heat_layer(np.asarray(heat, np.float32).reshape(2, 3), region, frame, scale=scale)
    assert 0 <= layer.region.left < layer.region.left + layer.region.width <= frame[0]
    assert 0 <= layer.region.top < layer.region.top + layer.region.height <= frame[1]
    assert layer.pixels.dtype == np.uint8
    assert layer.pixels.shape[2] == 4
    flatten(np.zeros((frame[1], frame[0], 3), np.uint8), [layer])
