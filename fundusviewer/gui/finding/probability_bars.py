"""Class probabilities as bars."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fundusviewer.gui.text.formatting import percent
from fundusviewer.gui.widgets.theme import Theme

_BAR, _GAP = 7, 12

#: Width of the bracket beside the possible classes, and of the space that it takes.
_BRACKET, _GUTTER = 5, 14


@dataclass(frozen=True)
class Bar:
    """One class.

    Attributes
    ----------
    name
        Of the class.
    probability
        0–1.
    leads
        Whether it is the most probable one.
    possible
        Whether it is in the prediction set: the true class is among these in so many of a hundred
        photographs as the model promises.
    doctors
        Whether the doctor gave this grade.
    """

    name: str
    probability: float
    leads: bool = False
    possible: bool = False
    doctors: bool = False


class ProbabilityBars(QWidget):
    """One line for each class: name, percentage, bar below; a bracket around the possible ones."""

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
        before, self._bars = self._bars, bars
        text = "; ".join(self._words(bar) for bar in bars)
        self.setAccessibleName(self.tr("Probabilities"))
        self.setAccessibleDescription(text)
        possible = [bar.name for bar in bars if bar.possible]
        self.setToolTip(
            self.tr("The bracket marks the possible grades: {names}").format(
                names=", ".join(possible)
            )
            if possible
            else ""
        )
        if bars != before:
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
            left = _GUTTER if self._has_bracket() else 0
            place = QRect(left, top, self.width() - left, self._line_height())
            self._paint_bar(painter, bar, place)
        self._paint_brackets(painter)
        painter.end()

    def _words(self, bar: Bar) -> str:
        words = f"{bar.name}: {percent(bar.probability)}"
        if bar.doctors:
            words = self.tr("{words} (your grade)").format(words=words)
        return self.tr("{words} (possible)").format(words=words) if bar.possible else words

    def _has_bracket(self) -> bool:
        return any(bar.possible for bar in self._bars)

    def _paint_brackets(self, painter: QPainter) -> None:
        """Embrace each run of possible classes."""
        painter.setPen(QPen(QColor(self._theme.colours.text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        height = self._line_height()
        for possible, rows in groupby(range(len(self._bars)), self._is_possible):
            run = list(rows)
            if not possible:
                continue
            top, bottom = run[0] * height + 2, (run[-1] + 1) * height - _GAP
            painter.drawPolyline(
                [
                    QPoint(1 + _BRACKET, top),
                    QPoint(1, top),
                    QPoint(1, bottom),
                    QPoint(1 + _BRACKET, bottom),
                ]
            )

    def _is_possible(self, row: int) -> bool:
        return self._bars[row].possible

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
        title = f"\N{CHECK MARK} {bar.name}" if bar.doctors else bar.name
        name = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft, name)
        track = QRectF(place.left(), words.bottom() + 4, place.width(), _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
        if bar.probability > 0:
            track.setWidth(max(_BAR, track.width() * bar.probability))
            painter.setBrush(QColor(colours.accent if bar.leads else colours.muted))
            painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
