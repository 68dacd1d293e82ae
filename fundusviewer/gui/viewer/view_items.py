"""What is painted in a view: the photograph as it is to be shown, and the layers on it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPaintEngine, QPainter, QRegion, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.overlay_layers import DrawnLayer
from fundusviewer.imaging.display import (
    CHANNEL_INDEX,
    ORIGINAL,
    Channel,
    DisplaySettings,
    tone_table,
)

#: From this enlargement on the pixels are shown as they are.
_PIXELS_FROM = 4.0


@dataclass(frozen=True, eq=False)
class Shown:
    """A photograph and how it is shown.

    Attributes
    ----------
    pyramid
        The photograph.
    display
        For the eye alone.
    equalised
        The photograph with enhanced local contrast, where that is wanted and ready.
    """

    pyramid: Pyramid
    display: DisplaySettings = ORIGINAL
    equalised: Pyramid | None = None

    @property
    def frame(self) -> QRectF:
        """The photograph's rectangle."""
        return QRectF(0, 0, *self.pyramid.size)

    def paint(self, painter: QPainter, part: QRectF) -> None:
        """Paint a part of the photograph; the painter's coordinates are its pixels."""
        scale = device_scale(painter)
        image = (self.equalised or self.pyramid).best_for(scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < _PIXELS_FROM)
        if self.display.is_adjusted:
            self._paint_adjusted(painter, image, part, scale)
        else:
            _draw_part(painter, image, self.frame, part)

    def _paint_adjusted(self, painter: QPainter, image: QImage, part: QRectF, scale: float) -> None:
        """Draw the part at the screen's size first: only what is seen is adjusted."""
        ratio = painter.device().devicePixelRatioF()
        to_device = painter.worldTransform() * QTransform.fromScale(ratio, ratio)
        place = to_device.mapRect(part)
        box = _outer(place)
        buffer = QImage(box.size(), QImage.Format.Format_RGB32)
        inner = QPainter(buffer)
        inner.setRenderHints(painter.renderHints())
        inner.setTransform(to_device * QTransform.fromTranslate(-box.x(), -box.y()))
        # A little more than the part, so that its edges are blended with what lies beyond.
        margin = 2 / scale
        wide = part.adjusted(-margin, -margin, margin, margin).intersected(self.frame)
        _draw_part(inner, image, self.frame, wide)
        inner.end()
        result, _memory = _adjusted(buffer, self.display)
        result.setDevicePixelRatio(ratio)
        painter.save()
        painter.setWorldTransform(QTransform())
        back = QTransform.fromScale(1 / ratio, 1 / ratio)
        painter.setClipRect(back.mapRect(place), Qt.ClipOperation.IntersectClip)
        painter.drawImage(QPointF(box.x() / ratio, box.y() / ratio), result)
        painter.restore()


class PhotographItem(QGraphicsItem):
    """The photograph, drawn from the size that fits the zoom."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._shown = shown
        #: The photograph, once pixels of it were painted.
        self.painted: Pyramid | None = None
        #: What of the view is being painted, in its own coordinates; empty: all that Qt says.
        self.exposed = QRegion()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    @property
    def shown(self) -> Shown:
        """What is drawn."""
        return self._shown

    def show_as(self, shown: Shown) -> None:
        """Draw the same photograph in another way."""
        self._shown = shown
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the photograph's frame."""
        return self._shown.frame

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the visible part."""
        del widget
        part = option.exposedRect.intersected(self.boundingRect())
        if part.isEmpty():
            return
        for piece in self._pieces(painter, part):
            self._shown.paint(painter, piece)
        self.painted = self._shown.pyramid

    def _pieces(self, painter: QPainter, part: QRectF) -> list[QRectF]:
        """Return what is to be painted of a part.

        Qt says the rectangle around it: while panning, that of two stripes is the whole view.
        """
        if not self._shown.display.is_adjusted or self.exposed.rectCount() < 2:
            return [part]
        back = painter.worldTransform().inverted()[0]
        # PySide's stubs do not know that a region's rectangles can be gone through.
        rects: Iterable[QRect] = self.exposed  # type: ignore[assignment]
        pieces = (back.mapRect(QRectF(rect)).intersected(part) for rect in rects)
        return [piece for piece in pieces if not piece.isEmpty()]


class LayerItem(QGraphicsItem):
    """One layer of the overlay."""

    def __init__(self, layer: DrawnLayer) -> None:
        super().__init__()
        self.layer = layer

    def boundingRect(self) -> QRectF:
        """Return the rectangle that the layer covers."""
        return self.layer.rect

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the layer, where there is something of it."""
        del option, widget
        # A graphics card draws the whole layer faster than it finds out where something is.
        on_card = painter.paintEngine().type() is QPaintEngine.Type.OpenGL2
        if self.layer.covered is not None and not on_card:
            painter.setClipRegion(self.layer.covered, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.layer.rect, self.layer.best_for(device_scale(painter)))


def device_scale(painter: QPainter) -> float:
    """Return the screen's pixels for one pixel of the photograph."""
    transform = painter.worldTransform()
    scale = math.hypot(transform.m11(), transform.m12())
    return float(scale * painter.device().devicePixelRatioF())


def _adjusted(buffer: QImage, display: DisplaySettings) -> tuple[QImage, np.ndarray]:
    """Return what :func:`fundusviewer.imaging.display.adjust` does, in the screen's own format."""
    height, width = buffer.height(), buffer.width()
    bgra = np.frombuffer(buffer.constBits(), np.uint8).reshape(height, width, 4)
    table = tone_table(display)
    if display.channel is Channel.COLOUR:
        # The fourth byte stays as it is.
        tables = np.dstack([table, table, table, np.arange(256, dtype=np.uint8)])
        pixels, kind = cv2.LUT(bgra, tables), QImage.Format.Format_RGB32
    else:
        grey = cv2.extractChannel(bgra, 2 - CHANNEL_INDEX[display.channel])
        pixels, kind = cv2.LUT(grey, table), QImage.Format.Format_Grayscale8
    # Whoever has the picture needs its memory, too.
    return QImage(pixels.data, width, height, pixels.strides[0], kind), pixels


def _outer(place: QRectF) -> QRect:
    """Return the smallest rectangle of whole pixels around a place."""
    left, top = math.floor(place.left()), math.floor(place.top())
    right, bottom = math.ceil(place.right()), math.ceil(place.bottom())
    return QRect(left, top, max(1, right - left), max(1, bottom - top))


def _draw_part(painter: QPainter, image: QImage, frame: QRectF, part: QRectF) -> None:
    to_x, to_y = image.width() / frame.width(), image.height() / frame.height()
    source = QRectF(part.x() * to_x, part.y() * to_y, part.width() * to_x, part.height() * to_y)
    painter.drawImage(part, image, source)
