"""How sharp the edges of vessels are: measured where vessels are, at more pixels than the rest.

A sharp edge is steeper the finer it is looked at; one that is blurred is not. So the ratio of two
slopes, at a fine and at a coarse scale, tells how far it is blurred (after Zhuo and Sim, "Defocus
map estimation from a single image", 2011), whatever its contrast.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from fundusviewer.imaging.prepare import InputSpec, to_model_input
from fundusviewer.imaging.quantiles import median, percentile
from fundusviewer.imaging.types import FieldOfView, Region

#: Sides of the square into which the field is scaled; never enlarged beyond the smaller one.
_LARGEST, _SMALLEST = 768, 256

#: Sigmas of the two scales, in pixels of the largest square.
_FINE, _COARSE = 1.0, 2.5

#: The outer part of the field is left out; of the rest, the steepest share is looked at.
_INNER_SHARE, _STEEPEST = 0.88, 92

#: So many directions are looked at apart; each must have so many places.
_DIRECTIONS, _LEAST_EDGES = 12, 200

#: The logarithm makes slopes contrasts; the offset keeps the noise of dark places out.
_LOGARITHM = np.log(np.arange(256, dtype=np.float32) + 8)

#: Weaker slopes of the logarithm than this are none.
_NO_EDGE = 1e-4


@dataclass(frozen=True)
class EdgeSharpness:
    """How sharp the edges of vessels are; 0 where there is no edge.

    Attributes
    ----------
    median
        Of all edges.
    weakest
        Of the edges of that direction in which they are least sharp: where camera or eye moved,
        those along the movement stay sharp, and hide in the median what happened to the others.
    """

    median: float
    weakest: float


def edge_sharpness(pixels: np.ndarray, field_of_view: FieldOfView) -> EdgeSharpness:
    """Return the median ratio of slopes.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB.
    field_of_view
        Its field of view.
    """
    across = 2 * max(field_of_view.radius_x, field_of_view.radius_y)
    side = int(min(_LARGEST, max(_SMALLEST, across)))
    spec = InputSpec(height=side, width=side, crop="field_of_view")
    prepared = to_model_input(cv2.extractChannel(pixels, 1), spec, field_of_view)
    logarithm = cv2.LUT(prepared.pixels, _LOGARITHM)
    inside = _inside(side, prepared.region, pixels.shape)
    if not inside.any():
        return EdgeSharpness(0.0, 0.0)
    fine_x, fine_y = (part[inside] for part in _slopes(logarithm, _FINE * side / _LARGEST))
    coarse_x, coarse_y = (part[inside] for part in _slopes(logarithm, _COARSE * side / _LARGEST))
    squared = coarse_x * coarse_x + coarse_y * coarse_y
    along = fine_x * coarse_x + fine_y * coarse_y
    directions = np.arctan2(coarse_y, coarse_x)
    return EdgeSharpness(_ratio(along, squared), _weakest(along, squared, directions))


def _ratio(along: np.ndarray, squared: np.ndarray) -> float:
    """Return the median ratio of the steepest."""
    steep = squared > max(percentile(squared, _STEEPEST), _NO_EDGE**2)
    return median(along[steep] / squared[steep]) if steep.any() else 0.0


def _weakest(along: np.ndarray, squared: np.ndarray, directions: np.ndarray) -> float:
    """Return the least ratio of all directions; each shares a half with the next one."""
    sectors = np.floor(directions * (_DIRECTIONS / np.pi)).astype(np.int8) % _DIRECTIONS
    # A stable sort of so few numbers counts them; masks would be looked through for each.
    order = np.argsort(sectors, kind="stable")
    counts = np.bincount(sectors, minlength=_DIRECTIONS)
    # The last one stands in front of the first, too: then each pair is one piece.
    order = np.concatenate((order[len(order) - counts[-1] :], order))
    along, squared = along[order], squared[order]
    starts = np.cumsum((0, counts[-1], *counts))
    pieces = (slice(starts[at], starts[at + 2]) for at in range(_DIRECTIONS))
    pairs = [piece for piece in pieces if piece.stop - piece.start >= _LEAST_EDGES]
    return min((_ratio(along[pair], squared[pair]) for pair in pairs), default=0.0)


def _slopes(channel: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray]:
    smooth = cv2.GaussianBlur(channel, (0, 0), sigma)
    # Scharr's kernel sums to 32 for a slope of one a pixel.
    return (
        cv2.Scharr(smooth, cv2.CV_32F, 1, 0, scale=1 / 32),
        cv2.Scharr(smooth, cv2.CV_32F, 0, 1, scale=1 / 32),
    )


def _inside(side: int, region: Region, shape: tuple[int, ...]) -> np.ndarray:
    """Return bool (side, side), true well inside of the field and of the frame."""
    mask = np.zeros((side, side), np.uint8)
    cv2.circle(mask, (side // 2, side // 2), round(side / 2 * _INNER_SHARE), 1, -1)
    centres = (np.arange(side) + 0.5) / side
    margin = 3 * region.width / side + 2
    x, y = region.left + centres * region.width, region.top + centres * region.height
    columns = (x > margin) & (x < shape[1] - margin)
    rows = (y > margin) & (y < shape[0] - margin)
    inside: np.ndarray = (mask > 0) & rows[:, None] & columns[None, :]
    return inside
