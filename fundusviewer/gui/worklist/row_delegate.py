"""How a row of the worklist is painted: a photograph with its result, or a visit with both eyes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fundusviewer.gui.state.listing.visit_words import (
    EyeWords,
    eye_words,
    title_parts,
    visit_counts,
)
from fundusviewer.gui.state.listing.worklist_item_model import ENTRY_ROLE, OPEN_ROLE
from fundusviewer.gui.state.photograph import (
    Photograph,
    Progress,
    summary_lines,
    verdict_mark,
    wording,
)
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.icons import paint_icon
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.worklist.row_pictures import RowLook, RowPictures, picture_of
from fundusviewer.gui.worklist.thumbnails import Thumbnails
from fundusviewer.imaging import Laterality
from fundusviewer.screening import EyeSummary, Heading, Row

_PADDING = 10
_THUMBNAIL = 52
_SYMBOL = 16

#: Of a visit's row: above and below its lines, the width of the arrow that opens it, and how far
#: photographs stand to the right of it.
_SLIM, ARROW, _INDENT = 5, 24, 12

#: What is painted for nobody, with all letters and digits, and a width that has room for them.
_LETTERS, _WIDE = "".join(map(chr, range(ord(" "), ord("\N{TILDE}")))), 1200
_AWAITED = (EyeSummary(Laterality.OD, None, None), EyeSummary(Laterality.OS, None, None))
_VISIT = Heading(_LETTERS, dt.date(2000, 1, 1), 2, 2, False, None, _AWAITED, ())
_PHOTOGRAPH = Photograph(0, Progress.WAITING, Row.of_file(Path(_LETTERS.replace("/", ""))))


@dataclass(frozen=True, eq=False)
class _Row:
    """How a row is painted, whatever stands in it.

    Attributes
    ----------
    chosen, hovered
        Whether it is selected, and whether the mouse is on it.
    font, metrics
        Its letters.
    """

    chosen: bool
    hovered: bool
    font: QFont
    metrics: QFontMetrics


class WorklistDelegate(QStyledItemDelegate):
    """Paints one photograph of the list, or the heading of a patient."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails = theme, thumbnails
        self.pictures = RowPictures()
        theme.changed.connect(self._forget)
        on_language_changed(self._forget)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row."""
        slim, full = row_heights(option.fontMetrics)
        return QSize(220, slim if isinstance(index.data(ENTRY_ROLE), Heading) else full)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row."""
        entry: Photograph | Heading = index.data(ENTRY_ROLE)
        is_open = bool(index.data(OPEN_ROLE))
        rect, state = option.rect, option.state
        row = _Row(
            bool(state & QStyle.StateFlag.State_Selected),
            bool(state & QStyle.StateFlag.State_MouseOver),
            option.font,
            option.fontMetrics,
        )
        ground = self._theme.colours.surface
        look = RowLook(rect.size(), option.font, option.direction, ground)
        draw: Callable[[QPainter, QRect], None]
        picture: QImage | None = None
        if isinstance(entry, Heading):
            draw = partial(self._visit, entry, row, is_open=is_open)
        else:
            # Asked for at each look, so that those in sight are made first.
            picture = self._thumbnails.get(entry.path, entry.row.sha256)
            draw = partial(self._photograph, entry, picture, row, in_visit=is_open)
        shown = (entry, picture)
        state_now = (row.chosen, row.hovered, is_open)
        self.pictures.paint(painter, rect.topLeft(), look, shown, state_now, draw)

    def warm_up(self, font: QFont, ratio: float) -> None:
        """Paint a visit and a photograph for nobody.

        Letters of a font, symbols and Qt's own parts take longer the first time.

        Parameters
        ----------
        font
            Of the list.
        ratio
            Pixels of the screen for one of the list.
        """
        row = _Row(False, False, font, QFontMetrics(font))
        slim, full = row_heights(row.metrics)
        ground, direction = self._theme.colours.surface, Qt.LayoutDirection.LeftToRight
        visit = partial(self._visit, _VISIT, row, is_open=True)
        photograph = partial(self._photograph, _PHOTOGRAPH, None, row, in_visit=True)
        for height, draw in ((slim, visit), (full, photograph)):
            picture_of(RowLook(QSize(_WIDE, height), font, direction, ground), ratio, draw)

    def _forget(self) -> None:
        self.pictures.forget()

    def _photograph(
        self,
        photograph: Photograph,
        picture: QImage | None,
        row: _Row,
        painter: QPainter,
        rect: QRect,
        *,
        in_visit: bool = False,
    ) -> None:
        self._ground(painter, rect, row)
        left = _PADDING + 4 + in_visit * _INDENT
        inner = rect.adjusted(left, _PADDING, -_PADDING, -_PADDING)
        self._thumbnail(painter, picture, inner)
        inner.setLeft(inner.left() + _THUMBNAIL + 12)
        has_rest = bool(summary_lines(photograph)[1] or verdict_mark(photograph.row))
        first, second, third = (*_lines(inner, row.metrics, 3 if has_rest else 2), QRect())[:3]
        self._name(painter, photograph, first, row.font)
        self._result(painter, photograph, second, third, row.font)

    def _visit(
        self, heading: Heading, row: _Row, painter: QPainter, rect: QRect, *, is_open: bool
    ) -> None:
        colours, metrics = self._theme.colours, row.metrics
        if not row.chosen:
            painter.fillRect(rect, QColor(colours.raised))
        self._ground(painter, rect, row)
        height = metrics.height()
        title = QRect(rect.left() + ARROW, rect.top() + _SLIM, 0, height + 2)
        title.setRight(rect.right() - _PADDING)
        self._arrow(painter, QPointF(rect.left() + ARROW / 2 + 1, title.center().y()), is_open)
        counts = visit_counts(heading)
        done = heading.read == heading.photographs == heading.listed
        width = metrics.horizontalAdvance(counts)
        painter.setFont(row.font)
        painter.setPen(QColor(colours.muted if done else colours.text))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(title, right, counts)
        painter.setFont(_bold(row.font))
        painter.setPen(QColor(colours.text))
        _title(painter, title.adjusted(0, 0, -width - 8, 0), heading)
        painter.setFont(row.font)
        line = QRect(title.left(), title.bottom() + 2, title.width(), height + 1)
        eyes = eye_words(heading)
        for number, one in enumerate(eyes[:_EYE_LINES]):
            # An eye that is not known stands beside both.
            beside = eyes[_EYE_LINES:] if number == _EYE_LINES - 1 else []
            share = line.width() // (1 + len(beside))
            for place, eye in enumerate([one, *beside]):
                part = QRect(line.left() + place * share, line.top(), share, line.height())
                self._eye(painter, eye, part)
            line.translate(0, height + 1)

    def _eye(self, painter: QPainter, eye: EyeWords, line: QRect) -> None:
        """Paint an eye: its name, and the result as symbol, colour and words."""
        colours, metrics = self._theme.colours, painter.fontMetrics()
        width = metrics.horizontalAdvance("OD") + 7 if eye.name else 0
        painter.setPen(QColor(colours.muted))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, left, eye.name)
        line = line.adjusted(max(width, metrics.horizontalAdvance(eye.name) + 7), 0, 0, 0)
        line.setLeft(line.left() if eye.name else line.left() - 7)
        colour = getattr(colours, eye.words.tone)
        side = min(_SYMBOL, line.height()) - 2.0
        symbol = QRectF(line.left(), line.center().y() - side / 2 + 1, side, side)
        paint_icon(painter, eye.words.icon, colour, symbol)
        painter.setPen(QColor(colour))
        line = line.adjusted(_SYMBOL + 3, 0, 0, 0)
        _elided(painter, line, eye.words.headline, Qt.TextElideMode.ElideRight)
        line = line.adjusted(metrics.horizontalAdvance(f"{eye.words.headline} "), 0, 0, 0)
        rest = f"\N{MIDDLE DOT} {eye.rest}"
        if metrics.horizontalAdvance(rest) > line.width() and eye.brief:
            rest = f"\N{MIDDLE DOT} {eye.brief}"
        if eye.rest and line.width() > metrics.horizontalAdvance("…"):
            painter.setPen(QColor(colours.text))
            _elided(painter, line, rest, Qt.TextElideMode.ElideRight)

    def _arrow(self, painter: QPainter, middle: QPointF, is_open: bool) -> None:
        """Paint whether a visit is open."""
        places = ((-4, -2), (0, 2.5), (4, -2)) if is_open else ((-2, -4), (2.5, 0), (-2, 4))
        pen = QPen(QColor(self._theme.colours.muted), 1.6)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline([middle + QPointF(x, y) for x, y in places])

    def _ground(self, painter: QPainter, rect: QRect, row: _Row) -> None:
        colours = self._theme.colours
        if row.chosen:
            painter.fillRect(rect, QColor(colours.selection))
            painter.fillRect(
                QRect(rect.left(), rect.top(), 4, rect.height()), QColor(colours.accent)
            )
        elif row.hovered:
            painter.fillRect(rect, QColor(colours.raised))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))

    def _thumbnail(self, painter: QPainter, picture: QImage | None, inner: QRect) -> None:
        top = inner.center().y() - _THUMBNAIL // 2
        place = QRectF(inner.left(), top, _THUMBNAIL, _THUMBNAIL)
        clip = QPainterPath()
        clip.addRoundedRect(place, 5, 5)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(place, QColor(self._theme.colours.canvas))
        if picture is None:
            symbol = place.adjusted(14, 14, -14, -14)
            paint_icon(painter, "photo", self._theme.colours.disabled, symbol)
        else:
            scale = _THUMBNAIL / max(picture.width(), picture.height())
            width, height = picture.width() * scale, picture.height() * scale
            target = QRectF(0, 0, width, height)
            target.moveCenter(place.center())
            painter.drawImage(target, picture)
        painter.restore()

    def _name(self, painter: QPainter, photograph: Photograph, line: QRect, font: QFont) -> None:
        colours = self._theme.colours
        if photograph.eye:
            width = painter.fontMetrics().horizontalAdvance(photograph.eye) + 12
            badge = QRectF(line.right() - width, line.top() + 1, width, line.height() - 2)
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawRoundedRect(badge, 4, 4)
            painter.setPen(QColor(colours.muted))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, photograph.eye)
            line = line.adjusted(0, 0, -width - 8, 0)
        painter.setFont(_bold(font))
        painter.setPen(QColor(colours.text))
        _elided(painter, line, photograph.row.name, Qt.TextElideMode.ElideMiddle)
        painter.setFont(font)

    def _result(
        self, painter: QPainter, photograph: Photograph, upper: QRect, lower: QRect, font: QFont
    ) -> None:
        words = wording(photograph)
        headline, rest = summary_lines(photograph)
        colour = getattr(self._theme.colours, words.tone)
        symbol = QRectF(upper.left(), upper.center().y() - _SYMBOL / 2 + 1, _SYMBOL, _SYMBOL)
        paint_icon(painter, words.icon, colour, symbol)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        upper = upper.adjusted(_SYMBOL + 6, 0, 0, 0)
        _elided(painter, upper, headline, Qt.TextElideMode.ElideRight)
        lower = self._verdict(painter, photograph, lower)
        painter.setPen(QColor(self._theme.colours.muted))
        _elided(painter, lower, rest, Qt.TextElideMode.ElideRight)

    def _verdict(self, painter: QPainter, photograph: Photograph, line: QRect) -> QRect:
        """Paint the doctor's grade behind a tick on the right; returns what is left of the line."""
        mark = verdict_mark(photograph.row)
        if not mark:
            return line
        colours = self._theme.colours
        width = painter.fontMetrics().horizontalAdvance(mark) + _SYMBOL + 14
        badge = QRectF(line.right() - width, line.top() + 1, width, line.height() - 2)
        painter.setPen(QPen(QColor(colours.accent), 1))
        painter.drawRoundedRect(badge, 4, 4)
        side = min(_SYMBOL - 2.0, badge.height() - 4)
        tick = QRectF(badge.left() + 5, badge.center().y() - side / 2, side, side)
        paint_icon(painter, "reviewed", colours.accent, tick)
        painter.setPen(QColor(colours.text))
        painter.drawText(badge.adjusted(_SYMBOL + 3, 0, -5, 0), Qt.AlignmentFlag.AlignCenter, mark)
        return line.adjusted(0, 0, -round(width) - 8, 0)


