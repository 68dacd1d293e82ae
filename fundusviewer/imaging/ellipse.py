"""Fitting an axis-aligned ellipse to the edge of a bright part, by trimmed least squares."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from fundusviewer.imaging.quantiles import median

#: An edge point lies on the ellipse within this share of its radius.
_EDGE_TOLERANCE = 0.035

#: Shortest edges that a circle and an ellipse are fitted to, as shares of the circumference.
_MIN_CIRCLE_EDGE, _MIN_ELLIPSE_EDGE = 0.06, 0.2

#: An ellipse must explain this much more of the edge than the circle does.
_ELLIPSE_GAIN = 1.2

#: Radii of a squashed field differ by at most this ratio (4:3 and 3:2 squashed to a square).
_MAX_ASPECT = 1.7

#: Fewer edge points than this are not fitted.
_MIN_POINTS = 20

#: Centre x and y, radius in x and y.
_Ellipse = tuple[float, float, float, float]


def edge_points(mask: np.ndarray) -> np.ndarray:
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


def fit_ellipse(
    points: np.ndarray, largest: float
) -> tuple[float, float, float, float, float] | None:
    """Fit a circle, or an axis-aligned ellipse where the edge is long enough to tell the two.

    Parameters
    ----------
    points
        float64 (n, 2).
    largest
        That a radius may be.

    Returns
    -------
    tuple or None
        Centre, radii and the share of the points that lie on the ellipse.
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
    if max(radius_x, radius_y) > largest:
        return None
    roundness = float(np.mean(_relative_distance(points, ellipse) <= _EDGE_TOLERANCE))
    return center_x, center_y, radius_x, radius_y, roundness


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
            kept = points[distance <= max(_EDGE_TOLERANCE, median(distance))]
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
