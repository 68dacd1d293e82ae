"""A line of a form: the key that ticks it, what it says, and the grade that it means."""

from __future__ import annotations

import re

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.text.outside import tip
from fundusviewer.gui.widgets.grade_row import BOX, GAP, MARGIN, GradeRow, GradeWords

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
_MANY = 10_000

#: A level at the head of a definition: "R3: AH standard photograph 6a".
_LEVEL = re.compile(r"([RMP]\d[A-Z]?)(?:[:,]? +(.*))?$")


class FormRow(GradeRow):
    """Can be ticked; its name is never cut, as its end can change what it means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("formRow")

    def show_item(self, key: str, name: str, definition: str) -> None:
        """Show an item; the level at the head of its definition stands at the right."""
        level = _LEVEL.match(definition)
        mark, rest = (level[1], level[2] or "") if level else ("", definition)
        self.show_words(GradeWords(key.upper(), name, rest, mark))
        self.setText(name)
        self.setToolTip(tip("\n".join(part for part in (name, definition) if part)))
        self.setAccessibleName(f"{key.upper()}: {name}" if key else name)
        self.setAccessibleDescription(definition)

    def _paint_low(self, painter: QPainter, room: QRect, ink: QColor, muted: QColor) -> None:
        left = self._paint_mark(painter, room, muted)
        name = QRect(room.left(), MARGIN, left, self._name_height(left))
        painter.setFont(self.font())
        painter.setPen(ink)
        painter.drawText(name, _WRAPPED, self.words.name)
        painter.setPen(muted)
        below = QRect(room.left(), name.bottom() + 1, left, self.height() - name.bottom() - MARGIN)
        painter.drawText(below, _WRAPPED, self.words.definition)

    def _name_height(self, width: int) -> int:
        return self._wrapped(self.words.name, width)

    def _wrapped(self, text: str, width: int) -> int:
        if not text:
            return 0
        return self.fontMetrics().boundingRect(QRect(0, 0, width, _MANY), _WRAPPED, text).height()

    def _height(self) -> int:
        width = self.width() - BOX - 2 * GAP
        if self.words.mark:
            width -= self.fontMetrics().horizontalAdvance(self.words.mark) + GAP
        width = max(60, width)
        text = self._wrapped(self.words.name, width) + self._wrapped(self.words.definition, width)
        return text + 2 * MARGIN + 1
