"""A grade as a row: its digit, its name, and what it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from fundusviewer.gui.widgets.theme import tinted

#: Width of the digit's box, room between the parts, and above and below them, in logical pixels.
BOX, GAP, MARGIN = 30, 9, 4

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True)
class GradeWords:
    """What stands in a row.

    Attributes
    ----------
    sign
        The digit, or one letter: the key that gives the grade.
    name, definition
        Of the grade.
    mark
        At the right, for instance that the network says so; may be empty.
    """

    sign: str = ""
    name: str = ""
    definition: str = ""
    mark: str = ""


class GradeRow(QToolButton):
    """Gives a grade. Low, its definition follows the name; roomy, it stands below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gradeRow")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.words = GradeWords()
        self._roomy = False
        self._bold, self._digit = QFont(self.font()), QFont(self.font())
        for font in (self._bold, self._digit):
            font.setWeight(QFont.Weight.Bold)
        self._digit.setPointSizeF(1.25 * self.font().pointSizeF())

    def show_words(self, words: GradeWords) -> None:
        """Show other words."""
        self.words = words
        self._fit()
        self.update()

    def set_roomy(self, roomy: bool) -> None:
        """Let the definition stand below the name, all of it."""
        self._roomy = roomy
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height for the present width."""
        return QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        """Return the height for the present width."""
        return QSize(100, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the definition needs at this width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, digit, name, definition and mark."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, muted = self._paint_frame(painter)
        painter.setFont(self._digit)
        painter.setPen(ink)
        box = QRect(GAP // 2, 0, BOX, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.words.sign)
        room = self.rect().adjusted(BOX + GAP, 0, -GAP, 0)
        if self._roomy:
            self._paint_roomy(painter, room, ink, muted)
        else:
            self._paint_low(painter, room, ink, muted)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> tuple[QColor, QColor]:
        """Paint the ground; return the colours of name and definition on it."""
        palette, role = self.palette(), QPalette.ColorRole
        accent = palette.color(role.Highlight)
        ground, edge, width = palette.color(role.Light), palette.color(role.Mid), 1
        ink, muted = palette.color(role.ButtonText), palette.color(role.PlaceholderText)
        if not self.isEnabled():
            muted = ink
        if self.isChecked():
            ground = edge = accent
            ink = muted = palette.color(role.HighlightedText)
        elif self.underMouse() and self.isEnabled():
            ground = tinted(accent.name(), ground.name(), 0.18)
        if self.hasFocus():
            edge, width = palette.color(role.Text if self.isChecked() else role.Highlight), 2
        painter.setPen(edge)
        pen = painter.pen()
        pen.setWidth(width)
        if not self.isEnabled():
            # Told by more than a shade.
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(ground)
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 6, 6)
        return ink, muted

    def _paint_roomy(self, painter: QPainter, room: QRect, ink: QColor, muted: QColor) -> None:
        name = room.adjusted(0, MARGIN, 0, 0)
        name.setHeight(QFontMetrics(self._bold).height())
        left = self._paint_mark(painter, name, muted)
        self._write(painter, self._bold, ink, QRect(room.left(), name.top(), left, name.height()))
        painter.setFont(self.font())
        painter.setPen(muted)
        below = room.adjusted(0, MARGIN + name.height(), 0, -MARGIN)
        painter.drawText(below, _WRAPPED, self.words.definition)

    def _paint_low(self, painter: QPainter, room: QRect, ink: QColor, muted: QColor) -> None:
        left = self._paint_mark(painter, room, muted)
        width = min(left, QFontMetrics(self._bold).horizontalAdvance(self.words.name))
        self._write(painter, self._bold, ink, QRect(room.left(), 0, width, self.height()))
        rest = QRect(room.left() + width + GAP, 0, left - width - GAP, self.height())
        self._write(painter, self.font(), muted, rest, self.words.definition)

    def _paint_mark(self, painter: QPainter, room: QRect, colour: QColor) -> int:
        """Paint the mark at the right; return the width that is left for the rest."""
        if not self.words.mark:
            return room.width()
        width = self.fontMetrics().horizontalAdvance(self.words.mark)
        painter.setFont(self.font())
        painter.setPen(colour)
        line = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, line, self.words.mark)
        return room.width() - width - GAP

    def _write(
        self, painter: QPainter, font: QFont, colour: QColor, room: QRect, text: str | None = None
    ) -> None:
        """Write one line, shortened where there is too little room."""
        metrics = QFontMetrics(font)
        if room.width() < 3 * metrics.averageCharWidth():
            return
        words = self.words.name if text is None else text
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _height(self) -> int:
        line = QFontMetrics(self._bold).height()
        if not self._roomy:
            return line + 2 * MARGIN + 2
        room = QRect(0, 0, max(80, self.width() - BOX - 2 * GAP), 1000)
        below = self.fontMetrics().boundingRect(room, _WRAPPED, self.words.definition).height()
        return line + below + 2 * MARGIN + 2

    def _fit(self) -> None:
        self.setFixedHeight(self._height())
