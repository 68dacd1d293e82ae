"""Small plates over a view: what is not as the camera made it, and what the mouse does now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.widgets.basic import PlainLabel

_MARGIN = 10

#: How far the plates of a photograph reach from its upper and its lower edge, as shares of its
#: shorter side, and of the view's height where the photograph does not fit the view.
_LABEL_SHARE, _NOTICE_SHARE, _EDGE_SHARE = 0.08, 0.055, 0.1

#: Light on dark in every theme: the plates lie on photographs.
_MARK_STYLE = """
QPushButton { background: #ffd166; color: #14202b; border: 2px solid #14202b; border-radius: 6px;
              padding: 5px 10px; font-weight: 600; }
QPushButton:hover { background: #ffe19a; }
"""
_HINT_STYLE = """
QLabel { background: rgba(0, 0, 0, 200); color: #ffffff; border: 1px solid #8a96a3;
         border-radius: 6px; padding: 5px 10px; }
"""


class _Plates(QObject):
    """Keeps a widget at a corner of a view."""

    def __init__(self, view: ImageView, plate: QWidget, corner: Qt.AlignmentFlag) -> None:
        super().__init__(plate)
        self._view, self._plate, self._corner = view, plate, corner
        view.installEventFilter(self)
        self._between = (0, 0)
        view.moved.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the view's size."""
        if event.type() is QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def place(self) -> None:
        """Take the place in the corner, at most as wide as the view."""
        room = self._view.size()
        size = self._plate.sizeHint()
        width = min(size.width(), max(1, room.width() - 2 * _MARGIN))
        height = max(size.height(), self._plate.heightForWidth(width))
        left = room.width() - _MARGIN - width
        if self._corner & Qt.AlignmentFlag.AlignHCenter:
            left = (room.width() - width) // 2
        # Below the photograph's label, above its notice, which lie at its edges.
        self._between = upper, lower = self._edges()
        top = upper
        if self._corner & Qt.AlignmentFlag.AlignBottom:
            top = lower - height
        elif self._corner & Qt.AlignmentFlag.AlignVCenter:
            top = (room.height() - height) // 2
        self._plate.setGeometry(left, top, width, height)
        self._plate.raise_()

    def _follow(self) -> None:
        """Take another place where what is written has one; not at each step of panning."""
        if self._edges() != self._between:
            self.place()

    def _edges(self) -> tuple[int, int]:
        """Return between which heights of the view nothing is written on the photograph."""
        height, shown = self._view.height(), self._view.shown
        if shown is None or not self._view.fits:
            edge = max(_MARGIN, round(_EDGE_SHARE * height))
            return edge, height - edge
        width, rows = shown.pyramid.size
        side = min(width, rows)
        upper = self._view.mapFromScene(0, _LABEL_SHARE * side).y() + _MARGIN
        lower = self._view.mapFromScene(0, rows - _NOTICE_SHARE * side).y() - _MARGIN
        return max(_MARGIN, upper), min(height - _MARGIN, lower)


class DisplayMark(QPushButton):
    """Says how the picture differs from the photograph; a click goes back to it."""

    def __init__(self, view: ImageView) -> None:
        super().__init__(view)
        self.setStyleSheet(_MARK_STYLE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._place = _Plates(view, self, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.hide()
        on_language_changed(self._say)

    def show_words(self, words: str) -> None:
        """Show what is on; nothing for an empty text."""
        self.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self._place.place()

    def _say(self) -> None:
        self.setToolTip(
            self.tr("Display only: neither graded nor saved. Click to show the original")
        )


class MiddleMark(QWidget):
    """A fine cross in the middle of a view, for those who measure by keys."""

    def __init__(self, view: ImageView) -> None:
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(21, 21)
        self._place = _Plates(view, self, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def sizeHint(self) -> QSize:
        """Return the cross's size."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cross, light on dark."""
        del event
        painter = QPainter(self)
        for colour, width in ((QColor(0, 0, 0, 200), 3), (QColor("#ffffff"), 1)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(10, 0, 10, 20)
            painter.drawLine(0, 10, 20, 10)
        painter.end()


class HintMark(PlainLabel):
    """Says what the mouse and the keys do in a tool."""

    def __init__(self, view: ImageView) -> None:
        super().__init__(parent=view)
        self.setStyleSheet(_HINT_STYLE)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._place = _Plates(
            view, self, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter
        )
        self.hide()

    def sizeHint(self) -> QSize:
        """Return the size of one line: only what does not fit the view is broken."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 28, metrics.height() + 14)

    def show_words(self, words: str) -> None:
        """Show a hint; nothing for an empty text."""
        self.setText(words)
        self.setVisible(bool(words))
        self._place.place()
