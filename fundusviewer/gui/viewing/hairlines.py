"""Lines over a photograph: light on a dark edge, of the same width on the screen at every zoom."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

_EDGE = QColor(0, 0, 0, 200)


def edge_pen(width: float) -> QPen:
    """Return the dark pen, so many pixels of the screen wide."""
    return _cosmetic(QPen(_EDGE, width))


def line_pens(
    colour: QColor, widths: tuple[float, float], style: Qt.PenStyle = Qt.PenStyle.SolidLine
) -> tuple[QPen, QPen]:
    """Return the pens with which a line is drawn, one after the other.

    Parameters
    ----------
    colour
        Of the line.
    widths
        Of the line and of the dark edge under it, in pixels of the screen.
    style
        Of the line; the edge is never broken.
    """
    line, edge = widths
    return edge_pen(edge), _cosmetic(QPen(colour, line, style))


def screen_pixel(painter: QPainter) -> float:
    """Return a pixel of the screen in pixels of the photograph."""
    transform = painter.worldTransform()
    return 1 / max(1e-6, math.hypot(transform.m11(), transform.m12()))


def _cosmetic(pen: QPen) -> QPen:
    pen.setCosmetic(True)
    return pen
