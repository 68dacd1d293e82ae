"""One line below a photograph: label, remark and colour bar. Nothing of it lies on the retina."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import plain, short, tip
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.theme import DARK
from fundusviewer.overlay import PALETTES, Legend

#: Room at the sides and between the parts, and the colour bar's size, in logical pixels.
_MARGIN, _GAP, _BAR = 12, 18, QSize(72, 8)

#: A ring in the colour of outlines, and what is free beside it and its word, in logical pixels.
_RING, _RING_GAP = 9, 5


@dataclass(frozen=True)
class OutlineKey:
    """What outlines of a colour mark.

    Attributes
    ----------
    colour
        Of the outlines.
    brief, name
        What they mark, in two letters and in words.
    """

    colour: str
    brief: str
    name: str


class ViewCaption(QWidget):
    """Says what a view shows, in the view's own pixels: sharp at every zoom.

    The colour bar with its words keeps its place; what stands beside it is shortened. What the
    colours of outlines mean stands there where there is room, and in the tip.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._legend = Legend("")
        self._hidden = ""
        self._keys: tuple[OutlineKey, ...] = ()
        self._wanted = True
        on_language_changed(self._say)

    @property
    def words(self) -> str:
        """All that is said, in one line."""
        keys = ", ".join(f"{key.brief} {key.name}" for key in self._keys)
        parts = (self._legend.label, self._hidden or self._legend.remark, keys, self._legend.bar)
        return " \N{MIDDLE DOT} ".join(part for part in parts if part)

    def show_legend(self, legend: Legend) -> None:
        """Show the words to what is drawn."""
        self._legend = legend
        self._say()

    def show_hidden(self, why: str) -> None:
        """Say why there is no heat map, in the place of what is outlined; nothing: there is one."""
        self._hidden = why
        self._say()

    def show_keys(self, keys: Sequence[OutlineKey]) -> None:
        """Say what the outlines that are drawn mark."""
        self._keys = tuple(keys)
        self._say()

    def set_wanted(self, wanted: bool) -> None:
        """Show the line at all, or never."""
        self._wanted = wanted
        self.show_again()

    def show_again(self) -> None:
        """Show the line below a photograph, where it is wanted."""
        self.setVisible(self._wanted)

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(0, self.fontMetrics().height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.canvas))
        room = self.rect().adjusted(_MARGIN, 0, -_MARGIN, 0)
        remark = self._hidden or self._legend.remark
        label = plain(self._legend.label)
        width = self.fontMetrics().horizontalAdvance(label)
        needed = width + (_GAP + self.fontMetrics().horizontalAdvance(remark) if remark else 0)
        if self._legend.bar:
            room.setRight(self._paint_bar(painter, room, needed))
        room.setRight(self._paint_keys(painter, room, needed))
        painter.setPen(QColor(DARK.on_canvas))
        self._write(painter, room, label)
        if label:
            room.setLeft(room.left() + width + _GAP)
        painter.setPen(QColor(DARK.ungradable))
        self._write(painter, room, remark)
        painter.end()

    def _paint_bar(self, painter: QPainter, room: QRect, needed: int) -> int:
        """Paint the colours between "low" and "high" at the right; return where they begin.

        Where the words beside it need so much room that they would be cut, the colours stand alone:
        the tip says what they are.
        """
        painter.setPen(QColor(DARK.muted))
        metrics = self.fontMetrics()
        right = room.right()
        ends = translate_message("high"), translate_message("low")
        taken = _BAR.width() + _GAP + 12 + sum(map(metrics.horizontalAdvance, ends))
        alone = needed + taken > room.width()
        for word in (None,) if alone else (ends[0], None, ends[1]):
            if word is None:
                right -= _BAR.width()
                top = (self.height() - _BAR.height()) // 2
                painter.drawImage(QRect(right, top, _BAR.width(), _BAR.height()), self._colours())
            else:
                right -= metrics.horizontalAdvance(word)
                self._write(painter, QRect(right, 0, room.right() - right + 1, self.height()), word)
            right -= 6
        return right - _GAP + 6

    def _paint_keys(self, painter: QPainter, room: QRect, needed: int) -> int:
        """Paint what the outlines mark, left of the bar; return where that begins.

        In words where there is room beside so many pixels of others, or in letters, or not at all.
        """
        metrics = self.fontMetrics()
        for words in ([key.name for key in self._keys], [key.brief for key in self._keys]):
            each = [_RING + _RING_GAP + metrics.horizontalAdvance(word) + _GAP for word in words]
            left = room.right() - sum(each) + _GAP
            if self._keys and left >= room.left() + needed + 2 * _GAP:
                self._paint_rings(painter, left, words, each)
                return left - _GAP
        return room.right()

    def _paint_rings(
        self, painter: QPainter, left: int, words: Sequence[str], widths: Sequence[int]
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key, word, width in zip(self._keys, words, widths, strict=True):
            painter.setPen(QPen(QColor(key.colour), 2))
            painter.drawEllipse(QRectF(left, (self.height() - _RING) / 2, _RING, _RING))
            painter.setPen(QColor(DARK.muted))
            place = QRect(left + _RING + _RING_GAP, 0, width, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word)
            left += width

    def _colours(self) -> QImage:
        row = np.ascontiguousarray(PALETTES[self._legend.palette])
        image = QImage(row.data, len(row), 1, 3 * len(row), QImage.Format.Format_RGB888)
        return image.copy()

    def _write(self, painter: QPainter, room: QRect, words: str) -> None:
        if words and room.width() > 3 * self.fontMetrics().averageCharWidth():
            metrics, end = self.fontMetrics(), Qt.TextElideMode.ElideRight
            text = metrics.elidedText(words, end, room.width())
            lines = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(QRect(room.left(), 0, room.width(), self.height()), lines, text)

    def _say(self) -> None:
        self.setAccessibleName(short(self.words))
        self.setToolTip(tip("\n".join(self.words.split(" \N{MIDDLE DOT} "))))
        self.update()
