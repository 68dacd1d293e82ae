"""The list of visits and their photographs, what is chosen of it, and the run below it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fundusviewer.gui.state.listing.list_choice import Counts
from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.state.selection import Selection
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.basic import label
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.worklist.filter_bar import WorklistControls
from fundusviewer.gui.worklist.row_delegate import WorklistDelegate
from fundusviewer.gui.worklist.run_panel import RunPanel
from fundusviewer.gui.worklist.thumbnails import Thumbnails
from fundusviewer.gui.worklist.visit_list_view import VisitListView

_SELECT = QItemSelectionModel.SelectionFlag


class WorklistPanel(QWidget):
    """Shows the worklist.

    Signals
    -------
    current_changed()
        Another photograph was chosen, or none is any more.
    opened()
        Somebody has opened or closed visits.
    """

    current_changed = Signal()
    opened = Signal()

    def __init__(
        self,
        worklist: Worklist,
        thumbnails: Thumbnails,
        theme: Theme,
        selection: Selection,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._worklist, self._model = worklist, worklist.model
        self._selection = selection
        self._counts = Counts()
        self._noting = False
        # A list that only follows the run stays where somebody has scrolled to.
        self._in_sight, self._brought = True, False
        self._repair = QTimer(self)
        self._repair.setSingleShot(True)
        self._repair.setInterval(0)
        self._repair.timeout.connect(self._keep_selected)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(260)
        self.heading = label(name="heading")
        self.heading.setContentsMargins(14, 12, 14, 8)
        self.controls = WorklistControls(theme)
        self.list = VisitListView(self._model)
        self._set_up_list(theme, thumbnails)
        self.run = RunPanel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self.controls)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.run)
        selection.changed.connect(self._follow_selection)
        selection.selected.connect(self._follow_chosen)
        self._model.modelAboutToBeReset.connect(self._note_sight)
        self.list.stepped.connect(worklist.cursor.step)
        self.list.extended.connect(worklist.cursor.extend)
        self.list.opening.connect(self.open_visit)
        self.list.chosen.connect(lambda row: worklist.cursor.choose(self._model.first_key(row)))
        worklist.listed.connect(self._restore)
        worklist.chosen.connect(self._bring_soon)
        worklist.counted.connect(self._count)
        # What was searched for is worked on next; letters are commands there again.
        self.controls.search.returnPressed.connect(self.list.setFocus)
        self.controls.scope_chosen.connect(lambda scope: worklist.choose(scope=scope))
        self.controls.sorting_chosen.connect(lambda sorting: worklist.choose(sorting=sorting))
        self.controls.filter_chosen.connect(lambda wanted: worklist.choose(filter=wanted))
        on_language_changed(self._say)

    def offer(self, groups: Sequence[Sequence[QAction]]) -> None:
        """Show actions where the right button or the menu key is pressed, with lines between."""
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        for group in groups:
            self.list.addActions(group)
            if group is not groups[-1]:
                line = QAction(self.list)
                line.setSeparator(True)
                self.list.addAction(line)

    def warm_up(self) -> None:
        """Let Qt make what the first rows will be painted with."""
        if not self._delegate.pictures:
            self._delegate.warm_up(self.list.font(), self.list.devicePixelRatioF())

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard focus, so that the list can be worked through."""
        super().showEvent(event)
        if not event.spontaneous():
            self.list.setFocus()

    def _set_up_list(self, theme: Theme, thumbnails: Thumbnails) -> None:
        self._delegate = WorklistDelegate(theme, thumbnails, self.list)
        self.list.setItemDelegate(self._delegate)
        self._model.modelReset.connect(self._forget_pictures)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.list.selectionModel().selectionChanged.connect(self._note_selection)
        theme.changed.connect(self.list.viewport().update)
        thumbnails.made.connect(self._show_thumbnail)

    def _forget_pictures(self) -> None:
        """Keep no row's picture of a list that is closed."""
        if not self._model.rowCount():
            self._delegate.pictures.forget()

    def _show_thumbnail(self, path: Path) -> None:
        """Paint one row anew: to paint all that are visible takes longer than a frame."""
        view = self.list.viewport().rect()
        first, last = (self.list.indexAt(p).row() for p in (view.topLeft(), view.bottomLeft()))
        below = last + 1 if last >= 0 else self._model.rowCount()
        for row in range(max(0, first), below):
            if self._model.is_visit(row):
                continue
            entry = self._model.at(row)
            if isinstance(entry, Photograph) and entry.path == path:
                self.list.update(self._model.index(row))

    # -- opening and closing -----------------------------------------------------------------

    def open_visit(self, row: int, wanted: bool) -> None:
        """Open the visit of a row, or close it; the photograph on screen stays."""
        with self._following():
            self._model.set_open(row, wanted)
        self.opened.emit()

    def open_all(self, wanted: bool) -> None:
        """Open all visits, or close them; the photograph on screen stays."""
        with self._following():
            self._model.set_all_open(wanted)
        self.opened.emit()

    def select_all(self) -> None:
        """Select all photographs that are listed, in open visits and in closed ones."""
        self._selection.select(self._model.keys)

    @contextmanager
    def _following(self) -> Iterator[None]:
        """Change rows; what is selected and on screen stays so, at its place on the screen."""
        before = self._top()
        self._noting, was = True, self._noting
        try:
            yield
            self._select(self._selection.chosen)
            self._take_current(_SELECT.NoUpdate)
        finally:
            self._noting = was
        after = self._top()
        bar = self.list.verticalScrollBar()
        if before is not None and after is not None:
            bar.setValue(bar.value() + after - before)
        self.list.scrollTo(self.list.currentIndex())

    def _top(self) -> int | None:
        """Return where the photograph on screen stands in the list; ``None`` where out of sight."""
        row = self._model.row_of(self._selection.active)
        if row is None:
            return None
        place = self.list.visualRect(self._model.index(row))
        return place.top() if self.list.viewport().rect().intersects(place) else None

    def _take_current(self, flags: QItemSelectionModel.SelectionFlag) -> None:
        row = self._model.row_of(self._selection.active)
        if row is not None:
            self.list.selectionModel().setCurrentIndex(self._model.index(row), flags)

    def _close_left(self) -> None:
        """Close the visits that were open for a photograph that was on screen before."""
        chosen = self._selection.chosen
        if not self._model.left_open():
            with self._kept_apart():
                self._take_current(_SELECT.NoUpdate)
            return
        with self._following():
            # What is selected in part stays in sight.
            self._model.close_others(
                lambda keys: not chosen.isdisjoint(keys) and not chosen.issuperset(keys)
            )

    def _choose_row(self, row: int) -> None:
        index = self._model.index(row)
        self.list.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect)
        self.list.scrollTo(index)

    def _tell(self, current: QModelIndex) -> None:
        if self._noting:
            return
        if not current.isValid():
            self._selection.activate(None)
        elif not self._model.is_visit(current.row()):
            # A visit is selected with all that is in it; on screen is one photograph.
            self._selection.activate(self._model.key_at(current.row()))

    def _follow_selection(self) -> None:
        """Show in the list what was chosen elsewhere; then everybody may look at it."""
        key = self._selection.active
        if key is not None and self._model.key_at_index(self.list.currentIndex()) != key:
            if self._model.visit_of(key) is None:
                # Search and filters leave it out, but it is on screen.
                self._worklist.include(key, near=self._selection.beside)
            with self._kept_apart():
                self._model.reveal(key)
            row = self._model.row_of(key)
            if row is not None:
                several = len(self._selection.chosen) > 1 and key in self._selection.chosen
                if several:
                    self._follow_chosen()
                else:
                    self._choose_row(row)
        elif key is not None:
            with self._kept_apart():
                self._model.reveal(key)
        # Not at once: the mouse may have pressed a row below.
        self._repair.start()
        self.current_changed.emit()

    @contextmanager
    def _kept_apart(self) -> Iterator[None]:
        """Change rows without taking what Qt selects meanwhile for a choice."""
        self._noting, was = True, self._noting
        try:
            yield
        finally:
            self._noting = was

    def _note_selection(self) -> None:
        if self._noting:
            return
        selection = self.list.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.size()))
        rows = (row for one in ranges for row in range(one.top(), one.bottom() + 1))
        keys = [key for row in rows for key in self._model.keys_at(row)]
        self._repair.start()
        with self._kept_apart():
            self._selection.select(keys)

    def _keep_selected(self) -> None:
        """Never let the photograph on screen be one that keys do not mean."""
        active, chosen = self._selection.active, self._selection.chosen
        if active is not None and self._model.visit_of(active) is not None and active not in chosen:
            selected = self._worklist.cursor.selected
            if selected:
                self._selection.extend(selected[0], chosen)
            else:
                self._selection.choose(active)
        self._close_left()

    def _note_sight(self) -> None:
        """Note, before another list comes, whether the photograph on screen is in sight."""
        current = self.list.currentIndex()
        seen = self.list.viewport().rect()
        if current.isValid() and self.list.isVisible():
            self._in_sight = seen.intersects(self.list.visualRect(current))

    def _bring_soon(self) -> None:
        """Bring the photograph on screen into sight with the next list."""
        self._brought = True

    def _follow_chosen(self) -> None:
        """Show in the list what was selected elsewhere."""
        if not self._noting:
            with self._kept_apart():
                self._select(self._selection.chosen)
                self._take_current(_SELECT.NoUpdate)
            self.list.scrollTo(self.list.currentIndex())

    def _restore(self, following: bool) -> None:
        """Choose in another list what was chosen in the one before."""
        active = self._selection.active
        if self._model.visit_of(active) is None:
            keys, wanted = self._model.keys, self._worklist.awaited
            if not keys:
                self._lose()
            else:
                listed = self._model.position_of(wanted) is not None
                self._worklist.cursor.choose(wanted if listed else keys[0])
            return
        place = self.list.verticalScrollBar().value()
        shown = frozenset(() if active is None else (active,))
        with self._kept_apart():
            self._select(self._selection.chosen | shown)
            self._take_current(_SELECT.NoUpdate)
        listed_ones = self._worklist.cursor.selected
        if frozenset(listed_ones) != self._selection.chosen:
            with self._kept_apart():
                self._selection.select({*listed_ones, *shown})
        self.list.verticalScrollBar().setValue(place)
        if self._in_sight or self._brought or not following:
            self.list.scrollTo(self.list.currentIndex())
        self._brought = False

    def _select(self, keys: Collection[int]) -> None:
        selection = QItemSelection()
        if len(keys) >= len(self._model.keys) > 0 and frozenset(keys).issuperset(self._model.keys):
            last = self._model.index(self._model.rowCount() - 1)
            selection.select(self._model.index(0), last)
        else:
            for first, last_row in _ranges(self._model.rows_for(keys)):
                selection.select(self._model.index(first), self._model.index(last_row))
        self.list.selectionModel().select(selection, _SELECT.ClearAndSelect)

    def _lose(self) -> None:
        self._selection.select(())
        self._selection.activate(None)

    def _count(self, counts: Counts) -> None:
        self._counts = counts
        if counts.shown == counts.total:
            text = self.tr("%n photographs · {left} to review", "", counts.total)
        else:
            text = self.tr("{shown} of %n photographs · {left} to review", "", counts.total)
        parts = [text.format(shown=counts.shown, left=counts.to_review)]
        # What nobody can review is not left out of the count: it is what must not be overlooked.
        if counts.failed:
            parts.append(self.tr("{count} failed").format(count=counts.failed))
        if counts.not_examined:
            parts.append(self.tr("{count} not examined").format(count=counts.not_examined))
        self.heading.setText(" · ".join(parts))

    def _say(self) -> None:
        self.list.setAccessibleName(self.tr("Photographs"))
        self._count(self._counts)
        # What stands in it is put into words when it is painted.
        self.list.viewport().update()


def _ranges(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of the rows that follow one another."""
    for _, group in groupby(enumerate(rows), key=lambda one: one[1] - one[0]):
        together = [row for _, row in group]
        yield together[0], together[-1]
