"""How sharp the edges of vessels are: measured where vessels are, at more pixels than the rest.

A sharp edge is steeper the finer it is looked at; one that is blurred is not. So the ratio of two
slopes, at a fine and at a coarse scale, tells how far it is blurred (after Zhuo and Sim, "Defocus
map estimation from a single image", 2011), whatever its contrast.
"""

from __future__ import annotations

import cv2
import numpy as np

from fundusviewer.imaging.prepare import InputSpec, to_model_input
from fundusviewer.imaging.types import FieldOfView, Region

#: Sides of the square into which the disc is scaled; never enlarged beyond the smaller one.
_LARGEST, _SMALLEST = 768, 256

#: Sigmas of the two scales, in pixels of the largest square.
_FINE, _COARSE = 1.0, 2.5

#: The outer part of the disc is left out; of the rest, the steepest share is looked at.
_INNER_SHARE, _STEEPEST = 0.88, 92

#: The logarithm makes slopes contrasts; the offset keeps the noise of dark places out.
_LOGARITHM = np.log(np.arange(256, dtype=np.float32) + 8)

#: Weaker slopes of the logarithm than this are none.
_NO_EDGE = 1e-4


def edge_sharpness(pixels: np.ndarray, field_of_view: FieldOfView) -> float:
    """Return the median ratio of slopes; 0 where there is no edge.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB.
    field_of_view
        Its disc.
    """
    across = 2 * max(field_of_view.radius_x, field_of_view.radius_y)
    side = int(min(_LARGEST, max(_SMALLEST, across)))
    spec = InputSpec(height=side, width=side, crop="field_of_view")
    prepared = to_model_input(pixels, spec, field_of_view)
    logarithm = cv2.LUT(cv2.extractChannel(prepared.pixels, 1), _LOGARITHM)
    inside = _inside(side, prepared.region, pixels.shape)
    if not inside.any():
        return 0.0
    fine_x, fine_y = _slopes(logarithm, _FINE * side / _LARGEST)
    coarse_x, coarse_y = _slopes(logarithm, _COARSE * side / _LARGEST)
    squared = (coarse_x * coarse_x + coarse_y * coarse_y)[inside]
    steep = squared > max(float(np.percentile(squared, _STEEPEST)), _NO_EDGE**2)
    if not steep.any():
        return 0.0
    along = (fine_x * coarse_x + fine_y * coarse_y)[inside][steep]
    return float(np.median(along / squared[steep]))


def _slopes(channel: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    smooth = cv2.GaussianBlur(channel, (0, 0), sigma)
    # Scharr's kernel sums to 32 for a slope of one a pixel.
    return (
        cv2.Scharr(smooth, cv2.CV_32F, 1, 0, scale=1 / 32),
        cv2.Scharr(smooth, cv2.CV_32F, 0, 1, scale=1 / 32),
    )


def _inside(side: int, region: Region, shape: tuple[int, ...]) -> np.ndarray:
    """Return bool (side, side), true well inside of the disc and of the frame."""
    mask = np.zeros((side, side), np.uint8)
    cv2.circle(mask, (side // 2, side // 2), round(side / 2 * _INNER_SHARE), 1, -1)
    centres = (np.arange(side) + 0.5) / side
    margin = 3 * region.width / side + 2
    x, y = region.left + centres * region.width, region.top + centres * region.height
    columns = (x > margin) & (x < shape[1] - margin)
    rows = (y > margin) & (y < shape[0] - margin)
    inside: np.ndarray = (mask > 0) & rows[:, None] & columns[None, :]
    return inside
