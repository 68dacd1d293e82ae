"""Turning a picture upright."""

from __future__ import annotations

import cv2
import numpy as np


def upright(pixels: np.ndarray, orientation: int) -> np.ndarray:
    """Return a picture as EXIF's orientation means it (1–8; others leave it)."""
    turned = {
        2: lambda: cv2.flip(pixels, 1),
        3: lambda: cv2.rotate(pixels, cv2.ROTATE_180),
        4: lambda: cv2.flip(pixels, 0),
        5: lambda: cv2.transpose(pixels),
        6: lambda: cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE),
        7: lambda: cv2.flip(cv2.transpose(pixels), -1),
        8: lambda: cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE),
    }
    return turned[orientation]() if orientation in turned else pixels
