"""A round loupe that follows the mouse, or lies in the middle of the view for the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.widgets.theme import DARK

#: Diameter in logical pixels.
_SIZE = 340

#: Times the view's zoom.
_TIMES = 3.0


class Loupe(QWidget):
    """Shows the photograph under it larger, without layers."""

    def __init__(self, view: ImageView) -> None:
        super().__init__(view)
        self._view = view
        self._at = QPointF()
        self.resize(_SIZE, _SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        on_language_changed(self._say)
        view.hovered.connect(self._follow)
        view.moved.connect(self.update)
        self._watch()
        view.viewport_changed.connect(self._watch)

    def _watch(self) -> None:
        self._view.viewport().installEventFilter(self)

    @property
    def scale_factor(self) -> float:
        """Screen pixels for one pixel of the photograph."""
        return _TIMES * self._view.scale_factor

    def set_on(self, on: bool) -> None:
        """Show or hide the loupe."""
        self.setVisible(on)
        if on:
            under = self._view.viewport().mapFromGlobal(self.cursor().pos())
            inside = self._view.viewport().rect().contains(under)
            self._follow(under.toPointF() if inside else self._middle())
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go back to the middle where the mouse leaves the view."""
        if event.type() is QEvent.Type.Leave:
            self._follow(self._middle())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part of the photograph around the place, and a rim."""
        del event
        shown = self._view.shown
        if shown is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        round_ = QPainterPath()
        round_.addEllipse(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.setClipPath(round_)
        painter.fillRect(self.rect(), QColor(DARK.canvas))
        painter.save()
        part = self._place(painter).intersected(shown.frame)
        if not part.isEmpty():
            shown.paint(painter, part)
        painter.restore()
        painter.setClipping(False)
        painter.setPen(QPen(QColor(DARK.on_canvas), 2))
        painter.drawPath(round_)
        painter.end()

    def _place(self, painter: QPainter) -> QRectF:
        """Let the painter's coordinates be the photograph's pixels; return what is in the loupe."""
        middle = self._view.viewportTransform().inverted()[0].map(self._at)
        scale = self.scale_factor / self.devicePixelRatioF()
        painter.translate(self.rect().center())
        painter.setTransform(self._view.orientation.transform(), combine=True)
        painter.scale(scale, scale)
        painter.translate(-middle)
        half = _SIZE / 2 / scale
        return QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Loupe"))

    def _middle(self) -> QPointF:
        return self._view.viewport().rect().center().toPointF()

    def _follow(self, at: QPointF) -> None:
        self._at = at
        self.move((at - QPointF(_SIZE / 2, _SIZE / 2)).toPoint())
        self.update()
