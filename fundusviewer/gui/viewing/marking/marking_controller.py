"""The tool that draws marks, selects and moves them, and takes them away."""

from __future__ import annotations

import math
import uuid
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainterPath, QPainterPathStroker

from fundusviewer.anatomy import MOST_MARKS, MOST_POINTS, Mark, Outline, Shape
from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.commands.marking_actions import shape_action
from fundusviewer.gui.state.marks.mark_board import MarkBoard
from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.view_badges import HintMark, MiddleMark
from fundusviewer.gui.viewing.marking.mark_dialog import MarkDialog
from fundusviewer.gui.viewing.marking.mark_items import MOST_HANDLES, REACH, path_of
from fundusviewer.gui.viewing.marking.mark_layer import MarkLayer
from fundusviewer.gui.viewing.measuring_controller import MeasuringController

#: Shorter drags, in pixels of the screen, are clicks that slipped.
_SLIP = 4.0

#: How far a simplified outline may lie beside the one that was drawn, in pixels of the screen.
_SIMPLER = 0.7


class MarkingController(QObject):
    """Marks the photograph on a view, and shows the marks on it; the board keeps them.

    A press beside all marks begins a new one; on one of the reader's own it selects it, and a drag
    moves it, or the one point that was pressed.

    Parameters
    ----------
    measure
        Tells lengths; the two tools exclude each other.
    """

    def __init__(
        self,
        actions: Actions,
        view: ImageView,
        board: MarkBoard,
        measure: MeasuringController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._actions, self._view, self._board, self._measure = actions, view, board, measure
        self._layer = MarkLayer(view, board)
        self._hint, self._middle = HintMark(view), MiddleMark(view)
        self._pyramid: Pyramid | None = None
        #: The kind of the marks that are drawn next.
        self.next_kind: str | None = None
        self._selected: str | None = None
        # What the mouse does: the places of a new mark, or a mark, its point, and where it began.
        self._draft: list[QPointF] = []
        self._moving: tuple[Mark, int | None, QPointF] | None = None
        self._moved: Mark | None = None
        # The first end, set by a key.
        self._point: QPointF | None = None
        self._bare = False
        for shape in Shape:
            actions[shape_action(shape)].triggered.connect(
                lambda on, shape=shape: self._choose(shape if on else None)
            )
        actions["mark_words"].triggered.connect(self._ask_words)
        actions["marks"].setChecked(True)
        actions["marks"].toggled.connect(self._show)
        actions["set_point"].triggered.connect(self._set_point)
        for name in ("measure", "mark_disc"):
            actions[name].triggered.connect(lambda on: self._give_way(on))
        board.changed.connect(self.draw)
        view.cleared.connect(self._clear)
        view.installEventFilter(self)

    # -- the photograph ----------------------------------------------------------------------

    def show(self, pyramid: Pyramid) -> None:
        """Show the marks on a photograph that can be seen now."""
        if self._pyramid is None or self._pyramid.sha256 != pyramid.sha256:
            self._stop()
            self._selected = None
        self._pyramid = pyramid
        self.draw()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks on the photograph on screen."""
        return () if self._pyramid is None else self._board.of(self._pyramid.sha256)

    @property
    def words(self) -> list[str]:
        """What stands beside them."""
        return self._layer.words

    @property
    def selected(self) -> Mark | None:
        """The mark that is selected."""
        return next((mark for mark in self.marks if mark.uid == self._selected), None)

    @property
    def shape(self) -> Shape | None:
        """What is drawn; ``None`` where the mouse does something else."""
        actions = self._actions
        return next((one for one in Shape if actions[shape_action(one)].isChecked()), None)

    def set_bare(self, bare: bool) -> None:
        """Show the bare photograph for a while, or all again."""
        self._bare = bare
        self._show()

    def retranslate(self) -> None:
        """Put words and hint into the language of the window."""
        self.draw()
        self._say()

    # -- the tool of the view ----------------------------------------------------------------

    def press(self, place: QPointF) -> None:
        """Begin a mark, or select one."""
        self._stop()
        if self._pyramid is None:
            return
        self._view.setFocus()
        # What is drawn is seen, and so is what is there already.
        self._actions["marks"].setChecked(True)
        hit = self._hit(place)
        if hit is not None:
            self._selected = hit[0].uid
            self._moving = (*hit, place)
        else:
            self._selected = None
            self._draft = [self._inside(place)]
        self.draw()

    def drag(self, place: QPointF) -> None:
        """Draw or move to here."""
        if self._draft:
            place = self._inside(place)
            if self.shape is Shape.OUTLINE:
                self._draft.append(place)
            else:
                self._draft[1:] = [place]
        elif self._moving is not None:
            self._moved = self._moved_to(self._moving, place)
        self.draw()

    def release(self, place: QPointF) -> None:
        """Keep it."""
        if self._draft:
            self.drag(place)
            self._keep(self._draft)
        elif self._moving is not None:
            mark, _, begun = self._moving
            if _distance(begun, place) * self._scale >= _SLIP:
                self._put(self._measured(self._moved_to(self._moving, place)))
            else:
                self._selected = mark.uid
        self._stop()
        self.draw()
        self._say()

    def remove(self) -> bool:
        """Take the selected mark away; return whether one was selected."""
        mark = self.selected
        if mark is None:
            return False
        self._selected = None
        self._put(replace(mark, is_deleted=True))
        self._say()
        return True

    def leave(self) -> None:
        """Put the tool away."""
        if self.shape is not None:
            self._choose(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """End with the escape key, which pauses a run otherwise."""
        if self.shape is not None and isinstance(event, QKeyEvent):
            escape = event.key() == Qt.Key.Key_Escape and not event.modifiers()
            if escape and event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if escape and event.type() is QEvent.Type.KeyPress:
                self._escape()
                return True
        return super().eventFilter(watched, event)

    def _escape(self) -> None:
        """Give up what is being drawn; otherwise the tool."""
        if self._draft or self._moving is not None or self._point is not None:
            self._stop()
            self.draw()
        else:
            self.leave()
        self._say()

    # -- what it does ------------------------------------------------------------------------

    def _choose(self, shape: Shape | None) -> None:
        for one in Shape:
            self._actions[shape_action(one)].setChecked(one is shape)
        self._stop()
        if shape is None:
            self._selected = None
        else:
            self._measure.leave()
            self._actions["marks"].setChecked(True)
            self._view.setFocus()
        self._view.set_tool(self if shape is not None else None)
        self._middle.setVisible(shape is not None and shape is not Shape.OUTLINE)
        self._actions.enable(["set_point"], shape is not None and shape is not Shape.OUTLINE)
        self.draw()
        self._say()

    def _give_way(self, on: bool) -> None:
        """Let the measuring tool have the mouse."""
        if on and self.shape is not None:
            for one in Shape:
                self._actions[shape_action(one)].setChecked(False)
            self._stop()
            self._selected = None
            self._middle.hide()
            self.draw()
            self._say()

    def _set_point(self) -> None:
        """Mark the middle of the view, without a mouse; what has two ends wants two of them."""
        shape = self.shape
        if shape is None or shape is Shape.OUTLINE or self._pyramid is None:
            return
        middle = self._inside(self._view.mapToScene(self._view.viewport().rect().center()))
        if shape is Shape.POINT:
            self._keep([middle])
        elif self._point is None:
            self._point = middle
        else:
            first, self._point = self._point, None
            self._keep([first, middle])
        self.draw()
        self._say()

    def _keep(self, places: Sequence[QPointF]) -> None:
        shape = self.shape
        if shape is None:
            return
        points = self._points(shape, places)
        if points is not None:
            mark = Mark(uuid.uuid4().hex, shape, points, self._kind_of(shape))
            self._put(self._measured(mark))
            self._selected = mark.uid

    def _kind_of(self, shape: Shape) -> str | None:
        """Return the kind of a new mark: a length is none of a lesion's until somebody says so."""
        return None if shape is Shape.LENGTH else self.next_kind

    def _points(self, shape: Shape, places: Sequence[QPointF]) -> Outline | None:
        """Return the points of a new mark; ``None`` for a drag that slipped."""
        scale = self._scale
        if shape is Shape.POINT:
            return _rounded(places[-1:])
        frame = max(_distance(places[0], place) for place in places)
        if len(places) < 2 or frame * scale < _SLIP:
            return None
        if shape is not Shape.OUTLINE:
            return _rounded([places[0], places[-1]])
        outline = _simplified(places, _SIMPLER / scale)
        return outline if len(outline) > 2 else None

    def _put(self, mark: Mark) -> None:
        if self._pyramid is not None:
            self._board.put(self._pyramid.sha256, mark)

    def _measured(self, mark: Mark) -> Mark:
        if mark.shape is not Shape.LENGTH:
            return mark
        return replace(mark, length=self._measure.length_of(*mark.points))

    def _moved_to(self, moving: tuple[Mark, int | None, QPointF], place: QPointF) -> Mark:
        mark, index, begun = moving
        if index is not None:
            points = list(mark.points)
            points[index] = _rounded([self._inside(place)])[0]
            return replace(mark, points=tuple(points))
        step = place - begun
        width, height = (1.0, 1.0) if self._pyramid is None else self._pyramid.size
        xs, ys = zip(*mark.points, strict=True)
        # It stays on the photograph as a whole.
        right = min(max(step.x(), -min(xs)), width - max(xs))
        down = min(max(step.y(), -min(ys)), height - max(ys))
        moved = tuple((round(x + right, 1), round(y + down, 1)) for x, y in mark.points)
        return replace(mark, points=moved)

    def _ask_words(self) -> None:
        mark, pyramid = self.selected, self._pyramid
        kind, text = (self.next_kind, None) if mark is None else (mark.kind, mark.text)
        dialog = MarkDialog(kind, text, self._view.window())

        def take() -> None:
            self.next_kind = dialog.kind
            if mark is not None and pyramid is not None:
                said = replace(mark, kind=dialog.kind, text=dialog.text)
                if said != mark:
                    self._board.put(pyramid.sha256, said)
            self._say()

        dialog.accepted.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- where -------------------------------------------------------------------------------

    @property
    def _scale(self) -> float:
        """Pixels of the screen, as the mouse counts them, for one of the photograph."""
        return self._view.scale_factor / self._view.devicePixelRatioF()

    def _inside(self, place: QPointF) -> QPointF:
        if self._pyramid is None:
            return place
        width, height = self._pyramid.size
        return QPointF(min(max(place.x(), 0.0), width), min(max(place.y(), 0.0), height))

    def _hit(self, place: QPointF) -> tuple[Mark, int | None] | None:
        """Return the mark of the reader's own at a place, and which of its points is there."""
        reach = REACH / self._scale
        own = [mark for mark in self.marks if self._board.may_change(mark)]
        # What is selected first: its points may lie on another one.
        own.sort(key=lambda mark: mark.uid == self._selected)
        for mark in reversed(own):
            if len(mark.points) <= MOST_HANDLES:
                for index, (x, y) in enumerate(mark.points):
                    if math.hypot(x - place.x(), y - place.y()) <= reach:
                        # A point as a whole and as its only point is the same.
                        return mark, index
            if _stroked(mark, reach, 1 / self._scale).contains(place):
                return mark, None
        return None

    # -- drawing -----------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw all marks, and the one that is being drawn."""
        if self._pyramid is None:
            return
        marks = list(self.marks)
        if self._moved is not None:
            marks = [self._moved if one.uid == self._moved.uid else one for one in marks]
        shape = self.shape
        ends = self._draft or ([self._point] if self._point is not None else [])
        if shape is not None and ends:
            marks.append(Mark("", shape, _rounded(ends), self._kind_of(shape)))
        self._layer.draw(marks, self._selected)
        if any(self.words):
            told = filter(None, (*self._measure.readings, *self.words))
            self._view.setAccessibleDescription("; ".join(told))
        self._show()

    def _show(self) -> None:
        self._layer.set_shown(self._actions["marks"].isChecked() and not self._bare)

    def _clear(self) -> None:
        self._stop()
        self._pyramid = self._selected = None
        self._layer.clear()

    def _stop(self) -> None:
        """Forget what the mouse has begun."""
        self._draft, self._moving, self._moved, self._point = [], None, None, None

    def _say(self) -> None:
        shape = self.shape
        if shape is None:
            self._hint.show_words("")
            return
        if self._point is not None:
            words = self.tr("Move the view (Shift + arrow keys), then Ins sets the other end")
        elif self.selected is not None:
            words = self.tr(
                "Drag to move · Shift+K: kind and words · Del: take away · Ctrl+Z: undo · Esc: done"
            )
        elif len(self.marks) >= MOST_MARKS:
            words = self.tr("No more than {most} marks on a photograph").format(most=MOST_MARKS)
        else:
            words = {
                Shape.POINT: self.tr("Click to mark a point · click on a mark: select · Esc: done"),
                Shape.ARROW: self.tr("Drag to what is meant · click on a mark: select · Esc: done"),
                Shape.OUTLINE: self.tr("Drag around · click on a mark: select · Esc: done"),
                Shape.ELLIPSE: self.tr("Drag over it · click on a mark: select · Esc: done"),
                Shape.LENGTH: self.tr("Drag to measure · click on a mark: select · Esc: done"),
            }[shape]
        self._hint.show_words(words)


def _stroked(mark: Mark, reach: float, pixel: float) -> QPainterPath:
    """Return the places near the lines of a mark."""
    stroker = QPainterPathStroker()
    stroker.setWidth(2 * reach)
    return stroker.createStroke(path_of(mark.shape, [QPointF(*one) for one in mark.points], pixel))


def _simplified(places: Sequence[QPointF], tolerance: float) -> Outline:
    """Return the corners of what was drawn, as few as show the same."""
    drawn = np.asarray([(place.x(), place.y()) for place in places], np.float32).reshape(-1, 1, 2)
    corners = cv2.approxPolyDP(drawn, tolerance, closed=True)
    while len(corners) > MOST_POINTS:
        tolerance *= 2
        corners = cv2.approxPolyDP(drawn, tolerance, closed=True)
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in corners[:, 0])


def _rounded(places: Sequence[QPointF]) -> Outline:
    return tuple((round(place.x(), 1), round(place.y(), 1)) for place in places)


def _distance(one: QPointF, other: QPointF) -> float:
    return math.hypot(one.x() - other.x(), one.y() - other.y())
