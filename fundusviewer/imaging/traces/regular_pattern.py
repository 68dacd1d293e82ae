"""Finding a regular pattern over a photograph: the pixels of a screen, or the dots of a print.

A camera's pixels and a screen's beat with each other (moiré): one frequency stands out of the
spectrum as none does in a retina.
"""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from fundusviewer.imaging.types import FieldOfView

#: The side of the square in the field's middle that is looked at, as a share of its radius, and in
#: pixels: at most, and least.
_SHARE, _LARGEST, _LEAST = 1.2, 512, 100

#: Brightness beyond this differs from its surroundings no more: one reflection is no pattern.
_STRONGEST = 8.0

#: Frequencies, in cycles a pixel: slower ones are vessels, and along rows and columns lie the
#: blocks of JPEG and the lines of video cameras.
_SLOWEST, _FASTEST, _ALONG = 0.1, 0.48, 0.02

#: Widths of a peak and of what it is compared with, in steps of the spectrum.
_PEAK, _AROUND = 3, 21


def regular_pattern(pixels: np.ndarray, field_of_view: FieldOfView) -> float:
    """Return how far the strongest frequency stands out of those around it.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB.
    field_of_view
        Its field of view.
    """
    green = _middle(pixels, field_of_view)
    if min(green.shape) < _LEAST:
        return 0.0
    fine = green - cv2.GaussianBlur(green, (0, 0), 2)
    window, told = _window_and_frequencies(*green.shape)
    spectrum = cv2.dft(
        np.clip(fine, -_STRONGEST, _STRONGEST) * window, flags=cv2.DFT_COMPLEX_OUTPUT
    )
    strength = np.fft.fftshift(cv2.magnitude(*cv2.split(spectrum)))
    around = cv2.blur(strength, (_AROUND, _AROUND)) + 1e-3
    stands_out = cv2.blur(strength, (_PEAK, _PEAK)) / around
    return float(stands_out[told].max())


@lru_cache(maxsize=4)
def _window_and_frequencies(height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what a square is faded out with, and where its spectrum is looked at.

    float32 and bool (h, w). The photographs of one camera have squares of one size.
    """
    window = cv2.createHanningWindow((width, height), cv2.CV_32F)
    down = np.abs(np.fft.fftshift(np.fft.fftfreq(height)))[:, None]
    across = np.abs(np.fft.fftshift(np.fft.fftfreq(width)))[None, :]
    least, most = np.minimum(down, across), np.maximum(down, across)
    return window, (np.hypot(down, across) > _SLOWEST) & (least > _ALONG) & (most < _FASTEST)


def _middle(pixels: np.ndarray, field_of_view: FieldOfView) -> np.ndarray:
    """Return float32 (h, w), the green of the field's middle."""
    side = min(_LARGEST, int(_SHARE * min(field_of_view.radius_x, field_of_view.radius_y))) // 2 * 2
    top, left = (
        max(0, int(at) - side // 2) for at in (field_of_view.center_y, field_of_view.center_x)
    )
    return pixels[top : top + side, left : left + side, 1].astype(np.float32)
