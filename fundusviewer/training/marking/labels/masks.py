"""Masks: pictures that are black where nothing is, or circles; as a prepared picture shows them."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.errors import LabelsError
from fundusviewer.imaging import Region

#: Circles ``x,y,radius`` with blanks or semicolons between them; anything else names a file.
_CIRCLES = re.compile(r"\s*(?:[\d.]+,[\d.]+,[\d.]+[;\s]*)+")
#: Small masks are drawn this much finer before they are averaged down.
_FINER = 4
#: A circle is drawn with at least this radius, in pixels of the photograph.
_SMALLEST_RADIUS = 2
#: Of the proportions of a mask and its photograph: more is another picture.
_OTHER_SHAPE = 0.02
#: From which value on a pixel of an averaged mask is drawn.
DRAWN = 127


def is_circles(cell: str) -> bool:
    """Return whether a cell holds circles ``x,y,radius``; otherwise it names a file."""
    return _CIRCLES.fullmatch(cell) is not None


def read_mask(folder: Path, cell: str, height: int, width: int) -> np.ndarray:
    """Return what a cell of a labels file draws on a photograph.

    Parameters
    ----------
    folder
        Where the names of files start from.
    cell
        Name of a mask's file, or circles ``x,y,radius`` in pixels of the photograph.
    height, width
        Of the photograph.

    Returns
    -------
    numpy.ndarray
        uint8 (height, width), 255 where something is.

    Raises
    ------
    LabelsError
        If the file cannot be read, is no picture, or has other proportions than the photograph; or
        a circle is no number or lies outside of the photograph.
    """
    if is_circles(cell):
        return _circles(cell, height, width)
    drawn = mask_of_file(folder / cell)
    if drawn.shape == (height, width):
        return drawn
    _check_shape(folder / cell, drawn.shape, height, width)
    return np.asarray(cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA))


def mask_of_file(file: Path) -> np.ndarray:
    """Return a mask as it is stored, uint8 (h, w), 255 where it is not black."""
    try:
        data = np.frombuffer(file.read_bytes(), np.uint8)
    except OSError as error:
        raise LabelsError(f"{file}: the mask cannot be read ({error.strerror})") from error
    mask = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) if len(data) else None
    if mask is None:
        raise LabelsError(f"{file}: is no picture; a mask is one, black where nothing is")
    return np.where(mask > 0, 255, 0).astype(np.uint8)


def to_region(mask: np.ndarray, region: Region, size: int) -> np.ndarray:
    """Return a mask as the prepared photograph shows it, averaged.

    Parameters
    ----------
    mask
        uint8 (H, W) of the photograph.
    region
        What the prepared photograph shows.
    size
        Its height and width S.

    Returns
    -------
    numpy.ndarray
        uint8 (S, S), 0–255: how much of the pixel is covered.
    """
    across, down = size / region.width, size / region.height
    finer = _FINER if across < 1 else 1
    matrix = np.array(
        [
            [across * finer, 0, -region.left * across * finer],
            [0, down * finer, -region.top * down * finer],
        ]
    )
    fine = cv2.warpAffine(mask, matrix, (size * finer, size * finer), flags=cv2.INTER_LINEAR)
    return np.asarray(cv2.resize(fine, (size, size), interpolation=cv2.INTER_AREA))


def _circles(cell: str, height: int, width: int) -> np.ndarray:
    drawn = np.zeros((height, width), np.uint8)
    for circle in cell.replace(";", " ").split():
        try:
            x, y, radius = map(float, circle.split(","))
        except ValueError as error:
            raise LabelsError(f"{circle!r} is no circle; x,y,radius are needed") from error
        if not (0 <= x <= width and 0 <= y <= height):
            raise LabelsError(
                f"the circle {circle} lies outside of the photograph, which has {width} × {height} "
                "pixels"
            )
        centre = (round(x), round(y))
        cv2.circle(drawn, centre, max(_SMALLEST_RADIUS, round(radius)), 255, thickness=-1)
    return drawn


def _check_shape(file: Path, shape: tuple[int, ...], height: int, width: int) -> None:
    if abs(shape[1] * height / (shape[0] * width) - 1) > _OTHER_SHAPE:
        raise LabelsError(
            f"{file}: the mask has {shape[1]} × {shape[0]} pixels, its photograph {width} × "
            f"{height}; both need the same proportions"
        )
