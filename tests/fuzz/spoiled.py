"""Photographs that nobody can grade, made of one that can: blurred, moved, half gone, off a screen.

Each maker takes a whole photograph, a disc on black, and a random generator, and returns another
one that must not end as *no referral*. Sizes are shares of the disc's diameter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import cv2
import numpy as np

from fundusviewer.imaging import FieldOfView, find_field_of_view

#: Makes one spoiled photograph.
Maker = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def _across(disc: FieldOfView) -> float:
    return 2 * max(disc.radius_x, disc.radius_y)


def moved(share: float) -> Maker:
    """Smear along a line of any direction."""

    def make(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        length = max(2.0, _across(find_field_of_view(pixels)) * share)
        side = 2 * int(length) + 3
        kernel = np.zeros((side, side), np.float32)
        angle = chance.uniform(0, np.pi)
        along = np.linspace(-length / 2, length / 2, 8 * side)
        points = side / 2 + np.outer(along, (np.cos(angle), np.sin(angle)))
        for x, y in points.astype(int):
            kernel[y, x] += 1
        return cv2.filter2D(pixels, -1, cv2.GaussianBlur(kernel / kernel.sum(), (3, 3), 0.5))

    return make


def defocused(share: float) -> Maker:
    """Every point becomes a disc."""

    def make(pixels: np.ndarray, _chance: np.random.Generator) -> np.ndarray:
        radius = _across(find_field_of_view(pixels)) * share / 2
        y, x = np.mgrid[: 2 * int(radius) + 3, : 2 * int(radius) + 3] - (int(radius) + 1)
        kernel = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
        return cv2.filter2D(pixels, -1, kernel / kernel.sum())

    return make


def half_gone(value: int | None) -> Maker:
    """One side is of one colour, or in the dark (``None``)."""

    def make(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        turns = int(chance.integers(4))
        turned = np.rot90(pixels, turns).copy()
        cut = int(turned.shape[0] * chance.uniform(0.42, 0.6))
        if value is None:
            light = np.clip((cut - np.arange(turned.shape[0])) / (0.1 * len(turned)) + 1, 0.04, 1)
            turned = (turned * light[:, None, None]).astype(np.uint8)
        else:
            turned[cut:] = value
        return np.ascontiguousarray(np.rot90(turned, -turns))

    return make


def two_in_one(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Both eyes in one picture."""
    scale = chance.uniform(0.6, 1.0)
    other = cv2.resize(pixels[:, ::-1], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    canvas = np.zeros_like(pixels)
    canvas[: other.shape[0], : other.shape[1]] = other
    pair = [pixels, canvas]
    return np.concatenate(pair[:: chance.choice([-1, 1])], axis=int(chance.integers(2)))


def off_a_screen(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A telephone's photograph of a screen: its grid, a tilt, a reflection, noise, the frame."""
    height, width = pixels.shape[:2]
    strength = chance.uniform(0, 1)
    grid = np.ones((height, width, 3), np.float32)
    for channel in range(3):
        grid[:, channel::3, channel] += 0.25 * strength
    grid[::3] *= 1 - 0.2 * strength
    shown = pixels * grid
    rim = height // 8
    frame = np.full((height + 2 * rim, width + 2 * rim, 3), (35, 35, 38), np.float32)
    frame[rim:-rim, rim:-rim] = shown
    high, wide = frame.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    tilt = chance.uniform(-0.06, 0.06, (4, 2)) * (wide, high)
    way = cv2.getPerspectiveTransform(corners, (corners * 0.9 + tilt).astype(np.float32))
    seen = cv2.warpPerspective(frame, way, (wide, high), flags=cv2.INTER_AREA)
    y, x = np.mgrid[:high, :wide]
    place = chance.uniform(0.2, 0.8, 2) * (wide, high)
    glare = np.exp(-(((x - place[0]) / (0.12 * wide)) ** 2) - ((y - place[1]) / (0.2 * high)) ** 2)
    seen = cv2.GaussianBlur(seen, (0, 0), 0.8) * 0.9 + 12 + 70 * glare[:, :, None]
    noisy: np.ndarray = np.clip(seen + chance.normal(0, 4, seen.shape), 0, 255).astype(np.uint8)
    return noisy


def squares(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Squares of one colour."""
    scale = 1 / (_across(find_field_of_view(pixels)) * chance.uniform(0.014, 0.03))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.resize(small, pixels.shape[1::-1], interpolation=cv2.INTER_NEAREST)


MAKERS: Mapping[str, Maker] = MappingProxyType(
    {
        "moved 1 %": moved(0.01),
        "moved 1.5 %": moved(0.015),
        "moved 2 %": moved(0.02),
        "moved 4 %": moved(0.04),
        "defocused 1 %": defocused(0.01),
        "defocused 1.5 %": defocused(0.015),
        "defocused 2 %": defocused(0.02),
        "defocused 4 %": defocused(0.04),
        "half black": half_gone(0),
        "half grey": half_gone(128),
        "half white": half_gone(255),
        "half dark": half_gone(None),
        "two in one": two_in_one,
        "off a screen": off_a_screen,
        "squares": squares,
    }
)
