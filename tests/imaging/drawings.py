"""Drawn photographs with a known disc."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

RETINA = (170, 80, 30)


@dataclass(frozen=True)
class Disc:
    """A disc to draw: centre and radii in pixels."""

    center_x: float
    center_y: float
    radius_x: float
    radius_y: float


def draw(
    width: int, height: int, disc: Disc | None, *, surround: int = 3, noise: int = 3
) -> np.ndarray:
    """Draw a retina-coloured disc on a dark ground, with a vignette and a little noise."""
    pixels = np.full((height, width, 3), surround, np.float32)
    if disc is not None:
        x = (np.arange(width, dtype=np.float32) + 0.5 - disc.center_x) / disc.radius_x
        y = (np.arange(height, dtype=np.float32) + 0.5 - disc.center_y) / disc.radius_y
        distance = np.hypot(x[None], y[:, None])
        light = 1 - 0.35 * np.minimum(distance, 1) ** 2
        # In place: a camera's twelve million pixels as numbers are 150 MB each time.
        inside = (distance <= 1)[..., None]
        np.multiply(light[..., None], np.asarray(RETINA, np.float32), out=pixels, where=inside)
    pixels += np.random.default_rng(1).integers(-noise, noise + 1, pixels.shape, np.int8)
    picture: np.ndarray = np.clip(pixels, 0, 255, out=pixels).astype(np.uint8)
    return cv2.GaussianBlur(picture, (3, 3), 0)
