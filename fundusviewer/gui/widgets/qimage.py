"""Pixels as Qt draws them."""

from __future__ import annotations

import cv2
import numpy as np
from PySide6.QtGui import QImage


def to_qimage(pixels: np.ndarray) -> QImage:
    """Copy uint8 (h, w, 3) RGB or (h, w, 4) RGBA with straight alpha into a picture to draw."""
    code = cv2.COLOR_RGB2BGRA if pixels.shape[2] == 3 else cv2.COLOR_RGBA2BGRA
    bgra = cv2.cvtColor(pixels, code)
    shown = QImage.Format.Format_ARGB32
    image = QImage(bgra.data, bgra.shape[1], bgra.shape[0], bgra.strides[0], shown)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
