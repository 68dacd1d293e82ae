"""Outlines run along the edges of the cells that are marked."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fundusviewer.anatomy.outlines import outlines_of
from fundusviewer.imaging import Region

#: One cell is 4 × 2 pixels.
_REGION = Region(-40.0, 20.0, 400.0, 200.0)


def marked(*cells: tuple[int, int]) -> np.ndarray:
    """Return a map of 100 × 100 cells with some of them marked, by row and column."""
    cells_map = np.zeros((100, 100), np.uint8)
    for row, column in cells:
        cells_map[row, column] = 1
    return cells_map


def test_one_cell_is_a_rectangle() -> None:
    (outline,) = outlines_of(marked((10, 20)), _REGION)
    assert sorted(outline) == [(40.0, 40.0), (40.0, 42.0), (44.0, 40.0), (44.0, 42.0)]


def test_cells_at_the_rim_of_the_map() -> None:
    (outline,) = outlines_of(marked((99, 99)), _REGION)
    assert max(outline) == (360.0, 220.0)


def test_nothing_marked() -> None:
    assert outlines_of(marked(), _REGION) == ()


def test_cells_that_touch_at_a_corner_are_one_mark() -> None:
    assert len(outlines_of(marked((5, 5), (6, 6)), _REGION)) == 1
    assert len(outlines_of(marked((5, 5), (7, 7)), _REGION)) == 2


@pytest.mark.parametrize("seed", range(5))
def test_as_many_as_are_counted_and_as_large(seed: int) -> None:
    random = np.random.default_rng(seed)
    noise = cv2.GaussianBlur(random.random((100, 100)).astype(np.float32), (0, 0), 3)
    cells = (noise > np.quantile(noise, 0.8)).astype(np.uint8)
    count = cv2.connectedComponentsWithStats(cells, connectivity=8)[0]
    outlines = outlines_of(cells, _REGION)
    assert len(outlines) == count - 1
    whole = np.zeros((100, 100), np.uint8)
    cv2.drawContours(
        whole, cv2.findContours(cells, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], -1, 1, -1
    )
    areas = [cv2.contourArea(np.asarray(outline, np.float32)) for outline in outlines]
    assert sum(areas) == pytest.approx(8 * int(whole.sum()), rel=1e-6)
