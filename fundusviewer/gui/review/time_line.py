"""Grades of both eyes over the visits: a disc for the doctor's, a square for the network's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.gui.text.formatting import day
from fundusviewer.imaging import Laterality
from fundusviewer.screening.course import VisitOfCourse

#: Height of an eye's lane, room for its name, for the days, and at the right, in logical pixels.
_LANE, _NAME, _DAYS, _EDGE = 104, 64, 24, 44
_MARK = 6.0
_TOP_GRADE = len(GRADE_NAMES) - 1


class TimeLine(QWidget):
    """Two lanes, OD above OS, with grades 0–4 from below upwards; days to scale."""

    def __init__(self, visits: Sequence[VisitOfCourse], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._visits = [one for one in visits if one.date is not None]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(2 * _LANE + _DAYS)

    def sizeHint(self) -> QSize:
        """Return the size that shows both lanes."""
        return QSize(640, 2 * _LANE + _DAYS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint lanes, days and marks."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)
        for lane, eye in enumerate(Laterality):
            self._paint_lane(painter, lane, eye, muted)
        painter.setPen(muted)
        last = -1000.0
        for visit, x in zip(self._visits, self._places(), strict=True):
            words = day(visit.date) if visit.date is not None else ""
            wide = painter.fontMetrics().horizontalAdvance(words)
            if x - wide / 2 > last:
                place = QRectF(x - wide / 2, 2 * _LANE, wide + 2, _DAYS)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
                last = x + wide / 2 + 8
        painter.end()

    def _paint_lane(self, painter: QPainter, lane: int, eye: Laterality, muted: QColor) -> None:
        top = lane * _LANE
        text = self.palette().color(QPalette.ColorRole.WindowText)
        painter.setPen(text)
        painter.drawText(
            QRectF(0, top, _NAME, _LANE), Qt.AlignmentFlag.AlignVCenter, f" {eye.value}"
        )
        for grade in range(_TOP_GRADE + 1):
            y = self._height(lane, grade)
            faint = QColor(muted)
            faint.setAlpha(70)
            painter.setPen(QPen(faint, 1))
            painter.drawLine(QPointF(_NAME, y), QPointF(self.width() - 8, y))
            painter.setPen(muted)
            painter.drawText(
                QRectF(_NAME - 22, y - 9, 16, 18), Qt.AlignmentFlag.AlignCenter, str(grade)
            )
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        for network in (True, False):
            places = [
                QPointF(x, self._height(lane, given))
                for visit, x in zip(self._visits, self._places(), strict=True)
                if (given := _grade(visit, eye, network=network)) is not None
            ]
            colour = muted if network else accent
            painter.setPen(
                QPen(colour, 1.5, Qt.PenStyle.DashLine if network else Qt.PenStyle.SolidLine)
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(places)
            painter.setPen(QPen(colour, 2))
            for place in places:
                box = QRectF(place.x() - _MARK, place.y() - _MARK, 2 * _MARK, 2 * _MARK)
                if network:
                    painter.drawRect(box)
                else:
                    painter.setBrush(accent)
                    painter.drawEllipse(box.adjusted(1.5, 1.5, -1.5, -1.5))

    def _height(self, lane: int, grade: int) -> float:
        return (lane + 1) * _LANE - 16 - grade * (_LANE - 32) / _TOP_GRADE

    def _places(self) -> Iterator[float]:
        days = [one.date.toordinal() for one in self._visits if one.date is not None]
        if not days:
            return
        span = max(1, max(days) - min(days))
        room = self.width() - _NAME - 2 * _EDGE
        for one in days:
            yield _NAME + _EDGE + (room * (one - min(days)) / span if len(days) > 1 else room / 2)


def _grade(visit: VisitOfCourse, eye: Laterality, *, network: bool) -> int | None:
    found = visit.eye(eye)
    if found is None:
        return None
    return found.row.answer.grade if network else found.row.review_grade
