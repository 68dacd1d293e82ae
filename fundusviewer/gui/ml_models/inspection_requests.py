"""Requests about the inside of a network, answered by the worker."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtGui import QImage

from fundusviewer.gui.threads.inference_worker import Engine
from fundusviewer.gui.widgets.qimage import to_qimage
from fundusviewer.inference.inspection import LayerRow
from fundusviewer.overlay import HEAT_COLOURS
from fundusviewer.screening import Finding

#: Side of a filter's or a map's picture in pixels.
PICTURE_SIDE = 96

#: Maps that are shown of a layer: those with the largest mean. Some layers have two thousand.
MAPS_SHOWN = 64


@dataclass(frozen=True)
class NetworkDescription:
    """What a model file says of itself.

    Attributes
    ----------
    title
        Of the model.
    layers
        All layers in the order of computation.
    parameters
        Number of weights.
    layers_with_maps
        Names of those that can be looked at.
    filters
        First-layer filters as pictures of :data:`PICTURE_SIDE`.
    """

    title: str
    layers: tuple[LayerRow, ...]
    parameters: int
    layers_with_maps: tuple[str, ...]
    filters: tuple[QImage, ...]


@dataclass(frozen=True)
class DescribeNetwork:
    """Read the model that is loaded."""

    def perform(self, engine: Engine) -> NetworkDescription:
        """Read the file."""
        inspection = engine.inspection()
        return NetworkDescription(
            engine.classifier.card.title,
            inspection.layers,
            inspection.parameters,
            inspection.layers_with_maps,
            tuple(_enlarged(picture) for picture in inspection.first_filters()),
        )


@dataclass(frozen=True, eq=False)
class LayerMaps:
    """What a layer makes of a photograph.

    Attributes
    ----------
    layer
        Its name.
    count, height, width
        Of all its maps.
    pictures
        Number and picture of the strongest maps, the strongest first.
    """

    layer: str
    count: int
    height: int
    width: int
    pictures: tuple[tuple[int, QImage], ...]


@dataclass(frozen=True, eq=False)
class ShowMaps:
    """Compute the maps of a layer for a photograph."""

    finding: Finding
    layer: str

    def perform(self, engine: Engine) -> LayerMaps:
        """Run the network up to the layer."""
        pixels = engine.prepare(self.finding).pixels
        maps = engine.inspection().maps(self.layer, pixels)
        strength = maps.mean(axis=(1, 2))
        order = np.argsort(-strength, kind="stable")[:MAPS_SHOWN]
        pictures = tuple((int(number), _coloured(maps[number])) for number in order)
        count, height, width = maps.shape
        return LayerMaps(self.layer, count, height, width, pictures)


@dataclass(frozen=True)
class ForgetNetwork:
    """Give back the memory."""

    def perform(self, engine: Engine) -> None:
        """Forget the model file."""
        engine.forget_inspection()


def _coloured(values: np.ndarray) -> QImage:
    """Colour a map, scaled between its own extremes."""
    low, high = float(values.min()), float(values.max())
    share = (values - low) / (high - low) if high > low else np.zeros_like(values)
    return _enlarged(HEAT_COLOURS[np.rint(share * 255).astype(np.uint8)])


def _enlarged(picture: np.ndarray) -> QImage:
    """Enlarge so that each weight or position stays a visible square."""
    size = (PICTURE_SIDE, PICTURE_SIDE)
    large = max(picture.shape[:2]) >= PICTURE_SIDE
    how = cv2.INTER_AREA if large else cv2.INTER_NEAREST
    return to_qimage(cv2.resize(np.ascontiguousarray(picture), size, interpolation=how))
