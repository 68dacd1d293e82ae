"""A view that is zoomed, moved and turned over something in it, whatever is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTransform
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

#: One notch of the wheel.
STEP = 1.25

_LARGEST = 16.0

#: What the arrow keys mean in a list.
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}

#: Share of the view by which a key pans.
_PAN_SHARE = 0.1

#: After so many milliseconds without a movement the hand rests.
_REST = 90


@dataclass(frozen=True)
class Place:
    """What part of a photograph a view shows, so that another one can show the same.

    Attributes
    ----------
    zoom
        Times the size at which what matters of the photograph fits the view.
    x, y
        The middle of the view as shares of the width and height of what matters.
    fits
        Whether it is kept as large as the view.
    """

    zoom: float
    x: float
    y: float
    fits: bool


@dataclass(frozen=True)
class Orientation:
    """How a view is turned.

    Attributes
    ----------
    turns
        Quarters clockwise, 0–3.
    mirrored
        Whether left and right of the view are exchanged.
    """

    turns: int = 0
    mirrored: bool = False

    def transform(self) -> QTransform:
        """Return the way from the photograph's directions to those of the screen."""
        side = -1 if self.mirrored else 1
        return QTransform().rotate(90 * self.turns) * QTransform.fromScale(side, 1)


#: As the camera made it.
UPRIGHT = Orientation()


