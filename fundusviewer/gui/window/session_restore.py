"""Opens again what was open, and notes what is open, so that it survives a restart and a kill."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.gui.settings.session_file import LastSession, OpenList, SavedListState, SavedPlace
from fundusviewer.gui.state.listing.list_choice import EVERYTHING, OPENED
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewer.photograph_loader import PhotographLoader
from fundusviewer.gui.viewer.zoomable_view import Place
from fundusviewer.gui.workspace.workspace import Workspace

#: How long after the last change it is written, in milliseconds.
_WRITE_AFTER = 1000


class SessionRestore(QObject):
    """Keeps :class:`LastSession` up to date, and takes it up at the start.

    Signals
    -------
    notification(str)
        It could not be written, and why.
    """

    notification = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        view: ImageView,
        viewer: PhotographLoader,
        background: JobPool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._view, self._viewer = workspace, view, viewer
        self._background, self._file = background, LastSession()
        self._looked: SavedListState | None = None
        self._place: tuple[Path, Place] | None = None
        self._waits = False
        self._written: dict[type, OpenList | SavedListState] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WRITE_AFTER)
        self._timer.timeout.connect(self._write)
        viewer.loaded.connect(self._show_place)
        workspace.databases.changed.connect(self._choose)

    def start(self, *, resume: bool) -> None:
        """Begin to note; open again what was open, or leave it."""
        self._waits = resume
        if resume:
            self._background.run(self._file.load, self._open)
        session, worklist = self._workspace.session, self._workspace.list
        for signal in (session.listed, session.cleared, worklist.chosen, self._view.moved):
            signal.connect(self._note)
        self._workspace.panel.current_changed.connect(self._note)
        self._workspace.panel.opened.connect(self._note)

    def finish(self) -> None:
        """Write now what is open. The window is closing.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        self._timer.stop()
        if not self._waits:
            for part in self._changed():
                self._file.save(part)

    def _open(self, found: tuple[OpenList, SavedListState]) -> None:
        opened, self._looked = found
        session = self._workspace.session
        if opened.paths:
            session.open([Path(path) for path in opened.paths], choose=False)
        else:
            self._waits = False
        if session.database is not None:
            self._choose()

    def _choose(self) -> None:
        """Look at the list as before, once there is a database to list."""
        looked, self._looked = self._looked, None
        if looked is None:
            return
        if looked.current is not None:
            current = Path(looked.current)
            self._workspace.list.choose_when_listed(current)
            if looked.place is not None:
                self._place = current, Place(**looked.place.model_dump())
        self._workspace.list.open_again(looked.opened)
        scopes = {OPENED: OPENED, EVERYTHING: EVERYTHING}
        self._workspace.list.choose(
            scope=scopes.get(looked.scope, Path(looked.scope)),
            filter=looked.filter,
        )

    def _show_place(self, pyramid: Pyramid) -> None:
        """Zoom in on the photograph as before, the first time that it is shown."""
        if self._place is not None and self._place[0] == pyramid.path:
            self._view.take_place(self._place[1])
            self._place = None

    # -- noting ------------------------------------------------------------------------------

    def _note(self, *_: object) -> None:
        if len(self._workspace.session.open_files):
            # Before, a list that is not open again yet would be taken for one that was closed.
            self._waits = False
        if not self._waits:
            self._timer.start()

    def _write(self) -> None:
        for part in self._changed():
            self._background.run(
                partial(self._file.save, part), lambda _: None, self.notification.emit
            )

    def _changed(self) -> list[OpenList | SavedListState]:
        """Return the settings that differ from those written last."""
        paths = tuple(str(path) for path in self._workspace.session.open_files.paths)
        parts = (OpenList(paths=paths), self._now())
        changed = [part for part in parts if self._written.get(type(part)) != part]
        self._written.update({type(part): part for part in changed})
        return changed

    def _now(self) -> SavedListState:
        choice, current = self._workspace.list.choice, self._workspace.list.cursor.current
        shown = self._view.shown
        place = SavedPlace(**asdict(self._view.place())) if shown is not None else None
        return SavedListState(
            current=None if current is None else str(current.path),
            scope=str(choice.scope),
            # What a number of a run counted is gone with the run.
            filter=replace(choice.filter, only=None),
            place=place,
            opened=self._workspace.list.opened_visits,
        )
