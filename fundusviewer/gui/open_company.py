"""The listed photographs, among which the other eye and other visits are looked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from fundusviewer.gui.partners import Candidate
from fundusviewer.gui.session import Session
from fundusviewer.gui.worklist import Worklist
from fundusviewer.screening import Filter, Finding, Method, Row, Store
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import identify


class OpenCompany:
    """What is opened in the window, or listed from the database, whatever is filtered out."""

    def __init__(self, session: Session, worklist: Worklist) -> None:
        self._session, self._worklist = session, worklist

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
            Filter(files=wanted.files, folder=wanted.folder),
            tuple(session.open_files.waiting),
        )

    def finding(self, candidate: Candidate) -> Finding | None:
        """Return what may be drawn on one of them: nothing where answers are hidden."""
        if self._session.is_blind:
            return None
        return self._session.closeups.get(candidate.path, candidate.sha256)


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
