"""Pictures of the list's rows: one that only moves, or lies beside another, is not made anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

#: Bytes of pictures that are kept: a screenful on a 4K screen three times, on others more.
_KEPT = 16_000_000

#: Pixels of a screen: how far from a whole one a row may begin.
_WHOLE = 1e-3

_HINTS = QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform


@dataclass(frozen=True)
class RowLook:
    """What rows have in common.

    Attributes
    ----------
    size
        Logical pixels.
    font
        Of its letters.
    direction
        In which is read.
    ground
        Colour below everything, opaque.
    """

    size: QSize
    font: QFont
    direction: Qt.LayoutDirection
    ground: str


@dataclass(frozen=True, eq=False)
class _Kept:
    """A picture, and what it shows: while it lives, nothing else has its identity."""

    picture: QPixmap
    shown: tuple[object, ...]


class RowPictures:
    """Paints rows, and remembers their pictures, those used last.

    A picture is the same, pixel by pixel, as the row painted in its place: where this cannot be
    (rows that begin within a pixel of the screen, at a scale of 125 %; painters that turn or print)
    the row is painted itself.

    Parameters
    ----------
    kept
        Bytes of pictures that are remembered.
    """

    def __init__(self, kept: int = _KEPT) -> None:
        self._limit, self._bytes = kept, 0
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are remembered."""
        return len(self._kept)

    def forget(self) -> None:
        """Remember none: colours or words are other ones."""
        self._kept.clear()
        self._bytes = 0

    def paint(
        self,
        painter: QPainter,
        place: QPoint,
        look: RowLook,
        shown: tuple[object, ...],
        state: Hashable,
        draw: Callable[[QPainter, QRect], None],
    ) -> None:
        """Paint a row.

        Parameters
        ----------
        painter
            Of the list.
        place
            Upper left corner of the row.
        look
            Of the row.
        shown
            What it shows: objects that do not change.
        state
            Everything else that decides how it is painted.
        draw
            Paints the row into a rectangle.
        """
        ratio = painter.deviceTransform().m11()
        if not _is_whole(painter, place, look.size, ratio):
            _draw(painter, QRect(place, look.size), look, draw)
            return
        key = (
            *map(id, shown),
            state,
            look.size.width(),
            look.size.height(),
            look.font.key(),
            look.direction,
            look.ground,
            ratio,
        )
        kept = self._kept.get(key)
        if kept is None:
            kept = _Kept(picture_of(look, ratio, draw), shown)
            self._keep(key, kept)
        else:
            self._kept.move_to_end(key)
        painter.drawPixmap(place, kept.picture)

    def _keep(self, key: Hashable, kept: _Kept) -> None:
        self._kept[key] = kept
        self._bytes += _bytes(kept.picture)
        while self._bytes > self._limit and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _bytes(oldest.picture)


def _is_whole(painter: QPainter, place: QPoint, size: QSize, ratio: float) -> bool:
    """Return whether a row covers whole pixels of the screen, each of them alone."""
    transform = painter.deviceTransform()
    turned = transform.isRotating() or ratio <= 0 or transform.m22() != ratio
    if turned or painter.worldTransform().isScaling():
        return False
    corner = transform.map(QPointF(place))
    extents = (corner.x(), corner.y(), size.width() * ratio, size.height() * ratio)
    return all(abs(one - round(one)) < _WHOLE for one in extents)


def picture_of(look: RowLook, ratio: float, draw: Callable[[QPainter, QRect], None]) -> QPixmap:
    """Return a picture of a row, in a screen's pixels."""
    picture = QPixmap(look.size * ratio)
    picture.setDevicePixelRatio(ratio)
    # Opaque, so that letters are smoothed on it as they are on the list.
    picture.fill(QColor(look.ground))
    painter = QPainter(picture)
    painter.setLayoutDirection(look.direction)
    try:
        _draw(painter, QRect(QPoint(), look.size), look, draw)
    finally:
        # A picture that goes away while it is painted on ends the program.
        painter.end()
    return picture


def _draw(
    painter: QPainter, rect: QRect, look: RowLook, draw: Callable[[QPainter, QRect], None]
) -> None:
    painter.save()
    painter.setRenderHints(_HINTS)
    painter.setFont(look.font)
    painter.fillRect(rect, QColor(look.ground))
    draw(painter, rect)
    painter.restore()


def _bytes(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
