"""The listed photographs, among which the other eye and other visits are looked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.photograph import NOTHING_MISSING, Missing
from fundusviewer.gui.state.related_photographs import Candidate
from fundusviewer.gui.state.session import Session
from fundusviewer.screening import Filter, Finding, Method, Row, Store
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import identify


class RelatedPhotographsSource(QObject):
    """What is opened in the window, or listed from the database, whatever is filtered out.

    Signals
    -------
    found()
        There may be a finding where there was none.
    """

    found = Signal()

    def __init__(self, session: Session, worklist: Worklist, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._worklist = session, worklist
        self._wanted: Candidate | None = None
        session.examination.found.connect(self._go_on)
        session.examination.failed.connect(self._go_on)
        session.examination.marked.connect(lambda _: self.found.emit())

    def work(self) -> Callable[[], list[Candidate]]:
        """Return a function that lists them, to be called off the GUI thread."""
        session = self._session
        if session.database is None:
            return list
        wanted = self._worklist.wanted()
        return partial(
            _listed,
            session.database.lists,
            session.method,
            session.pattern,
            wanted.everything(),
            tuple(session.open_files.waiting),
        )

    def finding(self, candidate: Candidate) -> Finding | None:
        """Return what may be drawn on one of them: nothing where answers are hidden."""
        if self._session.blindness.is_on:
            return None
        return self._session.examination.get(candidate.path, candidate.sha256)

    def missing(self, candidate: Candidate) -> Missing:
        """Return what is known of a finding that is not there; nothing of answers that are hidden.

        One that is asked for in a moment is on its way, too.
        """
        session, path = self._session, candidate.path
        if session.blindness.is_on:
            return NOTHING_MISSING
        if session.job is not None and self._wanted is not None and self._wanted.path == path:
            return Missing(awaited=True)
        return session.photographs.missing(path)

    def key(self, candidate: Candidate) -> int | None:
        """Return the key by which the list knows one of them."""
        return self._session.photographs.key_of(candidate.path)

    def want(self, candidate: Candidate | None) -> None:
        """Have the second photograph examined, after the first one; ``None`` for none."""
        self._wanted = candidate
        self._ask()

    def _go_on(self) -> None:
        self.found.emit()
        self._ask()

    def _ask(self) -> None:
        wanted, examination, job = self._wanted, self._session.examination, self._session.job
        if wanted is None or job is None or examination.is_examining:
            return
        self._wanted = None
        # What has never been examined waits for its turn in the run.
        known = wanted.sha256 is not None and not self._session.blindness.is_on
        if known and examination.get(wanted.path, wanted.sha256) is None:
            examination.ask(wanted.path, job, keep_failure=False)


def _listed(
    store: Store,
    method: Method,
    pattern: NamePattern,
    wanted: Filter,
    waiting: tuple[Path, ...],
) -> list[Candidate]:
    rows = [*store.rows(method, wanted), *(Row.of_file(path) for path in waiting)]
    known = (identify(row, pattern) for row in rows)
    return [Candidate(one.row.path, one.identity, one.row.sha256) for one in known]
