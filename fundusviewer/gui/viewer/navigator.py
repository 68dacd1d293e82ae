"""A small overview in a corner of a view that is zoomed in: where in the photograph one is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.view_items import Shown
from fundusviewer.gui.widgets.theme import DARK

#: Longer side in logical pixels, the most of the view's shorter side, and the room around it.
_SIDE, _SHARE, _MARGIN = 170, 0.32, 10


class Navigator(QWidget):
    """Shows what matters of the photograph, and the part of it that is in sight.

    A click or a drag brings another part into sight. Where all is in sight there is no overview.
    """

    def __init__(self, view: ImageView) -> None:
        super().__init__(view)
        self._view = view
        self._wanted = True
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.hide()
        view.installEventFilter(self)
        # The photograph as it was painted last: only the frame moves while one zooms and pans.
        self._picture: QPixmap | None = None
        for signal in (view.shown_changed, view.turned, view.cleared):
            signal.connect(self._forget)
        for signal in (view.moved, view.shown_changed, view.turned, view.cleared):
            signal.connect(self._follow)
        on_language_changed(self._say)

    def set_wanted(self, wanted: bool) -> None:
        """Show it where there is something to show, or never."""
        self._wanted = wanted
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of the view."""
        if event.type() is QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photograph and the frame of what is in sight."""
        del event
        shown = self._view.shown
        if shown is None:
            return
        if self._picture is None or self._picture.size() != self.size() * self.devicePixelRatioF():
            self._picture = self._painted(shown)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        frame = self._way().mapRect(self._view.shown_part()).intersected(QRectF(self.rect()))
        for colour, width in ((QColor(0, 0, 0, 200), 4), (QColor("#ffffff"), 2)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(frame.adjusted(1, 1, -1, -1))
        painter.setPen(QPen(QColor(DARK.border), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _painted(self, shown: Shown) -> QPixmap:
        """Return what matters of the photograph, as large as this widget."""
        picture = QPixmap(self.size() * self.devicePixelRatioF())
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        picture.fill(QColor(DARK.canvas))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(self._way())
        painter.setClipRect(self._view.focus)
        shown.paint(painter, self._view.focus)
        painter.end()
        return picture

    def _forget(self) -> None:
        self._picture = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        self._go(event.position())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay there; the view below has no use for it."""
        event.accept()

    def _go(self, place: QPointF) -> None:
        self._view.look_at(self._way().inverted()[0].map(place))

    def _way(self) -> QTransform:
        """Return the way from the photograph's pixels to this widget's."""
        turned = self._view.orientation.transform()
        box = turned.mapRect(self._view.focus)
        scale = self.width() / max(1.0, box.width())
        return (
            turned
            * QTransform.fromTranslate(-box.x(), -box.y())
            * QTransform.fromScale(scale, scale)
        )

    def _follow(self) -> None:
        view = self._view
        inside = view.shown is not None and not view.shown_part().contains(view.focus)
        shown = self._wanted and inside and not view.fits
        if shown:
            self._place()
        self.setVisible(shown)
        self.update()

    def _place(self) -> None:
        box = self._view.orientation.transform().mapRect(self._view.focus).size()
        room = self._view.size()
        side = min(_SIDE, round(_SHARE * min(room.width(), room.height())))
        size = box.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio).toSize()
        size = size.expandedTo(QSize(1, 1))
        self.resize(size)
        self.move(room.width() - _MARGIN - size.width(), room.height() - _MARGIN - size.height())
        self.raise_()

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Overview"))
