"""Optic disc and fovea from maps: where they are, and when they are not found."""

from __future__ import annotations

import math

import numpy as np
import pytest

from fundusviewer.anatomy import Landmarks, find_landmarks
from fundusviewer.imaging import PreparedInput
from tests.anatomy.maps import (
    CELLS,
    PIXELS,
    REGION,
    bump,
    circle,
    landmark_maps,
    on_photograph,
    seen,
)

THRESHOLDS = (0.5, 0.5, 0.5)
DISC, FOVEA = (30.25, 40.5), (65.75, 50.0)


def test_both_are_found_in_pixels_of_the_photograph() -> None:
    found = find_landmarks(landmark_maps(DISC, FOVEA), seen(), THRESHOLDS)
    assert found.disc is not None
    assert found.fovea is not None
    x, y = on_photograph(*DISC)
    assert found.disc.x == pytest.approx(x, abs=2.5)
    assert found.disc.y == pytest.approx(y, abs=5)
    x, y = on_photograph(*FOVEA)
    assert found.fovea.x == pytest.approx(x, abs=2.5)
    assert found.fovea.y == pytest.approx(y, abs=5)
    assert found.disc.confidence == pytest.approx(0.9, abs=0.03)
    # A circle of 6 cells, each of 10 × 20 pixels.
    assert found.disc.diameter == pytest.approx(2 * 6 * math.sqrt(200), rel=0.05)


@pytest.mark.parametrize(("disc", "fovea"), [(DISC, None), (None, FOVEA), (None, None)])
def test_what_is_not_there(
    disc: tuple[float, float] | None, fovea: tuple[float, float] | None
) -> None:
    found = find_landmarks(landmark_maps(disc, fovea), seen(), THRESHOLDS)
    assert (found.disc is None, found.fovea is None) == (disc is None, fovea is None)


def test_what_is_not_certain_enough() -> None:
    maps = np.stack([bump(DISC, 0.49), bump(FOVEA, 0.49), circle(DISC)], axis=-1)
    assert find_landmarks(maps, seen(), THRESHOLDS) == Landmarks()
    assert find_landmarks(maps, seen(), (0.4, 0.4, 0.5)).disc is not None


def test_two_fields_are_none() -> None:
    """Two eyes in one picture: which one would be a guess."""
    maps = landmark_maps(DISC, FOVEA)
    maps[..., 0] += bump((80, 40), 0.8)
    found = find_landmarks(maps, seen(), THRESHOLDS)
    assert found.disc is None
    assert found.fovea is not None


def test_a_fovea_is_where_one_can_be() -> None:
    """A lesion that looks more like a fovea, half a disc diameter from the disc, is none."""
    maps = landmark_maps(DISC, FOVEA)
    maps[..., 1] = np.maximum(bump((46.0, 40.5), 0.9), bump(FOVEA, 0.7))
    found = find_landmarks(maps, seen(), THRESHOLDS)
    assert found.fovea is not None
    assert found.fovea.x == pytest.approx(on_photograph(*FOVEA)[0], abs=5)
    # Alone it is not found there; nor is it where there is no disc to tell.
    maps[..., 1] = bump((46.0, 40.5), 0.9)
    assert find_landmarks(maps, seen(), THRESHOLDS).fovea is None
    maps[..., 0] = 0
    assert find_landmarks(maps, seen(), THRESHOLDS).fovea is not None


@pytest.mark.parametrize("turn", range(0, 360, 45))
def test_the_fovea_may_lie_to_any_side(turn: int) -> None:
    """Photographs are stored upside down and turned by a quarter, too."""
    angle = math.radians(turn)
    # Cells are twice as high as wide.
    fovea = (48 + 36 * math.cos(angle), 48 + 18 * math.sin(angle))
    found = find_landmarks(landmark_maps((48.0, 48.0), fovea), seen(), THRESHOLDS)
    assert found.fovea is not None
    x, y = on_photograph(*fovea)
    assert math.hypot(found.fovea.x - x, found.fovea.y - y) < 25


def test_a_centre_that_lies_in_no_disc() -> None:
    maps = landmark_maps(DISC, FOVEA)
    maps[..., 2] = circle((70, 70))
    assert find_landmarks(maps, seen(), THRESHOLDS).disc is None


def test_the_disc_is_the_part_around_its_centre() -> None:
    alone = find_landmarks(landmark_maps(DISC, FOVEA), seen(), THRESHOLDS)
    maps = landmark_maps(DISC, FOVEA)
    maps[..., 2] += circle((80, 80), 12)
    assert find_landmarks(maps, seen(), THRESHOLDS).disc == alone.disc


def test_nothing_is_found_where_nothing_is_seen() -> None:
    """The network knows where a fovea should be, also behind a black strip."""
    prepared = seen()
    pixels = prepared.pixels.copy()
    left = round(FOVEA[0] * 2)
    pixels[:, left - 8 : left + 8] = 3
    found = find_landmarks(landmark_maps(DISC, FOVEA), PreparedInput(pixels, REGION), THRESHOLDS)
    assert found.fovea is None
    assert found.disc is not None
    assert find_landmarks(landmark_maps(DISC, FOVEA), seen(0), THRESHOLDS) == Landmarks()


@pytest.mark.parametrize("colour", [90, 255])
def test_what_is_covered_by_one_colour_is_not_found(colour: int) -> None:
    """A label, or a box that hides something: the fovea behind it would be a guess."""
    pixels = seen().pixels.copy()
    column, row = (round(2 * cell) for cell in FOVEA)
    pixels[row - 9 : row + 10, column - 9 : column + 10] = colour
    covered = PreparedInput(pixels, REGION)
    found = find_landmarks(landmark_maps(DISC, FOVEA), covered, THRESHOLDS)
    assert found.disc is not None
    assert found.fovea is None
    # A speck covers nothing.
    pixels = seen().pixels.copy()
    pixels[row - 2 : row + 3, column - 2 : column + 3] = colour
    specked = PreparedInput(pixels, REGION)
    assert find_landmarks(landmark_maps(DISC, FOVEA), specked, THRESHOLDS).fovea is not None


def test_a_disc_that_was_painted_over_is_not_found() -> None:
    """The network still takes it for one, but is not sure of its outline."""
    maps = landmark_maps(DISC, FOVEA)
    rows, columns = np.indices((PIXELS, PIXELS))
    at_disc = np.hypot(columns - 2 * DISC[0], rows - 2 * DISC[1]) < 16
    smooth = seen().pixels.copy()
    smooth[at_disc] = 120
    painted_over = PreparedInput(smooth, REGION)
    vessels = seen().pixels.copy()
    vessels[at_disc & (columns % 6 < 2)] = 60
    # Sure of it: the picture is not asked. A bright disc without detail is one.
    assert find_landmarks(maps, painted_over, THRESHOLDS).disc is not None
    maps[..., 2] *= 0.8
    found = find_landmarks(maps, painted_over, THRESHOLDS)
    assert found.disc is None
    assert found.fovea is not None
    assert find_landmarks(maps, PreparedInput(vessels, REGION), THRESHOLDS).disc is not None


@pytest.mark.parametrize("place", [(0.0, 0.0), (CELLS - 1.0, CELLS - 1.0)])
def test_places_in_the_corners(place: tuple[float, float]) -> None:
    found = find_landmarks(landmark_maps(place, None), seen(), THRESHOLDS)
    assert found.disc is not None
    x, y = on_photograph(*place)
    assert abs(found.disc.x - x) < 30
    assert abs(found.disc.y - y) < 60
