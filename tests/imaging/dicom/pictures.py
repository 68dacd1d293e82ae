"""A small coloured picture in which every swapped channel, plane and line shows."""

from __future__ import annotations

import numpy as np

WIDTH, HEIGHT = 46, 34


def drawn() -> np.ndarray:
    """Return uint8 (34, 46, 3): smooth, so that lossy codes keep it, and unlike its mirrors."""
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    red, green = 40 + 4 * x, 30 + 5 * y
    blue = 200 - 2 * x - 2 * y
    return np.dstack([red, green, blue]).astype(np.uint8)


def away(actual: np.ndarray, expected: np.ndarray) -> float:
    assert actual.shape == expected.shape
    return float(np.abs(actual.astype(int) - expected.astype(int)).mean())


def textured() -> np.ndarray:
    """Return the same with grain, so that compressed codes are long."""
    grain = np.random.default_rng(0).integers(-30, 30, (HEIGHT, WIDTH, 3))
    return np.clip(drawn() + grain, 0, 255).astype(np.uint8)
