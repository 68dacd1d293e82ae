"""What a decoded picture shows of damage that its decoder did not notice.

Where bytes of a JPEG are wrong and the code goes on by chance, everything behind the place has
another brightness or colour, or is shifted, from one row to the next: a seam straight through the
retina. What was never written becomes a band of one colour. Nothing in a retina is as straight as
a row of pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from fundusviewer.imaging.types import FieldOfView

#: What is looked at: the inner part of the disc, and of a row so many pairs of pixels.
_INNER_SHARE, _SAMPLES = 0.92, 96

#: Rows with less of the disc than this share of the widest one say nothing.
_LEAST_ROW = 0.3

#: A difference of two pixels counts up to this: one vessel or reflection is no seam.
_LARGEST_STEP, _LARGEST_DIFFERENCE = 8, 16

#: Rows to each side that a row is compared with, and what the differences of calm rows are raised
#: by, so that noise is no seam.
_NEIGHBOURS, _CALM = 6, 0.3

#: What is 1 on the scale of seams: the step of a change of brightness or colour times the ratio
#: of the differences to the usual ones, and that ratio alone, where the picture is shifted. They
#: lie above the largest of 2,000 whole photographs.
_CHANGE, _SHIFT = 12.0, 4.5

#: A row is of one colour where this share of its pixels equals the one beside it; one again where
#: they equal those above.
_ONE_COLOUR = 0.9

#: Pixels up to this brightness are no part of a band.
_DARK = 24

#: What is left out at each end of a row or column of the disc's box, as a share.
_EDGE = 0.07

#: Smaller discs are not judged; they are too small to grade.
_LEAST = 40


@dataclass(frozen=True)
class Damage:
    """The traces of damage in a picture.

    Attributes
    ----------
    seam
        How far the sharpest seam stands out; from 1 on it is no retina's. Rows and columns are
        looked at: a damaged JPEG may have been turned.
    flat_band
        The widest band of one colour, or of one row again and again, as a share of the disc's
        height or width.
    """

    seam: float
    flat_band: float


def find_damage(pixels: np.ndarray, disc: FieldOfView) -> Damage:
    """Look for seams and bands inside of the disc.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB, as decoded: scaling blurs seams.
    disc
        Its field of view.
    """
    top, left = max(disc.top, 0), max(disc.left, 0)
    box = pixels[top : disc.bottom, left : disc.right]
    if min(box.shape[:2]) < _LEAST:
        return Damage(0.0, 0.0)
    y = _places(top, box.shape[0], disc.center_y, disc.radius_y)
    x = _places(left, box.shape[1], disc.center_x, disc.radius_x)
    across, down = _sampled(box.shape[1]), _sampled(box.shape[0])
    rows = _along(box[:, across], y, x[across])
    columns = _along(cv2.transpose(box[down]), x, y[down])
    return Damage(max(rows.seam, columns.seam), max(rows.flat_band, columns.flat_band))


def _places(start: int, length: int, center: float, radius: float) -> np.ndarray:
    """Return float64 (length,): how far pixels lie from the disc's centre; 1 is the inner part."""
    places = (start + np.arange(length) + 0.5 - center) / (_INNER_SHARE * radius)
    # Where frame or camera cut the disc off, there is a straight edge, too.
    margin = round(_EDGE * length)
    places[:margin] = places[length - margin :] = np.inf
    return places


def _sampled(length: int) -> np.ndarray:
    """Return the places of some pixels along a side, each with the one beside it."""
    first = np.linspace(0, length - 2, min(_SAMPLES, length // 2)).astype(int)
    return np.stack([first, first + 1], axis=1).ravel()


def _along(sampled: np.ndarray, y: np.ndarray, x: np.ndarray) -> Damage:
    """Look at the rows of uint8 (h, 2 · n, 3), whose columns are pairs of neighbours."""
    # Channel by channel: NumPy takes thirty times as long to look across the last axis.
    planes = cv2.split(np.ascontiguousarray(sampled))
    inside = (y[:, None] ** 2 + x[None, ::2] ** 2 <= 1).astype(np.int16)
    counts = inside.sum(axis=1)
    wide = counts >= max(1, _LEAST_ROW * counts.max())
    changes = [cv2.absdiff(plane[:, ::2], plane[:, 1::2]) for plane in planes]
    # In the dark all pixels are alike.
    lit = np.maximum(np.maximum(planes[0], planes[1]), planes[2])[:, ::2] > _DARK
    counted = (inside > 0) & lit
    same = (np.maximum(np.maximum(changes[0], changes[1]), changes[2]) == 0) & counted
    flat = (same.sum(axis=1) > _ONE_COLOUR * counts) & wide
    repeated = np.all([plane[1:, ::2] == plane[:-1, ::2] for plane in planes], axis=0)
    again = ((repeated & counted[1:]).sum(axis=1) > _ONE_COLOUR * counts[1:]) & wide[1:]
    seam = _sharpest_seam([plane[:, ::2] for plane in planes], inside, wide)
    return Damage(seam, max(_longest(flat), _longest(again)) / len(y))


def _sharpest_seam(planes: list[np.ndarray], inside: np.ndarray, wide: np.ndarray) -> float:
    both = inside[1:] & inside[:-1]
    counts = np.maximum(both.sum(axis=1), 1)
    steps, ratios = [], []
    for plane in planes:
        difference = cv2.subtract(plane[1:], plane[:-1], dtype=cv2.CV_16S) * both
        step = np.clip(difference, -_LARGEST_STEP, _LARGEST_STEP).sum(axis=1)
        size = np.minimum(np.abs(difference), _LARGEST_DIFFERENCE).sum(axis=1) / counts
        step = np.abs(step) / counts
        steps.append(step - _usual(step))
        ratios.append((size + _CALM) / (_usual(size) + _CALM))
    ratio = np.maximum.reduce(ratios)
    change = np.maximum.reduce(steps) * ratio / _CHANGE
    return float((np.maximum(change, ratio / _SHIFT) * (wide[1:] & wide[:-1])).max())


def _usual(values: np.ndarray) -> np.ndarray:
    """Return what is usual around each value.

    The third quartile of its neighbours; more where 8 or 16 rows away on both sides there is as
    much: between the blocks of a strongly compressed JPEG all seams are alike.
    """
    reach = 17
    padded = np.pad(values, reach, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    near = windows[:, reach - _NEIGHBOURS : reach + _NEIGHBOURS + 1]
    place = near.shape[1] * 3 // 4
    usual: np.ndarray = np.partition(near, place, axis=1)[:, place]
    for block in (8, 16):
        before, after = (
            windows[:, reach + side * block - 1 : reach + side * block + 2].max(axis=1)
            for side in (-1, 1)
        )
        usual = np.maximum(usual, np.minimum(before, after))
    return usual


def _longest(flags: np.ndarray) -> int:
    """Return the length of the longest run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0
