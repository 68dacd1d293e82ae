"""Pictures of the inside of a network: filters and maps, one by one or on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from fundusviewer.overlay.heat import HEAT_COLOURS

#: Side of a filter's or a map's picture in pixels.
PICTURE_SIDE = 96

#: Maps that are shown of a layer: those with the largest mean. Some layers have two thousand.
MAPS_SHOWN = 64

_GAP, _COLUMNS = 4, 8


def strongest_maps(maps: np.ndarray) -> list[int]:
    """Return the numbers of the maps that are shown of a layer (K, h, w), the strongest first."""
    order = np.argsort(-maps.mean(axis=(1, 2)), kind="stable")
    return [int(number) for number in order[:MAPS_SHOWN]]


def map_picture(values: np.ndarray) -> np.ndarray:
    """Colour a map (h, w), scaled between its own extremes: uint8 (side, side, 3) RGB."""
    low, high = float(values.min()), float(values.max())
    share = (values - low) / (high - low) if high > low else np.zeros_like(values)
    return enlarged(HEAT_COLOURS[np.rint(share * 255).astype(np.uint8)])


def enlarged(picture: np.ndarray) -> np.ndarray:
    """Enlarge a picture so that each weight or position stays a visible square."""
    size = (PICTURE_SIDE, PICTURE_SIDE)
    large = max(picture.shape[:2]) >= PICTURE_SIDE
    how = cv2.INTER_AREA if large else cv2.INTER_NEAREST
    result: np.ndarray = cv2.resize(np.ascontiguousarray(picture), size, interpolation=how)
    return result


def sheet(pictures: Sequence[np.ndarray], most: int = _COLUMNS) -> np.ndarray:
    """Return pictures of one size in rows from left to right, with white between them.

    Parameters
    ----------
    pictures
        uint8 (h, w, 3) RGB, at least one.
    most
        Pictures in a row.
    """
    height, width = (side + _GAP for side in pictures[0].shape[:2])
    columns = min(most, len(pictures))
    rows = -(-len(pictures) // columns)
    page = np.full((rows * height + _GAP, columns * width + _GAP, 3), 255, np.uint8)
    for place, picture in enumerate(pictures):
        top, left = (place // columns) * height + _GAP, (place % columns) * width + _GAP
        page[top : top + height - _GAP, left : left + width - _GAP] = picture
    return page
