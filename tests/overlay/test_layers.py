"""Flattening layers onto a photograph."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.imaging import Region
from fundusviewer.overlay import Layer, flatten


def layer(pixels: np.ndarray, left: int, top: int, width: int, height: int) -> Layer:
    return Layer("label", pixels, Region(left, top, width, height))


def plain(height: int, width: int, red: int, green: int, blue: int, alpha: int) -> np.ndarray:
    return np.full((height, width, 4), (red, green, blue, alpha), np.uint8)


def test_a_small_case_by_hand() -> None:
    ground = np.full((3, 4, 3), (100, 50, 200), np.uint8)
    top = plain(2, 2, 255, 0, 10, 0)
    top[0, 0, 3] = 255
    top[0, 1, 3] = 51
    result = flatten(ground, [layer(top, 1, 1, 2, 2)])
    expected = ground.copy()
    expected[1, 1] = (255, 0, 10)
    expected[1, 2] = (131, 40, 162)
    np.testing.assert_array_equal(result, expected)


def test_the_photograph_stays_as_it_is() -> None:
    ground = np.full((4, 4, 3), 9, np.uint8)
    ground.setflags(write=False)
    result = flatten(ground, [layer(plain(4, 4, 255, 255, 255, 255), 0, 0, 4, 4)])
    assert (ground == 9).all()
    assert (result == 255).all()
    assert flatten(ground, []) is not ground


def test_the_last_layer_is_on_top() -> None:
    layers = [
        layer(plain(2, 2, 255, 0, 0, 255), 0, 0, 2, 2),
        layer(plain(2, 2, 0, 0, 255, 255), 0, 0, 2, 2),
    ]
    assert tuple(flatten(np.zeros((2, 2, 3), np.uint8), layers)[0, 0]) == (0, 0, 255)


@given(
    ground=st.tuples(*[st.integers(0, 255)] * 3),
    over=st.tuples(*[st.integers(0, 255)] * 3),
    alpha=st.integers(0, 255),
)
def test_blending_is_exact_to_one(
    ground: tuple[int, int, int], over: tuple[int, int, int], alpha: int
) -> None:
    pixels = np.full((2, 3, 3), ground, np.uint8)
    result = flatten(pixels, [layer(plain(2, 3, *over, alpha), 0, 0, 3, 2)])
    exact = (np.asarray(over) * alpha + np.asarray(ground) * (255 - alpha)) / 255
    assert np.abs(result - exact).max() <= 1
    if alpha == 0:
        np.testing.assert_array_equal(result, pixels)
    if ground == over:
        np.testing.assert_array_equal(result, pixels)


def test_a_small_layer_is_enlarged() -> None:
    result = flatten(
        np.zeros((20, 30, 3), np.uint8), [layer(plain(2, 3, 80, 90, 100, 255), 5, 10, 12, 6)]
    )
    lit = result.max(axis=2) > 0
    assert lit[10:16, 5:17].all()
    assert lit.sum() == 12 * 6
    assert (result[10:16, 5:17] == (80, 90, 100)).all()


@pytest.mark.parametrize("share", [0, 1, 100])
def test_parts_of_large_photographs(share: int) -> None:
    ground = np.zeros((300, 200, 3), np.uint8)
    result = flatten(ground, [layer(plain(1, 1, 7, 7, 7, 255), share, share, 1, 1)])
    assert result[share, share].tolist() == [7, 7, 7]
    assert np.count_nonzero(result) == 3
