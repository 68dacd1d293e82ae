"""Changing single photographs on purpose, on the processor: position, sharpness, light, frame."""

from __future__ import annotations

import math

import cv2
import numpy as np


def changed(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a changed copy of a photograph, float32 (S, S, 3) RGB, 0–1.

    The same generator state gives the same change.

    Parameters
    ----------
    pixels
        uint8 (S, S, 3) RGB, prepared for the network.
    rng
        Where the changes come from.
    """
    moved = _sharpness(_position(pixels, rng), rng)
    return _frame(_light(moved.astype(np.float32) / 255, rng), rng)


def _position(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    side = pixels.shape[0]
    widest = math.pi if rng.random() < 0.4 else 0.3
    angle = rng.uniform(-widest, widest)
    zoom, stretch = math.exp(rng.uniform(-0.14, 0.2)), math.sqrt(1 + rng.uniform(-0.08, 0.08))
    flip = -1 if rng.random() < 0.5 else 1
    cosine, sine = math.cos(angle), math.sin(angle)
    turn = zoom * np.array(
        [
            [cosine * stretch * flip, -sine / stretch],
            [sine * stretch * flip, cosine / stretch],
        ]
    )
    centre = np.full(2, side / 2 - 0.5)
    shift = centre - turn @ centre + rng.uniform(-0.04, 0.04, 2) * side
    way = cv2.INTER_LINEAR if rng.random() < 0.5 else cv2.INTER_CUBIC
    return cv2.warpAffine(pixels, np.c_[turn, shift], (side, side), flags=way)


def _sharpness(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    side = pixels.shape[0]
    if rng.random() < 0.25:
        pixels = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.3, 2))
    if rng.random() < 0.25:
        smaller = int(side * rng.uniform(0.45, 0.95))
        small = cv2.resize(pixels, (smaller, smaller), interpolation=cv2.INTER_AREA)
        pixels = cv2.resize(small, (side, side), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.3:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.uniform(40, 95))]
        found = cv2.imdecode(cv2.imencode(".jpg", pixels, quality)[1], cv2.IMREAD_COLOR)
        pixels = pixels if found is None else found
    return pixels


def _light(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if rng.random() < 0.85:
        pixels = np.maximum(pixels, 1e-4) ** math.exp(rng.uniform(-0.3, 0.3))
        pixels = pixels * rng.uniform(0.8, 1.2) * (1 + rng.uniform(-0.12, 0.12, 3))
        grey = pixels @ np.array([0.299, 0.587, 0.114])
        saturation = rng.uniform(0.7, 1.3)
        pixels = pixels * saturation + grey[..., None] * (1 - saturation)
        if rng.random() < 0.5:
            mean = pixels.mean((0, 1))
            pixels = (pixels - mean) * rng.uniform(0.85, 1.2) + mean
    if rng.random() < 0.15:
        pixels = pixels + rng.normal(0, rng.uniform(0.004, 0.025), pixels.shape)
    return pixels


def _frame(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    side = pixels.shape[0]
    cut = np.array(pixels, np.float32)
    if rng.random() < 0.4:
        cut[: int(side * rng.uniform(0, 0.15))] = 0
    if rng.random() < 0.4:
        cut[side - int(side * rng.uniform(0, 0.15)) :] = 0
    return np.clip(cut, 0, 1)
