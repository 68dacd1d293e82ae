"""A view that is zoomed and moved over something in it: where one looks, whatever is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

#: One notch of the wheel.
STEP = 1.25

_LARGEST = 16.0

#: Share of the view by which a key pans.
_PAN_SHARE = 0.1


@dataclass(frozen=True)
class Place:
    """What part of a photograph a view shows, so that another one can show the same.

    Attributes
    ----------
    zoom
        Times the size at which the photograph fits the view.
    x, y
        The middle of the view as shares of the photograph's width and height.
    fits
        Whether the photograph is kept as large as the view.
    """

    zoom: float
    x: float
    y: float
    fits: bool


class ZoomableView(QGraphicsView):
    """Shows a frame of its scene: as large as the view, or zoomed and moved.

    Signals
    -------
    zoomed(float)
        Screen pixels for one pixel of the frame.
    moved()
        Another part of the frame is shown.
    """

    zoomed = Signal(float)
    moved = Signal()

    _KEYS: ClassVar[dict[Qt.Key, float]] = {
        Qt.Key.Key_Plus: STEP,
        Qt.Key.Key_Equal: STEP,
        Qt.Key.Key_Minus: 1 / STEP,
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._framed = False
        self._fits = True
        self._placing = False
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setScene(self._scene)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def scale_factor(self) -> float:
        """Screen pixels for one pixel of the frame."""
        return self.transform().m11() * self.devicePixelRatioF()

    @property
    def fits(self) -> bool:
        """Whether the frame is kept as large as the view."""
        return self._fits

    def set_frame(self, frame: QRectF | None) -> None:
        """Look at this part of the scene; ``None``: there is nothing to look at."""
        self._framed = frame is not None
        if frame is not None:
            self._scene.setSceneRect(frame)

    def allow_overscroll(self, free: bool) -> None:
        """Let every place of the frame come to the middle, for those without a mouse."""
        if not self._framed:
            return
        middle = self.mapToScene(self.viewport().rect().center())
        view = self.viewport().size()
        # Half a view at the smallest zoom, on each side.
        edge = max(view.width(), view.height()) * self.devicePixelRatioF() / self._smallest() / 2
        frame = self._scene.sceneRect()
        self.setSceneRect(frame.adjusted(-edge, -edge, edge, edge) if free else QRectF())
        if self._fits and not free:
            self.fit()
        else:
            self.centerOn(middle)

    # -- where -------------------------------------------------------------------------------

    def fit(self) -> None:
        """Make the photograph as large as the view, and keep it so."""
        self._fits = True
        if self._framed:
            self._placing = True
            factor = self._fitted() / self.scale_factor
            self.scale(factor, factor)
            self.centerOn(self._scene.sceneRect().center())
            self._placing = False
            self._tell_place()

    def actual_size(self) -> None:
        """One pixel of the photograph for one of the screen, around the middle of the view."""
        self._zoom_to(1.0, self._middle())

    def double_size(self) -> None:
        """One pixel of the photograph for two by two of the screen."""
        self._zoom_to(2.0, self._middle())

    def zoom_in(self) -> None:
        """Enlarge around the middle of the view."""
        self.zoom_by(STEP, self._middle())

    def zoom_out(self) -> None:
        """Shrink around the middle of the view."""
        self.zoom_by(1 / STEP, self._middle())

    def pan(self, steps_x: int, steps_y: int) -> None:
        """Move over the photograph by tenths of the view, right and down."""
        size = self.viewport().size()
        self.scroll_by(
            round(steps_x * size.width() * _PAN_SHARE), round(steps_y * size.height() * _PAN_SHARE)
        )

    def place(self) -> Place:
        """Return the visible part of the photograph."""
        frame = self._scene.sceneRect()
        middle = self.mapToScene(self.viewport().rect().center())
        zoom = self.scale_factor / self._fitted() if self._framed else 1.0
        return Place(
            zoom,
            middle.x() / max(1.0, frame.width()),
            middle.y() / max(1.0, frame.height()),
            self._fits,
        )

    def take_place(self, place: Place) -> None:
        """Show the same part of this photograph as another view does of its own."""
        if not self._framed:
            return
        if place.fits:
            self.fit()
            return
        frame = self._scene.sceneRect()
        self._placing = True
        self._fits = False
        factor = place.zoom * self._fitted() / self.scale_factor
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.scale(factor, factor)
        self.centerOn(place.x * frame.width(), place.y * frame.height())
        self._placing = False
        self._tell_place()

    # -- events ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and -; the arrow keys pan."""
        factor = self._KEYS.get(Qt.Key(event.key()))
        if factor is None:
            super().keyPressEvent(event)
        else:
            self.zoom_by(factor, self._middle())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what fits fitted."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()
        else:
            self._tell_place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move, and say so."""
        super().scrollContentsBy(dx, dy)
        if not self._placing:
            self.moved.emit()

    # -- helpers -----------------------------------------------------------------------------

    def _middle(self) -> QPointF:
        return self.viewport().rect().center().toPointF()

    def zoom_by(self, factor: float, anchor: QPointF) -> None:
        """Zoom so that what is under a place of the view stays there."""
        self._zoom_to(self.scale_factor * factor, anchor)

    def _zoom_to(self, scale: float, anchor: QPointF) -> None:
        """Zoom so that the point of the frame under the anchor stays there."""
        if not self._framed:
            return
        scale = min(_LARGEST, max(self._smallest(), scale))
        self._placing = True
        before = self.mapToScene(anchor.toPoint())
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self._fits = False
        factor = scale / self.scale_factor
        self.scale(factor, factor)
        moved = self.mapFromScene(before) - anchor.toPoint()
        self.scroll_by(moved.x(), moved.y())
        self._placing = False
        self._tell_place()

    def scroll_by(self, right: int, down: int) -> None:
        """Move by so many pixels of the screen."""
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        for bar, offset in zip(bars, (right, down), strict=True):
            bar.setValue(bar.value() + offset)

    def _tell_place(self) -> None:
        self.zoomed.emit(self.scale_factor)
        self.moved.emit()

    def _fitted(self) -> float:
        """Return the zoom at which the photograph is as large as the view."""
        frame, view = self._scene.sceneRect(), self.viewport().rect()
        ratio = self.devicePixelRatioF()
        return min(view.width() / frame.width(), view.height() / frame.height()) * ratio

    def _smallest(self) -> float:
        """Return the zoom at which the photograph is half as large as the view, at most 1:1."""
        return min(1.0, self._fitted() / 2)
