"""From a photograph to the network's input, exactly as the model's card says."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from fundusviewer.imaging.field_of_view import find_field_of_view
from fundusviewer.imaging.types import FieldOfView, PreparedInput, Region

#: Share of the disc's radii that is left as a margin around it.
_MARGIN = 0.02


class InputSpec(BaseModel):
    """How a photograph becomes the network's input; a part of the model card.

    Attributes
    ----------
    height, width
        Size of the network's input in pixels.
    crop
        ``none`` takes the whole photograph. ``field_of_view`` takes the rectangle around the
        ellipse of the retina's disc: what the frame cut off is black, a squashed disc becomes
        round again, and every camera's disc fills the input alike.
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
        uint8 (H, W, 3) RGB.
    spec
        The card's ``input``.
    field_of_view
        The disc, where it is known already; otherwise it is found when the card needs it.

    Returns
    -------
    PreparedInput
        uint8 (``spec.height``, ``spec.width``, 3) RGB and the region of the photograph it shows.
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
    disc = field_of_view or find_field_of_view(pixels)
    radius_x, radius_y = disc.radius_x * (1 + _MARGIN), disc.radius_y * (1 + _MARGIN)
    return Region(disc.center_x - radius_x, disc.center_y - radius_y, 2 * radius_x, 2 * radius_y)


def _with_aspect(region: Region, aspect: float) -> Region:
    """Grow a region around its centre to the aspect ratio (width over height)."""
    width = max(region.width, region.height * aspect)
    height = max(region.height, region.width / aspect)
    left = region.left - (width - region.width) / 2
    top = region.top - (height - region.height) / 2
    return Region(left, top, width, height)


def _sample(pixels: np.ndarray, region: Region, spec: InputSpec) -> np.ndarray:
    """Resample the region to the input size, black beyond the frame."""
    height, width = pixels.shape[:2]
    left, top = round(region.left), round(region.top)
    right = max(left + 1, round(region.left + region.width))
    bottom = max(top + 1, round(region.top + region.height))
    visible = pixels[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
    padding = (max(0, -top), max(0, bottom - height), max(0, -left), max(0, right - width))
    if any(padding):
        visible = cv2.copyMakeBorder(visible, *padding, cv2.BORDER_CONSTANT, value=(0, 0, 0))
    if spec.interpolation == "nearest":
        return _nearest(visible, spec.height, spec.width)
    return cv2.resize(
        visible, (spec.width, spec.height), interpolation=_interpolation(visible, spec)
    )


def _interpolation(visible: np.ndarray, spec: InputSpec) -> int:
    """Return OpenCV's flag; ``area`` means bilinear where the photograph is enlarged."""
    shrinks = visible.shape[0] >= spec.height and visible.shape[1] >= spec.width
    if spec.interpolation == "area":
        return cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return {"bilinear": cv2.INTER_LINEAR, "bicubic": cv2.INTER_CUBIC}[spec.interpolation]


def _nearest(visible: np.ndarray, height: int, width: int) -> np.ndarray:
    """Nearest neighbour with Pillow's pixel centres, which Keras' ``load_img`` uses."""
    rows = ((np.arange(height) + 0.5) * visible.shape[0] / height).astype(np.intp)
    columns = ((np.arange(width) + 0.5) * visible.shape[1] / width).astype(np.intp)
    return np.ascontiguousarray(visible[rows][:, columns])
