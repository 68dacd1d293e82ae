"""Measuring on the photograph by mouse and by key, in disc diameters or micrometres."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QLineF, QObject, QPointF, QRectF
from PySide6.QtWidgets import QGraphicsItem

from fundusviewer.anatomy import Disc, MarkLength
from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.text.formatting import number
from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.view_badges import HintMark, MiddleMark
from fundusviewer.gui.viewing.measuring_items import DiscItem, LineItem, WordsItem
from fundusviewer.imaging import FieldOfView, find_field_of_view
from fundusviewer.imaging.retina_scale import (
    DiscDiameter,
    Length,
    estimate_disc,
    measure_length,
)
from fundusviewer.screening import Finding

#: Shorter drags, in pixels of the screen, are clicks that slipped.
_SLIP = 4.0

#: The field of view is looked for on every third pixel of the smallest copy: in two milliseconds.
_EVERY = 3


@dataclass(eq=False)
class _Measures:
    """What was measured on one photograph."""

    lines: list[QLineF] = field(default_factory=list)
    disc: QRectF | None = None


class MeasuringController(QObject):
    """The measuring tool of a view. What was measured stays with its photograph until the end."""

    def __init__(self, actions: Actions, view: ImageView, parent: QObject) -> None:
        super().__init__(parent)
        self._actions, self._view = actions, view
        self._hint, self._middle = HintMark(view), MiddleMark(view)
        self._all: dict[Path, _Measures] = {}
        self._pyramid: Pyramid | None = None
        self._field_of_view: FieldOfView | None = None
        #: What the network found; not a person's word.
        self._found: Disc | None = None
        self._items: list[QGraphicsItem] = []
        self._begun: QPointF | None = None
        self._point: QPointF | None = None
        self.readings: list[str] = []
        actions["measure"].triggered.connect(lambda on: self._choose_tool("measure", on))
        actions["mark_disc"].triggered.connect(lambda on: self._choose_tool("mark_disc", on))
        actions["set_point"].triggered.connect(self._set_point)
        self._choose_tool("measure", False)

    # -- the photograph ----------------------------------------------------------------------

    def follow(self, path: Path | None, finding: Finding | None) -> None:
        """Another photograph is on screen, or another finding of it."""
        if self._pyramid is not None and path != self._pyramid.path:
            self._pyramid = self._field_of_view = None
            self._begun = self._point = None
            self._draw()
        landmarks = None if finding is None else finding.landmarks
        found = None if landmarks is None else landmarks.disc
        if finding is not None:
            self._field_of_view = finding.field_of_view
        if found != self._found:
            self._found = found
            self._draw()

    def show(self, pyramid: Pyramid) -> None:
        """Show what was measured on a photograph that can be seen now."""
        self._pyramid = pyramid
        self._draw()

    @property
    def disc(self) -> DiscDiameter | None:
        """The optic disc's diameter on this photograph: marked, found, otherwise estimated."""
        if self._pyramid is None:
            return None
        marked = self._of(self._pyramid).disc
        if marked is not None:
            return DiscDiameter(marked.width(), estimated=False)
        if self._found is not None:
            return DiscDiameter(self._found.diameter, estimated=False)
        if self._field_of_view is None:
            self._field_of_view = _find(self._pyramid)
        return estimate_disc(self._field_of_view)

    def length_of(self, first: tuple[float, float], last: tuple[float, float]) -> MarkLength:
        """Return how long a line on this photograph is, and whose the measure is."""
        pyramid = self._pyramid
        pixel_size = None if pyramid is None else pyramid.pixel_size
        length = measure_length(first, last, disc=self.disc, pixel_size=pixel_size)
        is_marked = pyramid is not None and self._of(pyramid).disc is not None
        disc = "estimated" if length.estimated else "marked" if is_marked else "found"
        return MarkLength(
            None if length.disc_diameters is None else round(length.disc_diameters, 4),
            disc,
            None if length.micrometres is None else round(length.micrometres, 1),
        )

    def _of(self, pyramid: Pyramid) -> _Measures:
        return self._all.get(pyramid.path) or _Measures()

    def _to_change(self, pyramid: Pyramid) -> _Measures:
        """Return what is kept of a photograph from now on: not of each that is looked at."""
        return self._all.setdefault(pyramid.path, _Measures())

    def retranslate(self) -> None:
        """Put readings and hint into words again."""
        self._draw()
        self._say()

    # -- the tool of the view ----------------------------------------------------------------

    def press(self, place: QPointF) -> None:
        """Begin a line or a disc."""
        if self._pyramid is not None:
            self._begun = place

    def drag(self, place: QPointF) -> None:
        """Draw it to here."""
        if self._begun is not None:
            self._draw(QLineF(self._begun, place))

    def release(self, place: QPointF) -> None:
        """Keep it."""
        begun, self._begun = self._begun, None
        if begun is not None:
            self._keep(QLineF(begun, place))

    def _set_point(self) -> None:
        """Measure from middle to middle of the view, without a mouse."""
        if self._pyramid is None or self._tool is None:
            return
        middle = self._view.mapToScene(self._view.viewport().rect().center())
        if self._point is None:
            self._point = middle
            self._draw(QLineF(middle, middle))
        else:
            first, self._point = self._point, None
            self._keep(QLineF(first, middle))
        self._say()

    def _keep(self, line: QLineF) -> None:
        if self._pyramid is not None and line.length() * self._view.scale_factor >= _SLIP:
            if self._tool == "mark_disc":
                self._to_change(self._pyramid).disc = _disc(line)
                self._choose_tool("measure", True)
            else:
                self._to_change(self._pyramid).lines.append(line)
        self._draw()

    def remove(self) -> None:
        """Take away the line that was measured last; without lines the marked disc."""
        if self._pyramid is None:
            return
        self._point = None
        measures = self._of(self._pyramid)
        if measures.lines:
            measures.lines.pop()
        else:
            measures.disc = None
        self._draw()
        self._say()

    def leave(self) -> None:
        """Put the tool away; what was measured stays."""
        if self._tool is not None:
            self._choose_tool("measure", False)

    @property
    def _tool(self) -> str | None:
        names = ("measure", "mark_disc")
        return next((name for name in names if self._actions[name].isChecked()), None)

    def _choose_tool(self, name: str, on: bool) -> None:
        for other in ("measure", "mark_disc"):
            self._actions[other].setChecked(on and other == name)
        self._point = None
        self._view.set_tool(self if on else None)
        if on:
            # In the list, Shift + arrow keys select; here they move the photograph.
            self._view.setFocus()
        self._middle.setVisible(on)
        self._actions.enable(["set_point"], on)
        self._say()

    # -- drawing -----------------------------------------------------------------------------

    def _draw(self, unfinished: QLineF | None = None) -> None:
        scene = self._view.scene()
        for item in self._items:
            scene.removeItem(item)
        self._items, self.readings = [], []
        if self._pyramid is None:
            return
        measures = self._of(self._pyramid)
        lines, disc = list(measures.lines), measures.disc
        if unfinished is not None and self._tool == "mark_disc":
            disc = _disc(unfinished)
        elif unfinished is not None:
            lines.append(unfinished)
        if disc is not None:
            self._items.append(DiscItem(disc))
            self._label(self.tr("Optic disc"), QPointF(disc.right(), disc.center().y()))
        for line in lines:
            self._items.append(LineItem(line))
            self._label(self._words(line, self._pyramid), line.p2())
        for item in self._items:
            scene.addItem(item)
        self._view.setAccessibleDescription("; ".join(self.readings))

    def _label(self, words: str, at: QPointF) -> None:
        item = WordsItem()
        item.show_words(words, at)
        self._items.append(item)
        self.readings.append(words)

    def _words(self, line: QLineF, pyramid: Pyramid) -> str:
        length = measure_length(
            (line.x1(), line.y1()),
            (line.x2(), line.y2()),
            disc=self.disc,
            pixel_size=pyramid.pixel_size,
        )
        return self._length(length, marked=self._of(pyramid).disc is not None)

    def _length(self, length: Length, *, marked: bool) -> str:
        words = []
        if length.micrometres is not None:
            words.append(self.tr("{length} µm").format(length=number(length.micrometres)))
        if length.disc_diameters is not None:
            if length.estimated:
                how = self.tr("{length} DD (disc estimated)")
            else:
                found = self.tr("{length} DD (optic disc found)")
                how = self.tr("{length} DD") if marked else found
            words.append(how.format(length=number(length.disc_diameters, 2)))
        return " · ".join(words)

    def _say(self) -> None:
        if self._tool is None:
            self._hint.show_words("")
        elif self._point is not None:
            self._hint.show_words(
                self.tr("Move the view (Shift + arrow keys), then Ins sets the other end")
            )
        elif self._tool == "mark_disc":
            self._hint.show_words(
                self.tr("Optic disc: drag from edge to edge · Ins: by keys · D: done")
            )
        else:
            self._hint.show_words(
                self.tr(
                    "Drag to measure · D: mark the optic disc · Del: remove · Ins: by keys "
                    "· M: done"
                )
            )


def _disc(line: QLineF) -> QRectF:
    """Return the circle with a line as its diameter."""
    radius = line.length() / 2
    middle = line.center()
    return QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)


def _find(pyramid: Pyramid) -> FieldOfView:
    """Return the field of view, found on the smallest copy of a photograph."""
    pixels = pyramid.levels[-1].rgb()[::_EVERY, ::_EVERY]
    found = find_field_of_view(np.ascontiguousarray(pixels))
    to_x, to_y = pyramid.size[0] / pixels.shape[1], pyramid.size[1] / pixels.shape[0]
    return replace(found, radius_x=found.radius_x * to_x, radius_y=found.radius_y * to_y)
