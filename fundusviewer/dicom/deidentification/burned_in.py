"""Text in the surround of a photograph: a name, a date, a number."""

from __future__ import annotations

import cv2
import numpy as np

from fundusviewer.imaging import find_field_of_view

#: Brighter than the surround by this, of 255.
_BRIGHTER = 60

#: How far from the retina's edge is looked, as a share of its radius: notches and marks of the
#: camera stand at the edge itself.
_AWAY = 1.06

#: Letters are between so many and so many thousandths of the photograph high.
_LOWEST, _HIGHEST = 6, 120

#: From so many separate signs on it seems to be text.
_SIGNS = 4


def seems_to_have_text(pixels: np.ndarray) -> bool:
    """Return whether something that looks like letters stands beside the retina.

    A warning, not a proof: text on the retina itself, or in a photograph without a dark surround,
    is not found.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB.
    """
    field_of_view = find_field_of_view(pixels)
    if field_of_view.fills_frame:
        return False
    bright = pixels.max(axis=2)
    outside = np.ones(bright.shape, np.uint8)
    centre = (round(field_of_view.center_x), round(field_of_view.center_y))
    axes = (round(field_of_view.radius_x * _AWAY), round(field_of_view.radius_y * _AWAY))
    cv2.ellipse(outside, centre, axes, 0, 0, 360, 0, -1)
    if not outside.any():
        return False
    level = int(np.median(bright[outside == 1])) + _BRIGHTER
    signs = ((bright > level) & (outside == 1)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(signs, connectivity=8)
    heights = stats[1:, cv2.CC_STAT_HEIGHT] * 1000 / pixels.shape[0]
    return int(np.count_nonzero((heights >= _LOWEST) & (heights <= _HIGHEST))) >= _SIGNS
