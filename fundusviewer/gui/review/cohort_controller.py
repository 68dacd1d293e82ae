"""Compares a cohort list with the database, and shows who is open."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from fundusviewer.atomic import write_atomically
from fundusviewer.gui.review.cohort_dialog import CohortDialog
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.file_dialogs import ask_export
from fundusviewer.reporting.cells.audit_table import AUDIT_COLUMNS, audit_rows
from fundusviewer.reporting.csv import encoded_table
from fundusviewer.screening import Method, NamePattern, Store
from fundusviewer.screening.failsafe.audit import Audit, audit_cohort
from fundusviewer.screening.failsafe.cohort import read_cohort


class CohortController(QObject):
    """Asks for the list.

    Signals
    -------
    status_message(str), notification(str)
        Remarks and problems.
    """

    status_message = Signal(str)
    notification = Signal(str)

    def __init__(self, session: Session, background: JobPool, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._background, self._window = session, background, window
        self.dialog: CohortDialog | None = None

    def ask(self) -> None:
        """Ask for a cohort list, and check it."""
        seat = self._session.seat.current
        if seat is not None and not seat.sees_others:
            # What another reader says decides who is open.
            self.status_message.emit(
                self.tr("A cohort is checked by an arbiter or an administrator")
            )
            return
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Cohort list: patient and day on which they are due"),
            "",
            self.tr("Lists (*.csv *.txt *.tsv)"),
        )
        if name:
            self.check(Path(name))

    def check(self, path: Path) -> None:
        """Compare a list with the database."""
        database = self._session.database
        if database is not None:
            work = partial(
                _audited, path, database.lists, self._session.method, self._session.pattern
            )
            self._background.run(work, partial(self._show, path), self.notification.emit)

    def _show(self, path: Path, audit: Audit) -> None:
        self.dialog = dialog = CohortDialog(path.name, audit, self._window)
        dialog.saving.connect(lambda: self._save(audit))
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def _save(self, audit: Audit) -> None:
        target = ask_export(self._window, Path.home() / "cohort-audit.csv", self.tr("Table (CSV)"))
        if target is not None:
            content = encoded_table(AUDIT_COLUMNS, audit_rows(audit))
            told = self.tr("Written: {path}").format(path=target)
            self._background.run(
                partial(write_atomically, target, content),
                lambda _: self.status_message.emit(told),
                self.notification.emit,
            )


def _audited(path: Path, store: Store, method: Method, pattern: NamePattern) -> Audit:
    cohort = read_cohort(path)
    today = dt.date.today()
    return audit_cohort(cohort, store, method, pattern, today=today)
