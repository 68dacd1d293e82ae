"""From a photograph to the network's input, exactly as the model's card says."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from fundusviewer.imaging.field_of_view import find_field_of_view
from fundusviewer.imaging.resample import area_resize
from fundusviewer.imaging.types import FieldOfView, PreparedInput, Region

#: Share of the field's radii that is left as a margin around it.
_MARGIN = 0.02


class InputSpec(BaseModel):
    """How a photograph becomes the network's input; a part of the model card.

    Attributes
    ----------
    height, width
        Size of the network's input in pixels.
    crop
        ``none`` takes the whole photograph. ``field_of_view`` takes the rectangle around the
        ellipse of the field of view: what the frame cut off is black, a squashed field becomes
        round again, and every camera's field fills the input alike.
    resize
        ``stretch`` fills the input and may change the aspect ratio, ``letterbox`` keeps it and
        pads with black.
    interpolation
        ``area`` averages when shrinking; ``nearest`` reproduces Keras' ``load_img``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    height: int = Field(ge=16, le=4096)
    width: int = Field(ge=16, le=4096)
    crop: Literal["none", "field_of_view"] = "none"
    resize: Literal["stretch", "letterbox"] = "stretch"
    interpolation: Literal["area", "bilinear", "bicubic", "nearest"] = "area"


def to_model_input(
    pixels: np.ndarray, spec: InputSpec, field_of_view: FieldOfView | None = None
) -> PreparedInput:
    """Crop and scale a photograph.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB, or (H, W), one channel of it.
    spec
        The card's ``input``.
    field_of_view
        The field, where it is known already; otherwise it is found when the card needs it, in all
        channels.

    Returns
    -------
    PreparedInput
        uint8 (``spec.height``, ``spec.width``, 3) RGB, or the one channel, and the region of the
        photograph it shows.
    """
    region = _cropped_region(pixels, spec, field_of_view)
    if spec.resize == "letterbox":
        region = _with_aspect(region, spec.width / spec.height)
    return PreparedInput(_sample(pixels, region, spec), region)


def _cropped_region(
    pixels: np.ndarray, spec: InputSpec, field_of_view: FieldOfView | None
) -> Region:
    height, width = pixels.shape[:2]
    if spec.crop == "none":
        return Region(0, 0, width, height)
    found = field_of_view or find_field_of_view(pixels)
    radius_x, radius_y = found.radius_x * (1 + _MARGIN), found.radius_y * (1 + _MARGIN)
    return Region(found.center_x - radius_x, found.center_y - radius_y, 2 * radius_x, 2 * radius_y)


def _with_aspect(region: Region, aspect: float) -> Region:
    """Grow a region around its centre to the aspect ratio (width over height)."""
    width = max(region.width, region.height * aspect)
    height = max(region.height, region.width / aspect)
    left = region.left - (width - region.width) / 2
    top = region.top - (height - region.height) / 2
    return Region(left, top, width, height)


def _sample(pixels: np.ndarray, region: Region, spec: InputSpec) -> np.ndarray:
    """Resample the visible part of the region to its place in a black input."""
    columns, x = _visible(region.left, region.width, pixels.shape[1], spec.width)
    rows, y = _visible(region.top, region.height, pixels.shape[0], spec.height)
    canvas = np.zeros((spec.height, spec.width, *pixels.shape[2:]), np.uint8)
    canvas[y, x] = _resized(pixels[rows, columns], x.stop - x.start, y.stop - y.start, spec)
    return canvas


def _visible(start: float, length: float, frame: int, size: int) -> tuple[slice, slice]:
    """Return which pixels of the frame are seen along one axis, and where in the input."""
    first = min(max(0, round(start)), frame - 1)
    last = max(first + 1, min(frame, round(start + length)))
    to_input = size / length
    begin = min(max(0, round((first - start) * to_input)), size - 1)
    end = max(begin + 1, min(size, round((last - start) * to_input)))
    return slice(first, last), slice(begin, end)


def _resized(visible: np.ndarray, width: int, height: int, spec: InputSpec) -> np.ndarray:
    if spec.interpolation == "nearest":
        return _nearest(visible, height, width)
    if spec.interpolation == "area" and visible.shape[0] >= height and visible.shape[1] >= width:
        return area_resize(visible, width, height)
    # Where a small photograph is enlarged, averaging means bilinear interpolation.
    flag = cv2.INTER_CUBIC if spec.interpolation == "bicubic" else cv2.INTER_LINEAR
    return cv2.resize(visible, (width, height), interpolation=flag)


def _nearest(visible: np.ndarray, height: int, width: int) -> np.ndarray:
    """Nearest neighbour as Pillow does it, which Keras' ``load_img`` uses."""
    rows, columns = _nearest_of(visible.shape[0], height), _nearest_of(visible.shape[1], width)
    return np.ascontiguousarray(visible[rows][:, columns])


def _nearest_of(length: int, size: int) -> np.ndarray:
    """Return intp (size,), the pixel under each centre.

    Pillow adds up the steps; its rounding errors decide where a centre lies between two pixels.
    """
    steps = np.full(size, length / size)
    steps[0] /= 2
    return np.minimum(np.cumsum(steps).astype(np.intp), length - 1)
