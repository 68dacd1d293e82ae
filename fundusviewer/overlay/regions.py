"""The hottest regions of a heat map, outlined: where the network looked, not lesions.

A Grad-CAM of some ten cells a side is a weak localisation: its regions are as large as its cells
are, and the classifier was never told where anything is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from fundusviewer.imaging import FieldOfView, Region
from fundusviewer.overlay.heat import HeatPicture
from fundusviewer.overlay.layers import Layer
from fundusviewer.overlay.text import text_plate

if TYPE_CHECKING:
    from fundusviewer.inference import ModelCard

#: Regions are where the heat map reaches this share of its scale.
HOT_FROM = 0.5

#: At most so many, the hottest first; smaller ones than this share of the picture are left out.
_MOST, _SMALLEST_SHARE = 5, 0.002

#: Longest side of the drawing in pixels: thin lines stay smooth when they are enlarged.
_LAYER_SIDE = 1600

_WHITE, _BLACK = (255, 255, 255, 255), (0, 0, 0, 200)

#: Length of a dash and of the gap after it, in line widths.
_DASH = 4


@dataclass(frozen=True, eq=False)
class HotRegion:
    """One region.

    Attributes
    ----------
    outline
        float64 (n, 2): x and y of its corners in pixels of the photograph.
    box
        The rectangle around it.
    peak
        Its highest share of the scale, 0–1.
    """

    outline: np.ndarray
    box: Region
    peak: float


def hot_regions(
    heatmap: np.ndarray,
    region: Region,
    frame: tuple[int, int],
    *,
    field_of_view: FieldOfView | None = None,
    scale: float | None = None,
) -> tuple[HotRegion, ...]:
    """Return the regions where a heat map reaches half of its scale, the hottest first.

    The parameters are those of :func:`fundusviewer.overlay.heat_layer`. Empty where the heat map
    stays below; at most five.
    """
    picture = HeatPicture.of(heatmap, region, frame, field_of_view=field_of_view, scale=scale)
    hot = (picture.share >= HOT_FROM).astype(np.uint8)
    outlines, _ = cv2.findContours(hot, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found = [_region(outline[:, 0], picture) for outline in outlines if _is_large(outline, hot)]
    return tuple(sorted(found, key=lambda one: -one.peak)[:_MOST])


def is_hot_beside(
    heatmap: np.ndarray,
    region: Region,
    frame: tuple[int, int],
    field_of_view: FieldOfView,
    scale: float | None = None,
) -> bool:
    """Return whether a heat map reaches half of its scale beside the retina, where none is drawn.

    What reaches beyond the edge by a cell of the heat map may come from the retina. The parameters
    are those of :func:`fundusviewer.overlay.heat_layer`.
    """
    everywhere = HeatPicture.of(heatmap, region, frame, scale=scale)
    wider = replace(
        field_of_view,
        radius_x=field_of_view.radius_x + region.width / heatmap.shape[1],
        radius_y=field_of_view.radius_y + region.height / heatmap.shape[0],
    )
    within = HeatPicture.of(heatmap, region, frame, field_of_view=wider, scale=scale)
    hot = (everywhere.share >= HOT_FROM) & (within.share < HOT_FROM)
    return bool(hot.mean() >= _SMALLEST_SHARE)


def looked_beside(
    card: ModelCard,
    heatmap: np.ndarray,
    region: Region,
    frame: tuple[int, int],
    field_of_view: FieldOfView | None,
    scale: float | None = None,
) -> bool:
    """Return whether it is to be said that a network looked beside the retina.

    Where it grades, what lies beside is known to be dark; where its heat map is drawn everywhere,
    it is seen. The parameters are those of :func:`is_hot_beside`.
    """
    if card.grades or field_of_view is None:
        return False
    return is_hot_beside(heatmap, region, frame, field_of_view, scale)


def region_layers(regions: tuple[HotRegion, ...], frame: tuple[int, int]) -> list[Layer]:
    """Draw regions: a line around each, a broken line for its box, and its number.

    Parameters
    ----------
    regions
        From :func:`hot_regions`.
    frame
        Width and height of the photograph in pixels.
    """
    if not regions:
        return []
    shrink = min(1.0, _LAYER_SIDE / max(frame))
    size = (max(1, round(frame[0] * shrink)), max(1, round(frame[1] * shrink)))
    canvas = np.zeros((size[1], size[0], 4), np.uint8)
    width = max(1, round(min(size) / 400))
    for number, one in enumerate(regions, start=1):
        outline = one.outline * (size[0] / frame[0], size[1] / frame[1])
        _line(canvas, outline, width, closed=True)
        box = _corners(one.box) * (size[0] / frame[0], size[1] / frame[1])
        for first, last in zip(box, np.roll(box, -1, axis=0), strict=True):
            _broken_line(canvas, first, last, width)
        _put_number(canvas, str(number), box[0])
    return [Layer("regions", canvas, Region(0, 0, frame[0], frame[1]))]


def _is_large(outline: np.ndarray, hot: np.ndarray) -> bool:
    return cv2.contourArea(outline) >= _SMALLEST_SHARE * hot.size


def _region(outline: np.ndarray, picture: HeatPicture) -> HotRegion:
    mask = cv2.fillPoly(np.zeros(picture.share.shape, np.uint8), [outline], 1)
    to_x = picture.visible.width / picture.share.shape[1]
    to_y = picture.visible.height / picture.share.shape[0]
    corners = (outline + 0.5) * (to_x, to_y) + (picture.visible.left, picture.visible.top)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    box = Region(float(left), float(top), float(right - left), float(bottom - top))
    return HotRegion(corners, box, float(picture.share[mask > 0].max()))


def _corners(box: Region) -> np.ndarray:
    right, bottom = box.left + box.width, box.top + box.height
    return np.array(
        [(box.left, box.top), (right, box.top), (right, bottom), (box.left, bottom)], np.float64
    )


def _line(canvas: np.ndarray, points: np.ndarray, width: int, *, closed: bool) -> None:
    """Draw white on black, to be seen on any ground."""
    drawn = [np.rint(points).astype(np.int32)]
    cv2.polylines(canvas, drawn, closed, _BLACK, 3 * width, cv2.LINE_AA)
    cv2.polylines(canvas, drawn, closed, _WHITE, width, cv2.LINE_AA)


def _broken_line(canvas: np.ndarray, first: np.ndarray, last: np.ndarray, width: int) -> None:
    length = float(np.hypot(*(last - first)))
    for start in np.arange(0, length, 2 * _DASH * width):
        ends = np.array([start, min(length, start + _DASH * width)]) / max(length, 1e-9)
        _line(canvas, first + ends[:, None] * (last - first), width, closed=False)


def _put_number(canvas: np.ndarray, text: str, corner: np.ndarray) -> None:
    """Put a number into the upper left corner of a box."""
    height = max(12, round(min(canvas.shape[:2]) * 0.035))
    plate = text_plate(text, height, canvas.shape[1], bold=True)
    left, top = (max(0, round(float(value))) for value in corner)
    target = canvas[top : top + plate.shape[0], left : left + plate.shape[1]]
    target[:] = plate[: target.shape[0], : target.shape[1]]
