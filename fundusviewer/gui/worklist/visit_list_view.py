"""The view of the list: visits that open and close, photographs that are gone through by keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from fundusviewer.gui.state.listing.worklist_item_model import WorklistModel
from fundusviewer.gui.worklist.row_delegate import ARROW, row_heights

_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_OPENS = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}


class VisitListView(QTableView):
    """Shows the rows of a :class:`WorklistModel`; keys that select stay its own.

    A table of one column, because a table keeps the heights of its rows itself: there are two, and
    to ask for those of twenty thousand rows would take longer than a frame.

    Signals
    -------
    stepped(int), extended(int)
        Another photograph is wanted, so many further down; with those between selected.
    opening(int, bool)
        The visit in a row is to be opened, or closed.
    chosen(int)
        The visit in a row was clicked.
    """

    stepped = Signal(int)
    extended = Signal(int)
    opening = Signal(int, bool)
    chosen = Signal(int)

    def __init__(self, model: WorklistModel) -> None:
        super().__init__()
        self._rows = model
        self.setObjectName("worklist")
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.setModel(model)
        self._full_is_usual = False
        model.modelAboutToBeReset.connect(self._even_rows)
        model.modelReset.connect(self.fit_rows)
        model.rowsInserted.connect(self._fit_new)
        self.fit_rows()

    def fit_rows(self) -> None:
        """Give all rows their heights, which are even so far."""
        slim, full = row_heights(self.fontMetrics())
        # The fewer are set one by one: nearly all visits are closed, or nobody is known.
        photographs = self._rows.photograph_rows
        self._full_is_usual = len(photographs) * 2 > self._rows.rowCount()
        self.verticalHeader().setDefaultSectionSize(full if self._full_is_usual else slim)
        self._resize(self._unusual(photographs), slim if self._full_is_usual else full)

    def _even_rows(self) -> None:
        """Give all rows the usual height: one set by itself stays, whatever stands there next."""
        unusual = self._unusual(self._rows.photograph_rows)
        self._resize(unusual, self.verticalHeader().defaultSectionSize())

    def _resize(self, rows: Iterable[int], height: int) -> None:
        header = self.verticalHeader()
        # Nobody sees it. Otherwise it adds up all rows above each row that is set, to paint itself
        # there: of thirty thousand rows for 110 ms instead of 5.
        header.setUpdatesEnabled(False)
        for row in rows:
            header.resizeSection(row, height)
        header.setUpdatesEnabled(True)

    def _unusual(self, photographs: Collection[int]) -> Collection[int]:
        if not self._full_is_usual:
            return photographs
        return set(range(self._rows.rowCount())).difference(photographs)

    def event(self, event: QEvent) -> bool:
        """Extend the selection with Shift, whatever these keys do elsewhere in the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() == _SHIFT
            and event.key() in _STEPS
        ):
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._even_rows()
            self.fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the photographs, open and close visits."""
        key = Qt.Key(event.key())
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _STEPS and keys in (_NONE, _SHIFT):
            (self.extended if keys == _SHIFT else self.stepped).emit(_STEPS[key])
        elif key in _OPENS and keys == _NONE:
            if self.currentIndex().isValid():
                self.opening.emit(self.currentIndex().row(), _OPENS[key])
        elif key not in _STEPS and key not in _OPENS:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open a visit, or close it where its arrow is clicked."""
        place = event.position().toPoint()
        row = self._visit_at(place)
        plain = event.button() is Qt.MouseButton.LeftButton and event.modifiers() == _NONE
        if row is None or not plain:
            super().mousePressEvent(event)
        elif place.x() < ARROW:
            self.opening.emit(row, not self._rows.is_open(row))
        else:
            self.chosen.emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second click on a visit for no click: the rows have moved below the mouse."""
        if self._visit_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the photograph on screen in sight."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters are commands here, and the search field searches."""

    def _fit_new(self, _parent: QModelIndex, first: int, last: int) -> None:
        """Give photographs of a visit that was opened their height."""
        self._resize(range(first, last + 1), row_heights(self.fontMetrics())[1])

    def _visit_at(self, place: QPoint) -> int | None:
        index = self.indexAt(place)
        return index.row() if index.isValid() and self._rows.is_visit(index.row()) else None
