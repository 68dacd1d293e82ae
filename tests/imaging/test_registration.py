"""Two photographs of one eye over each other."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fundusviewer.imaging import read_image
from fundusviewer.imaging.registration import align
from fundusviewer.resources import asset


@pytest.fixture(scope="module")
def first() -> np.ndarray:
    pixels = read_image(asset("sample.jpg")).pixels
    return cv2.resize(pixels, (900, 900), interpolation=cv2.INTER_AREA)


def later_visit(
    first: np.ndarray, turn: float, zoom: float, shift: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return a photograph of the same eye with other light, and the matrix that moved it."""
    side = first.shape[0]
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), turn, zoom)
    matrix[:, 2] += shift * side
    moved = cv2.warpAffine(first, matrix, (side, side)).astype(float)
    light = 255 * (moved / 255) ** 0.8 * 0.9
    noise = np.random.default_rng(3).normal(0, 4, moved.shape)
    return np.clip(light + noise, 0, 255).astype(np.uint8), matrix


@pytest.mark.parametrize(("turn", "zoom", "shift"), [(0, 1, 0), (6, 1.05, 0.04), (-9, 0.95, -0.06)])
def test_vessels_meet(first: np.ndarray, turn: float, zoom: float, shift: float) -> None:
    second, moved = later_visit(first, turn, zoom, shift)
    found = align(first, second)
    assert found is not None
    places = np.array([[300, 400, 1], [600, 500, 1], [450, 650, 1]], float).T
    there = np.vstack([moved @ places, np.ones(3)])
    assert np.abs(found.matrix @ there - places[:2]).max() < 1.5
    assert found.matches >= 20


def test_sizes_may_differ(first: np.ndarray) -> None:
    large = cv2.resize(first, (1350, 1350), interpolation=cv2.INTER_CUBIC)
    found = align(first, large)
    assert found is not None
    np.testing.assert_allclose(found.matrix[:, :2], np.eye(2) / 1.5, atol=0.01)


def test_what_does_not_belong_together_is_not_aligned(first: np.ndarray) -> None:
    mirrored = np.ascontiguousarray(first[:, ::-1])
    assert align(first, mirrored) is None
    assert align(first, np.zeros_like(first)) is None
    assert align(first, np.random.default_rng(0).integers(0, 256, first.shape, np.uint8)) is None


def test_about_how_they_lie_helps_a_blurred_photograph(first: np.ndarray) -> None:
    """And it is the vessels that say how exactly."""
    second, moved = later_visit(first, 7, 1.03, 0.05)
    blurred = cv2.GaussianBlur(second, (0, 0), 6.5)
    assert align(first, blurred) is None
    about = cv2.invertAffineTransform(moved)
    about[:, 2] += (12, -15)
    found = align(first, blurred, about)
    assert found is not None
    places = np.array([[300, 400, 1], [600, 500, 1], [450, 650, 1]], float).T
    there = np.vstack([moved @ places, np.ones(3)])
    assert np.abs(found.matrix @ there - places[:2]).max() < 6


def test_matches_elsewhere_do_not_count(first: np.ndarray) -> None:
    second, moved = later_visit(first, 0, 1, 0.04)
    elsewhere = cv2.invertAffineTransform(moved)
    elsewhere[:, 2] += 200
    assert align(first, second, elsewhere) is None
