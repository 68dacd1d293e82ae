"""Photographs that nobody can grade, made of one that can: blurred, moved, half gone, off a screen.

Each maker takes a whole photograph, a disc on black, and a random generator, and returns another
one that must not end as *no referral*. Sizes are shares of the disc's diameter.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
from PIL import Image

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import FieldOfView, decode, find_field_of_view
from fundusviewer.imaging.file import ImageFile
from tests.fuzz.mutations import mutated

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


def two_on_white(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Both eyes on a page: white around the pictures."""
    pair = two_in_one(pixels, chance)
    rim = max(4, len(pixels) // 20)
    return cv2.copyMakeBorder(pair, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=(255, 255, 255))


def inset(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A small picture of the other eye in a corner, some of it over the larger one."""
    scale = chance.uniform(0.3, 0.45)
    other = cv2.resize(pixels[:, ::-1], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    made = pixels.copy()
    top = int(chance.integers(2)) * (len(made) - len(other))
    left = int(chance.integers(2)) * (made.shape[1] - other.shape[1])
    made[top : top + len(other), left : left + other.shape[1]] = other
    return made


def rows_shifted(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """From one row on all is shifted: what lost bytes do to a file without compression."""
    made = pixels.copy()
    row = int(len(made) * chance.uniform(0.3, 0.6))
    made[row:] = np.roll(made[row:], int(made.shape[1] * chance.uniform(0.1, 0.9)), axis=1)
    return made


def half_hazy(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Stray light over one side takes the contrast away."""
    turns = int(chance.integers(4))
    turned = np.rot90(pixels, turns).astype(np.float32)
    at = len(turned) * chance.uniform(0.42, 0.58)
    haze = 1 / (1 + np.exp((at - np.arange(len(turned))) / (0.05 * len(turned))))[:, None, None]
    lit = turned.max(axis=2, keepdims=True) > 24
    veiled = np.where(lit, (1 - 0.9 * haze) * turned + 0.9 * haze * (190, 140, 100), turned)
    return np.ascontiguousarray(np.rot90(veiled.astype(np.uint8), -turns))


#: The middle of a wide field has at most so many pixels.
_LARGEST_CORE = 400


def wide_field(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Two lasers' colours, an ellipse of more than twice the field, lids at its rim."""
    disc = find_field_of_view(pixels)
    half = int(0.68 * min(disc.radius_x, disc.radius_y))
    x, y = int(disc.center_x), int(disc.center_y)
    core = pixels[max(0, y - half) : y + half, max(0, x - half) : x + half]
    scale = min(1.0, _LARGEST_CORE / max(core.shape[:2]))
    core = cv2.resize(core, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    high, wide = core.shape[:2]
    field = cv2.copyMakeBorder(core, high, high, wide, wide, cv2.BORDER_REFLECT)
    lines, columns = np.mgrid[: 3 * high, : 3 * wide]
    place = np.hypot((columns - 1.5 * wide) / (1.45 * wide), (lines - 1.5 * high) / (1.05 * high))
    lid = 0.5 + 0.5 * np.cos(columns / wide * chance.uniform(30, 60))
    light = np.clip((1 - place) * 8 - 0.5 * lid, 0, 1)[:, :, None]
    made = field.astype(np.float32) * (0.85, 1.25, 0.25) * light
    seen: np.ndarray = np.clip(made, 0, 255).astype(np.uint8)
    return seen


def damaged(kind: str, **options: Any) -> Maker:
    """Bytes of a file of this kind are changed, and its decoder does not say so."""

    def make(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
        buffer = io.BytesIO()
        picture = Image.fromarray(pixels)
        picture.thumbnail((_DAMAGED_SIDE, _DAMAGED_SIDE))
        picture.save(buffer, kind, **options)
        whole = _decoded(buffer.getvalue())
        for _ in range(_MOST_TRIES):
            try:
                seen = _decoded(mutated(buffer.getvalue(), int(chance.integers(2**31))))
            except ImageReadError:
                continue
            if seen.shape == whole.shape and 0.05 < differing(seen, whole) < 0.6:
                return seen
        return np.zeros_like(whole)

    return make


#: Files that are damaged before none is found that its decoder takes, and their longer side.
_MOST_TRIES, _DAMAGED_SIDE = 300, 512


def differing(seen: np.ndarray, whole: np.ndarray) -> float:
    """Return the share of pixels that changed by more than 24 of 255."""
    return float((cv2.absdiff(seen, whole).max(axis=2) > 24).mean())


def _decoded(data: bytes) -> np.ndarray:
    return decode(ImageFile(Path("made"), data, "0" * 64)).pixels


def screen_close(pixels: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A telephone close to a screen: no frame, its pixels beat with the camera's, a cold tint."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    angle, period = chance.uniform(0, np.pi), chance.uniform(3, 9)
    beat = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period)
    beat += np.sin((y * np.cos(angle) - x * np.sin(angle)) * 2 * np.pi / period)
    seen = cv2.GaussianBlur(pixels, (0, 0), 0.8) * (1 + 0.05 * beat[:, :, None])
    seen = seen * (0.85, 0.9, 1.1) + 18 + 25 * (x / width)[:, :, None]
    noisy: np.ndarray = np.clip(seen + chance.normal(0, 3, seen.shape), 0, 255).astype(np.uint8)
    return noisy


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
        "moved 0.5 %": moved(0.005),
        "moved 1 %": moved(0.01),
        "moved 1.5 %": moved(0.015),
        "moved 2 %": moved(0.02),
        "moved 4 %": moved(0.04),
        "defocused 0.5 %": defocused(0.005),
        "defocused 1 %": defocused(0.01),
        "defocused 1.5 %": defocused(0.015),
        "defocused 2 %": defocused(0.02),
        "defocused 4 %": defocused(0.04),
        "half black": half_gone(0),
        "half grey": half_gone(128),
        "half white": half_gone(255),
        "half dark": half_gone(None),
        "half hazy": half_hazy,
        "rows shifted": rows_shifted,
        "two in one": two_in_one,
        "two on white": two_on_white,
        "inset": inset,
        "off a screen": off_a_screen,
        "screen, close": screen_close,
        "wide field": wide_field,
        "squares": squares,
        "damaged WebP": damaged("WEBP", quality=90),
        "damaged JPEG 2000": damaged("JPEG2000", quality_mode="rates", quality_layers=[20]),
        "damaged AVIF": damaged("AVIF", quality=80),
    }
)
