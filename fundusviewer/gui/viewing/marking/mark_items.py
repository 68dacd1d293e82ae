"""One mark in a view, sharp at every zoom: thin lines of the screen, light on dark."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from fundusviewer.anatomy import Outline, Shape
from fundusviewer.gui.viewing.hairlines import edge_pen, line_pens, screen_pixel

#: Above lesions and landmarks, beside what is measured.
HEIGHT = 90

#: In pixels of the screen: half of a point's cross, an arrow's head, a length's strokes, half of a
#: handle, and how far beside a mark it still is hit.
_CROSS, _HEAD, _TICK, _HANDLE = 8.0, 13.0, 7.0, 4.5
REACH = 8.0

#: An outline with more corners is moved as a whole.
MOST_HANDLES = 60


class MarkItem(QGraphicsItem):
    """Draws a mark; handles where it is selected, broken lines where it is not stored."""

    def __init__(
        self,
        shape: Shape,
        points: Outline,
        colour: str,
        *,
        selected: bool = False,
        unsaved: bool = False,
    ) -> None:
        super().__init__()
        self._shape, self._points = shape, [QPointF(x, y) for x, y in points]
        self._colour, self._selected, self._unsaved = QColor(colour), selected, unsaved
        self.setZValue(HEIGHT + int(selected))

    def boundingRect(self) -> QRectF:
        """Return a rectangle with room for cross, head and handles at any zoom down to a tenth."""
        room = 10 * _HEAD
        frame = QPolygonF(self._points).boundingRect()
        return frame.adjusted(-room, -room, room, room)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the mark."""
        del option, widget
        pixel = screen_pixel(painter)
        path = path_of(self._shape, self._points, pixel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        style = Qt.PenStyle.DashLine if self._unsaved else Qt.PenStyle.SolidLine
        width = 2.2 if self._selected else 1.6
        for pen in line_pens(self._colour, (width, width + 2.2), style):
            painter.setPen(pen)
            painter.drawPath(path)
        if self._selected and len(self._points) <= MOST_HANDLES:
            self._paint_handles(painter, _HANDLE * pixel)

    def _paint_handles(self, painter: QPainter, half: float) -> None:
        painter.setPen(edge_pen(1.0))
        painter.setBrush(self._colour)
        for point in self._points:
            painter.drawRect(QRectF(point.x() - half, point.y() - half, 2 * half, 2 * half))


def path_of(shape: Shape, points: Sequence[QPointF], pixel: float) -> QPainterPath:
    """Return the lines of a mark.

    Parameters
    ----------
    shape, points
        See :class:`fundusviewer.anatomy.Mark`; of a mark that is being drawn, so far.
    pixel
        A pixel of the screen in pixels of the photograph.
    """
    path = QPainterPath()
    first, last = points[0], points[-1]
    if shape is Shape.POINT:
        _add_cross(path, first, _CROSS * pixel)
    elif shape is Shape.OUTLINE:
        path.addPolygon(QPolygonF(list(points)))
        path.closeSubpath()
    elif shape is Shape.ELLIPSE:
        path.addEllipse(QRectF(first, last).normalized())
    else:
        path.moveTo(first)
        path.lineTo(last)
        if shape is Shape.ARROW:
            _add_head(path, first, last, _HEAD * pixel)
        else:
            _add_ticks(path, first, last, _TICK * pixel)
    return path


def _add_cross(path: QPainterPath, at: QPointF, half: float) -> None:
    """Add a circle with four strokes outwards: what is marked stays in sight."""
    path.addEllipse(at, half / 2, half / 2)
    for step in (QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)):
        path.moveTo(at + step * (half / 2))
        path.lineTo(at + step * half)


def _add_head(path: QPainterPath, tail: QPointF, head: QPointF, length: float) -> None:
    towards = math.atan2(tail.y() - head.y(), tail.x() - head.x())
    for side in (-0.45, 0.45):
        angle = towards + side
        path.moveTo(head)
        path.lineTo(head + QPointF(math.cos(angle), math.sin(angle)) * length)


def _add_ticks(path: QPainterPath, first: QPointF, last: QPointF, half: float) -> None:
    along = last - first
    size = max(1e-6, math.hypot(along.x(), along.y()))
    step = QPointF(-along.y(), along.x()) * (half / size)
    for end in (first, last):
        path.moveTo(end - step)
        path.lineTo(end + step)
