"""Transparent pictures: laid on black, unless that hides the photograph."""

from __future__ import annotations

import numpy as np

#: What is remarked where transparency is not applied.
IGNORED = "The file's transparency would hide the photograph and was ignored."

#: A picture that keeps less of its light than this is hidden, not shaped, by its transparency.
_KEPT_LIGHT = 0.1

#: Rows that are multiplied at once: whole pictures of 16 bits would take thrice the memory.
_BAND = 256


def on_black(pixels: np.ndarray, opacity: np.ndarray) -> tuple[np.ndarray, str]:
    """Lay a picture on black.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB, changed in place.
    opacity
        uint8 (H, W); 0 is transparent.

    Returns
    -------
    numpy.ndarray, str
        The same pixels, and the remark that the transparency was ignored, or nothing.
    """
    before = after = 0
    for top in range(0, len(pixels), _BAND):
        band = slice(top, top + _BAND)
        before += int(pixels[band].sum(dtype=np.int64))
        after += int(_flattened(pixels[band], opacity[band]).sum(dtype=np.int64))
    if after < _KEPT_LIGHT * before:
        return pixels, IGNORED
    for top in range(0, len(pixels), _BAND):
        band = slice(top, top + _BAND)
        pixels[band] = _flattened(pixels[band], opacity[band])
    return pixels, ""


def _flattened(pixels: np.ndarray, opacity: np.ndarray) -> np.ndarray:
    product = pixels.astype(np.uint16) * opacity[:, :, None]
    flattened: np.ndarray = ((product + 127) // 255).astype(np.uint8)
    return flattened
