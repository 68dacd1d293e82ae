"""The Grad-CAM heat map as a layer (Selvaraju et al., ICCV 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from fundusviewer.imaging import FieldOfView, Region
from fundusviewer.overlay.layers import Layer

if TYPE_CHECKING:
    from fundusviewer.inference import ModelCard


def _palette(number: int) -> np.ndarray:
    steps = np.arange(256, dtype=np.uint8)[:, None]
    return cv2.applyColorMap(steps, number)[:, 0, ::-1].copy()


#: uint8 (256, 3) RGB by name. Each grows evenly brighter and can be read with colour blindness;
#: none begins or ends in the red of a retina.
PALETTES: dict[str, np.ndarray] = {
    "viridis": _palette(cv2.COLORMAP_VIRIDIS),
    "cividis": _palette(cv2.COLORMAP_CIVIDIS),
    "magma": _palette(cv2.COLORMAP_MAGMA),
    "grey": np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1),
}

#: Its blue, green and yellow stand off the red of a retina.
DEFAULT_PALETTE = "viridis"

HEAT_COLOURS = PALETTES[DEFAULT_PALETTE]

#: Longest side of the layer in pixels. The network's maps have some ten cells a side, so the
#: interpolated picture holds no detail beyond this.
_LAYER_SIDE = 768

#: From this share of the scale on a colour is fully opaque; below, it fades to nothing.
_FULL_FROM = 0.35


@dataclass(frozen=True, eq=False)
class HeatPicture:
    """A heat map, smoothly interpolated over the part of the photograph that it covers.

    Attributes
    ----------
    share
        float32 (h, w), 0–1: shares of the scale; 0 outside of the retina.
    visible
        The rectangle of the photograph that it covers, inside the frame, in whole pixels.
    """

    share: np.ndarray
    visible: Region

    @classmethod
    def of(
        cls,
        heatmap: np.ndarray,
        region: Region,
        frame: tuple[int, int],
        *,
        field_of_view: FieldOfView | None = None,
        scale: float | None = None,
    ) -> HeatPicture:
        """Interpolate a heat map; the parameters are those of :func:`heat_layer`."""
        top_value = scale or float(heatmap.max())
        share = heatmap / top_value if top_value > 0 else np.zeros_like(heatmap)
        visible = _inside(region, frame)
        picture = _resampled(share, region, visible)
        if field_of_view is not None and not field_of_view.fills_frame:
            picture *= _field_of_view_mask(field_of_view, visible, picture.shape[:2])
        return cls(picture, visible)


def field_to_stay_in(field_of_view: FieldOfView, card: ModelCard) -> FieldOfView | None:
    """Return the field of view that a network's heat map is drawn in; ``None``: everywhere.

    Parameters
    ----------
    field_of_view
        Of the photograph.
    card
        The network's. Photographs that it grades are known to be retinas; those of other networks
        may be anything, so that the edge of a retina must be clear.
    """
    if card.grades:
        return field_of_view
    return field_of_view if card.task != "imagenet" and field_of_view.is_seen else None


def heat_layer(
    heatmap: np.ndarray,
    region: Region,
    frame: tuple[int, int],
    *,
    field_of_view: FieldOfView | None = None,
    scale: float | None = None,
    opacity: float = 1.0,
    palette: str = DEFAULT_PALETTE,
) -> Layer:
    """Draw a heat map over the part of the photograph that the network saw.

    Parameters
    ----------
    heatmap
        float32 (h, w), at least 0.
    region
        The part of the photograph that the network saw; may reach beyond the frame.
    frame
        Width and height of the photograph in pixels.
    field_of_view
        The retina; nothing is drawn outside of it. ``None`` draws everywhere.
    scale
        Value at the upper end of the colours (the card's absolute scale); ``None``: this heat
        map's own maximum.
    opacity
        0–1, of the hottest places.
    palette
        One of :data:`PALETTES`.

    Returns
    -------
    Layer
        Inside the frame.
    """
    picture = HeatPicture.of(heatmap, region, frame, field_of_view=field_of_view, scale=scale)
    return Layer("heat map", colourise(picture.share, opacity, palette), picture.visible)


def _resampled(share: np.ndarray, region: Region, visible: Region) -> np.ndarray:
    """Return the shares, 0–1, smoothly interpolated over the visible part of the region."""
    # One cell of the network's map is one rectangle of the region, in the order of rows.
    size = _layer_size(visible)
    to_cells_x, to_cells_y = share.shape[1] / region.width, share.shape[0] / region.height
    x = visible.left - region.left + (np.arange(size[0]) + 0.5) * visible.width / size[0]
    y = visible.top - region.top + (np.arange(size[1]) + 0.5) * visible.height / size[1]
    map_x, map_y = np.meshgrid(x * to_cells_x - 0.5, y * to_cells_y - 0.5)
    smooth = cv2.remap(
        share.astype(np.float32),
        map_x.astype(np.float32),
        map_y.astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.clip(smooth, 0, 1)


def _field_of_view_mask(
    field_of_view: FieldOfView, visible: Region, shape: tuple[int, ...]
) -> np.ndarray:
    """Return uint8 (h, w), 1 on the retina."""
    to_x, to_y = shape[1] / visible.width, shape[0] / visible.height
    center = (
        round((field_of_view.center_x - visible.left) * to_x),
        round((field_of_view.center_y - visible.top) * to_y),
    )
    axes = (round(field_of_view.radius_x * to_x), round(field_of_view.radius_y * to_y))
    return cv2.ellipse(np.zeros(shape, np.uint8), center, axes, 0, 0, 360, 1, -1)


def colourise(share: np.ndarray, opacity: float, palette: str = DEFAULT_PALETTE) -> np.ndarray:
    """Return uint8 (..., 4) RGBA colours of shares 0–1 of the scale."""
    colours = PALETTES[palette][np.rint(share * 255).astype(np.uint8)]
    alpha = np.clip(share / _FULL_FROM, 0, 1) * (255 * opacity)
    return np.concatenate([colours, np.rint(alpha)[..., None].astype(np.uint8)], axis=-1)


def _inside(region: Region, frame: tuple[int, int]) -> Region:
    """Return the region inside the frame, in whole pixels, at least one."""
    left = min(max(0, round(region.left)), frame[0] - 1)
    top = min(max(0, round(region.top)), frame[1] - 1)
    right = max(left + 1, min(frame[0], round(region.left + region.width)))
    bottom = max(top + 1, min(frame[1], round(region.top + region.height)))
    return Region(left, top, right - left, bottom - top)


def _layer_size(visible: Region) -> tuple[int, int]:
    shrink = min(1.0, _LAYER_SIDE / max(visible.width, visible.height))
    return max(1, round(visible.width * shrink)), max(1, round(visible.height * shrink))
