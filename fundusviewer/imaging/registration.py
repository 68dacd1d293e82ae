"""Laying two photographs of one eye over each other by their vessels."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from fundusviewer.imaging.display import Channel, equalise

#: Longer side at which photographs are matched, in pixels: the vessels' forks are all there.
_SIDE = 700

#: Lowe's ratio (IJCV 2004), the largest error of a match in pixels, and the fewest matches that
#: agree on one place: pairs of different eyes reach at most a handful by chance.
_RATIO, _ERROR, _FEWEST = 0.8, 3.0, 20

#: Where it is known beforehand how they lie: how far a match may be from there, as a share of the
#: longer side, and how many must agree; few do by chance in so small a place.
_LEEWAY, _FEWEST_NEAR = 0.08, 10

#: A camera at the same field of view does not scale by more than this.
_LARGEST_SCALE = 2.0

#: No feature lies nearer to the edge of the retina than this share of the photograph: the edge
#: itself is in every photograph at the same place.
_EDGE_SHARE = 0.03


@dataclass(frozen=True, eq=False)
class Alignment:
    """How a photograph is laid over another one.

    Attributes
    ----------
    matrix
        float64 (2, 3): from pixels of the moved photograph to pixels of the fixed one; turned,
        scaled and shifted only.
    matches
        How many places agreed.
    """

    matrix: np.ndarray
    matches: int


def align(
    fixed: np.ndarray, moved: np.ndarray, start: np.ndarray | None = None
) -> Alignment | None:
    """Find how two photographs of one eye lie over each other.

    SIFT features (Lowe, 2004) of the green channel with enhanced local contrast, matched in both
    directions, and the similarity on which most of them agree (RANSAC).

    Parameters
    ----------
    fixed, moved
        uint8 (h, w, 3) RGB of any sizes.
    start
        float (2, 3): about how they lie, as in :class:`Alignment`; matches far from there do not
        count.

    Returns
    -------
    Alignment or None
        ``None`` where too few places agree: another eye, another field, or too blurred.
    """
    small, other = _shrunk(fixed), _shrunk(moved)
    pairs, fewest = _matches(_features(small), _features(other)), _FEWEST
    if start is not None:
        near = _in_full_pixels(start, small.shape, fixed.shape, other.shape, moved.shape)
        pairs, fewest = _near(pairs, near, _LEEWAY * max(small.shape[:2])), _FEWEST_NEAR
    if len(pairs[0]) < fewest:
        return None
    matrix, inside = cv2.estimateAffinePartial2D(
        pairs[1], pairs[0], method=cv2.RANSAC, ransacReprojThreshold=_ERROR, maxIters=5000
    )
    if matrix is None or int(np.count_nonzero(inside)) < fewest:
        return None
    matrix = _in_full_pixels(matrix, fixed.shape, small.shape, moved.shape, other.shape)
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0])) * moved.shape[1] / fixed.shape[1]
    if not 1 / _LARGEST_SCALE <= scale <= _LARGEST_SCALE:
        return None
    return Alignment(matrix, int(np.count_nonzero(inside)))


def _shrunk(pixels: np.ndarray) -> np.ndarray:
    shrink = min(1.0, _SIDE / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * shrink)), max(1, round(pixels.shape[0] * shrink)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _features(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return float32 (n, 2) places and (n, 128) descriptions."""
    green = equalise(pixels, Channel.GREEN)[:, :, 0]
    retina = (pixels.max(axis=2) > 30).astype(np.uint8)
    reach = max(1, round(_EDGE_SHARE * max(pixels.shape[:2])))
    inner = cv2.erode(retina, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    keys, described = cv2.SIFT.create(3000, contrastThreshold=0.015).detectAndCompute(green, inner)
    if not keys:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32)
    places = np.array([key.pt for key in keys], np.float32)
    # RootSIFT (Arandjelović and Zisserman, 2012): the Hellinger distance tells vessels apart.
    norm = described / np.maximum(described.sum(axis=1, keepdims=True), 1e-7)
    return places, np.sqrt(norm)


def _matches(
    fixed: tuple[np.ndarray, np.ndarray], moved: tuple[np.ndarray, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return float32 (n, 2) places that are each other's best match by far."""
    if len(fixed[1]) < 2 or len(moved[1]) < 2:
        return np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32)
    matcher = cv2.BFMatcher(cv2.NORM_L2)
    best = matcher.knnMatch(moved[1], fixed[1], k=2)
    back = {match.queryIdx: match.trainIdx for match in matcher.match(fixed[1], moved[1])}
    kept = [
        first
        for first, second in best
        if first.distance < _RATIO * second.distance and back[first.trainIdx] == first.queryIdx
    ]
    return (
        fixed[0][[match.trainIdx for match in kept]],
        moved[0][[match.queryIdx for match in kept]],
    )


def _near(
    pairs: tuple[np.ndarray, np.ndarray], matrix: np.ndarray, reach: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the matches that a matrix brings within so many pixels of each other."""
    fixed, moved = pairs
    expected = moved @ matrix[:, :2].T + matrix[:, 2]
    kept = np.hypot(*(expected - fixed).T) <= reach
    return fixed[kept], moved[kept]


def _in_full_pixels(
    matrix: np.ndarray,
    fixed: tuple[int, ...],
    small: tuple[int, ...],
    moved: tuple[int, ...],
    other: tuple[int, ...],
) -> np.ndarray:
    """Return a matrix between copies (``small``, ``other``) as one between the photographs."""
    up = np.diag([fixed[1] / small[1], fixed[0] / small[0], 1.0])
    down = np.diag([other[1] / moved[1], other[0] / moved[0], 1.0])
    full = up @ np.vstack([matrix, [0, 0, 1]]) @ down
    result: np.ndarray = full[:2]
    return result
