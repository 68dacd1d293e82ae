"""The program's own line drawings, in the colour that the theme asks for."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from fundusviewer.resources import asset

#: The drawings are black; this is what is replaced.
_INK = "#000000"
_SIZES = (16, 20, 24, 32, 48, 64, 96)


@cache
def _drawing(name: str) -> str:
    return asset(f"icons/{name}.svg").read_text(encoding="utf-8")


@cache
def renderer(name: str, colour: str) -> QSvgRenderer:
    """Return a drawing in a colour, to be painted at any size."""
    return QSvgRenderer(QByteArray(_drawing(name).replace(_INK, colour).encode()))


def paint_icon(painter: QPainter, name: str, colour: str, rect: QRectF) -> None:
    """Paint a drawing into a rectangle."""
    renderer(name, colour).render(painter, rect)


@cache
def icon(name: str, colour: str, disabled: str | None = None) -> QIcon:
    """Return an icon in a colour, with another one for what cannot be used."""
    result = QIcon()
    modes = {QIcon.Mode.Normal: colour, QIcon.Mode.Disabled: disabled or colour}
    for mode, ink in modes.items():
        for size in _SIZES:
            result.addPixmap(_pixmap(name, ink, size), mode)
    return result


def app_icon() -> QIcon:
    """Return the program's icon."""
    result = QIcon()
    for size in (16, 32, 48, 64, 128, 256):
        result.addPixmap(_pixmap("app", _INK, size))
    return result


def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_icon(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
