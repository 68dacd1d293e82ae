"""The decision in large letters: symbol, words and colour say the same."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fundusviewer.gui.state.photograph import Wording
from fundusviewer.gui.widgets.basic import label
from fundusviewer.gui.widgets.icons import paint_icon
from fundusviewer.gui.widgets.theme import Theme, tinted

_BAND, _SYMBOL, _MARGIN = 6, 34, 16
_LEFT = _BAND + _MARGIN + _SYMBOL + 12

#: Size of the decision's letters as times the program's, in a low window, and the smallest that a
#: long word gets.
_LARGE, _LOW, _SMALL = 1.9, 1.6, 1.2

#: Room above and below the words in a low window.
_LOW_MARGIN = 8


class DecisionCard(QWidget):
    """Shows one :class:`Wording`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words: Wording | None = None
        self.headline = label(size=_LARGE, bold=True)
        # A long word gets smaller letters instead of widening the panel.
        self.headline.setMinimumWidth(1)
        self._size = self.headline.font().pointSizeF() / _LARGE
        self._large = _LARGE
        self.advice = label(size=1.1)
        self.remark = label(bold=True)
        self._parts = QVBoxLayout(self)
        for part in (self.headline, self.advice, self.remark):
            self._parts.addWidget(part)
        self.set_tight(False)
        theme.changed.connect(self._colour)

    def show_words(self, words: Wording) -> None:
        """Show a decision."""
        if words == self._words:
            return
        self._words = words
        self.headline.setText(words.headline)
        self._fit()
        self.advice.setText(words.advice)
        self.advice.setVisible(bool(words.advice))
        self.remark.setText(words.remark)
        self.remark.setVisible(bool(words.remark))
        parts = (words.headline, words.advice, words.remark.replace("\n", ". "))
        self.setAccessibleName(". ".join(part for part in parts if part))
        self._colour()

    def set_tight(self, on: bool) -> None:
        """Take less room, in a low window."""
        self._large = _LOW if on else _LARGE
        margin = _LOW_MARGIN if on else _MARGIN
        self._parts.setContentsMargins(_LEFT, margin, _MARGIN, margin)
        self._parts.setSpacing(2 if on else 4)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the words of the decision fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Choose the largest letters with which no word is cut."""
        room = self.width() - _LEFT - _MARGIN
        font = QFont(self.headline.font())
        font.setPointSizeF(self._size * self._large)
        metrics = QFontMetrics(font)
        widest = max(map(metrics.horizontalAdvance, self.headline.text().split()), default=0)
        if widest > room > 0:
            font.setPointSizeF(self._size * max(_SMALL, self._large * (room - 2) / widest))
        if font.pointSizeF() != self.headline.font().pointSizeF():
            self.headline.setFont(font)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, band and symbol."""
        del event
        if self._words is None:
            return
        colours = self._theme.colours
        tone = getattr(colours, self._words.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect())
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(tinted(tone, colours.surface, 0.13))
        painter.drawRoundedRect(frame, 8, 8)
        painter.setBrush(QColor(tone))
        painter.drawRoundedRect(QRectF(0, 0, _BAND, frame.height()), 3, 3)
        top = self.headline.geometry().top() + (self._first_line() - _SYMBOL) / 2
        paint_icon(painter, self._words.icon, tone, QRectF(_BAND + _MARGIN, top, _SYMBOL, _SYMBOL))
        painter.end()

    def _first_line(self) -> int:
        return self.headline.fontMetrics().height()

    def _colour(self) -> None:
        if self._words is not None:
            tone = getattr(self._theme.colours, self._words.tone)
            style = f"color: {tone};"
            # Qt styles a widget anew each time, whether anything is other than before or not.
            if style != self.headline.styleSheet():
                self.headline.setStyleSheet(style)
        self.update()
