"""What the window works on: a database, a model, and the photographs that were opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.errors import StoreError
from fundusviewer.file_memory import forget_files
from fundusviewer.gui.state.current_examination import CurrentExamination
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.folder_run import FolderRunner
from fundusviewer.gui.state.opened_files import OpenedFiles
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.state.photographs import Photographs
from fundusviewer.gui.state.run_tally import RunState, Tally
from fundusviewer.gui.state.setup import Setup
from fundusviewer.gui.threads.inference_thread import InferenceService
from fundusviewer.gui.threads.inference_worker import LoadedModel
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.threads.whole_photograph import WholePhotograph
from fundusviewer.screening import Failure, Finding, Store, survey
from fundusviewer.screening.folders import LeftOut

#: How long a search lasts before it is shown, and how often its count is told, in milliseconds.
_SEARCH_SHOWN, _TOLD_EVERY = 150, 100


@dataclass(frozen=True)
class _Found:
    """What stands behind the paths that somebody wants to open."""

    paths: list[Path]
    left_out: list[LeftOut]
    keys: Mapping[Path, int]
    choose: bool


class Session(Setup):
    """Opens files, has them examined, and says what has changed. Knows no widgets.

    Signals
    -------
    opened(Path)
        The first of the photographs that were just opened.
    listed()
        There are other photographs than before, or in another order: the list is to be made anew.
    cleared()
        Nothing is open any more.
    settled(dict)
        Keys by which photographs are known from now on, by those before.
    changed(set)
        Keys of the photographs of which something else is known now; ``None`` for all.
    searched(int)
        So many photographs were found so far in what is being opened; -1: that is done.
    left_out(list)
        What lies in the folders that were just opened besides their photographs.
    notification(str)
        A sentence for the user.
    unexpected_error(Exception)
        Something went wrong that should not.
    """

    opened = Signal(object)
    listed = Signal()
    cleared = Signal()
    settled = Signal(object)
    changed = Signal(object)
    searched = Signal(int)
    left_out = Signal(object)
    notification = Signal(str)
    unexpected_error = Signal(object)
    _search_progressed = Signal(int)

    def __init__(
        self, service: InferenceService, background: JobPool, parent: QObject | None = None
    ) -> None:
        super().__init__(service, background, parent)
        self._background = background
        self.run = FolderRunner(service, self)
        self.examination = CurrentExamination(service, self.point, self)
        self.open_files = OpenedFiles()
        self.photographs = Photographs(self, self.open_files, self.run, self.examination, self)
        self._paused = False
        self._early: list[tuple[Sequence[Path], bool]] = []
        self._searches, self._found = 0, 0
        self._search_progressed.connect(self._tell_search)
        self._connect()

    # -- what is done ------------------------------------------------------------------------

    def ensure_examined(self, photograph: Photograph) -> None:
        """Examine the photograph on screen, where its finding is not there yet."""
        job = self.job
        path, sha256 = photograph.path, photograph.row.sha256
        if self.run.is_next(path):
            self.examination.wait_for(path)
        elif job is not None and self.examination.get(path, sha256) is None:
            failed = photograph.progress is Progress.FAILED
            # What is hidden is known all the same, and so is what the doctor has said.
            hidden = photograph.progress is Progress.HIDDEN
            known = hidden or photograph.row.result is not None or photograph.row.is_reviewed
            # What was tried in vain is tried again when it is looked at again, and by F5.
            if not failed and not self.examination.obstacle(path):
                self.examination.ask(path, job, keep_failure=not known)

    def mark_lesions(self, finding: Finding, whole: WholePhotograph | None) -> None:
        """Mark the lesions on the photograph on screen, before everything that waits."""
        job = self.job
        if job is not None:
            self.examination.mark(finding, job, whole)

    def mark_lesions_beside(self, finding: Finding, whole: WholePhotograph | None) -> None:
        """Mark the lesions on the photograph beside the one that is looked at."""
        job = self.job
        if job is not None:
            self.examination.mark(finding, job, whole, beside=True)

    def set_marks_lesions(self, on: bool) -> None:
        """Mark lesions on every photograph that is examined from now on, or where asked for."""
        if on is not self.marks_lesions:
            self.marks_lesions = on
            self._begin()

    def use(self, database: Database) -> Database | None:
        """Work on a database from now on; returns the one before, which the caller closes.

        Nothing may be running.
        """
        # A paused run waits in the database before; whoever hears of its end looks there.
        self.run.cancel()
        before, self.database = self.database, database
        self.seat.take(database.rows.seat, database)
        self.close_all()
        self._begin()
        early, self._early = self._early, []
        for paths, choose in early:
            self.open(paths, choose=choose)
        return before

    def open(self, paths: Sequence[Path], *, choose: bool = True) -> None:
        """Open files and folders: the one way in.

        Parameters
        ----------
        paths
            From wherever they come.
        choose
            Whether the first of them is to be shown.
        """
        database = self.database
        if database is None:
            self._early.append((paths, choose))
            return
        asked = [path.absolute() for path in paths]
        # A folder on a slow drive is looked through for minutes.
        self._searches += 1
        QTimer.singleShot(_SEARCH_SHOWN, self, lambda: self._tell_search(0))
        work = partial(_find, asked, database.lists, choose, self._search_progressed.emit)
        self._background.run(work, self._add, self.notification.emit)

    def close_all(self) -> None:
        """Empty the list of what was opened; the database keeps everything."""
        self.run.cancel()
        self.open_files.clear()
        self.photographs.forget_problems()
        self.examination.forget()
        self.cleared.emit()
        # Behind all who ask once more of what is leaving.
        forget_files()

    def examine_again(self, paths: Iterable[Path]) -> None:
        """Read photographs anew, and examine those that are new or were not examined."""
        again = list(paths)
        for path in again:
            self.photographs.note(path, None)
            self.examination.forget(path)
        self.run.add(again)
        self.run.resume(first=again)
        self.changed.emit(None)

    def refresh(self, keys: set[int] | None) -> None:
        """Read photographs again after their reviews have changed."""
        self.changed.emit(keys)

    def _connect(self) -> None:
        # The findings that are kept are decided before (CurrentExamination).
        self.point.chosen.connect(self._begin)
        self.blindness.changed.connect(lambda: self.changed.emit(None))
        self.seat.changed.connect(lambda: self.changed.emit(None))
        self.models.leaving.connect(self.run.cancel)
        self.models.loaded.connect(self._take_model)
        self.models.given_up.connect(self._go_on_without)
        self.run.done.connect(self._done)
        self.run.examined.connect(self.examination.take)
        self.run.dropped.connect(lambda _: self.changed.emit(None))
        self.run.ended.connect(self.listed)
        self.run.progressed.connect(self._follow_run)
        self.examination.found.connect(self._examination_found)
        self.examination.marked.connect(lambda path: self._done({path: None}))
        self.examination.failed.connect(self._examination_failed)
        for part in (self.models, self.examination, self.photographs):
            part.notification.connect(self.notification)
        for crashed in (
            self.models.unexpected_error,
            self.run.unexpected_error,
            self.examination.unexpected_error,
        ):
            crashed.connect(self.unexpected_error)

    def _take_model(self, model: LoadedModel) -> None:
        self.point.take(model.card)
        self.examination.forget()
        self.photographs.forget_problems()
        self._begin()
        self.run.add(self.open_files.paths)

    def _go_on_without(self) -> None:
        if self.model is None:
            self.run.cancel()
        self.changed.emit(None)

    def _begin(self) -> None:
        """Take over what is known in another way, then work in the present one."""
        database, job, method = self.database, self.job, self.method
        self.run.work_with(None)
        if database is None or job is None:
            self.listed.emit()
            return

        def begun() -> None:
            if self.job is not None and self.job.method == method:
                self.run.work_with(self.job)
                self.changed.emit(None)
                self.listed.emit()

        def failed(reason: str) -> None:
            self.notification.emit(reason)
            begun()

        work = partial(database.work.take_over, method)
        self._background.run(work, lambda _: begun(), failed)

    def _tell_search(self, found: int) -> None:
        if found < 0:
            self._searches -= 1
            self._found = 0
        elif self._searches:
            self._found = max(self._found, found)
            self.searched.emit(self._found)
        if not self._searches:
            self.searched.emit(-1)

    def _add(self, found: _Found) -> None:
        self.open_files.add(found.paths, found.keys)
        if self.model is None and not self.models.is_busy:
            self.changed.emit(None)
        else:
            self.run.add(found.paths)
        self.listed.emit()
        self.left_out.emit(found.left_out)
        if found.choose:
            self.opened.emit(found.paths[0])

    def _done(self, problems: Mapping[Path, str | None]) -> None:
        if self.database is None:
            return
        try:
            keys = self.database.rows.keys_of(problems)
        except StoreError as error:
            keys = {}
            problems = {path: problem or str(error) for path, problem in problems.items()}
        for path, problem in problems.items():
            self.photographs.note(path, problem)
        settled = self.open_files.resolve_keys(keys)
        if settled:
            self.settled.emit(settled)
        numbers = {self.open_files.key_of(path) for path in problems}
        self.changed.emit({*keys.values(), *(number for number in numbers if number is not None)})

    def _follow_run(self, tally: Tally) -> None:
        """Show of all that wait that they do, or that they do not in a pause."""
        paused = tally.state is RunState.PAUSED
        if paused is not self._paused:
            self._paused = paused
            self.changed.emit(None)

    def _examination_found(self, path: Path) -> None:
        self.run.examined_elsewhere(path, None)
        self._done({path: None})

    def _examination_failed(self, failure: Failure) -> None:
        """Show why; what was examined earlier, or will be after a pause, stays as it is."""
        path = failure.path
        if self.run.is_waiting(path):
            return
        key = self.photographs.key_of(path)
        photographs = self.photographs.read([key]) if key is not None else {}
        examined = (Progress.EXAMINED, Progress.HIDDEN)
        if failure.unreached or any(one.progress in examined for one in photographs.values()):
            self.changed.emit({key} if key is not None else set())
            return
        # What the database does not take now waits on for the end of the pause.
        if not (failure.unstored and self.run.holds(path)):
            self.run.examined_elsewhere(path, failure.reason)
        self._done({path: failure.reason})


def _find(
    paths: Sequence[Path], store: Store, choose: bool, progress: Callable[[int], None]
) -> _Found:
    told = time.monotonic()

    def tell(count: int) -> None:
        nonlocal told
        if time.monotonic() - told > _TOLD_EVERY / 1000:
            told = time.monotonic()
            progress(count)

    try:
        found = survey(paths, tell)
        keys = store.keys_of(found.photographs)
    finally:
        progress(-1)
    return _Found(found.photographs, found.left_out, keys, choose)
