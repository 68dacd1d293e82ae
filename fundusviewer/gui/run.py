"""The run through what is waiting, seen from the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.gui.engine import Done, FolderRun, GoOn, Job
from fundusviewer.gui.inference_service import Answer, InferenceService

#: Shortest time between two reports of a run, in milliseconds: 20 a second.
_TELL_EVERY = 50


class Run(QObject):
    """Sends what waits through the worker, one run at a time.

    Signals
    -------
    examined(Finding)
        Of each photograph, before it is told that it is done.
    done(dict)
        Files that are done, with the problem of each or ``None``; at most 20 times a second.
    dropped(list)
        Files that will not be examined after all.
    progressed(int, int)
        How many of how many photographs are done; both 0 when the run is over.
    ended()
        Nothing is being examined any more.
    crashed(Exception)
        Something went wrong that should not.
    """

    examined = Signal(object)
    done = Signal(object)
    dropped = Signal(object)
    progressed = Signal(int, int)
    ended = Signal()
    crashed = Signal(object)

    def __init__(self, service: InferenceService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._job: Job | None = None
        self._queue: deque[Path] = deque()
        self._waiting: dict[Path, None] = {}
        self._running: FolderRun | None = None
        self._total = 0
        self._cancelled = False
        self._fresh: dict[Path, str | None] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TELL_EVERY)
        self._timer.timeout.connect(self._tell)

    @property
    def is_active(self) -> bool:
        """Whether something is being examined."""
        return self._running is not None

    def is_waiting(self, path: Path) -> bool:
        """Return whether a file is going to be examined, or is right now."""
        return path in self._waiting

    def is_next(self, path: Path) -> bool:
        """Return whether a file is the one that is being examined right now."""
        running = self._running is not None and not self._running.is_stopped
        return running and next(iter(self._waiting), None) == path

    def add(self, paths: Iterable[Path]) -> None:
        """Let files wait; they are examined as soon as there is a model."""
        new = [path for path in dict.fromkeys(paths) if path not in self._waiting]
        self._waiting.update(dict.fromkeys(new))
        self._queue.extend(new)
        self._total += len(new)
        self._start()
        self._tell()

    def work_with(self, job: Job | None) -> None:
        """Examine what waits in another way from now on; ``None``: let it wait."""
        self._job = job
        if self._running is not None:
            # It ends after the photographs in hand; then the rest goes on in the new way.
            self._running.stop()
        self._start()

    def cancel(self) -> None:
        """Stop after the photographs in hand."""
        self._cancelled = self._running is not None
        if self._running is not None:
            self._running.stop()
        self._drop(list(self._queue))
        self._tell()

    def close(self) -> None:
        """End the run's threads; the service has ended."""
        if self._running is not None:
            self._running.close()

    def stop(self) -> None:
        """End as soon as possible; nothing is told any more."""
        self._timer.stop()
        self._queue.clear()
        if self._running is not None:
            self._running.stop()

    def _start(self) -> None:
        if self._running is None and self._queue and self._job is not None:
            self._running = FolderRun(self._queue, self._job)
            self._go_on(self._running)

    def _go_on(self, run: FolderRun) -> None:
        self._service.submit(GoOn(run), self._answered)

    def _answered(self, answer: Answer) -> None:
        run, done = self._running, answer.value
        if run is None:
            return
        if isinstance(done, Done):
            self._waiting.pop(done.path, None)
            self._fresh[done.path] = done.problem
            self._go_on(run)
            if done.finding is not None:
                self.examined.emit(done.finding)
            if not self._timer.isActive():
                # The first is told at once, those that follow together.
                self._tell()
                self._timer.start()
            return
        if answer.error is not None:
            self.crashed.emit(answer.error)
            self.cancel()
        self._end()

    def _end(self) -> None:
        self._running = None
        # A run that is stopped has taken some files from the queue and not examined them.
        queued = set(self._queue)
        taken = [path for path in self._waiting if path not in queued]
        if self._cancelled:
            self._drop(taken)
        else:
            self._queue.extendleft(reversed(taken))
        self._cancelled = False
        self._start()
        self._tell()
        if self._running is None:
            self.ended.emit()

    def _drop(self, paths: list[Path]) -> None:
        dropped = set(paths)
        kept = [path for path in self._queue if path not in dropped]
        self._queue.clear()
        self._queue.extend(kept)
        for path in paths:
            del self._waiting[path]
        self._total -= len(paths)
        if paths:
            self.dropped.emit(paths)

    def _tell(self) -> None:
        fresh, self._fresh = self._fresh, {}
        if fresh:
            self.done.emit(fresh)
            self._timer.start()
        if not self._waiting:
            self._total = 0
        self.progressed.emit(self._total - len(self._waiting), self._total)
