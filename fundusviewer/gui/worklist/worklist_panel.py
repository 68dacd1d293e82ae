"""The list of photographs, what is chosen of it, and the run below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QVBoxLayout,
    QWidget,
)

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

_SELECT = QItemSelectionModel.SelectionFlag


class WorklistPanel(QWidget):
    """Shows the worklist.

    Signals
    -------
    current_changed()
        Another photograph was chosen, or none is any more.
    """

    current_changed = Signal()

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
        self.list = _List()
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

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard focus, so that the list can be worked through."""
        super().showEvent(event)
        if not event.spontaneous():
            self.list.setFocus()

    def _set_up_list(self, theme: Theme, thumbnails: Thumbnails) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(WorklistDelegate(theme, thumbnails, self.list))
        self.list.selectionModel().currentChanged.connect(self._tell)
        self.list.selectionModel().selectionChanged.connect(self._note_selection)
        theme.changed.connect(self.list.viewport().update)
        thumbnails.made.connect(self._show_thumbnail)

    def _show_thumbnail(self, path: Path) -> None:
        """Paint one row anew: to paint all that are visible takes longer than a frame."""
        view = self.list.viewport().rect()
        first, last = (self.list.indexAt(p).row() for p in (view.topLeft(), view.bottomLeft()))
        below = last + 1 if last >= 0 else self._model.rowCount()
        for row in range(max(0, first), below):
            entry = self._model.at(row)
            if isinstance(entry, Photograph) and entry.path == path:
                self.list.update(self._model.index(row))

    def _choose_row(self, row: int) -> None:
        index = self._model.index(row)
        self.list.selectionModel().setCurrentIndex(index, _SELECT.ClearAndSelect)
        self.list.scrollTo(index)

    def _tell(self, current: QModelIndex) -> None:
        key = self._model.key_at(current.row()) if current.isValid() else None
        self._selection.activate(key)

    def _follow_selection(self) -> None:
        """Show in the list what was chosen elsewhere; then everybody may look at it."""
        key = self._selection.active
        if key is not None and self._model.key_at_index(self.list.currentIndex()) != key:
            if self._model.row_of(key) is None:
                # Search and filters leave it out, but it is on screen.
                self._worklist.include(key, near=self._selection.beside)
            row = self._model.row_of(key)
            if row is not None:
                self._choose_row(row)
        self.current_changed.emit()

    def _note_selection(self) -> None:
        selection = self.list.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.size()))
        rows = (row for one in ranges for row in range(one.top(), one.bottom() + 1))
        keys = (self._model.key_at(row) for row in rows)
        self._repair.start()
        self._noting = True
        self._selection.select(key for key in keys if key is not None)
        self._noting = False

    def _keep_selected(self) -> None:
        """Never let the photograph on screen be one that keys do not mean."""
        chosen, current = self.list.selectionModel(), self.list.currentIndex()
        if not current.isValid() or chosen.isSelected(current):
            return
        selected = chosen.selectedIndexes()
        if selected:
            chosen.setCurrentIndex(selected[0], _SELECT.NoUpdate)
        else:
            chosen.select(current, _SELECT.Select)

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
            self._select(self._selection.chosen)
            self.list.scrollTo(self.list.currentIndex())

    def _restore(self, following: bool) -> None:
        """Choose in another list what was chosen in the one before."""
        active = self._selection.active
        row = self._model.row_of(active)
        if row is None:
            wanted = self._model.row_of(self._worklist.awaited)
            first = (
                wanted
                if wanted is not None
                else next(
                    (row for row in range(self._model.rowCount()) if self._model.key_at(row)), None
                )
            )
            if first is None:
                self._lose()
            else:
                self._choose_row(first)
            return
        place = self.list.verticalScrollBar().value()
        chosen = self._selection.chosen
        self._select(chosen | {active} if active is not None else chosen)
        self.list.selectionModel().setCurrentIndex(self._model.index(row), _SELECT.NoUpdate)
        self.list.verticalScrollBar().setValue(place)
        if self._in_sight or self._brought or not following:
            self.list.scrollTo(self._model.index(row))
        self._brought = False

    def _select(self, keys: Iterable[int]) -> None:
        rows = sorted(row for key in keys if (row := self._model.row_of(key)) is not None)
        selection = QItemSelection()
        for first, last in _ranges(rows):
            selection.select(self._model.index(first), self._model.index(last))
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


class _List(QListView):
    """The list; keys that select stay its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def event(self, event: QEvent) -> bool:
        """Extend the selection with Shift, whatever these keys do elsewhere in the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            extends = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
            if extends and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the photograph on screen in sight."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters are commands here, and the search field searches."""
