"""Small plates over a view: what is not as the camera made it, and what the mouse does now."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.widgets.basic import PlainLabel

_MARGIN = 10

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
        top = _MARGIN
        if self._corner & Qt.AlignmentFlag.AlignBottom:
            top = room.height() - _MARGIN - height
        elif self._corner & Qt.AlignmentFlag.AlignVCenter:
            top = (room.height() - height) // 2
        self._plate.setGeometry(left, top, width, height)
        self._plate.raise_()


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
        # No line begins with what parts two hints.
        self.setText(words.replace(" · ", "\N{NO-BREAK SPACE}· "))
        self.setVisible(bool(words))
        self._place.place()