class ZoomableView(QGraphicsView):
    """Shows a frame of its scene: what matters of it as large as the view, or zoomed and moved.

    Signals
    -------
    zoomed(float)
        Screen pixels for one pixel of the frame.
    moved()
        Another part of the frame is shown.
    turned()
        It is shown in another :attr:`orientation`.
    rested()
        It was zoomed or moved by hand, and that is over.
    stepped(int)
        An arrow key was pressed where there is nowhere to move: down or right 1, up or left -1.
    """

    zoomed = Signal(float)
    moved = Signal()
    turned = Signal()
    rested = Signal()
    stepped = Signal(int)

    _KEYS: ClassVar[dict[Qt.Key, float]] = {
        Qt.Key.Key_Plus: STEP,
        Qt.Key.Key_Equal: STEP,
        Qt.Key.Key_Minus: 1 / STEP,
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._framed = False
        self._focus = QRectF()
        self._whole = False
        self._fits = True
        self._free = False
        #: How the view is turned.
        self.orientation = UPRIGHT
        self._placing = False
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self.rested)
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setScene(self._scene)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def scale_factor(self) -> float:
        """Screen pixels for one pixel of the frame."""
        return math.sqrt(abs(self.transform().determinant())) * self.devicePixelRatioF()

    @property
    def is_moving(self) -> bool:
        """Whether a hand zooms or moves it just now."""
        return self._rest.isActive()

    def keep_moving(self) -> None:
        """Note that it is moved by hand; a little later it rests."""
        self._rest.start()

    def rest(self) -> None:
        """Rest at once."""
        if self.is_moving:
            self._rest.stop()
            self.rested.emit()

    @property
    def fits(self) -> bool:
        """Whether what matters of the frame is kept as large as the view."""
        return self._fits

    @property
    def focus(self) -> QRectF:
        """The part of the frame that matters."""
        return self._scene.sceneRect() if self._whole or self._focus.isEmpty() else self._focus

    def set_frame(self, frame: QRectF | None, focus: QRectF | None = None) -> None:
        """Look at this part of the scene, upright.

        Parameters
        ----------
        frame
            ``None``: there is nothing to look at.
        focus
            The part of it that matters, which is fitted to the view; ``None``: all of it.
        """
        self._framed = frame is not None
        self._focus, self._whole = focus or QRectF(), False
        if frame is not None:
            self._scene.setSceneRect(frame)
        self.orient(UPRIGHT)

    def allow_overscroll(self, free: bool) -> None:
        """Let every place of the frame come to the middle, for those without a mouse."""
        self._free = free
        if not self._framed:
            return
        middle = self.mapToScene(self.viewport().rect().center())
        view = self.viewport().size()
        # Half a view at the smallest zoom, on each side.
        edge = max(view.width(), view.height()) * self.devicePixelRatioF() / self._smallest() / 2
        frame = self._scene.sceneRect()
        self.setSceneRect(frame.adjusted(-edge, -edge, edge, edge) if free else QRectF())
        if self._fits and not free:
            self._fit()
        else:
            self.centerOn(middle)

    def orient(self, orientation: Orientation) -> None:
        """Turn the view; what is in its middle stays there."""
        if orientation == self.orientation:
            return
        self.orientation = orientation
        middle = self.mapToScene(self.viewport().rect().center())
        scale = self.scale_factor / self.devicePixelRatioF()
        self._placing = True
        self.setTransform(orientation.transform() * QTransform.fromScale(scale, scale))
        self.centerOn(middle)
        self._placing = False
        if self._fits:
            self._fit()
        self._tell_place()
        self.turned.emit()

    def turn(self, quarters: int) -> None:
        """Turn the view by quarters, clockwise as it is seen."""
        turns = (
            self.orientation.turns + (-quarters if self.orientation.mirrored else quarters)
        ) % 4
        self.orient(replace(self.orientation, turns=turns))

    def mirror(self) -> None:
        """Exchange left and right of the view."""
        self.orient(replace(self.orientation, mirrored=not self.orientation.mirrored))

    # -- where -------------------------------------------------------------------------------

    def fit(self) -> None:
        """Make what matters of the photograph as large as the view, and keep it so."""
        self._whole = False
        self._fit()

    def fit_whole(self) -> None:
        """Make the photograph with its dark surround as large as the view, and keep it so."""
        self._whole = True
        self._fit()

    def _fit(self) -> None:
        self._fits = True
        if self._framed:
            self._placing = True
            factor = self._fitted() / self.scale_factor
            self.scale(factor, factor)
            self.centerOn(self.focus.center())
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
        focus = self.focus
        middle = self.mapToScene(self.viewport().rect().center())
        zoom = self.scale_factor / self._fitted() if self._framed else 1.0
        return Place(
            zoom,
            (middle.x() - focus.left()) / max(1.0, focus.width()),
            (middle.y() - focus.top()) / max(1.0, focus.height()),
            self._fits,
        )

    def shown_part(self) -> QRectF:
        """Return the part of the scene that is in sight."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def look_at(self, place: QPointF) -> None:
        """Bring a place of the scene to the middle of the view."""
        self._fits = False
        self.centerOn(place)

    def take_place(self, place: Place) -> None:
        """Show the same part of this photograph as another view does of its own."""
        if not self._framed:
            return
        if place.fits:
            self._fit()
            return
        focus = self.focus
        self._placing = True
        self._fits = False
        factor = place.zoom * self._fitted() / self.scale_factor
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.scale(factor, factor)
        self.centerOn(
            focus.left() + place.x * focus.width(), focus.top() + place.y * focus.height()
        )
        self._placing = False
        self._tell_place()

    # -- events ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and -; the arrow keys pan, or step where all is in sight."""
        key = Qt.Key(event.key())
        factor, step = self._KEYS.get(key), _STEPS.get(key)
        if factor is not None:
            self.zoom_by(factor, self._middle())
        elif step is not None and self._fits and not self._free:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what fits fitted."""
        super().resizeEvent(event)
        if self._fits:
            self._fit()
        else:
            self._tell_place()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move, and say so."""
        super().scrollContentsBy(dx, dy)
        if not self._placing:
            self.keep_moving()
            self.moved.emit()

    # -- helpers -----------------------------------------------------------------------------

    def _middle(self) -> QPointF:
        return self.viewport().rect().center().toPointF()

    def zoom_by(self, factor: float, anchor: QPointF) -> None:
        """Zoom so that what is under a place of the view stays there."""
        self.keep_moving()
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
        """Return the zoom at which what matters is as large as the view."""
        return self._fitting(self.focus)

    def _fitting(self, part: QRectF) -> float:
        view, ratio = self.viewport().rect(), self.devicePixelRatioF()
        box = self.orientation.transform().mapRect(part)
        return min(view.width() / box.width(), view.height() / box.height()) * ratio

    def _smallest(self) -> float:
        """Return the zoom at which the photograph is half as large as the view, at most 1:1."""
        return min(1.0, self._fitting(self._scene.sceneRect()) / 2)
