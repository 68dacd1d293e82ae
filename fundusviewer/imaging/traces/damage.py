"""What a decoded picture shows of damage that its decoder did not notice.

Where bytes of a JPEG are wrong and the code goes on by chance, everything behind the place has
another brightness or colour, or is shifted, from one row to the next: a seam straight through the
retina. What was never written becomes a band of one colour. Nothing in a retina is as straight as
a row of pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from fundusviewer.imaging.types import FieldOfView

#: What is looked at: the field's inner part, and of a row so many pixels with their neighbours.
_INNER_SHARE, _SAMPLES = 0.92, 96

#: Rows with less of the field than this share of the widest one say nothing.
_LEAST_ROW = 0.3

#: A difference of two pixels counts up to this: one vessel or reflection is no seam.
_LARGEST_STEP, _LARGEST_DIFFERENCE = 8, 16

#: Rows to each side that a row is compared with, and what the differences of calm rows are raised
#: by, so that noise is no seam.
_NEIGHBOURS, _CALM = 6, 0.3

#: Rows after which the seams of a JPEG's blocks come again, those of its colours included.
_BLOCK = 16

#: What is 1 on the scale of seams: the step of a change of brightness or colour times the ratio
#: of the differences to the usual ones, and that ratio alone, where the picture is shifted. They
#: lie above the largest of 2,000 whole photographs.
_CHANGE, _SHIFT = 8.0, 3.0

#: A row is of one colour where this share of its pixels equals the one beside it; one again where
#: they equal those above.
_ONE_COLOUR = 0.9

#: Pixels up to this brightness are no part of a band.
_DARK = 24

#: What is left out at each end of a row or column of the field's box, as a share.
_EDGE = 0.07

#: Smaller fields are not judged; they are too small to grade.
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
        The widest band of one colour, or of one row again and again, as a share of the field's
        height or width.
    mosaic
        The share of pixels that equal the one beside them, along rows or along columns, whichever
        is less: near 1 where a picture was made of squares.
    """

    seam: float
    flat_band: float
    mosaic: float


def find_damage(pixels: np.ndarray, field_of_view: FieldOfView) -> Damage:
    """Look for seams and bands inside of the field.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB, as decoded: scaling blurs seams.
    field_of_view
        Its field of view.
    """
    top, left = max(field_of_view.top, 0), max(field_of_view.left, 0)
    box = pixels[top : field_of_view.bottom, left : field_of_view.right]
    height, width = box.shape[:2]
    if min(height, width) < _LEAST:
        return Damage(0.0, 0.0, 0.0)
    y = _places(top, height, field_of_view.center_y, field_of_view.radius_y)
    x = _places(left, width, field_of_view.center_x, field_of_view.radius_x)
    row, beside = (_thinned(part, _SAMPLES, height) for part in (box[:, :-1], box[:, 1:]))
    rows = _along(row, beside, y, x)
    column, below = (_thinned(part, width, _SAMPLES) for part in (box[:-1], box[1:]))
    columns = _along(cv2.transpose(column), cv2.transpose(below), x, y)
    return Damage(
        seam=max(rows.seam, columns.seam),
        flat_band=max(rows.flat_band, columns.flat_band),
        mosaic=min(rows.mosaic, columns.mosaic),
    )


def _places(start: int, length: int, center: float, radius: float) -> np.ndarray:
    """Return float64 (length,): how far pixels lie from the field's centre; 1 is the inner part."""
    places = (start + np.arange(length) + 0.5 - center) / (_INNER_SHARE * radius)
    # Where frame or camera cut the field off, there is a straight edge, too.
    margin = round(_EDGE * length)
    places[:margin] = places[length - margin :] = np.inf
    return places


def _thinned(pixels: np.ndarray, width: int, height: int) -> np.ndarray:
    """Leave out rows or columns; the others stay as they are."""
    return cv2.resize(pixels, (width, height), interpolation=cv2.INTER_NEAREST)


