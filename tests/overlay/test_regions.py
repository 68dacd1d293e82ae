"""The hottest regions of a heat map, outlined."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from fundusviewer.imaging import FieldOfView, Region, find_field_of_view
from fundusviewer.overlay import (
    BESIDE_NOTICE,
    NO_REGIONS_NOTICE,
    REGIONS_NOTICE,
    Annotation,
    annotate,
    field_to_stay_in,
    flatten,
    hot_regions,
    legend,
    marks,
)
from fundusviewer.overlay.text import text_plate
from tests.helpers.models import make_card

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


def retina() -> np.ndarray:
    """Return a round bright field on black, as a camera makes it."""
    picture = np.zeros((800, 1000, 3), np.uint8)
    cv2.circle(picture, (500, 400), 350, (160, 80, 40), -1)
    return picture


def test_a_network_of_other_classes_draws_no_heat_beside_a_retina() -> None:
    """It says so instead; and none is taken away from the retina itself, up to its edge."""
    card, field = make_card(task="other", operating_points=()), find_field_of_view(retina())
    stays = field_to_stay_in(field, card)
    assert stays is field
    corner, inside = (0, 0, 1.0), (5, 5, 1.0)
    annotation = Annotation(
        "Label", heat(corner, inside), WHOLE, stays, 1.0, contours=True, tells_beside=True
    )
    layer = next(one for one in marks(FRAME, annotation) if one.name == "heat map")
    drawn = cv2.resize(layer.pixels[:, :, 3], FRAME) > 0
    y, x = np.mgrid[: FRAME[1], : FRAME[0]]
    assert not drawn[~field.contains(x, y) & (np.hypot(x - 500, y - 400) > 356)].any()
    assert drawn[440, 550]
    assert BESIDE_NOTICE in legend(FRAME, annotation).remark
    assert REGIONS_NOTICE in legend(FRAME, annotation).remark
    notices = [one for one in annotate(FRAME, annotation) if one.name == "regions notice"]
    assert len(notices) == 2
    first, second = sorted(notices, key=lambda one: one.region.top)
    assert first.region.top + first.region.height <= second.region.top
    alone = replace(annotation, heatmap=heat(inside))
    assert BESIDE_NOTICE not in legend(FRAME, alone).remark
    # Heat that reaches over the edge is not beside the retina.
    edge = replace(annotation, heatmap=heat((5, 8, 1.0)), contours=False)
    assert BESIDE_NOTICE not in legend(FRAME, edge).remark
    without = replace(annotation, contours=False)
    assert [one.name for one in annotate(FRAME, without)].count("regions notice") == 1


def test_where_no_retina_ends_heat_is_drawn_everywhere() -> None:
    card = make_card(task="other", operating_points=())
    even = np.full((800, 1000, 3), 120, np.uint8)
    assert field_to_stay_in(find_field_of_view(even), card) is None
    square = np.zeros((800, 1000, 3), np.uint8)
    square[100:700, 100:900] = (160, 80, 40)
    assert field_to_stay_in(find_field_of_view(square), card) is None
    assert (
        field_to_stay_in(
            find_field_of_view(retina()), make_card(task="imagenet", operating_points=())
        )
        is None
    )
    assert field_to_stay_in(find_field_of_view(even), make_card()) is not None
