"""Connects the list with its controls, the settings, and the watched folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.folder_watcher import FolderWatcher
from fundusviewer.gui.state.listing.list_choice import EVERYTHING, OPENED, Counts
from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.run_tally import RunPart
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.file_dialogs import ask_folder
from fundusviewer.gui.worklist.name_pattern_dialog import PatternDialog
from fundusviewer.gui.worklist.worklist_panel import WorklistPanel
from fundusviewer.screening import ListFilter, name_pattern

#: Names that the dialog of patterns shows.
_SHOWN_NAMES = 8


class WorklistController(QObject):
    """What is listed, and how.

    Signals
    -------
    counted()
        There may be photographs now where there were none, or the other way round.
    emptiness_changed()
        Nothing is listed any more, or again.
    watched(Path)
        The folder that is watched now; ``None`` for none.
    status_message(str), notification(str)
        Remarks and problems.
    """

    counted = Signal()
    emptiness_changed = Signal()
    watched = Signal(object)
    status_message = Signal(str)
    notification = Signal(str)

    def __init__(
        self,
        session: Session,
        worklist: Worklist,
        panel: WorklistPanel,
        settings_store: SettingsStore,
        watching: FolderWatcher,
        background: JobPool,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._worklist, self._panel = session, worklist, panel
        self._settings_store, self._watching = settings_store, watching
        self._background, self._window = background, window
        self._actions: Actions | None = None
        self._shown = self._total = 0
        session.blindness.want(settings_store.settings.blind)
        session.marks_lesions = settings_store.settings.mark_lesions
        session.blindness.changed.connect(self._note_blindness)
        session.seat.changed.connect(self._follow_seat)
        session.models.changed.connect(self._show_choice)
        worklist.counted.connect(self._count)
        worklist.chosen.connect(self._show_choice)
        panel.controls.scopes_wanted.connect(self._find_folders)
        watching.arrived.connect(lambda paths: session.open(paths, choose=not self._total))

    @property
    def has_photographs(self) -> bool:
        """Whether there is anything to list, whatever the filters."""
        return self._total > 0 or self._worklist.choice.scope != OPENED

    @property
    def matches_nothing(self) -> bool:
        """Whether search and filters leave nothing of what there is."""
        return self._total > 0 and not self._shown

    def restore(self) -> None:
        """Take up what was set in the session before."""
        settings = self._settings_store.settings
        self._session.pattern = name_pattern(settings.name_pattern, settings.fields)
        self._worklist.choose(sorting=settings.sorting)
        self._show_choice()
        if settings.watched is not None:
            self._watch(Path(settings.watched))

    def connect_actions(self, actions: Actions) -> None:
        """Let the menus act on the list."""
        self._actions = actions
        settings = self._settings_store.settings
        actions["blind"].setChecked(self._session.blindness.is_wanted)
        actions["go_on"].setChecked(settings.go_on)
        actions["blind"].toggled.connect(self._session.blindness.want)
        self._session.blindness.changed.connect(actions["blind"].setChecked)
        actions["go_on"].toggled.connect(lambda on: self._settings_store.update(go_on=on))
        actions["watch"].triggered.connect(self._ask_watched)
        actions["search"].triggered.connect(self._search)
        actions["filter_list"].triggered.connect(self._panel.controls.filter_button.showMenu)
        actions["sort_list"].triggered.connect(self._panel.controls.open_sortings)
        actions["open_visits"].triggered.connect(lambda: self._panel.open_all(True))
        actions["close_visits"].triggered.connect(lambda: self._panel.open_all(False))
        actions["select_all"].triggered.connect(self._panel.select_all)
        actions["show_database"].triggered.connect(self.show_database)
        actions["name_pattern"].triggered.connect(self._ask_pattern)

    def choose_soon(self, path: Path) -> None:
        """Choose a photograph that was just opened as soon as it is in the list."""
        self._worklist.choose_when_listed(path)
        self._worklist.choose(scope=OPENED, filter=ListFilter())

    def show_all(self) -> None:
        """End the search, and take all filters away."""
        self._worklist.choose(filter=ListFilter())
        self._panel.list.setFocus()

    def show_database(self) -> None:
        """List everything that the database knows."""
        self._worklist.choose(scope=EVERYTHING)

    def show_part(self, part: RunPart) -> None:
        """List the photographs that a number of the run counts."""
        session = self._session
        only = frozenset(session.photographs.keys_of(session.run.photographs(part)).values())
        files = session.open_files
        opened = only <= files.known | {key for key in only if key < 0}
        scope = OPENED if opened else EVERYTHING
        self._worklist.choose(scope=scope, filter=ListFilter(only=only))

    def _count(self, counts: Counts) -> None:
        before, self._total, self._shown = self._total, counts.total, counts.shown
        self.counted.emit()
        if bool(before) != bool(counts.total):
            self.emptiness_changed.emit()

    def _show_choice(self) -> None:
        choice = self._worklist.choice
        session = self._session
        self._panel.controls.show_choice(
            choice,
            blind=session.blindness.is_on,
            programme=session.seat.is_programme,
            grades=session.grades,
        )
        if choice.sorting != self._settings_store.settings.sorting:
            self._settings_store.update(sorting=choice.sorting)

    def _follow_seat(self) -> None:
        """Offer the queue, or leave it where there is no programme any more."""
        shown = self._worklist.choice.filter
        if shown.queue and not self._session.seat.is_programme:
            self._worklist.choose(filter=replace(shown, queue=False))
        self._show_choice()

    def _note_blindness(self, on: bool) -> None:
        self._settings_store.update(blind=on)
        if on:
            self.status_message.emit(
                self.tr("The network's answers are hidden until you have graded")
            )

    def _search(self) -> None:
        self._panel.controls.search.setFocus()
        self._panel.controls.search.selectAll()

    def _find_folders(self) -> None:
        database = self._session.database
        if database is not None:
            self._background.run(
                database.lists.folders, self._panel.controls.show_folders, self.notification.emit
            )

    # -- patterns of names -------------------------------------------------------------------

    @property
    def some_paths(self) -> list[Path]:
        """Some of the photographs that are listed, to try a pattern on."""
        keys = self._worklist.model.keys[:_SHOWN_NAMES]
        return [one.path for one in self._worklist.model.photographs(keys)]

    def _ask_pattern(self) -> None:
        pattern = self._settings_store.settings.name_pattern
        dialog = PatternDialog(pattern, self.some_paths, self._window)
        dialog.accepted.connect(lambda: self.set_pattern(dialog.text))
        dialog.open()

    def set_fields(self, fields: int) -> None:
        """Expect so many photographs of each eye, 1 or 2."""
        self._settings_store.update(fields=fields)
        self.set_pattern(self._settings_store.settings.name_pattern)

    def set_pattern(self, text: str) -> None:
        """Read patients, eyes and dates by another pattern."""
        self._settings_store.update(name_pattern=text)
        fields = self._settings_store.settings.fields
        self._session.pattern = name_pattern(text, fields)
        self._session.refresh(None)
        self._worklist.update_list()

    # -- watched folder ----------------------------------------------------------------------

    def _ask_watched(self) -> None:
        if self._watching.folder is not None:
            self._watch(None)
            return
        chosen = ask_folder(self._window, self._settings_store.settings.folder or "")
        self._watch(chosen[0] if chosen else None)

    def _watch(self, folder: Path | None) -> None:
        self._watching.watch(folder)
        self._settings_store.update(watched=None if folder is None else str(folder))
        if self._actions is not None:
            self._actions["watch"].setChecked(folder is not None)
        self.watched.emit(folder)
