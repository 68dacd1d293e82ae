"""Finding a second field of view beside the first: then the picture is not one photograph.

Both eyes side by side, or two visits: only one of them would be looked at.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from fundusviewer.imaging.ellipse import edge_points, fit_ellipse

#: A part of the bright area is one of its own where what connects it with the others is narrower
#: than this share of the largest circle inside.
_WAIST = 0.35

#: So much of a field's visible edge lies on its ellipse; labels and reflections are not as round.
_LEAST_ROUND = 0.6

#: Centres of two fields lie at least this share of the sum of their radii apart. The halves of one
#: that a lid or a shadow divides have one centre.
_LEAST_APART = 0.7

#: Smaller fields than this share of the larger one's radius are no photographs of a retina.
_LEAST_RADIUS = 0.25

_Circle = tuple[float, float, float]


def second_field(bright: np.ndarray, largest: float) -> float:
    """Return the second field's radius as a share of the first one's; 0 where there is none.

    Parameters
    ----------
    bright
        uint8 (h, w), 1 on what is brighter than the surround.
    largest
        That a radius may be.
    """
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(bright), contours, -1, 1, -1)
    parts = _parts(filled)
    if len(parts) < 2:
        return 0.0
    fields = sorted(
        (one for part in parts if (one := _circle(part, largest))), key=lambda one: -one[2]
    )
    shares = [one[2] / fields[0][2] for one in fields[1:] if _are_apart(fields[0], one)]
    return max((share for share in shares if share >= _LEAST_RADIUS), default=0.0)


def _parts(filled: np.ndarray) -> list[np.ndarray]:
    """Cut the bright area at its waists: uint8 (h, w) for each part that is not too small."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(filled, connectivity=4)
    areas = stats[:, cv2.CC_STAT_AREA]
    least = _LEAST_RADIUS**2 * max(areas[1:], default=0)
    components = [label for label in range(1, len(areas)) if areas[label] >= least]
    return [part for label in components for part in _cut((labels == label).astype(np.uint8))]


def _cut(component: np.ndarray) -> list[np.ndarray]:
    # Beyond the frame is no dark surround: a field that is cut off keeps its width there.
    depth = cv2.distanceTransform(component, cv2.DIST_L2, 3)
    cores = (depth > _WAIST * depth.max()).astype(np.uint8)
    count, labels = cv2.connectedComponents(cores, connectivity=4)
    if count < 3:
        return [component]
    # Each pixel belongs to the core that is nearest.
    distances = [
        cv2.distanceTransform((labels != label).astype(np.uint8), cv2.DIST_L2, 3)
        for label in range(1, count)
    ]
    nearest = np.argmin(distances, axis=0)
    return [component * (nearest == index).astype(np.uint8) for index in range(count - 1)]


def _circle(part: np.ndarray, largest: float) -> _Circle | None:
    """Return centre and radius of a part that is round."""
    ellipse = fit_ellipse(edge_points(part), largest)
    if ellipse is None or ellipse[4] < _LEAST_ROUND:
        return None
    return ellipse[0], ellipse[1], math.sqrt(ellipse[2] * ellipse[3])


def _are_apart(first: _Circle, second: _Circle) -> bool:
    distance = math.hypot(first[0] - second[0], first[1] - second[1])
    return distance > _LEAST_APART * (first[2] + second[2])
