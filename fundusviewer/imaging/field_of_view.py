"""Finding the field of view in a photograph.

The surround of a fundus photograph is dark and the field's edge is an ellipse (a circle unless the
picture was squashed), often cut off by the frame. The bright component is separated by a threshold
between surround and retina, then an axis-aligned ellipse is fitted to those edge points that are
not on the frame, by trimmed least squares.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from fundusviewer.imaging.ellipse import edge_points, fit_ellipse
from fundusviewer.imaging.quantiles import median, percentile
from fundusviewer.imaging.resample import area_resize
from fundusviewer.imaging.second_field import second_field
from fundusviewer.imaging.types import FieldOfView, Region

#: Longest side on which the field is looked for, in pixels: enough for an edge to 0.3 %.
_WORKING_SIDE = 360

#: Retina is at least this share of the way from the surround's to the retina's brightness.
_THRESHOLD_SHARE = 0.09

#: A frame whose bright component covers more than this shows no surround.
_FULL_FRAME = 0.985

#: Longest side on which :func:`retina_box` looks, in pixels.
_BOX_SIDE = 320

#: Share of the largest bright part from which on another one counts, share of the picture below
#: which a box is not believed, and what is left around it as a share of its longer side.
_LARGE_PART, _LEAST_BOX, _BOX_MARGIN = 0.1, 0.2, 0.004

#: Beside the field is what lies beyond this share of its radius, and its brightness is that within
#: the other; where less than so much of the frame lies beside it, nothing is said.
_BESIDE, _INNER, _LEAST_BESIDE = 1.05, 0.9, 0.03

#: Where more than this of what lies beside the ellipse is lit, it is retina: the frame cuts the
#: field off, and the ellipse is smaller than the field.
_MOST_LIT = 0.8

#: Lit is what is brighter than the darkest surround by this share of the way to the retina.
_LIT_SHARE, _FAINT_LIGHT = 0.15, 10.0

#: The bright part may be larger than the ellipse by this: labels, reflections at the edge.
_MAX_OUTSIDE = 1.3


def find_field_of_view(pixels: np.ndarray) -> FieldOfView:
    """Find the field of view.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB.

    Returns
    -------
    FieldOfView
        In pixels of ``pixels``. Where no edge is found, the circle inside the square around the
        bright part, with ``roundness`` 0.
    """
    height, width = pixels.shape[:2]
    scale = min(1.0, _WORKING_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = area_resize(pixels, *size)
    bright = _bright(small)
    mask = _largest_component(bright)
    x, y, w, h = cv2.boundingRect(mask)
    if w == 0:
        x, y, w, h = 0, 0, size[0], size[1]
    coverage = float(np.count_nonzero(mask)) / mask.size
    fills_frame = coverage > _FULL_FRAME
    ellipse = None if fills_frame else fit_ellipse(edge_points(mask), _WORKING_SIDE)
    if ellipse and not _is_around(mask, ellipse):
        ellipse = None
    half = max(w, h) / 2
    center_x, center_y, radius_x, radius_y, roundness = ellipse or (
        x + w / 2,
        y + h / 2,
        half,
        half,
        0.0,
    )
    place = (center_x, center_y, radius_x, radius_y)
    to_x, to_y = width / size[0], height / size[1]
    return FieldOfView(
        center_x=center_x * to_x,
        center_y=center_y * to_y,
        radius_x=radius_x * to_x,
        radius_y=radius_y * to_y,
        left=round(x * to_x),
        top=round(y * to_y),
        right=min(width, round((x + w) * to_x)),
        bottom=min(height, round((y + h) * to_y)),
        coverage=coverage,
        roundness=roundness,
        fills_frame=fills_frame,
        second_field=0.0 if fills_frame else second_field(bright, _WORKING_SIDE),
        stray_light=0.0 if ellipse is None else _stray_light(small, place),
    )


def retina_box(pixels: np.ndarray) -> Region:
    """Return the box around all that is no dark surround: what a view shows of a photograph first.

    A fiftieth of the time of :func:`find_field_of_view`. A second field of some size is inside;
    letters in a corner are not. Where hardly anything is bright it is the whole picture.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB.

    Examples
    --------
    >>> picture = np.zeros((100, 200, 3), np.uint8)
    >>> picture[:, 50:150] = 120
    >>> retina_box(picture)
    Region(left=48, top=0, width=103, height=100)
    """
    height, width = pixels.shape[:2]
    whole = Region(0, 0, width, height)
    scale = min(1.0, _BOX_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    bright = _bright(area_resize(pixels, *size))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bright, connectivity=4)
    if len(stats) < 2:
        return whole
    areas = stats[1:, cv2.CC_STAT_AREA]
    large = 1 + np.flatnonzero(areas >= _LARGE_PART * areas.max())
    x, y, w, h = cv2.boundingRect(np.isin(labels, large).astype(np.uint8))
    if w * h < _LEAST_BOX * bright.size:
        return whole
    # The blur that finds what is bright has reached beyond it already.
    margin = _BOX_MARGIN * max(w, h)
    to_x, to_y = width / size[0], height / size[1]
    left, top = (max(0, math.floor(at)) for at in ((x - margin) * to_x, (y - margin) * to_y))
    right = min(width, math.ceil((x + w + margin) * to_x))
    bottom = min(height, math.ceil((y + h + margin) * to_y))
    return Region(left, top, right - left, bottom - top)


def _bright(small: np.ndarray) -> np.ndarray:
    """Return uint8 (h, w), 1 on what is brighter than the dark surround."""
    # Channel by channel: NumPy takes thirty times as long to look across the last axis.
    red, green, blue = cv2.split(small)
    brightness = cv2.GaussianBlur(np.maximum(np.maximum(red, green), blue), (5, 5), 0)
    surround, retina = (percentile(brightness, one) for one in (1, 90))
    threshold = surround + max(4.0, _THRESHOLD_SHARE * (retina - surround))
    bright: np.ndarray = (brightness > threshold).astype(np.uint8)
    return cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))


def _stray_light(small: np.ndarray, place: tuple[float, float, float, float]) -> float:
    """Return the area beside the field that is lit, as a share of the field's."""
    center_x, center_y, radius_x, radius_y = place
    x = (np.arange(small.shape[1]) + 0.5 - center_x) / radius_x
    y = (np.arange(small.shape[0]) + 0.5 - center_y) / radius_y
    distances = y[:, None] ** 2 + x[None, :] ** 2
    beside, inner = distances > _BESIDE**2, distances < _INNER**2
    brightness = cv2.max(cv2.max(small[:, :, 0], small[:, :, 1]), small[:, :, 2])
    count = int(np.count_nonzero(beside))
    if not inner.any() or count < _LEAST_BESIDE * beside.size:
        return 0.0
    retina = median(brightness[inner])
    surround = percentile(brightness[beside], 5)
    limit = surround + max(_FAINT_LIGHT, _LIT_SHARE * (retina - surround))
    lit = int(np.count_nonzero(brightness[beside] > limit))
    if lit > _MOST_LIT * count:
        return 0.0
    return lit / max(1, int(np.count_nonzero(distances <= 1)))


def _largest_component(bright: np.ndarray) -> np.ndarray:
    """Return uint8 (h, w), 1 on the largest bright component with its holes filled."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bright, connectivity=4)
    if len(stats) < 2:
        return np.zeros_like(bright)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    contours, _ = cv2.findContours(
        (labels == largest).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    return cv2.drawContours(np.zeros_like(bright), contours, -1, 1, -1)


def _is_around(mask: np.ndarray, ellipse: tuple[float, ...]) -> bool:
    """Return whether the ellipse is around the bright side of its edge, not around a dark corner.

    The field of view has its centre within the bright part's box and hardly less area than it.
    """
    center_x, center_y, radius_x, radius_y = ellipse[:4]
    x, y, w, h = cv2.boundingRect(mask)
    area = math.pi * radius_x * radius_y
    return (
        x <= center_x <= x + w
        and y <= center_y <= y + h
        and int(np.count_nonzero(mask)) <= _MAX_OUTSIDE * area
    )
