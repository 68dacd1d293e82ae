"""Who reads in this window: asked once, shown in the status line, changed there or in the menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.grading import Role
from fundusviewer.gui.review.readers_dialog import ReadersDialog, SetUp
from fundusviewer.gui.review.seat_dialog import SeatDialog
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.listing.list_choice import EVERYTHING
from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.text.roles import role_label
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.screening import ListFilter, Store
from fundusviewer.screening.readers import NOBODY, Programme, Reader, Seat

#: Readers, and the programme where there is one.
_Known = tuple[list[Reader], Programme | None]


class SeatController(QObject):
    """Asks who reads, and sets up the readers.

    Signals
    -------
    shown()
        :attr:`words` are others.
    status_message(str), notification(str)
        Remarks and problems.
    """

    shown = Signal()
    status_message = Signal(str)
    notification = Signal(str)

    def __init__(
        self,
        session: Session,
        worklist: Worklist,
        settings_store: SettingsStore,
        writer: JobPool,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._worklist = session, worklist
        self._settings_store, self._writer, self._window = settings_store, writer, window
        self.dialog: SeatDialog | ReadersDialog | None = None
        session.seat.changed.connect(self._follow)

    @property
    def words(self) -> str:
        """Who reads, in a few words; nothing without a programme."""
        seat = self._session.seat.current
        if seat is None:
            return ""
        if seat == NOBODY:
            return self.tr("Who reads?")
        return f"{short(seat.name)} \N{MIDDLE DOT} {role_label(seat.role)}"

    def _follow(self) -> None:
        self.shown.emit()
        if self.dialog is None:
            self.begin()

    def begin(self) -> None:
        """Take up who read last in this window, or ask, where another database is open."""
        if self._session.seat.current == NOBODY:
            self._with_known(self._resume)

    def ask(self) -> None:
        """Ask who reads."""
        self._with_known(self._ask)

    def set_up(self) -> None:
        """Show the readers and the rules, to be changed."""
        self._with_known(self._set_up)

    def _with_known(self, go_on: object) -> None:
        database = self._session.database
        if database is not None:
            # After everything that is still to be written.
            work = partial(_known, database.work)
            self._writer.run(work, partial(self._go_on, database, go_on), self.notification.emit)

    def _go_on(self, database: Database, go_on: object, known: _Known) -> None:
        if database is self._session.database and callable(go_on):
            go_on(*known)

    def _resume(self, readers: Sequence[Reader], _: Programme | None) -> None:
        if self._session.seat.current != NOBODY:
            return
        settings = self._settings_store.settings
        for reader in readers:
            if reader.is_active and (reader.name, settings.role) in {
                (settings.grader, role.value) for role in reader.roles
            }:
                self._take(reader.seat(Role(settings.role)))
                return
        self._ask(readers, None)

    def _ask(self, readers: Sequence[Reader], _: Programme | None) -> None:
        if self.dialog is not None:
            return
        self.dialog = dialog = SeatDialog(readers, self._session.seat.current, self._window)
        dialog.accepted.connect(lambda: self._take(dialog.chosen))
        dialog.finished.connect(self._forget)
        dialog.open()

    def _take(self, seat: Seat | None) -> None:
        database = self._session.database
        if database is None or seat is None:
            return
        self._settings_store.update(grader=seat.name, role=seat.role.value)
        self._session.seat.take(seat, database)
        if seat.reads:
            self._worklist.choose(scope=EVERYTHING, filter=ListFilter(queue=True))
        self.status_message.emit(self.tr("Reading now: {who}").format(who=self.words))

    def _set_up(self, readers: Sequence[Reader], programme: Programme | None) -> None:
        seat = self._session.seat.current
        guarded = any(one.is_active and Role.ADMINISTRATOR in one.roles for one in readers)
        if programme is not None and guarded and not (seat is not None and seat.may_set_up):
            self.status_message.emit(self.tr("Only an administrator changes the readers"))
            return
        self.dialog = dialog = ReadersDialog(readers, programme, self._window)
        dialog.accepted.connect(lambda: self._store(dialog.wanted(), readers))
        dialog.finished.connect(self._forget)
        dialog.open()

    def _store(self, wanted: SetUp, before: Sequence[Reader]) -> None:
        database = self._session.database
        if database is None:
            return
        work = partial(_set_up, database.work, wanted, before)
        self._writer.run(work, partial(self._stored, database), self.notification.emit)

    def _stored(self, database: Database, known: _Known) -> None:
        if database is not self._session.database:
            return
        readers, programme = known
        seat = self._session.seat.current
        if programme is None:
            self._session.seat.take(None, database)
            return
        there = {one.number: one for one in readers if one.is_active}
        if seat is None or seat.number not in there or seat.role not in there[seat.number].roles:
            self._session.seat.take(NOBODY, database)
            self._forget()
            self._ask(readers, programme)

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def _known(store: Store) -> _Known:
    return store.readers(), store.programme()


def _set_up(store: Store, wanted: SetUp, before: Sequence[Reader]) -> _Known:
    active = {one.name for one in before if one.is_active}
    for name, roles in wanted.readers.items():
        if roles:
            store.set_reader(name, roles)
        elif name in active:
            store.delete_reader(name)
    if wanted.programme and any(wanted.readers.values()):
        store.set_programme(wanted.share, wanted.seed)
    else:
        store.end_programme()
    return _known(store)
