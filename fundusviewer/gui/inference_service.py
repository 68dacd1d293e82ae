"""The worker thread: one for the window's life, answering requests in order."""

from __future__ import annotations

import itertools
import logging
import os
import sys
import threading
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal, Slot

from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.engine import Engine, Request, RequestQueue, Ticket

log = logging.getLogger(__name__)

#: Of the worker and the network's threads, on Linux.
_NICENESS = 5


@dataclass(frozen=True, eq=False)
class Answer:
    """What became of a request: a value or an error, never both."""

    number: int
    request: Request
    value: object = None
    error: Exception | None = None


class _Worker(QObject):
    """Lives in the worker thread."""

    answered = Signal(object)

    def __init__(self, queue: RequestQueue) -> None:
        super().__init__()
        self._queue = queue
        self._engine = Engine()

    @Slot()
    def step_back(self) -> None:
        """Let the window come first; the network's threads inherit this.

        Linux keeps a niceness for each thread and ignores Qt's priorities.
        """
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)

    @Slot()
    def serve_next(self) -> None:
        """Answer the next request, where it has not been cancelled meanwhile."""
        ticket = self._queue.take()
        if ticket is not None:
            self.answered.emit(self._answer(ticket))

    def _answer(self, ticket: Ticket) -> Answer:
        try:
            value = ticket.request.perform(self._engine)
        # The edge of the thread: every request gets its answer.
        except Exception as error:
            if not isinstance(error, FundusViewerError):
                log.exception("unexpected error in the worker")
            return Answer(ticket.number, ticket.request, error=error)
        return Answer(ticket.number, ticket.request, value)


class InferenceService(QObject):
    """The window's end of the worker.

    Signals
    -------
    answered(Answer)
        The one way back; answers to cancelled requests are dropped.
    """

    answered = Signal(object)
    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._open: set[int] = set()
        self._queue = RequestQueue()
        self._thread = QThread(self)
        self._thread.setObjectName("inference")
        self._worker = _Worker(self._queue)
        self._worker.moveToThread(self._thread)
        self._wake.connect(self._worker.serve_next)
        self._worker.answered.connect(self._receive)
        self._thread.started.connect(self._worker.step_back)
        self._thread.start(QThread.Priority.LowPriority)

    @property
    def is_running(self) -> bool:
        """Whether the thread lives."""
        return self._thread.isRunning()

    def submit(self, request: Request, *, urgent: bool = False) -> int:
        """Queue a request and return its number."""
        number = next(self._numbers)
        self._open.add(number)
        self._queue.put(Ticket(number, request), urgent=urgent)
        self._wake.emit()
        return number

    def cancel(self, number: int) -> None:
        """Drop the answer of one request."""
        self._open.discard(number)

    def cancel_all(self, kind: type[Request]) -> None:
        """Forget all waiting requests of a kind; one that is being answered is finished."""
        self._open.difference_update(self._queue.cancel(kind))

    def close(self) -> None:
        """Stop the worker after the request in hand and wait for it."""
        self._open.clear()
        self._queue.clear()
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _receive(self, answer: Answer) -> None:
        if answer.number in self._open:
            self._open.remove(answer.number)
            self.answered.emit(answer)
