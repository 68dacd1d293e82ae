"""Optic disc, fovea, ETDRS grid and lesions in a view, as thin as a hair at every zoom."""

from __future__ import annotations

import math
from collections.abc import Iterable

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from fundusviewer.anatomy import Landmarks, Outline
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.view_items import Painting, device_scale
from fundusviewer.gui.viewing.hairlines import line_pens, screen_pixel

#: Above the layers of the heat map, below what is measured.
_HEIGHT = 50

#: Of the three circles of the ETDRS grid, in disc diameters: 0.5, 1.5 and 3 millimetres on a retina
#: whose disc is 1.5 millimetres wide. The outer two are one and two disc diameters from the fovea.
RINGS = (1 / 3, 1.0, 2.0)

#: Half of the cross at the fovea, in disc diameters.
_CROSS = 0.12

#: By kind, to be told apart by colour-blind people too, on a red retina (Okabe and Ito).
LESION_COLOURS = {"MA": "#56b4e9", "HE": "#ffffff", "EX": "#f0e442", "SE": "#009e73"}
_PLACES = "#ffffff"

#: Of the dark edge, in pixels of the screen.
_EDGE_WIDTH = 3.4


#: So many pieces in sight, or so many corners of theirs, cost more than a frame has to spare.
_MANY, _MANY_CORNERS = 40, 500

#: How far a line may be from the outline while the hand moves: in the photograph's pixels, and
#: in the screen's.
_ROUGH, _ROUGH_ON_SCREEN = 2.0, 2.0


class TracedItem(QGraphicsPathItem):
    """A path, in a colour over a dark edge.

    Parameters
    ----------
    path
        Where.
    colour, style
        Of the line.
    pieces
        The same as polygons, where it is many: each is painted by itself, and only if it is in
        sight. Qt takes as long for one path of hundreds of outlines as for a hundred paths of one,
        but where it is drawn as thin as a pixel and without smooth edges.
    """

    def __init__(
        self,
        path: QPainterPath,
        colour: str,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
        pieces: Iterable[QPolygonF] = (),
    ) -> None:
        super().__init__(path)
        self._pieces = list(pieces)
        frames = [piece.boundingRect().getCoords() for piece in self._pieces]
        #: (pieces, 4): left, top, right and bottom of each.
        self._frames = np.array(frames, np.float64).reshape(-1, 4)
        self._corners = np.array([piece.count() for piece in self._pieces], np.intp)
        self._rough: QPainterPath | None = None
        self._pens = line_pens(QColor(colour), (1.5, _EDGE_WIDTH), style)
        self._plain = QPen(QColor(colour), 0)
        self.setZValue(_HEIGHT)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def boundingRect(self) -> QRectF:
        """Return the path's rectangle, with room for the line's width."""
        return self.path().boundingRect().adjusted(-20, -20, 20, 20)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Paint the path, light on dark; many pieces as plain lines while the hand moves."""
        room = _EDGE_WIDTH * screen_pixel(painter)
        painting = _painting_of(widget)
        near = [
            part.adjusted(-room, -room, room, room)
            for part in ([option.exposedRect] if painting is None else painting.parts(painter))
        ]
        in_sight = self._in_sight(near)
        many = len(in_sight) > _MANY or self._corners[in_sight].sum() > _MANY_CORNERS
        if painting is not None and painting.is_moving and many:
            painting.is_rough = True
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(self._plain)
            exact = _ROUGH * device_scale(painter) > _ROUGH_ON_SCREEN
            painter.drawPath(self.path() if exact else self._roughly())
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in self._pens:
            painter.setPen(pen)
            if not self._pieces:
                painter.drawPath(self.path())
            for piece in in_sight:
                painter.drawPolygon(self._pieces[piece])

    def _in_sight(self, parts: Iterable[QRectF]) -> list[int]:
        """Return the numbers of the pieces that lie in some parts, at least partly."""
        seen = np.zeros(len(self._frames), bool)
        left, top, right, bottom = self._frames.T
        for part in parts:
            across = (left <= part.right()) & (right >= part.left())
            seen |= across & (top <= part.bottom()) & (bottom >= part.top())
        return [int(number) for number in np.flatnonzero(seen)]

    def _roughly(self) -> QPainterPath:
        """Return the path with fewer corners; it is made once."""
        if self._rough is None:
            self._rough = QPainterPath()
            for piece in self._pieces:
                corners = np.array([one.toTuple() for one in piece.toList()], np.float32)
                fewer = cv2.approxPolyDP(corners.reshape(-1, 1, 2), _ROUGH, closed=True)
                # A spot that is smaller than that is still seen.
                kept = fewer[:, 0] if len(fewer) > 1 else corners
                self._rough.addPolygon(QPolygonF([QPointF(x, y) for x, y in kept.tolist()]))
                self._rough.closeSubpath()
        return self._rough


def _painting_of(widget: QWidget | None) -> Painting | None:
    """Return what the view knows whose viewport is painted; ``None`` where it is none."""
    view = None if widget is None else widget.parent()
    return view.painting if isinstance(view, ImageView) and view.painting.is_known else None


def place_items(landmarks: Landmarks) -> list[TracedItem]:
    """Return what shows disc and fovea; nothing of what was not found.

    The grid needs both: its measure is the disc's diameter.
    """
    items = []
    disc, fovea = landmarks.disc, landmarks.fovea
    if disc is not None:
        path = QPainterPath()
        path.addEllipse(QPointF(disc.x, disc.y), disc.diameter / 2, disc.diameter / 2)
        items.append(TracedItem(path, _PLACES, Qt.PenStyle.DashLine))
    if disc is not None and fovea is not None:
        items.append(TracedItem(_grid(QPointF(fovea.x, fovea.y), disc.diameter), _PLACES))
    elif fovea is not None:
        items.append(TracedItem(_cross(QPointF(fovea.x, fovea.y), 12.0), _PLACES))
    return items


def lesion_item(kind: str, outlines: Iterable[Outline]) -> TracedItem:
    """Return the outlines of all marks of a kind."""
    path = QPainterPath()
    polygons = [QPolygonF([QPointF(x, y) for x, y in outline]) for outline in outlines]
    for polygon in polygons:
        path.addPolygon(polygon)
        path.closeSubpath()
    return TracedItem(path, LESION_COLOURS[kind], pieces=polygons)


def _grid(fovea: QPointF, diameter: float) -> QPainterPath:
    """Return the ETDRS grid: three circles, and the four lines between its quadrants."""
    path = _cross(fovea, _CROSS * diameter)
    for ring in RINGS:
        path.addEllipse(fovea, ring * diameter, ring * diameter)
    inner, outer = RINGS[0] * diameter, RINGS[-1] * diameter
    for quarter in range(4):
        angle = math.pi / 4 + quarter * math.pi / 2
        towards = QPointF(math.cos(angle), math.sin(angle))
        path.moveTo(fovea + towards * inner)
        path.lineTo(fovea + towards * outer)
    return path


def _cross(middle: QPointF, half: float) -> QPainterPath:
    path = QPainterPath()
    for step in (QPointF(half, 0), QPointF(0, half)):
        path.moveTo(middle - step)
        path.lineTo(middle + step)
    return path
