"""The photograph under the overlay: zoom at the cursor, pan, fit, 1:1."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from fundusviewer.gui.drawn_layers import DrawnLayer
from fundusviewer.gui.pyramid import Pyramid
from fundusviewer.gui.theme import DARK

#: One notch of the wheel.
_STEP = 1.25
_NOTCH = 120

_LARGEST = 16.0

#: From this enlargement on the pixels are shown as they are.
_PIXELS_FROM = 4.0


class PhotographItem(QGraphicsItem):
    """The photograph, drawn from the size that fits the zoom."""

    def __init__(self, pyramid: Pyramid) -> None:
        super().__init__()
        self._pyramid = pyramid
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """Return the photograph's frame."""
        return QRectF(0, 0, *self._pyramid.size)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the visible part."""
        del widget
        scale = _scale(painter, option)
        image = self._pyramid.best_for(scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < _PIXELS_FROM)
        exposed = option.exposedRect.intersected(self.boundingRect())
        _draw_part(painter, image, self.boundingRect(), exposed)


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
        """Paint the layer."""
        del widget
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self.layer.rect, self.layer.best_for(_scale(painter, option)))


def _scale(painter: QPainter, option: QStyleOptionGraphicsItem) -> float:
    """Return the screen's pixels for one pixel of the photograph."""
    return (
        option.levelOfDetailFromTransform(painter.worldTransform())
        * painter.device().devicePixelRatioF()
    )


def _draw_part(painter: QPainter, image: QImage, frame: QRectF, part: QRectF) -> None:
    to_x, to_y = image.width() / frame.width(), image.height() / frame.height()
    source = QRectF(part.x() * to_x, part.y() * to_y, part.width() * to_x, part.height() * to_y)
    painter.drawImage(part, image, source)


class ImageView(QGraphicsView):
    """Shows one photograph with its layers.

    Signals
    -------
    zoomed(float)
        Screen pixels for one pixel of the photograph.
    painted()
        The view was painted.
    """

    zoomed = Signal(float)
    painted = Signal()

    _KEYS: ClassVar[dict[Qt.Key, float]] = {
        Qt.Key.Key_Plus: _STEP,
        Qt.Key.Key_Equal: _STEP,
        Qt.Key.Key_Minus: 1 / _STEP,
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._photograph: PhotographItem | None = None
        self._layers: list[LayerItem] = []
        self._fits = True
        self.setObjectName("canvas")
        self.setScene(self._scene)
        self.setBackgroundBrush(QBrush(QColor(DARK.canvas)))
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The window takes what is dropped; a scene would swallow it.
        self.setAcceptDrops(False)
        self.setAccessibleName(self.tr("Photograph"))

    @property
    def scale_factor(self) -> float:
        """Screen pixels for one pixel of the photograph."""
        return self.transform().m11() * self.devicePixelRatioF()

    @property
    def fits(self) -> bool:
        """Whether the photograph is kept as large as the view."""
        return self._fits

    def show_photograph(self, pyramid: Pyramid) -> None:
        """Show another photograph, as large as the view, without layers."""
        self.clear()
        self._photograph = PhotographItem(pyramid)
        self._scene.addItem(self._photograph)
        self._scene.setSceneRect(self._photograph.boundingRect())
        self.fit()

    def show_layers(self, layers: tuple[DrawnLayer, ...]) -> None:
        """Replace the layers on the photograph."""
        for item in self._layers:
            self._scene.removeItem(item)
        self._layers = [LayerItem(layer) for layer in layers]
        for height, item in enumerate(self._layers, start=1):
            item.setZValue(height)
            self._scene.addItem(item)

    def clear(self) -> None:
        """Show nothing."""
        self._scene.clear()
        self._photograph = None
        self._layers = []

    def layer_names(self) -> list[str]:
        """Return the names of the layers shown, from the lowest to the highest."""
        return [item.layer.name for item in self._layers]

    def fit(self) -> None:
        """Make the photograph as large as the view, and keep it so."""
        self._fits = True
        if self._photograph is not None:
            self.fitInView(self._photograph, Qt.AspectRatioMode.KeepAspectRatio)
            self.zoomed.emit(self.scale_factor)

    def actual_size(self) -> None:
        """One pixel of the photograph for one of the screen, around the middle of the view."""
        self._zoom_to(1.0, self.viewport().rect().center().toPointF())

    def zoom_in(self) -> None:
        """Enlarge around the middle of the view."""
        self._zoom_by(_STEP, self.viewport().rect().center().toPointF())

    def zoom_out(self) -> None:
        """Shrink around the middle of the view."""
        self._zoom_by(1 / _STEP, self.viewport().rect().center().toPointF())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / _NOTCH
        if notches:
            self._zoom_by(_STEP**notches, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and -; the arrow keys pan."""
        factor = self._KEYS.get(Qt.Key(event.key()))
        if factor is None:
            super().keyPressEvent(event)
        else:
            self._zoom_by(factor, self.viewport().rect().center().toPointF())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag; the window behind has no use for it."""
        super().mouseReleaseEvent(event)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted photograph fitted."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so."""
        super().paintEvent(event)
        self.painted.emit()

    def _zoom_by(self, factor: float, anchor: QPointF) -> None:
        self._zoom_to(self.scale_factor * factor, anchor)

    def _zoom_to(self, scale: float, anchor: QPointF) -> None:
        """Zoom so that the point of the photograph under the anchor stays there."""
        if self._photograph is None:
            return
        scale = min(_LARGEST, max(self._smallest(), scale))
        before = self.mapToScene(anchor.toPoint())
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self._fits = False
        factor = scale / self.scale_factor
        self.scale(factor, factor)
        moved = self.mapFromScene(before) - anchor.toPoint()
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        for bar, offset in zip(bars, (moved.x(), moved.y()), strict=True):
            bar.setValue(bar.value() + offset)
        self.zoomed.emit(self.scale_factor)

    def _smallest(self) -> float:
        """Return the zoom at which the photograph is half as large as the view, at most 1:1."""
        frame, view = self._scene.sceneRect(), self.viewport().rect()
        ratio = self.devicePixelRatioF()
        fitted = min(view.width() / frame.width(), view.height() / frame.height()) * ratio
        return min(1.0, fitted / 2)