#: So many letters of a name are shown before its date makes room.
_LEAST_NAME = 3

#: Lines of a visit's row below its title.
_EYE_LINES = 2


def row_heights(metrics: QFontMetrics) -> tuple[int, int]:
    """Return the heights of a visit's row and of a photograph's."""
    height = metrics.height()
    slim = (1 + _EYE_LINES) * (height + 1) + 2 * _SLIM + 2
    return slim, max(_THUMBNAIL + 2 * _PADDING, 3 * height + 18)


def _elided(painter: QPainter, line: QRect, text: str, mode: Qt.TextElideMode) -> None:
    shown = painter.fontMetrics().elidedText(short(text), mode, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def shown_title(heading: Heading, metrics: QFontMetrics, room: int) -> str:
    """Return what a visit's row is called in so many pixels: a long name makes room for the date.

    Where there is no room for both, the name's first letters stand alone.
    """
    name, date = title_parts(heading)
    left = room - metrics.horizontalAdvance(date)
    if left < metrics.averageCharWidth() * _LEAST_NAME:
        return metrics.elidedText(name + date, Qt.TextElideMode.ElideRight, room)
    return metrics.elidedText(name, Qt.TextElideMode.ElideRight, left) + date


def _title(painter: QPainter, line: QRect, heading: Heading) -> None:
    words = shown_title(heading, painter.fontMetrics(), line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _lines(inner: QRect, metrics: QFontMetrics, count: int) -> list[QRect]:
    """Return the places of some lines of text, in the middle of the row."""
    height = metrics.height() + 3
    top = inner.center().y() - count * height // 2 + 1
    return [
        QRect(inner.left(), top + number * height, inner.width(), height) for number in range(count)
    ]
