"""Finding the retina's disc in a photograph.

The surround of a fundus photograph is dark and the disc's edge is an ellipse (a circle unless the
picture was squashed), often cut off by the frame. The bright component is separated by a threshold
between surround and retina, then an axis-aligned ellipse is fitted to those edge points that are
not on the frame, by trimmed least squares.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np

from fundusviewer.imaging.resample import area_resize
from fundusviewer.imaging.types import FieldOfView

#: Longest side on which the disc is looked for, in pixels: enough for an edge to 0.3 %.
_WORKING_SIDE = 360

#: Retina is at least this share of the way from the surround's to the retina's brightness.
_THRESHOLD_SHARE = 0.09

#: A frame whose bright component covers more than this shows no surround.
_FULL_FRAME = 0.985

#: An edge point lies on the ellipse within this share of its radius.
_EDGE_TOLERANCE = 0.035

#: Shortest edges that a circle and an ellipse are fitted to, as shares of the circumference.
_MIN_CIRCLE_EDGE, _MIN_ELLIPSE_EDGE = 0.06, 0.2

#: An ellipse must explain this much more of the edge than the circle does.
_ELLIPSE_GAIN = 1.2

#: Radii of a squashed disc differ by at most this ratio (4:3 and 3:2 squashed to a square).
_MAX_ASPECT = 1.7

#: The bright part may be larger than the ellipse by this: labels, reflections at the edge.
_MAX_OUTSIDE = 1.3

#: Fewer edge points than this are not fitted.
_MIN_POINTS = 20

#: Centre x and y, radius in x and y.
_Ellipse = tuple[float, float, float, float]


def find_field_of_view(pixels: np.ndarray) -> FieldOfView:
    """Find the disc of the retina.

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
    mask = _bright_component(small)
    x, y, w, h = cv2.boundingRect(mask)
    if w == 0:
        x, y, w, h = 0, 0, size[0], size[1]
    coverage = float(np.count_nonzero(mask)) / mask.size
    fills_frame = coverage > _FULL_FRAME
    ellipse = None if fills_frame else _fit_ellipse(_edge_points(mask))
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
    )


