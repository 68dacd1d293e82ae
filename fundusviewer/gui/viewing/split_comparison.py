"""Another visit laid over the photograph, and the slider between them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.widgets.theme import DARK

#: Above the layers, which belong to the photograph below, and below measurements.
_HEIGHT = 50

_WIDTH, _GRIP = 24, 15
_KEY_STEP = 0.05


class Comparison(QObject):
    """Shows a second photograph right of a line that the user moves."""

    def __init__(self, view: ImageView, source: ImageView) -> None:
        super().__init__(view)
        self._view, self._source = view, source
        self._item: _OverItem | None = None
        self.handle = SplitHandle(view, self)
        self.share = 0.5
        source.shown_changed.connect(lambda: view.viewport().update())

    @property
    def is_on(self) -> bool:
        """Whether a second photograph is shown."""
        return self._item is not None

    def show(self, transform: QTransform) -> None:
        """Lay the photograph of the other view over the one in this view.

        Parameters
        ----------
        transform
            From the other photograph's pixels to those of this one.
        """
        self._remove()
        self._item = _OverItem(self._source, transform, self._view, self)
        self._view.scene().addItem(self._item)
        # The line stays where it is while the photographs move: nothing can be scrolled.
        self._view.paint_all(True)
        self.handle.show()
        self.handle.place()

    def hide(self) -> None:
        """Show the photograph in the view alone."""
        self._remove()
        self._view.paint_all(False)
        self.handle.hide()

    def move_to(self, share: float) -> None:
        """Move the line to a share of the view's width."""
        self.share = min(1.0, max(0.0, share))
        self.handle.place()
        self._view.viewport().update()

    def step(self, steps: int) -> None:
        """Move the line by twentieths of the view's width, to the right."""
        if self._item is not None:
            self.move_to(self.share + _KEY_STEP * steps)

    def _remove(self) -> None:
        if self._item is not None:
            self._view.scene().removeItem(self._item)
            self._item = None


class _OverItem(QGraphicsItem):
    """The second photograph, right of the line."""

    def __init__(
        self, source: ImageView, transform: QTransform, view: ImageView, comparison: Comparison
    ) -> None:
        super().__init__()
        self._source = source
        self._transform, self._view, self._comparison = transform, view, comparison
        self.setZValue(_HEIGHT)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """Return all that is shown of the photograph below: this one covers it."""
        return self._view.sceneRect()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint what lies right of the line."""
        del widget
        view = self._view.viewport().rect()
        line = round(view.width() * self._comparison.share)
        right = (
            self._view.viewportTransform()
            .inverted()[0]
            .mapRect(QRectF(line, 0, view.width() - line, view.height()))
        )
        part = right.intersected(option.exposedRect)
        shown = self._source.shown
        if part.isEmpty() or shown is None:
            return
        painter.save()
        painter.setClipRect(part)
        painter.fillRect(part, QColor(DARK.canvas))
        painter.setTransform(self._transform, combine=True)
        wanted = self._transform.inverted()[0].mapRect(part).intersected(shown.frame)
        if not wanted.isEmpty():
            self._view.painting.paint(painter, shown, wanted)
        painter.restore()


class SplitHandle(QWidget):
    """The line, with a grip for the mouse; the arrow keys move it where it has the focus."""

    def __init__(self, view: ImageView, comparison: Comparison) -> None:
        super().__init__(view)
        self._view, self._comparison = view, comparison
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        view.installEventFilter(self)
        on_language_changed(self._say)

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Slider between the two visits"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the view's size."""
        if event.type() is QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Lie over the line."""
        middle = round(self._view.width() * self._comparison.share)
        self.setGeometry(middle - _WIDTH // 2, 0, _WIDTH, self._view.height())
        self.raise_()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the line along."""
        at = self.mapToParent(event.position().toPoint())
        self._comparison.move_to(at.x() / max(1, self._view.width()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the line by the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self._comparison.step(steps)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint line and grip."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(_WIDTH / 2, self.height() / 2)
        for colour, width in ((QColor(0, 0, 0, 160), 4), (QColor("#ffffff"), 2)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(middle.x(), 0), QPointF(middle.x(), self.height()))
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
        painter.setBrush(QColor(DARK.accent if self.hasFocus() else "#ffffff"))
        painter.drawEllipse(middle, _GRIP - 4, _GRIP - 4)
        painter.setPen(QPen(QColor("#14202b"), 2))
        for side in (-1, 1):
            tip = middle + QPointF(7 * side, 0)
            painter.drawLine(tip, middle + QPointF(3 * side, -4))
            painter.drawLine(tip, middle + QPointF(3 * side, 4))
        painter.end()
