"""One-shot jobs off the GUI thread: reading, drawing layers, saving, looking through folders."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal, Slot

from fundusviewer.errors import FundusViewerError, MissingPackageError

log = logging.getLogger(__name__)

T = TypeVar("T")

_THREADS = 2


class _Back(QObject):
    """Brings a job's end to the GUI thread."""

    ended = Signal(int, object, object)


def _do(number: int, work: Callable[[], object], back: _Back) -> None:
    """Do a job, in the pool."""
    try:
        value = work()
    # Not every package is to be had for every Python: no fault of the program.
    except ModuleNotFoundError as error:
        log.exception("a background job lacks a package")
        package = (error.name or "").partition(".")[0]
        missing = MissingPackageError(
            f"the package {package} is missing here, without which this cannot be done"
        )
        back.ended.emit(number, None, missing)
    # The edge of the thread: every job ends in one callback.
    except Exception as error:
        if not isinstance(error, FundusViewerError):
            log.exception("unexpected error in a background job")
        back.ended.emit(number, None, error)
    else:
        back.ended.emit(number, value, None)


class JobPool(QObject):
    """Runs jobs in a pool of its own; each ends in one callback on the GUI thread.

    With one thread, they run in the order in which they were given.

    Signals
    -------
    unexpected_error(Exception)
        A job raised what no job should raise.
    """

    unexpected_error = Signal(object)

    def __init__(self, parent: QObject | None = None, threads: int = _THREADS) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._numbers = itertools.count(1)
        self._open: dict[int, tuple[Callable[[Any], None], Callable[[str], None] | None]] = {}
        self._back = _Back(self)
        self._back.ended.connect(self._end)

    @property
    def is_idle(self) -> bool:
        """Whether no job runs or waits."""
        return not self._open and self._pool.activeThreadCount() == 0

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[str], None] | None = None,
    ) -> int:
        """Run a job.

        Parameters
        ----------
        work
            Runs in the pool; must not touch widgets.
        done
            Gets the result on the GUI thread.
        failed
            Gets the error's sentence on the GUI thread.

        Returns
        -------
        int
            The job's number, for :meth:`drop`.
        """
        number = next(self._numbers)
        self._open[number] = (done, failed)
        # A function, no QRunnable: PySide never lets go of one that ends before start returns.
        self._pool.start(partial(_do, number, work, self._back))
        return number

    def drop(self, number: int | None) -> None:
        """Forget a job: its end will not be called."""
        if number is not None:
            self._open.pop(number, None)

    def settle(self) -> None:
        """Do all jobs that wait, and tell everybody how they end."""
        self._pool.waitForDone()
        # What the threads have told waits in the window's queue.
        QCoreApplication.sendPostedEvents(self)

    def finish(self) -> None:
        """Do all jobs that wait, without telling anybody how they end."""
        self._open.clear()
        self._pool.waitForDone()

    def close(self) -> None:
        """Forget all jobs and wait for those that run."""
        self._open.clear()
        self._pool.clear()
        self._pool.waitForDone()

    @Slot(int, object, object)
    def _end(self, number: int, value: object, error: Exception | None) -> None:
        callbacks = self._open.pop(number, None)
        if callbacks is None:
            return
        done, failed = callbacks
        if error is None:
            done(value)
            return
        if failed is not None:
            failed(str(error))
        if failed is None or not isinstance(error, FundusViewerError):
            self.unexpected_error.emit(error)
