"""Sharpness of the vessels' edges, of all and of the weakest direction."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fundusviewer.imaging import find_field_of_view, read_image
from fundusviewer.imaging.edges import EdgeSharpness, edge_sharpness
from fundusviewer.resources import asset
from tests.fuzz.spoiled import moved


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    return read_image(asset("sample.jpg")).pixels


def sharpness(pixels: np.ndarray) -> EdgeSharpness:
    return edge_sharpness(pixels, find_field_of_view(pixels))


@pytest.mark.parametrize("seed", range(3))
def test_movement_blurs_one_direction_most(photograph: np.ndarray, seed: int) -> None:
    whole = sharpness(photograph)
    smeared = sharpness(moved(0.02)(photograph, np.random.default_rng(seed)))
    assert smeared.weakest < whole.weakest - 0.1
    assert smeared.weakest < smeared.median - 0.04


def test_turned_by_a_right_angle_it_is_the_same(photograph: np.ndarray) -> None:
    whole, turned = sharpness(photograph), sharpness(np.rot90(photograph))
    assert turned.median == pytest.approx(whole.median, abs=0.01)
    assert turned.weakest == pytest.approx(whole.weakest, abs=0.02)


def test_where_there_is_no_edge() -> None:
    assert sharpness(np.full((300, 300, 3), 120, np.uint8)) == EdgeSharpness(0.0, 0.0)
    grey = cv2.circle(np.zeros((300, 300, 3), np.uint8), (150, 150), 140, (150, 90, 40), -1)
    assert sharpness(grey).weakest <= sharpness(grey).median
