"""How a row of the worklist is painted: picture, name, eye, and the result as symbol and words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fundusviewer.gui.icons import paint_icon
from fundusviewer.gui.photograph import Photograph, summary, wording
from fundusviewer.gui.theme import Theme
from fundusviewer.gui.worklist_model import PHOTOGRAPH_ROLE

_PADDING = 10
_THUMBNAIL = 52
_SYMBOL = 16


class WorklistDelegate(QStyledItemDelegate):
    """Paints one photograph of the list."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of every row."""
        del index
        lines = 2 * option.fontMetrics.height() + 22
        return QSize(220, max(_THUMBNAIL + 2 * _PADDING, lines))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row."""
        photograph: Photograph = index.data(PHOTOGRAPH_ROLE)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._ground(painter, rect, option.state)
        inner = rect.adjusted(_PADDING + 4, _PADDING, -_PADDING, -_PADDING)
        self._thumbnail(painter, photograph, inner)
        inner.setLeft(inner.left() + _THUMBNAIL + 12)
        middle = inner.center().y()
        upper = QRect(inner.left(), middle - 23, inner.width(), 22)
        lower = QRect(inner.left(), middle + 2, inner.width(), 22)
        self._name(painter, photograph, upper, option.font)
        self._result(painter, photograph, lower, option.font)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        colours = self._theme.colours
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colours.selection))
            painter.fillRect(
                QRect(rect.left(), rect.top(), 4, rect.height()), QColor(colours.accent)
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.raised))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(colours.border))

    def _thumbnail(self, painter: QPainter, photograph: Photograph, inner: QRect) -> None:
        top = inner.center().y() - _THUMBNAIL // 2
        place = QRectF(inner.left(), top, _THUMBNAIL, _THUMBNAIL)
        clip = QPainterPath()
        clip.addRoundedRect(place, 5, 5)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(place, QColor(self._theme.colours.canvas))
        if photograph.thumbnail is None:
            symbol = place.adjusted(14, 14, -14, -14)
            paint_icon(painter, "photo", self._theme.colours.disabled, symbol)
        else:
            picture = photograph.thumbnail
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
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawRoundedRect(badge, 4, 4)
            painter.setPen(QColor(colours.muted))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, photograph.eye)
            line = line.adjusted(0, 0, -width - 8, 0)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(colours.text))
        _elided(painter, line, photograph.path.name, Qt.TextElideMode.ElideMiddle)
        painter.setFont(font)

    def _result(self, painter: QPainter, photograph: Photograph, line: QRect, font: QFont) -> None:
        words = wording(photograph)
        colour = getattr(self._theme.colours, words.tone)
        symbol = QRectF(line.left(), line.center().y() - _SYMBOL / 2 + 1, _SYMBOL, _SYMBOL)
        paint_icon(painter, words.icon, colour, symbol)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        line = line.adjusted(_SYMBOL + 6, 0, 0, 0)
        _elided(painter, line, summary(photograph), Qt.TextElideMode.ElideRight)


def _elided(painter: QPainter, line: QRect, text: str, mode: Qt.TextElideMode) -> None:
    shown = painter.fontMetrics().elidedText(text, mode, line.width())
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
