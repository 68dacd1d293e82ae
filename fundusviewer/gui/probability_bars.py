"""Class probabilities as bars."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fundusviewer.gui.photograph import percent
from fundusviewer.gui.theme import Theme

_BAR, _GAP = 7, 12


@dataclass(frozen=True)
class Bar:
    """One class: its name, its probability 0–1, and whether it is the most probable one."""

    name: str
    probability: float
    leads: bool = False


class ProbabilityBars(QWidget):
    """One line for each class: name, percentage, bar below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show other probabilities."""
        self._bars = bars
        text = "; ".join(f"{bar.name}: {percent(bar.probability)}" for bar in bars)
        self.setAccessibleName(self.tr("Probabilities"))
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all lines."""
        return QSize(220, len(self._bars) * self._line_height())

    def minimumSizeHint(self) -> QSize:
        """Return the height of all lines."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, bar in enumerate(self._bars):
            top = row * self._line_height()
            self._paint_bar(painter, bar, QRect(0, top, self.width(), self._line_height()))
        painter.end()

    def _line_height(self) -> int:
        return self.fontMetrics().height() + 3 + _BAR + _GAP

    def _paint_bar(self, painter: QPainter, bar: Bar, place: QRect) -> None:
        colours = self._theme.colours
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if bar.leads else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        words = QRect(place.left(), place.top(), place.width(), painter.fontMetrics().height())
        number = percent(bar.probability)
        painter.drawText(words, Qt.AlignmentFlag.AlignRight, number)
        words.setRight(words.right() - painter.fontMetrics().horizontalAdvance(number) - 10)
        name = painter.fontMetrics().elidedText(
            bar.name, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, name)
        track = QRectF(place.left(), words.bottom() + 4, place.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.border))
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        if bar.probability > 0:
            track.setWidth(max(_BAR, track.width() * bar.probability))
            painter.setBrush(QColor(colours.accent if bar.leads else colours.muted))
            painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