def _along(pixels: np.ndarray, beside: np.ndarray, y: np.ndarray, x: np.ndarray) -> Damage:
    """Look at the rows of uint8 (h, n, 3); ``beside`` holds the next pixel of each."""
    across = x[np.arange(_SAMPLES) * (len(x) - 1) // _SAMPLES]
    inside = np.where(y[:, None] ** 2 + across[None, :] ** 2 <= 1, np.uint8(1), np.uint8(0))
    counts = _sums(inside)
    wide = counts >= max(1, _LEAST_ROW * counts.max())
    planes = cv2.split(pixels)
    # In the dark all pixels are alike.
    brightest = cv2.max(cv2.max(planes[0], planes[1]), planes[2])
    _, lit = cv2.threshold(brightest, _DARK, 1, cv2.THRESH_BINARY)
    lit = cv2.bitwise_and(lit, inside)
    equal = _sums(cv2.bitwise_and(_equal(pixels, beside), lit))
    flat = equal > _ONE_COLOUR * counts
    above = cv2.bitwise_and(_equal(pixels[1:], pixels[:-1]), lit[1:])
    again = _sums(above) > _ONE_COLOUR * counts[1:]
    seam = _sharpest_seam(planes, inside, wide)
    band = max(_longest(flat & wide), _longest(again & wide[1:])) / len(y)
    return Damage(seam, band, float(equal.sum()) / max(1, cv2.countNonZero(lit)))


def _equal(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return uint8 (h, n), 1 where two pictures have one colour."""
    a, b, c = cv2.split(cv2.absdiff(first, second))
    difference = cv2.bitwise_or(cv2.bitwise_or(a, b), c)
    equal: np.ndarray = cv2.threshold(difference, 0, 1, cv2.THRESH_BINARY_INV)[1]
    return equal


def _sums(values: np.ndarray) -> np.ndarray:
    """Return int32 (h,), the sum of each row of uint8 (h, n)."""
    sums: np.ndarray = cv2.reduce(values, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)[:, 0]
    return sums


def _sharpest_seam(planes: Sequence[np.ndarray], inside: np.ndarray, wide: np.ndarray) -> float:
    both = cv2.bitwise_and(inside[1:], inside[:-1])
    counts = np.maximum(_sums(both), 1)
    both *= np.uint8(255)
    steps, sizes = [], []
    for plane in planes:
        up = cv2.bitwise_and(cv2.subtract(plane[1:], plane[:-1]), both)
        down = cv2.bitwise_and(cv2.subtract(plane[:-1], plane[1:]), both)
        step = _sums(np.minimum(up, _LARGEST_STEP)) - _sums(np.minimum(down, _LARGEST_STEP))
        steps.append(np.abs(step) / counts)
        sizes.append(_sums(np.minimum(cv2.bitwise_or(up, down), _LARGEST_DIFFERENCE)) / counts)
    values = np.stack(steps + sizes).astype(np.float32)[:, wide[1:] & wide[:-1]]
    if values.shape[1] < _BLOCK:
        return 0.0
    usual = _usual(values)
    ratio = np.max((values[3:] + _CALM) / (usual[3:] + _CALM), axis=0)
    change = np.max(values[:3] - usual[:3], axis=0) * ratio / _CHANGE
    return float(np.maximum(change, ratio / _SHIFT).max())


def _usual(values: np.ndarray) -> np.ndarray:
    """Return what is usual around each value of float32 (n, length).

    The third quartile of its neighbours, or that of all values which lie at the same place of a
    block, if it is more: between the blocks of a strongly compressed JPEG there are seams all over.
    """
    count, length = values.shape
    padded = np.pad(values, ((0, 0), (_NEIGHBOURS, _NEIGHBOURS)), mode="reflect")
    near = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEIGHBOURS + 1, axis=1)
    blocks = values[:, : length // _BLOCK * _BLOCK].reshape(count, -1, _BLOCK)
    alike = np.tile(_third_quartile(blocks, 1), (1, length // _BLOCK + 1))
    usual: np.ndarray = np.maximum(_third_quartile(near, 2), alike[:, :length])
    return usual


def _third_quartile(values: np.ndarray, axis: int) -> np.ndarray:
    third: np.ndarray = np.sort(values, axis=axis).take(values.shape[axis] * 3 // 4, axis=axis)
    return third


def _longest(flags: np.ndarray) -> int:
    """Return the length of the longest run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return int((edges[1::2] - edges[::2]).max()) if len(edges) else 0
