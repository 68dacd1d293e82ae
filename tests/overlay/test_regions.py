"""The hottest regions of a heat map, outlined."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.imaging import FieldOfView, Region
from fundusviewer.overlay import (
    NO_REGIONS_NOTICE,
    REGIONS_NOTICE,
    Annotation,
    annotate,
    flatten,
    hot_regions,
)
from fundusviewer.overlay.text import text_plate

FRAME = (1000, 800)
WHOLE = Region(0, 0, *FRAME)


def heat(*cells: tuple[int, int, float]) -> np.ndarray:
    """Return a heat map of ten by ten cells with some values at row, column."""
    result = np.zeros((10, 10), np.float32)
    for row, column, value in cells:
        result[row, column] = value
    return result


def test_regions_lie_where_the_heat_is_and_the_hottest_comes_first() -> None:
    weak, strong = (2, 2, 0.8), (7, 6, 1.0)
    found = hot_regions(heat(weak, strong), WHOLE, FRAME, scale=1.0)
    assert len(found) == 2
    for one, (row, column, value) in zip(found, (strong, weak), strict=True):
        x, y = (column + 0.5) * 100, (row + 0.5) * 80
        assert one.box.left < x < one.box.left + one.box.width
        assert one.box.top < y < one.box.top + one.box.height
        assert one.box.width <= 200
        assert one.peak == pytest.approx(value, abs=0.05)
        assert one.outline.min(axis=0) == pytest.approx([one.box.left, one.box.top])


def test_the_scale_is_absolute() -> None:
    """A heat map of small values has no hot region, however much hotter one place is."""
    assert hot_regions(heat((4, 4, 0.3)), WHOLE, FRAME, scale=1.0) == ()
    assert len(hot_regions(heat((4, 4, 0.3)), WHOLE, FRAME)) == 1
    assert hot_regions(heat(), WHOLE, FRAME) == ()


def test_nothing_is_outlined_outside_of_the_retina() -> None:
    field_of_view = FieldOfView(500, 400, 300, 300, 200, 100, 800, 700, 0.4, 1, False)
    assert (
        hot_regions(heat((0, 0, 1.0)), WHOLE, FRAME, field_of_view=field_of_view, scale=1.0) == ()
    )


def test_at_most_five() -> None:
    cells = [(row, column, 1.0) for row in (1, 4, 7) for column in (1, 4, 7)]
    assert len(hot_regions(heat(*cells), WHOLE, FRAME, scale=1.0)) == 5


@pytest.mark.parametrize(("value", "notice"), [(1.0, REGIONS_NOTICE), (0.2, NO_REGIONS_NOTICE)])
def test_the_photograph_says_what_the_regions_are(value: float, notice: str) -> None:
    content = Annotation("Label", heat((4, 4, value)), WHOLE, scale=1.0, contours=True)
    layers = annotate(FRAME, content)
    (plate,) = (layer for layer in layers if layer.name == "regions notice")
    expected = text_plate(notice, plate.pixels.shape[0], FRAME[0])
    assert np.array_equal(plate.pixels, expected)
    assert any(layer.name == "regions" for layer in layers) is (value == 1.0)


def test_outlines_without_colours() -> None:
    content = Annotation("Label", heat((4, 4, 1.0)), WHOLE, scale=1.0, colours=False, contours=True)
    layers = annotate(FRAME, content)
    names = {layer.name for layer in layers}
    assert names == {"regions", "regions notice", "label", "notice"}
    grey = np.full((FRAME[1], FRAME[0], 3), 128, np.uint8)
    flat = flatten(grey, layers)
    # In the middle of the region the retina is as it was.
    assert (flat[355:365, 455:465] == 128).all()
    assert (flat[280:440, 360:540] == 255).any()


def test_any_frame() -> None:
    for frame in ((1, 1), (40, 3000), (3000, 40), (4288, 2848)):
        region = Region(0, 0, *frame)
        layers = annotate(frame, Annotation("L", heat((4, 4, 1.0)), region, contours=True))
        assert flatten(np.zeros((frame[1], frame[0], 3), np.uint8), layers).any()
