"""Text on photographs: white on a dark plate, so that it is readable on any ground."""

from __future__ import annotations

import cv2
import numpy as np

_WHITE = (255, 255, 255)
_PLATE_ALPHA = 176
_FONT = "sans"  # OpenCV's built-in Rubik: Latin, Greek, Cyrillic, Chinese, Japanese
_BOLD, _REGULAR = 600, 400


def text_plate(text: str, height: int, max_width: int, *, bold: bool = False) -> np.ndarray:
    """Draw one line of text on a translucent dark plate.

    Parameters
    ----------
    text
        One line.
    height
        Height of the plate in pixels.
    max_width
        The text is made smaller where the plate would be wider.

    Returns
    -------
    numpy.ndarray
        uint8 (h, w, 4) RGBA, at most ``height`` × ``max_width``.
    """
    weight = _BOLD if bold else _REGULAR
    # The plate is half as high again as the letters, with the same margin on all sides.
    size = max(4, round(height * 0.62))
    width = _text_width(text, size, weight) + round(height * 0.8)
    if width > max_width:
        height = max(1, int(height * max_width / width))
        size = max(1, round(height * 0.62))
        width = min(max_width, _text_width(text, size, weight) + round(height * 0.8))
    letters = np.zeros((height, max(1, width), 3), np.uint8)
    cv2.putText(
        letters,
        text,
        (round(height * 0.4), round(height * 0.7)),
        _WHITE,
        cv2.FontFace(_FONT),
        size,
        weight,
    )
    ink = letters[:, :, 0].astype(np.float32) / 255
    alpha = _PLATE_ALPHA + (255 - _PLATE_ALPHA) * ink
    # Straight alpha: white where there is ink, black plate elsewhere.
    colour = np.clip(255 * 255 * ink / np.maximum(alpha, 1), 0, 255)
    return np.dstack([colour, colour, colour, alpha]).round().astype(np.uint8)


def _text_width(text: str, size: int, weight: int) -> int:
    box = cv2.getTextSize((1, 1), text, (0, 0), cv2.FontFace(_FONT), size, weight)
    return int(box[2]) + size // 4
