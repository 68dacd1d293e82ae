"""The overlay's layers as pictures for the view. The same are flattened into a file."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage

from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.viewer.image_pyramid import best_for
from fundusviewer.gui.widgets.qimage import to_qimage
from fundusviewer.imaging import read_image
from fundusviewer.overlay import (
    DEFAULT_PALETTE,
    Annotation,
    Layer,
    Legend,
    annotate,
    flatten,
    legend,
    marks,
    write_picture,
)
from fundusviewer.screening import Finding

#: No copy is made smaller than this on its shorter side, in pixels.
_SMALLEST = 8


@dataclass(frozen=True)
class OverlayChoice:
    """Which parts of the explanation are drawn.

    Attributes
    ----------
    heatmap
        Whether the heat map is drawn in colours.
    opacity
        Of the heat map, 0–1.
    contours
        Whether its hottest regions are outlined.
    asked
        Whether somebody asked for them for a photograph where they are left out otherwise.
    palette
        Name of the heat map's colours.
    """

    heatmap: bool = True
    opacity: float = 0.5
    contours: bool = False
    asked: bool = False
    palette: str = DEFAULT_PALETTE

    def annotation(self, finding: Finding) -> Annotation:
        """Return what is drawn on a finding's photograph."""
        annotation = finding.annotation(
            heatmap=self.heatmap, contours=self.contours, asked=self.asked
        )
        return replace(annotation, palette=self.palette, say=translate_message)


_NO_WORDS = Legend("")


@dataclass(frozen=True, eq=False)
class DrawnLayer:
    """One layer: its picture, smaller copies of it, and the part of the photograph it covers."""

    name: str
    images: tuple[QImage, ...]
    rect: QRectF

    def best_for(self, scale: float) -> QImage:
        """Return the picture to draw at so many screen pixels for one of the photograph."""
        own = self.rect.width() / self.images[0].width()
        return best_for(self.images, scale * own)


@dataclass(frozen=True, eq=False)
class Drawing:
    """All layers of a photograph, how long they took in milliseconds, and the words to them."""

    layers: tuple[DrawnLayer, ...]
    milliseconds: float
    legend: Legend = _NO_WORDS


def draw(frame: tuple[int, int], annotation: Annotation, opacity: float) -> Drawing:
    """Draw the layers for a photograph of that width and height. Runs off the GUI thread.

    No words are drawn on the photograph: they stand below it.
    """
    start = time.perf_counter()
    layers = tuple(_drawn(layer) for layer in marks(frame, annotation, opacity=opacity))
    words = legend(frame, annotation)
    return Drawing(layers, (time.perf_counter() - start) * 1000, words)


def save_overlay(source: Path, target: Path, annotation: Annotation, opacity: float) -> Path:
    """Write the photograph with its layers, label and notice. Runs off the GUI thread.

    Raises
    ------
    ImageReadError
        If the photograph cannot be read any more.
    OutputError
        If the file cannot be written.
    """
    pixels = read_image(source).pixels
    layers = annotate((pixels.shape[1], pixels.shape[0]), annotation, opacity=opacity)
    write_picture(target, flatten(pixels, layers))
    return target


def _drawn(layer: Layer) -> DrawnLayer:
    region = layer.region
    rect = QRectF(region.left, region.top, region.width, region.height)
    return DrawnLayer(layer.name, _halves(to_qimage(layer.pixels)), rect)


def _halves(image: QImage) -> tuple[QImage, ...]:
    """Return a picture and its halves: small letters would break up when they are shrunk."""
    images = [image]
    while min(image.width(), image.height()) > 2 * _SMALLEST:
        image = image.scaled(
            image.width() // 2,
            image.height() // 2,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        images.append(image)
    return tuple(images)
