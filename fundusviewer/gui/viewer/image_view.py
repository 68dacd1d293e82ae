"""The photograph under the overlay, and what the mouse does to it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QMouseEvent,
    QPaintEvent,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.overlay_layers import DrawnLayer
from fundusviewer.gui.viewer.view_items import LayerItem, Painting, PhotographItem, Shown
from fundusviewer.gui.viewer.zoomable_view import STEP, ZoomableView
from fundusviewer.gui.widgets.theme import DARK
from fundusviewer.imaging.display import ORIGINAL, DisplaySettings

#: One notch of the wheel, in eighths of a degree.
_NOTCH = 120

#: Of so many pixels of the screen a painting takes longer than a frame of 60 a second: while the
#: hand moves they are painted in motion, and exactly as soon as it rests.
_MANY = 2_600_000

#: So many pixels are made of them then, at most.
_IN_MOTION = 1_000_000

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


class ImageView(ZoomableView):
    """Shows one photograph with its layers.

    Signals
    -------
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
    viewport_changed()
        Something else paints the view: :meth:`viewport` is another widget.
    """

    hovered = Signal(QPointF)
    tone_dragged = Signal(float, float, bool)
    opacity_turned = Signal(float)
    shown_changed = Signal()
    painted = Signal()
    seen = Signal(object)
    cleared = Signal()
    released = Signal()
    viewport_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photograph: PhotographItem | None = None
        self._seen: Pyramid | None = None
        #: How the view is being painted.
        self.painting = Painting()
        self._is_coarse = False
        self._display = ORIGINAL
        self._layers: list[LayerItem] = []
        self._layers_shown = True
        self._dragging: Qt.MouseButton | None = None
        self._last = QPointF()
        self._tool: Tool | None = None
        self._update_mode = QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate
        self._paints_all = False
        self.setObjectName("canvas")
        self.setBackgroundBrush(QBrush(QColor(DARK.canvas)))
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self._set_up_viewport()
        self.rested.connect(self._sharpen)
        on_language_changed(self._say)

    def take_viewport(self, viewport: QWidget) -> None:
        """Have the view painted in another widget."""
        self.setViewport(viewport)
        self._set_up_viewport()
        self.set_tool(self._tool)
        self.viewport_changed.emit()

    def set_update_mode(self, mode: QGraphicsView.ViewportUpdateMode) -> None:
        """Set how much is painted when something has changed, unless a tool needs more."""
        self._update_mode = mode
        self.paint_all(self._paints_all)

    def paint_all(self, on: bool) -> None:
        """Paint all of the view whenever something of it has changed, or as little as can be."""
        self._paints_all = on
        full = QGraphicsView.ViewportUpdateMode.FullViewportUpdate
        self.setViewportUpdateMode(full if on else self._update_mode)

    def _set_up_viewport(self) -> None:
        # The window takes what is dropped; a scene would swallow it.
        self.setAcceptDrops(False)
        self.viewport().setMouseTracking(True)
        # All of it is painted: while panning, what was painted before is only moved.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Photograph"))

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
        self._photograph = PhotographItem(Shown(pyramid, self._display), self.painting)
        self._scene.addItem(self._photograph)
        retina, focus = pyramid.retina, None
        if retina is not None:
            focus = QRectF(retina.left, retina.top, retina.width, retina.height)
        self.set_frame(self._photograph.boundingRect(), focus)
        self.allow_overscroll(self._tool is not None)
        self.fit()
        # What is new is seen exactly at once.
        self.rest()
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
        self._layers = [LayerItem(layer, self.painting) for layer in layers]
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
        self.set_frame(None)
        self.show_layers(())
        self.cleared.emit()

    def layer_names(self) -> list[str]:
        """Return the names of the layers shown, from the lowest to the highest."""
        return [item.layer.name for item in self._layers if item.isVisible()]

    def set_tool(self, tool: Tool | None) -> None:
        """Let the left button do something else than pan; ``None``: pan again."""
        self._tool = tool
        self.allow_overscroll(tool is not None)
        mode = QGraphicsView.DragMode
        self.setDragMode(mode.ScrollHandDrag if tool is None else mode.NoDrag)
        self.viewport().setCursor(
            Qt.CursorShape.OpenHandCursor if tool is None else Qt.CursorShape.CrossCursor
        )

    # -- events ------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; with Ctrl the heat map's opacity changes."""
        notches = event.angleDelta().y() / _NOTCH
        if notches and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opacity_turned.emit(notches)
        elif notches:
            self.zoom_by(STEP**notches, event.position())
        event.accept()

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
            self.scroll_by(-round(moved.x()), -round(moved.y()))
        elif self._dragging is _RIGHT:
            self.keep_moving()
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

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already, around what stands over it.

        Qt moves nothing where another widget stands over a part, and paints all of it anew.
        """
        mode = self.viewportUpdateMode()
        moves = mode is not QGraphicsView.ViewportUpdateMode.FullViewportUpdate
        over = self._stands_over() if moves and not self._placing else QRegion()
        if not moves or (over.isEmpty() and not self._placing):
            super().scrollContentsBy(dx, dy)
            return
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        super().scrollContentsBy(dx, dy)
        self.setViewportUpdateMode(mode)
        if self._placing:
            # Zoomed: all is painted anew, and to move 33 MB of a 4K screen before takes 4 ms.
            self.viewport().update()
            return
        # PySide's stubs do not know that a region's rectangles can be gone through.
        free: Iterable[QRect] = QRegion(self.viewport().rect()) - over  # type: ignore[assignment]
        for rect in free:
            self.viewport().scroll(dx, dy, rect)
        self.viewport().update(over)
        # What was to be painted where it was before is painted at the latest at rest.
        self._is_coarse = True

    def _stands_over(self) -> QRegion:
        """Return which parts of the view other widgets of it stand over."""
        viewport, over = self.viewport(), QRegion()
        for child in self.children():
            if isinstance(child, QWidget) and child is not viewport and child.isVisible():
                over += child.geometry().translated(-viewport.pos())
        return over & viewport.rect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so."""
        painting = self.painting
        painting.exposed = event.region()
        painting.is_moving, painting.is_rough = self.is_moving, False
        painting.shrunk = self._shrunk(painting.exposed) if self.is_moving else 1
        painting.layers = tuple(item.layer for item in self._layers if item.isVisible())
        self._is_coarse |= painting.in_motion
        super().paintEvent(event)
        self._is_coarse |= painting.is_rough
        # Who draws the scene elsewhere wants all of it, exactly.
        painting.exposed, painting.shrunk, painting.layers = QRegion(), 1, ()
        painting.is_moving = False
        painted = self._photograph.painted if self._photograph is not None else None
        if painted is not None and painted is not self._seen:
            self._seen = painted
            self.seen.emit(painted)
        self.painted.emit()

    def _shrunk(self, exposed: QRegion) -> int:
        """Return how many times smaller so much is painted while the hand moves.

        A graphics card moves no pixels.
        """
        if self.viewport().inherits("QOpenGLWidget"):
            return 1
        # PySide's stubs do not know that a region's rectangles can be gone through.
        rects: Iterable[QRect] = exposed  # type: ignore[assignment]
        area = sum(rect.width() * rect.height() for rect in rects)
        pixels = area * self.devicePixelRatioF() ** 2
        return math.ceil(math.sqrt(pixels / _IN_MOTION)) if pixels > _MANY else 1

    def _sharpen(self) -> None:
        """Paint exactly what was painted in motion."""
        if self._is_coarse:
            self._is_coarse = False
            self.viewport().update()

    def _on_photograph(self, event: QMouseEvent) -> QPointF:
        return self.viewportTransform().inverted()[0].map(event.position())


def _is_same(one: Pyramid, other: Pyramid) -> bool:
    return one.path == other.path and one.size == other.size and not one.is_complete