def _bright_component(small: np.ndarray) -> np.ndarray:
    """Return uint8 (h, w), 1 on the largest bright component with its holes filled."""
    # Channel by channel: NumPy takes thirty times as long to look across the last axis.
    red, green, blue = cv2.split(small)
    brightness = cv2.GaussianBlur(np.maximum(np.maximum(red, green), blue), (5, 5), 0)
    surround, retina = np.percentile(brightness, (1, 90)).tolist()
    threshold = surround + max(4.0, _THRESHOLD_SHARE * (retina - surround))
    bright: np.ndarray = (brightness > threshold).astype(np.uint8)
    bright = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bright, connectivity=4)
    if len(stats) < 2:
        return np.zeros_like(bright)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    contours, _ = cv2.findContours(
        (labels == largest).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    return cv2.drawContours(np.zeros_like(bright), contours, -1, 1, -1)


def _edge_points(mask: np.ndarray) -> np.ndarray:
    """Return float64 (n, 2), the component's edge without the points on the frame."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return np.empty((0, 2))
    points = max(contours, key=len).reshape(-1, 2).astype(np.float64)
    height, width = mask.shape
    margin = 3
    inside = (
        (points[:, 0] >= margin)
        & (points[:, 0] < width - margin)
        & (points[:, 1] >= margin)
        & (points[:, 1] < height - margin)
    )
    selected: np.ndarray = points[inside] + 0.5  # the middle of a pixel
    return selected


def _fit_ellipse(points: np.ndarray) -> tuple[float, float, float, float, float] | None:
    """Fit a circle, or an axis-aligned ellipse where the edge is long enough to tell the two.

    Returns centre, radii and the share of the points that lie on the ellipse.
    """
    circle = _trimmed_fit(points, _least_squares_circle)
    ellipse = _trimmed_fit(points, _least_squares_ellipse)
    on_circle = _edge_share(points, circle)
    on_ellipse = _edge_share(points, ellipse)
    # Two more parameters always fit a little better; on a short edge they fit anything.
    if on_ellipse < max(_MIN_ELLIPSE_EDGE, _ELLIPSE_GAIN * on_circle):
        ellipse, on_ellipse = circle, on_circle
    if ellipse is None or on_ellipse < _MIN_CIRCLE_EDGE:
        return None
    center_x, center_y, radius_x, radius_y = ellipse
    if not 1 / _MAX_ASPECT <= radius_x / radius_y <= _MAX_ASPECT:
        return None
    if max(radius_x, radius_y) > _WORKING_SIDE:
        return None
    roundness = float(np.mean(_relative_distance(points, ellipse) <= _EDGE_TOLERANCE))
    return center_x, center_y, radius_x, radius_y, roundness


def _is_around(mask: np.ndarray, ellipse: tuple[float, ...]) -> bool:
    """Return whether the ellipse is around the bright side of its edge, not around a dark corner.

    The retina's disc has its centre within the bright part's box and hardly less area than it.
    """
    center_x, center_y, radius_x, radius_y = ellipse[:4]
    x, y, w, h = cv2.boundingRect(mask)
    area = math.pi * radius_x * radius_y
    return (
        x <= center_x <= x + w
        and y <= center_y <= y + h
        and int(np.count_nonzero(mask)) <= _MAX_OUTSIDE * area
    )


def _trimmed_fit(
    points: np.ndarray,
    fit: Callable[[np.ndarray], _Ellipse | None],
) -> _Ellipse | None:
    """Fit repeatedly to the points that lie near the previous fit."""
    ellipse = None
    for _ in range(5):
        kept = points
        if ellipse is not None:
            distance = _relative_distance(points, ellipse)
            kept = points[distance <= max(_EDGE_TOLERANCE, float(np.median(distance)))]
        if len(kept) < _MIN_POINTS:
            return None
        ellipse = fit(kept)
        if ellipse is None:
            return None
    return ellipse


def _edge_share(points: np.ndarray, ellipse: _Ellipse | None) -> float:
    """Return the length of the edge on the ellipse as a share of its circumference."""
    if ellipse is None:
        return 0.0
    on_ellipse = int(np.count_nonzero(_relative_distance(points, ellipse) <= _EDGE_TOLERANCE))
    return on_ellipse / (np.pi * (ellipse[2] + ellipse[3]))


def _relative_distance(points: np.ndarray, ellipse: _Ellipse) -> np.ndarray:
    center_x, center_y, radius_x, radius_y = ellipse
    x, y = (points[:, 0] - center_x) / radius_x, (points[:, 1] - center_y) / radius_y
    distance: np.ndarray = np.abs(np.hypot(x, y) - 1)
    return distance


def _least_squares_circle(points: np.ndarray) -> _Ellipse | None:
    """Circle by Kåsa's algebraic fit (IEEE Trans. Instrum. Meas. 25, 1976)."""
    x, y = points.T
    matrix = np.column_stack([x, y, np.ones_like(x)])
    (a, b, c), *_ = np.linalg.lstsq(matrix, x**2 + y**2, rcond=None)
    square = c + (a / 2) ** 2 + (b / 2) ** 2
    if not np.isfinite(square) or square <= 1:
        return None
    radius = float(np.sqrt(square))
    return float(a / 2), float(b / 2), radius, radius


def _least_squares_ellipse(points: np.ndarray) -> _Ellipse | None:
    """Axis-aligned ellipse x² + p·y² + q·x + r·y + s = 0 by linear least squares."""
    x, y = points.T
    matrix = np.column_stack([y**2, x, y, np.ones_like(x)])
    (p, q, r, s), *_ = np.linalg.lstsq(matrix, -(x**2), rcond=None)
    if p <= 0:
        return None
    center_x, center_y = -q / 2, -r / (2 * p)
    square = center_x**2 + p * center_y**2 - s
    if not np.isfinite(square) or square <= 1:
        return None
    return float(center_x), float(center_y), float(np.sqrt(square)), float(np.sqrt(square / p))
