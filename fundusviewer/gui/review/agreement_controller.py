"""Computes the page of agreement and writes it to a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.atomic import write_atomically
from fundusviewer.grading import Role
from fundusviewer.gui.review.agreement_dialog import AgreementDialog, Comparison
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.listing.list_choice import EVERYTHING, OPENED
from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.file_dialogs import ask_export
from fundusviewer.screening import (
    Agreement,
    Filter,
    ListFilter,
    Method,
    NamePattern,
    agreement,
    judgements,
    reader_judgements,
)


class AgreementController(QObject):
    """Opens the page.

    Signals
    -------
    status_message(str)
        A short remark.
    notification(str)
        Why it could not be computed or written.
    """

    status_message = Signal(str)
    notification = Signal(str)

    def __init__(
        self, session: Session, worklist: Worklist, background: JobPool, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._worklist = session, worklist
        self._background, self._window = background, window
        self.dialog: AgreementDialog | None = None

    def open(self) -> None:
        """Open the page for what the list is of, whatever its filters."""
        seat = self._session.seat.current
        readers = seat is not None and seat.sees_others
        self.dialog = dialog = AgreementDialog(self._where(), self._window, with_readers=readers)
        dialog.opened.connect(self._show_photographs)
        dialog.wanted.connect(self._compute)
        dialog.saving.connect(self._save)
        dialog.finished.connect(self._forget)
        dialog.open()
        self._compute(Comparison.BLIND, at_first=True)

    def _forget(self) -> None:
        self.dialog = None

    def _show_photographs(self, paths: Sequence[Path]) -> None:
        """List the photographs of a cell alone."""
        keys = self._session.photographs.keys_of(paths).values()
        self._worklist.choose(filter=ListFilter(only=frozenset(keys)))

    def _compute(self, comparison: Comparison, *, at_first: bool = False) -> None:
        database, dialog = self._session.database, self.dialog
        if database is None or dialog is None:
            return
        wanted = self._worklist.wanted()
        work = partial(
            _computed,
            database,
            self._session.method,
            self._session.pattern,
            wanted.everything(),
            comparison,
        )
        show = partial(self._show, comparison, at_first)
        self._background.run(work, show, self.notification.emit)

    def _show(self, comparison: Comparison, at_first: bool, found: Agreement) -> None:
        dialog = self.dialog
        if dialog is None or dialog.comparison is not comparison:
            return
        dialog.show_agreement(found)
        if at_first and not found.count:
            # Nobody graded blind: the page does not open on nothing.
            dialog.choose(Comparison.PRESENT)

    def _save(self) -> None:
        if self.dialog is None:
            return
        target = ask_export(self.dialog, Path.home() / "agreement.txt", self.tr("Text"))
        if target is not None:
            work = partial(write_atomically, target, self.dialog.text().encode("utf-8"))
            told = self.tr("Written: {path}").format(path=target)
            self._background.run(
                work, lambda _: self.status_message.emit(told), self.notification.emit
            )

    def _where(self) -> str:
        scope = self._worklist.choice.scope
        if scope == OPENED:
            return self.tr("Photographs opened now")
        database = self._session.database
        if scope == EVERYTHING and database is not None and database.path is not None:
            return self.tr("Whole database {name}").format(name=database.path.name)
        return str(scope)


def _computed(
    database: Database,
    method: Method,
    pattern: NamePattern,
    wanted: Filter,
    comparison: Comparison,
) -> Agreement:
    store = database.lists
    if comparison is Comparison.READERS:
        return agreement(reader_judgements(store, method, pattern, wanted))
    blind = comparison is Comparison.BLIND
    role = Role.SECOND if comparison is Comparison.SECOND else Role.FIRST
    return agreement(judgements(store, method, pattern, wanted, blind=blind, role=role))
