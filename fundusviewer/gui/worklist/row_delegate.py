"""How a row of the worklist is painted: picture, name, eye, and the results as symbol and words."""

from __future__ import annotations

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
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fundusviewer.gui.state.listing.worklist_item_model import ENTRY_ROLE
from fundusviewer.gui.state.photograph import (
    Photograph,
    heading_lines,
    heading_title,
    summary_lines,
    verdict_mark,
    wording,
)
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.widgets.icons import paint_icon
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.worklist.thumbnails import Thumbnails
from fundusviewer.screening import Heading

_PADDING = 10
_THUMBNAIL = 52
_SYMBOL = 16


class WorklistDelegate(QStyledItemDelegate):
    """Paints one photograph of the list, or the heading of a patient."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._thumbnails = theme, thumbnails

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of every row."""
        del index
        lines = 3 * option.fontMetrics.height() + 18
        return QSize(220, max(_THUMBNAIL + 2 * _PADDING, lines))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row."""
        entry: Photograph | Heading = index.data(ENTRY_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if isinstance(entry, Heading):
            self._heading(painter, entry, option)
        else:
            self._photograph(painter, entry, option)
        painter.restore()

    def _photograph(
        self, painter: QPainter, photograph: Photograph, option: QStyleOptionViewItem
    ) -> None:
        rect: QRect = option.rect
        self._ground(painter, rect, option.state)
        inner = rect.adjusted(_PADDING + 4, _PADDING, -_PADDING, -_PADDING)
        self._thumbnail(painter, photograph, inner)
        inner.setLeft(inner.left() + _THUMBNAIL + 12)
        has_rest = bool(summary_lines(photograph)[1] or verdict_mark(photograph.row))
        first, second, third = (*_lines(inner, option, 3 if has_rest else 2), QRect())[:3]
        self._name(painter, photograph, first, option.font)
        self._result(painter, photograph, second, third, option.font)

    def _heading(self, painter: QPainter, heading: Heading, option: QStyleOptionViewItem) -> None:
        colours, rect = self._theme.colours, option.rect
        painter.fillRect(rect, QColor(colours.raised))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))
        inner = rect.adjusted(_PADDING + 4, _PADDING, -_PADDING, -_PADDING)
        words, result, eyes = heading_lines(heading)
        upper, lower, last = (*_lines(inner, option, 3 if eyes else 2), QRect())[:3]
        symbol = QRectF(upper.left(), upper.center().y() - _SYMBOL / 2 + 1, _SYMBOL, _SYMBOL)
        paint_icon(painter, "patient", colours.muted, symbol)
        painter.setFont(_bold(option.font))
        painter.setPen(QColor(colours.text))
        upper = upper.adjusted(_SYMBOL + 6, 0, 0, 0)
        _elided(painter, upper, heading_title(heading), Qt.TextElideMode.ElideRight)
        colour = getattr(colours, words.tone)
        symbol.moveCenter(QPointF(symbol.center().x(), lower.center().y() + 1))
        paint_icon(painter, words.icon, colour, symbol)
        painter.setFont(option.font)
        painter.setPen(QColor(colour))
        lower = lower.adjusted(_SYMBOL + 6, 0, 0, 0)
        _elided(painter, lower, result, Qt.TextElideMode.ElideRight)
        painter.setPen(QColor(colours.text))
        last = last.adjusted(_SYMBOL + 6, 0, 0, 0)
        _elided(painter, last, eyes, Qt.TextElideMode.ElideRight)

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        colours = self._theme.colours
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selection))
            painter.fillRect(
                QRect(rect.left(), rect.top(), 4, rect.height()), QColor(colours.accent)
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.raised))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.line))

    def _thumbnail(self, painter: QPainter, photograph: Photograph, inner: QRect) -> None:
        top = inner.center().y() - _THUMBNAIL // 2
        place = QRectF(inner.left(), top, _THUMBNAIL, _THUMBNAIL)
        clip = QPainterPath()
        clip.addRoundedRect(place, 5, 5)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(place, QColor(self._theme.colours.canvas))
        picture = self._thumbnails.get(photograph.path, photograph.row.sha256)
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


def _elided(painter: QPainter, line: QRect, text: str, mode: Qt.TextElideMode) -> None:
    shown = painter.fontMetrics().elidedText(short(text), mode, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _lines(inner: QRect, option: QStyleOptionViewItem, count: int) -> list[QRect]:
    """Return the places of some lines of text, in the middle of the row."""
    height = option.fontMetrics.height() + 3
    top = inner.center().y() - count * height // 2 + 1
    return [
        QRect(inner.left(), top + number * height, inner.width(), height) for number in range(count)
    ]
