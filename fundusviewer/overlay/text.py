"""Text on photographs: white on a dark plate, so that it is readable on any ground."""

from __future__ import annotations

import cv2
import numpy as np

_WHITE = (255, 255, 255)
_PLATE_ALPHA = 176
_FONT = "sans"  # OpenCV's built-in Rubik: Latin, Greek, Cyrillic, Chinese, Japanese
_BOLD, _REGULAR = 600, 400

#: Margin at the left and right of the text, as a share of the plate's height.
_SIDE_MARGIN = 0.4

#: Plates lower than this are drawn as high as this, and averaged down.
_DRAWN_HEIGHT = 64


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
    width = _plate_width(text, height, weight)
    if width > max_width:
        height = max(1, int(height * max_width / width))
        width = min(max_width, _plate_width(text, height, weight))
    # OpenCV sets letters on whole pixels, which tears small words apart: small text is drawn
    # large and averaged down.
    enlarged = max(1, round(_DRAWN_HEIGHT / height))
    ink = _ink(text, height * enlarged, width * enlarged, weight)
    if enlarged > 1:
        ink = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)
    alpha = _PLATE_ALPHA + (255 - _PLATE_ALPHA) * ink
    # Straight alpha: white where there is ink, black plate elsewhere.
    colour = np.clip(255 * 255 * ink / np.maximum(alpha, 1), 0, 255)
    return np.dstack([colour, colour, colour, alpha]).round().astype(np.uint8)


def _ink(text: str, height: int, width: int, weight: int) -> np.ndarray:
    """Return float32 (height, width), 0–1: the letters."""
    letters = np.zeros((height, width, 3), np.uint8)
    origin = (round(height * _SIDE_MARGIN), round(height * 0.7))
    size = _letter_size(height)
    cv2.putText(letters, text, origin, _WHITE, cv2.FontFace(_FONT), size, weight)
    ink: np.ndarray = letters[:, :, 0].astype(np.float32) / 255
    return ink


def _plate_width(text: str, height: int, weight: int) -> int:
    """Return the width of the plate around a text, measured on large letters."""
    large = max(height, _DRAWN_HEIGHT)
    font = cv2.FontFace(_FONT)
    box = cv2.getTextSize((1, 1), text, (0, 0), font, _letter_size(large), weight)
    return max(1, round((int(box[2]) + 2 * large * _SIDE_MARGIN) * height / large))


def _letter_size(height: int) -> int:
    """Return the size of letters on a plate: it is half as high again as they are."""
    return max(1, round(height * 0.62))
