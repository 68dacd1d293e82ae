"""Random changes that a grade must survive: geometry, frame, light, sharpness, compression.

The frame is changed on purpose. In public sets the field of view's top and bottom are cut off more
often in diseased eyes than in healthy ones, because other cameras were used: without random frames
a network learns to grade the frame (the "frame shortcut").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

Step = Callable[[np.ndarray, np.random.Generator, "Strength"], np.ndarray]


@dataclass(frozen=True)
class Strength:
    """How far each change may go.

    Attributes
    ----------
    rotation
        Largest rotation in degrees, both ways.
    zoom
        Range of the enlargement around the centre.
    stretch
        Largest relative change of the aspect ratio.
    shift
        Largest displacement as a share of the side.
    cut
        Largest band that the frame takes at each edge, as a share of the side.
    gain
        Largest relative change of one colour channel.
    gamma
        Largest relative change of the exponent.
    blur
        Largest standard deviation of the blur in pixels.
    jpeg
        Lowest JPEG quality.
    """

    rotation: float = 30.0
    zoom: tuple[float, float] = (0.9, 1.3)
    stretch: float = 0.08
    shift: float = 0.04
    cut: float = 0.18
    gain: float = 0.2
    gamma: float = 0.3
    blur: float = 1.2
    jpeg: int = 40


def augment(
    pixels: np.ndarray, rng: np.random.Generator, strength: Strength | None = None
) -> np.ndarray:
    """Return a randomly changed copy.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB, a prepared network input.
    rng
        Where the chance comes from.
    strength
        How far it may go.

    Returns
    -------
    numpy.ndarray
        uint8 (H, W, 3) RGB.
    """
    strength = strength or Strength()
    for step in _STEPS:
        pixels = step(pixels, rng, strength)
    return pixels


def change_geometry(pixels: np.ndarray, rng: np.random.Generator, strength: Strength) -> np.ndarray:
    """Flip, rotate, zoom, stretch and shift in one resampling; black beyond the frame."""
    height, width = pixels.shape[:2]
    angle = np.deg2rad(rng.uniform(-strength.rotation, strength.rotation))
    zoom = rng.uniform(*strength.zoom)
    aspect = np.sqrt(1 + rng.uniform(-strength.stretch, strength.stretch))
    flips = rng.choice([-1.0, 1.0], size=2)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = rotation @ np.diag([zoom * aspect * flips[0], zoom / aspect * flips[1]])
    center = np.array([width - 1, height - 1]) / 2
    shift = rng.uniform(-strength.shift, strength.shift, size=2) * (width, height)
    offset = center + shift - matrix @ center
    return cv2.warpAffine(pixels, np.column_stack([matrix, offset]), (width, height))


def change_frame(pixels: np.ndarray, rng: np.random.Generator, strength: Strength) -> np.ndarray:
    """Cut it off as another camera would: at top and bottom, at the sides, by a circle."""
    height, width = pixels.shape[:2]
    framed = pixels.copy()
    if rng.random() < 0.7:
        top, bottom = (rng.uniform(0, strength.cut, size=2) * height).astype(int)
        framed[:top] = 0
        framed[height - bottom :] = 0
    if rng.random() < 0.2:
        left, right = (rng.uniform(0, strength.cut, size=2) * width).astype(int)
        framed[:, :left] = 0
        framed[:, width - right :] = 0
    if rng.random() < 0.3:
        mask = np.zeros((height, width), np.uint8)
        radius = int(rng.uniform(0.85, 1.0) * min(height, width) / 2)
        cv2.circle(mask, (width // 2, height // 2), radius, 255, thickness=-1)
        framed = cv2.bitwise_and(framed, framed, mask=mask)
    return framed


def change_light(pixels: np.ndarray, rng: np.random.Generator, strength: Strength) -> np.ndarray:
    """Change exposure, white balance and saturation through one table for each channel."""
    levels = np.arange(256) / 255
    gamma = np.exp(rng.uniform(-strength.gamma, strength.gamma))
    brightness = 1 + rng.uniform(-strength.gain, strength.gain)
    tint = 1 + rng.uniform(-strength.gain, strength.gain, size=3) / 2
    tables = np.stack([levels**gamma * brightness * channel for channel in tint], axis=-1)
    table = np.clip(tables * 255, 0, 255).astype(np.uint8)[None]
    changed = cv2.LUT(pixels, table)
    grey = cv2.cvtColor(cv2.cvtColor(changed, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    saturation = rng.uniform(1 - strength.gain, 1 + strength.gain)
    return cv2.addWeighted(changed, saturation, grey, 1 - saturation, 0)


def change_sharpness(
    pixels: np.ndarray, rng: np.random.Generator, strength: Strength
) -> np.ndarray:
    """Blur, lose resolution or add sensor noise, each now and then."""
    if rng.random() < 0.3:
        pixels = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.3, strength.blur))
    if rng.random() < 0.3:
        height, width = pixels.shape[:2]
        scale = rng.uniform(0.5, 1.0)
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        pixels = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.2:
        noise = rng.normal(0, rng.uniform(1, 6), size=pixels.shape)
        pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    return pixels


def change_compression(
    pixels: np.ndarray, rng: np.random.Generator, strength: Strength
) -> np.ndarray:
    """Save as JPEG of a random quality and read it again, every other time."""
    if rng.random() < 0.5:
        return pixels
    quality = int(rng.integers(strength.jpeg, 96))
    data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))


_STEPS: tuple[Step, ...] = (
    change_geometry,
    change_light,
    change_sharpness,
    change_compression,
    change_frame,
)
