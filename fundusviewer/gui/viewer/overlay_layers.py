"""The overlay's layers as pictures for the view. The same are flattened into a file."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QRegion

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

#: A layer is looked at in tiles of so many pixels of its picture a side; where more than this share
#: of them is drawn on, all are painted.
_TILE, _MOST_COVERED = 32, 0.9

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
    """One layer: its picture, smaller copies of it, and the part of the photograph it covers.

    Attributes
    ----------
    name
        Of the layer.
    images
        The picture and its halves.
    rect
        What it lies over, in pixels of the photograph.
    covered
        What of that is not transparent, with a margin, in whole pixels of the photograph: most of a
        heat map, and nearly all of outlines, is nothing. ``None``: hardly less than all.
    """

    name: str
    images: tuple[QImage, ...]
    rect: QRectF
    covered: QRegion | None = None

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
    covered = _covered(layer.pixels[..., 3], rect)
    return DrawnLayer(layer.name, _halves(to_qimage(layer.pixels)), rect, covered)


def _covered(alpha: np.ndarray, rect: QRectF) -> QRegion | None:
    """Return where a layer, uint8 (h, w), is not transparent; ``None`` where that is most of it."""
    high, wide = -(-alpha.shape[0] // _TILE), -(-alpha.shape[1] // _TILE)
    whole = np.zeros((high * _TILE, wide * _TILE), bool)
    whole[: alpha.shape[0], : alpha.shape[1]] = alpha > 0
    tiles = whole.reshape(high, _TILE, wide, _TILE).any(axis=(1, 3))
    # The smaller copies are blended over more than one tile's edge.
    drawn = np.asarray(tiles, dtype=np.uint8)
    near = cv2.dilate(drawn, np.ones((3, 3), np.uint8))
    if near.mean() > _MOST_COVERED:
        return None
    to_x, to_y = rect.width() / alpha.shape[1] * _TILE, rect.height() / alpha.shape[0] * _TILE
    covered = QRegion()
    for row, line in enumerate(near):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], line, [0]))))
        for first, last in edges.reshape(-1, 2):
            place = QRectF(first * to_x, row * to_y, (last - first) * to_x, to_y)
            covered += QRegion(place.translated(rect.topLeft()).toAlignedRect())
    return covered


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
