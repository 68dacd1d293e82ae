"""Measurements in a view: lines with their length, the marked disc. Always as thin as a hair."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from fundusviewer.gui.viewing.hairlines import line_pens, screen_pixel

_INK = QColor("#ffffff")

#: Half of the stroke across a line's ends, and the letters' size, in logical pixels.
_TICK, _LETTERS = 7.0, 13

#: Above the layers.
_HEIGHT = 100


class LineItem(QGraphicsItem):
    """A measured line with a stroke across each end."""

    def __init__(self, line: QLineF) -> None:
        super().__init__()
        self._line = line
        self.setZValue(_HEIGHT)

    def boundingRect(self) -> QRectF:
        """Return a rectangle with room for the strokes at any zoom down to a tenth."""
        room = 10 * _TICK
        frame = QRectF(self._line.p1(), self._line.p2()).normalized()
        return frame.adjusted(-room, -room, room, room)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the line, light on dark."""
        del option, widget
        across = self._line.normalVector().unitVector()
        half = _TICK * screen_pixel(painter)
        step = QPointF(across.dx() * half, across.dy() * half)
        ends = [QLineF(end - step, end + step) for end in (self._line.p1(), self._line.p2())]
        for _ in _hairlines(painter):
            painter.drawLines([self._line, *ends])


class DiscItem(QGraphicsItem):
    """The optic disc as the user marked it."""

    def __init__(self, disc: QRectF) -> None:
        super().__init__()
        self._disc = disc
        self.setZValue(_HEIGHT)

    def boundingRect(self) -> QRectF:
        """Return a rectangle with room for the line's width."""
        return self._disc.adjusted(-20, -20, 20, 20)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint a broken circle."""
        del option, widget
        for _ in _hairlines(painter, Qt.PenStyle.DashLine):
            painter.drawEllipse(self._disc)


def _hairlines(painter: QPainter, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> Iterator[None]:
    """Set the pens with which a mark is drawn: a wide dark one, then the light one over it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pen in line_pens(_INK, (1.6, 4.0), style):
        painter.setPen(pen)
        yield


class WordsItem(QGraphicsItem):
    """Words beside a place, of the same size at every zoom."""

    def __init__(self) -> None:
        super().__init__()
        self._words, self._leftwards = "", False
        self._font = QFont()
        self._font.setPixelSize(_LETTERS)
        self._font.setWeight(QFont.Weight.DemiBold)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(_HEIGHT + 1)

    @property
    def words(self) -> str:
        """What is shown."""
        return self._words

    def show_words(self, words: str, at: QPointF, *, leftwards: bool = False) -> None:
        """Show words beside a place of the photograph; on its left where the right is near."""
        self.prepareGeometryChange()
        self._words, self._leftwards = words, leftwards
        self.setPos(at)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the plate, to the lower right of the place, or the upper left."""
        metrics = QFontMetricsF(self._font)
        width, height = metrics.horizontalAdvance(self._words) + 14, metrics.height() + 6
        if self._leftwards:
            # Above: the words of other marks on its left are below those.
            return QRectF(-10 - width, -6 - height, width, height)
        return QRectF(10, 6, width, height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the words on a dark plate."""
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 190))
        painter.drawRoundedRect(self.boundingRect(), 4, 4)
        painter.setFont(self._font)
        painter.setPen(_INK)
        painter.drawText(self.boundingRect(), Qt.AlignmentFlag.AlignCenter, self._words)
