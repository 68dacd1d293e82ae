"""Photographs spoiled on purpose."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fundusviewer.imaging import read_image
from fundusviewer.resources import asset
from fundusviewer.training.data import synthetic_degradation as module
from fundusviewer.training.data.synthetic_degradation import degrade


@pytest.fixture(scope="module")
def retina() -> np.ndarray:
    pixels = read_image(asset("sample.jpg")).pixels
    return np.asarray(cv2.resize(pixels, (128, 128), interpolation=cv2.INTER_AREA))


def detail(pixels: np.ndarray) -> float:
    """Vessel-sized detail of the green channel."""
    green = pixels[..., 1].astype(float)
    return float((green - cv2.GaussianBlur(green, (0, 0), 4))[20:108, 20:108].std())


@pytest.mark.parametrize("wanted", ["usable", "reject"])
@pytest.mark.parametrize("seed", range(12))
def test_the_same_seed_spoils_alike_and_the_photograph_stays(
    retina: np.ndarray, wanted: module.Spoiled, seed: int
) -> None:
    before = retina.copy()
    one, other = (degrade(retina, np.random.default_rng(seed), wanted) for _ in range(2))
    assert one.dtype == np.uint8
    assert one.shape == retina.shape
    np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(retina, before)
    assert not np.array_equal(one, retina)


@pytest.mark.parametrize("step", module._STEPS)
def test_severe_is_worse(retina: np.ndarray, step: module._Step) -> None:
    changes = {
        severe: np.mean(
            [
                np.abs(step(retina, np.random.default_rng(seed), severe).astype(float) - retina)
                for seed in range(8)
            ]
        )
        for severe in (False, True)
    }
    assert changes[True] > 1.5 * changes[False] > 0


@pytest.mark.parametrize("step", [module.out_of_focus, module.moved, module.hazy, module.too_dark])
def test_severe_takes_the_detail(retina: np.ndarray, step: module._Step) -> None:
    assert detail(step(retina, np.random.default_rng(1), True)) < 0.5 * detail(retina)


def test_haze_leaves_the_surround_black(retina: np.ndarray) -> None:
    surround = retina.max(axis=2) <= 12
    assert surround.any()
    hazed = module.hazy(retina, np.random.default_rng(2), True)
    assert hazed[surround].max() <= 12
