"""The photograph under the overlay: zoom at the cursor, pan, fit, 1:1, 2:1."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.overlay_layers import DrawnLayer
from fundusviewer.gui.viewer.view_items import LayerItem, PhotographItem, Shown
from fundusviewer.gui.widgets.theme import DARK
from fundusviewer.imaging.display import ORIGINAL, DisplaySettings

#: One notch of the wheel.
_STEP = 1.25
_NOTCH = 120

_LARGEST = 16.0

#: Share of the view by which a key pans.
_PAN_SHARE = 0.1

_LEFT, _MIDDLE, _RIGHT = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)


class Tool(Protocol):
    """A tool for the left button, instead of panning; places are in the photograph's pixels."""

    def press(self, place: QPointF) -> None:
        """Begin."""

    def drag(self, place: QPointF) -> None:
        """Go on."""

    def release(self, place: QPointF) -> None:
        """End."""


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


class ImageView(QGraphicsView):
    """Shows one photograph with its layers.

    Signals
    -------
    zoomed(float)
        Screen pixels for one pixel of the photograph.
    moved()
        Another part of the photograph is shown.
    hovered(QPointF)
        The mouse is over this place of the view.
    tone_dragged(float, float, bool)
        Dragged with the right button by so much of the view's width and height; whether with
        the Shift key.
    opacity_turned(float)
        Notches of the wheel with the Ctrl key.
    shown_changed()
        Another photograph is shown, or in another way.
    painted()
        The view was painted.
    seen(Pyramid)
        Pixels of this photograph were painted for the first time since it is shown.
    cleared()
        The photograph that was shown is not any more.
    released()
        A button of the mouse was let go: a click, or the end of a drag.
    """

    zoomed = Signal(float)
    moved = Signal()
    hovered = Signal(QPointF)
    tone_dragged = Signal(float, float, bool)
    opacity_turned = Signal(float)
    shown_changed = Signal()
    painted = Signal()
    seen = Signal(object)
    cleared = Signal()
    released = Signal()

    _KEYS: ClassVar[dict[Qt.Key, float]] = {
        Qt.Key.Key_Plus: _STEP,
        Qt.Key.Key_Equal: _STEP,
        Qt.Key.Key_Minus: 1 / _STEP,
    }

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self._photograph: PhotographItem | None = None
        self._seen: Pyramid | None = None
        self._display = ORIGINAL
        self._layers: list[LayerItem] = []
        self._layers_shown = True
        self._fits = True
        self._placing = False
        self._dragging: Qt.MouseButton | None = None
        self._last = QPointF()
        self._tool: Tool | None = None
        self.setObjectName("canvas")
        self.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.setScene(self._scene)
        self.setBackgroundBrush(QBrush(QColor(DARK.canvas)))
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The window takes what is dropped; a scene would swallow it.
        self.setAcceptDrops(False)
        self.viewport().setMouseTracking(True)
        # All of it is painted: while panning, what was painted before is only moved.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        on_language_changed(self._say)

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Photograph"))

    @property
    def scale_factor(self) -> float:
        """Screen pixels for one pixel of the photograph."""
        return self.transform().m11() * self.devicePixelRatioF()

    @property
    def fits(self) -> bool:
        """Whether the photograph is kept as large as the view."""
        return self._fits

    @property
    def shown(self) -> Shown | None:
        """The photograph, and how it is shown."""
        return self._photograph.shown if self._photograph is not None else None

    @property
    def waits_for_paint(self) -> bool:
        """Whether the photograph is to be seen in this view, and has not been painted yet."""
        shown = self.shown
        return shown is not None and self.isVisible() and shown.pyramid is not self._seen

    # -- what is shown -----------------------------------------------------------------------

    def show_photograph(self, pyramid: Pyramid) -> None:
        """Show another photograph, as large as the view, without layers.

        The same photograph in more detail takes the place of the one that is shown.
        """
        shown = self.shown
        if shown is not None and self._photograph is not None and _is_same(shown.pyramid, pyramid):
            self._photograph.show_as(replace(shown, pyramid=pyramid))
            self.shown_changed.emit()
            return
        self.clear()
        self._photograph = PhotographItem(Shown(pyramid, self._display))
        self._scene.addItem(self._photograph)
        self._scene.setSceneRect(self._photograph.boundingRect())
        self._allow_overscroll(self._tool is not None)
        self.fit()
        self.shown_changed.emit()

    def show_display(self, display: DisplaySettings, equalised: Pyramid | None = None) -> None:
        """Show the photograph, and those that follow, in another way."""
        self._display = display
        shown = self.shown
        if shown is not None and self._photograph is not None:
            self._photograph.show_as(Shown(shown.pyramid, display, equalised))
            self.shown_changed.emit()

    def show_layers(self, layers: tuple[DrawnLayer, ...]) -> None:
        """Replace the layers on the photograph."""
        for item in self._layers:
            self._scene.removeItem(item)
        self._layers = [LayerItem(layer) for layer in layers]
        for height, item in enumerate(self._layers, start=1):
            item.setZValue(height)
            item.setVisible(self._layers_shown)
            self._scene.addItem(item)

    def set_layers_shown(self, shown: bool) -> None:
        """Show the bare photograph for a while, or its layers again."""
        self._layers_shown = shown
        for item in self._layers:
            item.setVisible(shown)

    def clear(self) -> None:
        """Show nothing; what others put on the photograph is theirs to remove."""
        if self._photograph is not None:
            self._scene.removeItem(self._photograph)
        self._photograph = self._seen = None
        self.show_layers(())
        self.cleared.emit()

    def layer_names(self) -> list[str]:
        """Return the names of the layers shown, from the lowest to the highest."""
        return [item.layer.name for item in self._layers if item.isVisible()]

    def set_tool(self, tool: Tool | None) -> None:
        """Let the left button do something else than pan; ``None``: pan again."""
        self._tool = tool
        self._allow_overscroll(tool is not None)
        mode = QGraphicsView.DragMode
        self.setDragMode(mode.ScrollHandDrag if tool is None else mode.NoDrag)
        self.viewport().setCursor(
            Qt.CursorShape.OpenHandCursor if tool is None else Qt.CursorShape.CrossCursor
        )

    def _allow_overscroll(self, free: bool) -> None:
        """Let every place of the photograph come to the middle, for those without a mouse."""
        if self._photograph is None:
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
        if self._photograph is not None:
            self._placing = True
            factor = self._fitted() / self.scale_factor
            self.scale(factor, factor)
            self.centerOn(self._photograph)
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
        self._zoom_by(_STEP, self._middle())

    def zoom_out(self) -> None:
        """Shrink around the middle of the view."""
        self._zoom_by(1 / _STEP, self._middle())

    def pan(self, steps_x: int, steps_y: int) -> None:
        """Move over the photograph by tenths of the view, right and down."""
        size = self.viewport().size()
        self._scroll(
            round(steps_x * size.width() * _PAN_SHARE), round(steps_y * size.height() * _PAN_SHARE)
        )

    def place(self) -> Place:
        """Return the visible part of the photograph."""
        frame = self._scene.sceneRect()
        middle = self.mapToScene(self.viewport().rect().center())
        zoom = self.scale_factor / self._fitted() if self._photograph is not None else 1.0
        return Place(
            zoom,
            middle.x() / max(1.0, frame.width()),
            middle.y() / max(1.0, frame.height()),
            self._fits,
        )

    def take_place(self, place: Place) -> None:
        """Show the same part of this photograph as another view does of its own."""
        if self._photograph is None:
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; with Ctrl the heat map's opacity changes."""
        notches = event.angleDelta().y() / _NOTCH
        if notches and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opacity_turned.emit(notches)
        elif notches:
            self._zoom_by(_STEP**notches, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom with + and -; the arrow keys pan."""
        factor = self._KEYS.get(Qt.Key(event.key()))
        if factor is None:
            super().keyPressEvent(event)
        else:
            self._zoom_by(factor, self._middle())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, to use the tool, or to change brightness and contrast."""
        button = event.button()
        if button in (_MIDDLE, _RIGHT) or (button is _LEFT and self._tool is not None):
            self._dragging, self._last = button, event.position()
            if button is _LEFT and self._tool is not None:
                self._tool.press(self._on_photograph(event))
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what the button began."""
        self.hovered.emit(event.position())
        moved = event.position() - self._last
        if self._dragging is None:
            super().mouseMoveEvent(event)
            return
        self._last = event.position()
        if self._dragging is _MIDDLE:
            self._scroll(-round(moved.x()), -round(moved.y()))
        elif self._dragging is _RIGHT:
            size = self.viewport().size()
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.tone_dragged.emit(moved.x() / size.width(), -moved.y() / size.height(), shift)
        elif self._tool is not None:
            self._tool.drag(self._on_photograph(event))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag; the window behind has no use for it."""
        if self._dragging is event.button():
            self._dragging = None
            if event.button() is _LEFT and self._tool is not None:
                self._tool.release(self._on_photograph(event))
        else:
            super().mouseReleaseEvent(event)
        event.accept()
        self.released.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a fitted photograph fitted."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()
        else:
            self._tell_place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so."""
        super().paintEvent(event)
        painted = self._photograph.painted if self._photograph is not None else None
        if painted is not None and painted is not self._seen:
            self._seen = painted
            self.seen.emit(painted)
        self.painted.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move, and say so."""
        super().scrollContentsBy(dx, dy)
        if not self._placing:
            self.moved.emit()

    # -- helpers -----------------------------------------------------------------------------

    def _middle(self) -> QPointF:
        return self.viewport().rect().center().toPointF()

    def _on_photograph(self, event: QMouseEvent) -> QPointF:
        return self.viewportTransform().inverted()[0].map(event.position())

    def _zoom_by(self, factor: float, anchor: QPointF) -> None:
        self._zoom_to(self.scale_factor * factor, anchor)

    def _zoom_to(self, scale: float, anchor: QPointF) -> None:
        """Zoom so that the point of the photograph under the anchor stays there."""
        if self._photograph is None:
            return
        scale = min(_LARGEST, max(self._smallest(), scale))
        self._placing = True
        before = self.mapToScene(anchor.toPoint())
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self._fits = False
        factor = scale / self.scale_factor
        self.scale(factor, factor)
        moved = self.mapFromScene(before) - anchor.toPoint()
        self._scroll(moved.x(), moved.y())
        self._placing = False
        self._tell_place()

    def _scroll(self, right: int, down: int) -> None:
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


def _is_same(one: Pyramid, other: Pyramid) -> bool:
    return one.path == other.path and one.size == other.size and not one.is_complete
