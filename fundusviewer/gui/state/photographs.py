"""Photographs as they are known now: from the database, the files that wait, and what failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fundusviewer.errors import StoreError
from fundusviewer.gui.crash.redaction import keep_out
from fundusviewer.gui.state.current_examination import CurrentExamination
from fundusviewer.gui.state.folder_run import FolderRunner
from fundusviewer.gui.state.opened_files import OpenedFiles
from fundusviewer.gui.state.photograph import Missing, Photograph, Progress
from fundusviewer.gui.state.setup import Setup
from fundusviewer.screening import Heading, Patient, Row, Visit, identify
from fundusviewer.screening.listing import heading_of
from fundusviewer.screening.patients import Photograph as PatientsPhotograph

#: A photograph that is going to be examined, at the latest when it is looked at.
_BEFORE = (Progress.WAITING, Progress.NOT_EXAMINED)


class Photographs(QObject):
    """Reads them by key; what a blind grader must not see is taken out here.

    Signals
    -------
    notification(str)
        The database could not be read, and why.
    """

    notification = Signal(str)

    def __init__(
        self,
        setup: Setup,
        open_files: OpenedFiles,
        run: FolderRunner,
        examination: CurrentExamination,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._setup, self._open_files = setup, open_files
        self._run, self._examination = run, examination
        self._problems: dict[Path, str] = {}

    def read(self, keys: Iterable[int]) -> dict[int, Photograph]:
        """Return photographs of the list; at most a few hundred at once."""
        wanted = list(keys)
        known = [key for key in wanted if key > 0]
        rows: dict[int, Row] = {}
        database = self._setup.database
        if database is not None and known:
            try:
                found = database.rows.rows_at(self._setup.method, known)
                rows = dict(zip(known, found, strict=True))
            except StoreError as error:
                self.notification.emit(str(error))
                rows = {key: Row.of_file(Path("?"), str(error)) for key in known}
        for key in wanted:
            if key < 0:
                rows[key] = Row.of_file(self._open_files.path_of(key))
        return {key: self._photograph(key, row) for key, row in rows.items()}

    def head(self, visit: Visit, photographs: Sequence[Photograph]) -> Heading:
        """Return what a visit's row says, from all of its photographs, in their order.

        They come from :meth:`read`: what a blind grader must not see is not in them.
        """
        members = [PatientsPhotograph(one.row, one.identity) for one in photographs]
        listed = frozenset(visit.listed)
        patient = Patient(
            members[0].identity.patient,
            members[0].identity.date,
            tuple(members),
            tuple(
                one for key, one in zip(visit.photographs, members, strict=True) if key in listed
            ),
            self._setup.pattern.fields,
        )
        return heading_of(patient, blind=self._setup.blindness.is_on)

    def key_of(self, path: Path) -> int | None:
        """Return the key of a file that is open or in the database; ``None`` for another one."""
        return self.keys_of([path]).get(path)

    def keys_of(self, paths: Iterable[Path]) -> dict[Path, int]:
        """Return the keys of the files that are open or in the database."""
        keys = {path: self._open_files.key_of(path) for path in paths}
        known = {path: key for path, key in keys.items() if key is not None}
        others = [path for path in keys if path not in known]
        database = self._setup.database
        if database is None or not others:
            return known
        try:
            return known | database.rows.keys_of(others)
        except StoreError as error:
            self.notification.emit(str(error))
            return known

    def with_finding(self, photograph: Photograph) -> Photograph:
        """Return the photograph on screen with its finding, where that may be shown.

        Where it is not there (yet), whether it comes or why it does not.
        """
        path = photograph.path
        if photograph.progress is Progress.EXAMINED:
            finding = self._examination.get(path, photograph.row.sha256)
            if finding is not None:
                return replace(photograph, finding=finding)
        # What a blind grader has not graded yet stays hidden when it comes.
        elif photograph.progress not in _BEFORE or self._setup.blindness.is_on:
            return photograph
        return replace(photograph, missing=self.missing(path))

    def missing(self, path: Path) -> Missing:
        """Return what is known of a finding that is not there: whether it comes, or why not.

        Whoever asks sees to it that nothing is said of answers that are hidden.
        """
        models = self._setup.models
        if models.current is None:
            return Missing(awaited=models.is_busy)
        # Where the examination broke off, nothing comes.
        comes = self._examination.is_awaited(path) or self._run.is_waiting(path)
        return Missing(comes, "" if comes else self._examination.obstacle(path))

    def note(self, path: Path, problem: str | None) -> None:
        """Know why a photograph could not be examined, also where no database could take it."""
        if problem is None:
            self._problems.pop(path, None)
        else:
            self._problems[path] = problem

    def forget_problems(self) -> None:
        """Know of no problem any more but those in the database."""
        self._problems.clear()

    def _photograph(self, key: int, row: Row) -> Photograph:
        problem = self._problems.get(row.path)
        if problem is not None:
            row = row._replace(problem=problem)
        identity = identify(row, self._setup.pattern).identity
        keep_out(identity.patient or "")
        progress = self._progress(row)
        if progress is Progress.HIDDEN:
            row = row.without_answer()
        return Photograph(key, progress, row, identity)

    def _progress(self, row: Row) -> Progress:
        if row.problem is not None:
            return Progress.FAILED
        if row.result is not None:
            hidden = self._setup.blindness.hides(row)
            return Progress.HIDDEN if hidden else Progress.EXAMINED
        models = self._setup.models
        if models.current is None:
            return Progress.WAITING if models.is_busy else Progress.NO_MODEL
        return Progress.WAITING if self._run.is_waiting(row.path) else Progress.NOT_EXAMINED
