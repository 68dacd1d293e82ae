"""Photographs spoiled on purpose, so that a quality head learns from every camera at hand.

Graded sets hold few photographs that nobody could grade: those were thrown away. Here good ones
become what a bad focus, flash or position makes of them, at two strengths: ``usable`` (small
lesions may be lost) and ``reject`` (the lesions that a grade depends on cannot be seen any more).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import cv2
import numpy as np

#: How much is spoiled; the words are those of the quality labels.
Spoiled = Literal["usable", "reject"]

_Step = Callable[[np.ndarray, np.random.Generator, bool], np.ndarray]


def degrade(pixels: np.ndarray, rng: np.random.Generator, wanted: Spoiled) -> np.ndarray:
    """Return a copy with one fault, or with two.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB, a prepared network input of good quality.
    rng
        Where the chance comes from.
    wanted
        What its quality is to be afterwards.

    Returns
    -------
    numpy.ndarray
        uint8 (H, W, 3) RGB.
    """
    first, second = rng.choice(len(_STEPS), 2, replace=False)
    pixels = _STEPS[first](pixels, rng, wanted == "reject")
    return _STEPS[second](pixels, rng, False) if rng.random() < 0.25 else pixels


def out_of_focus(pixels: np.ndarray, rng: np.random.Generator, severe: bool) -> np.ndarray:
    """Blur: at 299 pixels across, vessels of the second order vanish from 3.5 pixels on."""
    share = rng.uniform(3.5, 9.0) if severe else rng.uniform(1.0, 1.8)
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), share * pixels.shape[0] / 299))


def moved(pixels: np.ndarray, rng: np.random.Generator, severe: bool) -> np.ndarray:
    """Blur along one direction: the eye or the camera moved."""
    length = rng.uniform(18, 40) if severe else rng.uniform(5, 8)
    size = max(3, int(length * pixels.shape[0] / 299) | 1)
    line = np.zeros((size, size), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = (size // 2) * np.array([np.cos(angle), np.sin(angle)])
    center = np.array([size // 2, size // 2])
    start, end = (np.rint(center + sign * reach).astype(int).tolist() for sign in (-1, 1))
    cv2.line(line, start, end, 1.0)
    return np.asarray(cv2.filter2D(pixels, -1, line / line.sum()))


def too_dark(pixels: np.ndarray, rng: np.random.Generator, severe: bool) -> np.ndarray:
    """Take most of the light, and add the noise of a camera that amplifies the rest."""
    gain = rng.uniform(0.06, 0.22) if severe else rng.uniform(0.4, 0.6)
    noise = rng.normal(0, rng.uniform(1, 4), pixels.shape)
    return _rounded(pixels * gain + noise * (pixels > 0))


def overexposed(pixels: np.ndarray, rng: np.random.Generator, severe: bool) -> np.ndarray:
    """Flash too much: bright parts lose all structure."""
    gain = rng.uniform(2.4, 4.0) if severe else rng.uniform(1.4, 1.7)
    return _rounded(pixels * gain)


def hazy(pixels: np.ndarray, rng: np.random.Generator, severe: bool) -> np.ndarray:
    """Scatter light before the retina: a cloudy lens, or a dirty one."""
    left = rng.uniform(0.1, 0.28) if severe else rng.uniform(0.5, 0.7)
    veil = rng.uniform(90, 200) * np.array([1.0, rng.uniform(0.6, 0.95), rng.uniform(0.4, 0.9)])
    sigma = (3.0 if severe else 0.8) * pixels.shape[0] / 299
    soft = cv2.GaussianBlur(pixels, (0, 0), sigma)
    return _rounded(np.where(_field_of_view(pixels), soft * left + veil * (1 - left), pixels))


def shaded(pixels: np.ndarray, rng: np.random.Generator, severe: bool) -> np.ndarray:
    """Leave a part of the retina without light: the edge of a small pupil, or a lid."""
    height, width = pixels.shape[:2]
    angle = rng.uniform(0, 2 * np.pi)
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    along = columns * np.cos(angle) + rows * np.sin(angle)
    border = rng.uniform(-0.35, 0.0) if severe else rng.uniform(0.35, 0.6)
    light = 1 / (1 + np.exp((along - border) / rng.uniform(0.03, 0.1)))
    return _rounded(pixels * np.maximum(light, 0.03)[..., None])


def cut_off(pixels: np.ndarray, rng: np.random.Generator, severe: bool) -> np.ndarray:
    """Make much of the picture black: a file that ends early, or an eye that left the frame."""
    share = rng.uniform(0.5, 0.8) if severe else rng.uniform(0.22, 0.35)
    spoiled = np.rot90(pixels, int(rng.integers(4))).copy()
    spoiled[round(len(spoiled) * (1 - share)) :] = 0
    return np.ascontiguousarray(spoiled)


def compressed(pixels: np.ndarray, rng: np.random.Generator, severe: bool) -> np.ndarray:
    """Lose pixels, then show blocks: a file made small for sending."""
    scale = rng.uniform(0.15, 0.3) if severe else rng.uniform(0.4, 0.6)
    quality = int(rng.integers(3, 12) if severe else rng.integers(15, 30))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    small = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))
    size = (pixels.shape[1], pixels.shape[0])
    return cv2.resize(small, size, interpolation=cv2.INTER_CUBIC)


_STEPS: tuple[_Step, ...] = (
    out_of_focus,
    moved,
    too_dark,
    overexposed,
    hazy,
    shaded,
    cut_off,
    compressed,
)


def _field_of_view(pixels: np.ndarray) -> np.ndarray:
    return np.asarray(pixels.max(axis=2, keepdims=True) > 12)


def _rounded(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
