"""What is painted in a view: the photograph as it is to be shown, and the layers on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
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

    def paint(self, painter: QPainter, part: QRectF, *, shrunk: int = 1) -> None:
        """Paint a part of the photograph.

        Parameters
        ----------
        painter
            Its coordinates are the photograph's pixels.
        part
            Of the photograph.
        shrunk
            How many times smaller than on the screen it is painted.
        """
        scale = device_scale(painter)
        image = (self.equalised or self.pyramid).best_for(scale)
        smooth = scale * shrunk < _PIXELS_FROM
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        if self.display.is_adjusted:
            # At the screen's size first: only what is seen is adjusted.
            _paint_aside(
                painter,
                part,
                lambda inner, wide: _draw_part(
                    inner, image, self.frame, wide.intersected(self.frame)
                ),
                change=lambda buffer: _adjusted(buffer, self.display),
            )
        else:
            _draw_part(painter, image, self.frame, part)


@dataclass
class Painting:
    """What of a view is being painted, and how; its items know it.

    Attributes
    ----------
    exposed
        In the view's own coordinates; empty: all that Qt says.
    shrunk
        How many times smaller than on the screen photographs and layers are made, along each
        side, where a frame counts more than sharpness; 1: exactly.
    layers
        What lies on the view's photograph.
    is_moving
        Whether the hand moves the view.
    is_rough
        Whether an item was painted less exactly for it; items say so.
    """

    exposed: QRegion = field(default_factory=QRegion)
    shrunk: int = 1
    layers: tuple[DrawnLayer, ...] = ()
    is_moving: bool = False
    is_rough: bool = False

    @property
    def in_motion(self) -> bool:
        """Whether a frame counts more than sharpness."""
        return self.shrunk > 1

    @property
    def is_known(self) -> bool:
        """Whether it is known what is exposed."""
        return not self.exposed.isEmpty()

    def parts(self, painter: QPainter) -> list[QRectF]:
        """Return the rectangles that are exposed, in the painter's coordinates.

        Qt says the rectangle around them: while panning, that of two stripes is the whole view.
        """
        back = painter.worldTransform().inverted()[0]
        # PySide's stubs do not know that a region's rectangles can be gone through.
        rects: Iterable[QRect] = self.exposed  # type: ignore[assignment]
        return [back.mapRect(QRectF(rect)) for rect in rects]

    def paint(
        self, painter: QPainter, shown: Shown, part: QRectF, layers: Iterable[DrawnLayer] = ()
    ) -> None:
        """Paint a part of a photograph; in motion with its layers, as one picture."""
        if not self.in_motion:
            shown.paint(painter, part)
            return

        def paint_all(inner: QPainter, wide: QRectF) -> None:
            shown.paint(inner, wide.intersected(shown.frame), shrunk=self.shrunk)
            for layer in layers:
                inner.save()
                paint_layer(inner, layer)
                inner.restore()

        _paint_aside(painter, part, paint_all, shrunk=self.shrunk)


class PhotographItem(QGraphicsItem):
    """The photograph, drawn from the size that fits the zoom."""

    def __init__(self, shown: Shown, painting: Painting) -> None:
        super().__init__()
        self._shown, self._painting = shown, painting
        #: The photograph, once pixels of it were painted.
        self.painted: Pyramid | None = None
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
            self._painting.paint(painter, self._shown, piece, self._painting.layers)
        self.painted = self._shown.pyramid

    def _pieces(self, painter: QPainter, part: QRectF) -> list[QRectF]:
        """Return what is to be painted of a part."""
        if not self._shown.display.is_adjusted or self._painting.exposed.rectCount() < 2:
            return [part]
        pieces = (one.intersected(part) for one in self._painting.parts(painter))
        return [piece for piece in pieces if not piece.isEmpty()]


class LayerItem(QGraphicsItem):
    """One layer of the overlay."""

    def __init__(self, layer: DrawnLayer, painting: Painting) -> None:
        super().__init__()
        self.layer, self._painting = layer, painting

    def boundingRect(self) -> QRectF:
        """Return the rectangle that the layer covers."""
        return self.layer.rect

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the layer, unless it was painted with the photograph."""
        del option, widget
        if not self._painting.in_motion:
            paint_layer(painter, self.layer)


def paint_layer(painter: QPainter, layer: DrawnLayer) -> None:
    """Paint a layer, where there is something of it."""
    # A graphics card draws the whole layer faster than it finds out where something is.
    on_card = painter.paintEngine().type() is QPaintEngine.Type.OpenGL2
    if layer.covered is not None and not on_card:
        painter.setClipRegion(layer.covered, Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(layer.rect, layer.best_for(device_scale(painter)))


def device_scale(painter: QPainter) -> float:
    """Return the screen's pixels for one pixel of the photograph."""
    transform = painter.worldTransform()
    scale = math.hypot(transform.m11(), transform.m12())
    return float(scale * painter.device().devicePixelRatioF())


def _paint_aside(
    painter: QPainter,
    part: QRectF,
    paint: Callable[[QPainter, QRectF], None],
    *,
    shrunk: int = 1,
    change: Callable[[QImage], tuple[QImage, object]] | None = None,
) -> None:
    """Paint a part of a photograph in a picture of its own, and then that picture.

    Parameters
    ----------
    painter
        Its coordinates are the photograph's pixels.
    part
        Of the photograph.
    paint
        Paints it; gets a painter for the picture and a little more than the part, so that its
        edges are blended with what lies beyond.
    shrunk
        How many times smaller than on the screen the picture is made, along each side.
    change
        What is done to the picture; returns another one with the memory that it needs.
    """
    ratio = painter.device().devicePixelRatioF()
    to_device = painter.worldTransform() * QTransform.fromScale(ratio, ratio)
    place = to_device.mapRect(part)
    box = _outer(place)
    width, height = -(-box.width() // shrunk), -(-box.height() // shrunk)
    result = buffer = QImage(width, height, QImage.Format.Format_RGB32)
    # A pixel at the photograph's edge may have its middle outside of it.
    buffer.fill(Qt.GlobalColor.black)
    inner = QPainter(buffer)
    inner.setRenderHints(painter.renderHints())
    to_picture = QTransform.fromTranslate(-box.x(), -box.y())
    inner.setTransform(to_device * to_picture * QTransform.fromScale(1 / shrunk, 1 / shrunk))
    margin = 2 / device_scale(inner)
    paint(inner, part.adjusted(-margin, -margin, margin, margin))
    inner.end()
    _memory: object = None
    if change is not None:
        result, _memory = change(buffer)
    painter.save()
    painter.setWorldTransform(QTransform())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    back = QTransform.fromScale(1 / ratio, 1 / ratio)
    painter.setClipRect(back.mapRect(place), Qt.ClipOperation.IntersectClip)
    size = QSizeF(width, height) * (shrunk / ratio)
    painter.drawImage(QRectF(QPointF(box.x(), box.y()) / ratio, size), result)
    painter.restore()


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
