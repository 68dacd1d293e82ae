"""Lesions from maps: counted, measured, by quadrant; maps at the size of the photograph."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fundusviewer.anatomy import Disc, Fovea, Landmarks, Lesions, find_lesions, lesion_map
from fundusviewer.imaging import FieldOfView, Region
from fundusviewer.imaging.retina_scale import estimate_disc

SIZE = 100
#: One cell is 4 × 4 pixels.
REGION = Region(0.0, 0.0, 400.0, 400.0)
FIELD = FieldOfView(200, 200, 280, 280, 0, 0, 400, 400, 0.8, 1.0, False)
THRESHOLDS = (0.5, 0.5, 0.5, 0.5, 0.5)
OD = Landmarks(Disc(300, 200, 60, 0.9), Fovea(150, 200, 0.9))
OS = Landmarks(Disc(50, 200, 60, 0.9), Fovea(200, 200, 0.9))


def maps_with(*marks: tuple[int, int, int]) -> np.ndarray:
    """Return maps with squares of 3 × 3 cells at kind, row and column."""
    maps = np.zeros((SIZE, SIZE, 5), np.float32)
    for kind, row, column in marks:
        maps[row : row + 3, column : column + 3, kind] = 0.8
    return maps


def found(maps: np.ndarray, landmarks: Landmarks) -> Lesions:
    return find_lesions(maps, REGION, THRESHOLDS, FIELD, landmarks)


def test_counts_and_areas() -> None:
    lesions = found(maps_with((0, 10, 10), (0, 80, 80), (2, 10, 10), (2, 13, 10)), OD)
    assert [lesions.kinds[kind].count for kind in ("MA", "HE", "EX", "SE")] == [2, 0, 1, 0]
    assert lesions.kinds["MA"].area == pytest.approx(2 * 9 * 16 / 60**2)
    assert not lesions.estimated
    assert lesions.disc_diameter == 60


def test_what_lies_beyond_the_field_of_view_is_no_lesion() -> None:
    maps = maps_with((0, 50, 50), (0, 10, 10), (0, 48, 97))
    field = FieldOfView(200, 200, 195, 195, 5, 5, 395, 395, 0.75, 1.0, False)
    lesions = find_lesions(maps, REGION, THRESHOLDS, field, OD)
    found = lesions.kinds["MA"]
    # One in the corner, and two of three columns at the right edge.
    assert found.count == 2
    assert found.area == pytest.approx((9 + 6) * 16 / 60**2)
    assert max(x for outline in found.outlines for x, _ in outline) <= 395 + 4
    cut = replace(field, top=214)
    assert find_lesions(maps, REGION, THRESHOLDS, cut, OD).kinds["MA"].count == 0
    # A retina that fills the frame goes into its corners, and not beyond it.
    whole = replace(field, left=0, top=0, right=400, bottom=400, fills_frame=True)
    assert find_lesions(maps, REGION, THRESHOLDS, whole, OD).kinds["MA"].count == 3
    smaller = replace(whole, right=384)
    assert find_lesions(maps, REGION, THRESHOLDS, smaller, OD).kinds["MA"].count == 2


def test_without_a_disc_its_diameter_is_estimated() -> None:
    lesions = found(maps_with((0, 10, 10)), Landmarks())
    usual = estimate_disc(FIELD).pixels
    assert lesions.estimated
    assert lesions.kinds["MA"].area == pytest.approx(9 * 16 / usual**2)
    assert lesions.kinds["MA"].by_quadrant is None


def test_quadrants_of_both_eyes() -> None:
    """The nose is on the side of the disc."""
    maps = maps_with((0, 10, 10), (0, 10, 90), (0, 80, 90))
    right = found(maps, OD).kinds["MA"].by_quadrant
    left = found(maps, OS).kinds["MA"].by_quadrant
    assert right == {
        "superior_temporal": 1,
        "superior_nasal": 1,
        "inferior_nasal": 1,
        "inferior_temporal": 0,
    }
    assert left == {
        "superior_temporal": 1,
        "superior_nasal": 1,
        "inferior_nasal": 0,
        "inferior_temporal": 1,
    }


def test_quadrants_of_a_photograph_that_is_upside_down() -> None:
    """Turned by half a turn, every mark keeps its quadrant."""
    maps = maps_with((0, 10, 10), (0, 10, 90), (0, 80, 90))
    upright = Landmarks(Disc(300, 170, 60, 0.9), Fovea(150, 200, 0.9))
    turned = Landmarks(Disc(100, 230, 60, 0.9), Fovea(250, 200, 0.9))
    there = found(maps, upright).kinds["MA"].by_quadrant
    assert there is not None
    assert found(np.ascontiguousarray(maps[::-1, ::-1]), turned).kinds["MA"].by_quadrant == there


def test_the_disc_is_no_lesion() -> None:
    maps = maps_with((2, 50, 70))
    maps[45:60, 65:80, 4] = 0.9
    assert found(maps, OD).kinds["EX"].count == 0


def test_thresholds_are_those_of_each_kind() -> None:
    maps = maps_with((0, 10, 10), (1, 40, 40))
    lesions = find_lesions(maps, REGION, (0.9, 0.5, 0.5, 0.5, 0.5), FIELD, OD)
    assert (lesions.kinds["MA"].count, lesions.kinds["HE"].count) == (0, 1)


def test_how_far_the_nearest_is_from_the_fovea() -> None:
    """Of all its cells, not of its middle."""
    lesions = found(maps_with((2, 50, 60), (2, 10, 10)), OD)
    # The fovea lies at 150, 200, the nearest cell's middle at 242, 202; a disc is 60 pixels wide.
    assert lesions.kinds["EX"].from_fovea == pytest.approx(np.hypot(92, 2) / 60)
    assert lesions.kinds["SE"].from_fovea is None
    assert found(maps_with((2, 50, 60)), Landmarks(OD.disc)).kinds["EX"].from_fovea is None


def test_the_surest_near_the_fovea_also_where_it_does_not_count() -> None:
    maps = maps_with((2, 50, 60), (2, 10, 10))
    # Within 60 pixels of the fovea at 150, 200, on the disc, and outside of the field.
    maps[50, 40, 2], maps[51, 40, 2] = 0.3, 0.7
    maps[51, 40, 4] = 0.9
    found_near = found(maps, OD).kinds
    assert found_near["EX"].near_fovea == pytest.approx(0.3)
    assert found_near["SE"].near_fovea == 0.0
    cut = replace(FIELD, top=210)
    assert find_lesions(maps, REGION, THRESHOLDS, cut, OD).kinds["EX"].near_fovea == 0.0
    assert found(maps, Landmarks(OD.disc)).kinds["EX"].near_fovea is None


def test_each_mark_has_its_outline() -> None:
    lesions = found(maps_with((0, 10, 10), (0, 80, 80)), OD)
    corners = {(40.0, 40.0), (52.0, 40.0), (52.0, 52.0), (40.0, 52.0)}
    outlines = [set(outline) for outline in lesions.kinds["MA"].outlines]
    assert len(outlines) == 2
    assert corners in outlines
    assert lesions.kinds["HE"].outlines == ()


def test_a_map_lies_on_the_photograph() -> None:
    """Also where the region reaches beyond the photograph, or does not fill it."""
    region = Region(-40.0, 20.0, 400.0, 200.0)
    probabilities = np.zeros((50, 100), np.float32)
    probabilities[20:30, 30:40] = 1
    placed = lesion_map(probabilities, region, 320, 260)
    assert placed.shape == (260, 320)
    assert placed.dtype == np.uint8
    rows, columns = np.nonzero(placed > 127)
    assert (rows.min(), rows.max() + 1) == (100, 140)
    assert (columns.min(), columns.max() + 1) == (80, 120)
    assert placed[110:130, 90:110].min() == 255
    assert not placed[:20].any()


def test_a_map_is_the_probability_times_255() -> None:
    values = np.full((20, 20), 0.4, np.float32)
    placed = lesion_map(values, Region(0, 0, 60, 60), 60, 60)
    assert set(np.unique(placed[5:55, 5:55])) == {102}
