"""Requests about the inside of a network, answered by the worker."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QImage

from fundusviewer.gui.threads.inference_worker import OpenModels
from fundusviewer.gui.widgets.qimage import to_qimage
from fundusviewer.inference.inspection import LayerRow
from fundusviewer.overlay.network_pictures import enlarged, map_picture, strongest_maps
from fundusviewer.screening import Finding


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

    def perform(self, models: OpenModels) -> NetworkDescription:
        """Read the file."""
        inspection = models.inspection()
        return NetworkDescription(
            models.classifier.card.title,
            inspection.layers,
            inspection.parameters,
            inspection.layers_with_maps,
            tuple(to_qimage(enlarged(picture)) for picture in inspection.first_filters()),
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

    def perform(self, models: OpenModels) -> LayerMaps:
        """Run the network up to the layer."""
        pixels = models.prepare(self.finding).pixels
        maps = models.inspection().maps(self.layer, pixels)
        pictures = tuple(
            (number, to_qimage(map_picture(maps[number]))) for number in strongest_maps(maps)
        )
        count, height, width = maps.shape
        return LayerMaps(self.layer, count, height, width, pictures)


@dataclass(frozen=True)
class ForgetNetwork:
    """Give back the memory."""

    def perform(self, models: OpenModels) -> None:
        """Forget the model file."""
        models.forget_inspection()
