"""Pictures that lie on a photograph.

The window shows the layers as they are, so that opacity and visibility change at once; a file is
made by flattening the same layers onto the pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from fundusviewer.imaging import Region


@dataclass(frozen=True, eq=False)
class Layer:
    """A picture with transparency and its place on the photograph.

    Attributes
    ----------
    name
        ``"heat map"``, ``"colour bar"``, ``"regions"``, ``"regions notice"``, ``"label"`` or
        ``"notice"``.
    pixels
        uint8 (h, w, 4) RGBA, straight alpha.
    region
        The rectangle of the photograph that it covers, inside the frame, in whole pixels.
    """

    name: str
    pixels: np.ndarray
    region: Region


def flatten(pixels: np.ndarray, layers: Iterable[Layer]) -> np.ndarray:
    """Lay layers on a photograph.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB; left as it is.
    layers
        From the lowest to the highest.

    Returns
    -------
    numpy.ndarray
        uint8 (H, W, 3) RGB.
    """
    result = np.array(pixels)
    for layer in layers:
        _blend(result, layer)
    return result


def _blend(result: np.ndarray, layer: Layer) -> None:
    left, top = round(layer.region.left), round(layer.region.top)
    width, height = round(layer.region.width), round(layer.region.height)
    target = result[top : top + height, left : left + width]
    picture = layer.pixels
    if picture.shape[:2] != target.shape[:2]:
        size = (target.shape[1], target.shape[0])
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR)
    alpha = cv2.cvtColor(picture[:, :, 3], cv2.COLOR_GRAY2RGB)
    over = cv2.multiply(np.ascontiguousarray(picture[:, :, :3]), alpha, scale=1 / 255)
    target[:] = cv2.add(over, cv2.multiply(target, 255 - alpha, scale=1 / 255))
