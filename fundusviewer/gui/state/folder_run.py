"""The run through what is waiting, seen from the window."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.gui.state.run_tally import Pace, RunPart, RunState, Tally
from fundusviewer.gui.threads.inference_thread import Answer, InferenceService
from fundusviewer.gui.threads.inference_worker import ExaminedPath, ExamineNext, FolderRun, Job

#: After so many photographs in turn that a drive or a network did not give, the run pauses.
_UNREACHED = 3

#: Shortest time between two reports of a run, in milliseconds: 20 a second.
_TELL_EVERY = 50


class FolderRunner(QObject):
    """Sends what waits through the worker, one run at a time.

    Signals
    -------
    examined(Finding)
        Of each photograph, before it is told that it is done.
    done(dict)
        Files that are done, with the problem of each or ``None``; at most 20 times a second.
    dropped(list)
        Files that will not be examined after all.
    progressed(Tally)
        How far the run is.
    obstructed(str)
        The run pauses by itself, for this reason: what comes next would fail in the same way.
    ended()
        Nothing is being examined any more.
    unexpected_error(Exception)
        Something went wrong that should not.
    """

    examined = Signal(object)
    done = Signal(object)
    dropped = Signal(object)
    progressed = Signal(object)
    obstructed = Signal(str)
    ended = Signal()
    unexpected_error = Signal(object)

    def __init__(self, service: InferenceService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._job: Job | None = None
        self._queue: deque[Path] = deque()
        self._waiting: dict[Path, None] = {}
        self._running: FolderRun | None = None
        self._done: dict[Path, str | None] = {}
        self._pace = Pace()
        self._cancelled = self._paused = False
        # In turn, with what was said of each: told as failed only when the next one is reached.
        self._unreached: dict[Path, str] = {}
        self._fresh: dict[Path, str | None] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TELL_EVERY)
        self._timer.timeout.connect(self._tell)

    @property
    def is_active(self) -> bool:
        """Whether something is being examined."""
        return self._running is not None

    @property
    def tally(self) -> Tally:
        """How far the run is."""
        left = len(self._waiting) + len(self._unreached)
        state = RunState.ENDED if self._done else RunState.IDLE
        if left:
            state = RunState.PAUSED if self._paused else RunState.RUNNING
        failed = sum(problem is not None for problem in self._done.values())
        seconds = self._pace.seconds(left) if state is RunState.RUNNING else None
        return Tally(state, len(self._done) - failed, failed, left, seconds)

    def photographs(self, part: RunPart) -> list[Path]:
        """Return the photographs that a number of :attr:`tally` counts."""
        if part is RunPart.NOT_EXAMINED:
            return [*self._unreached, *self._waiting]
        failed = part is RunPart.FAILED
        return [path for path, problem in self._done.items() if (problem is not None) is failed]

    def is_waiting(self, path: Path) -> bool:
        """Return whether a file is going to be examined, or is right now."""
        return path in self._waiting and not self._paused

    def holds(self, path: Path) -> bool:
        """Return whether a file waits for the end of a pause."""
        return self._paused and path in self._waiting

    def is_next(self, path: Path) -> bool:
        """Return whether a file is the one that is being examined right now."""
        running = self._running is not None and not self._running.is_stopped
        return running and next(iter(self._waiting), None) == path

    def add(self, paths: Iterable[Path]) -> None:
        """Let files wait; they are examined as soon as there is a model, and no pause."""
        if not self._waiting and self._running is None:
            # What is counted from now on is another run.
            self._done.clear()
        new = [path for path in dict.fromkeys(paths) if path not in self._waiting]
        for path in new:
            self._done.pop(path, None)
        self._waiting.update(dict.fromkeys(new))
        self._queue.extend(new)
        self._start()
        self._tell()

    def work_with(self, job: Job | None) -> None:
        """Examine what waits in another way from now on; ``None``: let it wait."""
        self._job = job
        if self._running is not None:
            # It ends after the photographs in hand; then the rest goes on in the new way.
            self._running.stop()
        self._start()

    def pause(self) -> None:
        """Stop after the photographs in hand; nothing is forgotten."""
        if self._waiting:
            self._paused = True
            if self._running is not None:
                self._running.stop()
            self._tell()

    def resume(self, first: Iterable[Path] = ()) -> None:
        """Go on after a pause.

        Parameters
        ----------
        first
            Files among those that wait that are to be examined before the others.
        """
        if not self._paused:
            return
        self._paused = False
        self._pace.forget()
        if self._running is None:
            wanted = [path for path in dict.fromkeys(first) if path in self._waiting]
            order = dict.fromkeys([*wanted, *self._queue])
            self._queue.clear()
            self._queue.extend(order)
            self._waiting = dict.fromkeys(order)
        self._start()
        self._tell()

    def examined_elsewhere(self, path: Path, problem: str | None) -> None:
        """Count a file that was examined because somebody looked at it.

        It waits in a pause, or the run did not reach it.
        """
        if self._unreached.pop(path, None) is not None:
            self._done[path] = problem
            self._tell()
            return
        if self._paused and self._running is None and path in self._waiting:
            self._queue.remove(path)
            del self._waiting[path]
            self._done[path] = problem
            self._tell()

    def cancel(self) -> None:
        """Stop after the photographs in hand and forget the rest, and what was counted."""
        self._cancelled = self._running is not None
        self._paused = False
        if self._running is not None:
            self._running.stop()
        self._drop(list(self._queue))
        self.forget()

    def forget(self) -> None:
        """Forget what is done; what waits is still counted."""
        self._done.clear()
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
        may = self._running is None and not self._paused
        if may and self._queue and self._job is not None:
            self._running = FolderRun(self._queue, self._job)
            self._go_on(self._running)

    def _go_on(self, run: FolderRun) -> None:
        self._service.submit(ExamineNext(run), self._answered)

    def _answered(self, answer: Answer) -> None:
        run, done = self._running, answer.value
        if run is None:
            return
        if isinstance(done, ExaminedPath) and done.unstored:
            # It waits on: what is not stored was not done.
            self._obstruct(done.problem or "")
            self._go_on(run)
            return
        if isinstance(done, ExaminedPath) and done.unreached:
            self._miss(done)
            self._go_on(run)
            return
        if isinstance(done, ExaminedPath):
            # The drive answers: what it did not give before is those files' own fault.
            self._fail_unreached()
            if done.path in self._waiting:
                del self._waiting[done.path]
                self._done[done.path] = done.problem
                self._pace.note()
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
            self.unexpected_error.emit(answer.error)
            # What is not examined stays known as that; whoever wants to may go on.
            self.pause()
        self._end()

    def _miss(self, done: ExaminedPath) -> None:
        """Note what was not reached; where that is the drive's fault, all of it waits on."""
        if done.path in self._waiting:
            del self._waiting[done.path]
            self._unreached[done.path] = done.problem or ""
        if len(self._unreached) >= _UNREACHED:
            self._wait_for_unreached()
            self._obstruct(done.problem or "")

    def _wait_for_unreached(self) -> None:
        self._waiting = dict.fromkeys([*self._unreached, *self._waiting])
        self._unreached.clear()

    def _fail_unreached(self) -> None:
        self._done.update(self._unreached)
        self._fresh.update(self._unreached)
        self._unreached.clear()

    def _obstruct(self, reason: str) -> None:
        """Pause, and say once why."""
        if not self._paused:
            self.pause()
            self.obstructed.emit(reason)

    def _end(self) -> None:
        self._running = None
        if self._paused or self._cancelled:
            self._wait_for_unreached()
        else:
            self._fail_unreached()
        # A run that is stopped has taken some files from the queue and not examined them.
        queued = set(self._queue)
        taken = [path for path in self._waiting if path not in queued]
        if self._cancelled:
            self._drop(taken)
            self._done.clear()
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
        if paths:
            self.dropped.emit(paths)

    def _tell(self) -> None:
        fresh, self._fresh = self._fresh, {}
        if fresh:
            self.done.emit(fresh)
            self._timer.start()
        if not self._waiting:
            self._paused = False
            self._pace.forget()
        self.progressed.emit(self.tally)
