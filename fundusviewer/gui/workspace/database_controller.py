"""Opens databases; where none can be opened, everything is kept in memory and said to be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.file_dialogs import ask_database, ask_new_database
from fundusviewer.resources import default_database


class DatabaseController(QObject):
    """Has the window work on one database after another.

    Parameters
    ----------
    session, settings_store, background, writer, window
        Of the window.
    may_leave
        Asked before another one is opened: whether nothing is lost with this one.

    Signals
    -------
    changed()
        Another database is open.
    counted(int)
        So many photographs are in it.
    notification(str)
        A sentence for the user.
    """

    changed = Signal()
    counted = Signal(int)
    notification = Signal(str)

    def __init__(
        self,
        session: Session,
        settings_store: SettingsStore,
        background: JobPool,
        writer: JobPool,
        may_leave: Callable[[], bool],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._may_leave = may_leave
        self._session, self._settings_store = session, settings_store
        self._background, self._writer, self._window = background, writer, window
        self._next: Callable[[], None] | None = None
        self.is_busy = False
        session.run.ended.connect(self._go_on)

    @property
    def words(self) -> str:
        """Where everything is kept, in a few words."""
        database = self._session.database
        if database is None:
            return self.tr("Opening the database…")
        if database.path is None:
            return self.tr("No database: nothing is saved")
        name = database.path.name
        return self.tr("{name} (read-only)").format(name=name) if database.is_read_only else name

    @property
    def tip(self) -> str:
        """Where everything is kept, in full."""
        database = self._session.database
        return "" if database is None or database.path is None else str(database.path)

    def start(self, wanted: Path | None) -> None:
        """Open the first database: the one wanted, the one used last, or the default."""
        remembered = self._settings_store.settings.database
        path = wanted or (Path(remembered) if remembered else default_database())
        self.is_busy = True
        self._background.run(
            partial(Database.open, path.absolute()), self._use, partial(self._keep_nothing)
        )

    def ask(self) -> None:
        """Ask for another database."""
        self._open(ask_database(self._window, self._folder()))

    def ask_new(self) -> None:
        """Ask where a new database is to be made."""
        self._open(ask_new_database(self._window, self._folder()))

    def open_default(self) -> None:
        """Open the database in the user's data folder."""
        self._open(default_database())

    def _open(self, path: Path | None) -> None:
        database = self._session.database
        if path is None or (database is not None and database.path == path.absolute()):
            return
        if not self._may_leave():
            return
        self.is_busy = True
        self._background.run(
            partial(Database.open, path.absolute()), partial(self._take, path), self._refuse
        )

    def _take(self, path: Path, database: Database) -> None:
        default = path.absolute() == default_database()
        self._settings_store.update(database=None if default else str(path.absolute()))
        # What is on its way belongs to the database before.
        self._next = partial(self._use, database)
        if self._session.run.is_active:
            self._session.run.cancel()
        else:
            self._go_on()

    def _go_on(self) -> None:
        following, self._next = self._next, None
        if following is not None:
            following()

    def _use(self, database: Database) -> None:
        self.is_busy = False
        before = self._session.use(database)
        if before is not None:
            # After everything that is still to be written there.
            self._writer.run(before.close, lambda _: None, self.notification.emit)
        self.changed.emit()
        if database.is_read_only and database.path is not None:
            self.notification.emit(
                self.tr(
                    "{name} is read-only: it can be looked at as it is now, but nothing is "
                    "examined, graded or changed. Copy it to where it can be written, or choose "
                    "another one with File → Database."
                ).format(name=database.path.name)
            )
        self._background.run(
            database.lists.folders,
            lambda folders: self.counted.emit(sum(folders.values())),
            self.notification.emit,
        )

    def _refuse(self, reason: str) -> None:
        self.is_busy = False
        self.notification.emit(reason)

    def _keep_nothing(self, reason: str) -> None:
        self._use(Database.in_memory())
        self.notification.emit(
            self.tr(
                "{reason}. Findings and grades of this window are kept in memory only and are "
                "lost when it is closed; File → Database opens another database."
            ).format(reason=reason)
        )

    def _folder(self) -> Path:
        database = self._session.database
        path = default_database() if database is None or database.path is None else database.path
        return path.parent
