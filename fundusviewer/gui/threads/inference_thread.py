"""The worker thread: one for the window's life, answering requests in order."""

from __future__ import annotations

import itertools
import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.threads.inference_worker import OpenModels, Request, RequestQueue, Ticket

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


Receiver = Callable[[Answer], None]


class _Worker(QObject):
    """Lives in the worker thread."""

    answered = Signal(object)
    _more = Signal()

    def __init__(self, queue: RequestQueue, ending: threading.Event) -> None:
        super().__init__()
        self._queue = queue
        self._models = OpenModels(ending)
        # Through the event loop, so that a request to stop comes between two answers.
        self._more.connect(self.serve_next, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def lower_priority(self) -> None:
        """Let the window come first; the network's threads inherit this.

        Linux keeps a niceness for each thread and ignores Qt's priorities.
        """
        if sys.platform == "linux":
            thread = threading.get_native_id()
            # Only root may step forward, which is what this were for a program started with nice.
            now = os.getpriority(os.PRIO_PROCESS, thread)
            os.setpriority(os.PRIO_PROCESS, thread, max(now, _NICENESS))

    @Slot()
    def serve_next(self) -> None:
        """Answer the next request, where it has not been cancelled meanwhile."""
        ticket = self._queue.take()
        if ticket is not None:
            self.answered.emit(self._answer(ticket))
        if not self._queue.is_empty():
            self._more.emit()

    def _answer(self, ticket: Ticket) -> Answer:
        try:
            value = ticket.request.perform(self._models)
        # The edge of the thread: every request gets its answer.
        except Exception as error:
            if not isinstance(error, FundusViewerError):
                log.exception("unexpected error in the worker")
            return Answer(ticket.number, ticket.request, error=error)
        return Answer(ticket.number, ticket.request, value)


class InferenceService(QObject):
    """The window's end of the worker."""

    _wake = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._receivers: dict[int, Receiver] = {}
        self._queue = RequestQueue()
        self._thread = QThread(self)
        self._thread.setObjectName("inference")
        self._ending = threading.Event()
        self._worker = _Worker(self._queue, self._ending)
        self._worker.moveToThread(self._thread)
        self._wake.connect(self._worker.serve_next)
        self._worker.answered.connect(self._receive)
        self._thread.started.connect(self._worker.lower_priority)
        self._thread.start(QThread.Priority.LowPriority)

    @property
    def is_running(self) -> bool:
        """Whether the thread lives."""
        return self._thread.isRunning()

    def submit(self, request: Request, receiver: Receiver, *, urgent: bool = False) -> int:
        """Queue a request and return its number.

        Parameters
        ----------
        request
            What is to be done.
        receiver
            Called once on the GUI thread, with the value or the error; never after
            :meth:`cancel`.
        urgent
            Whether it comes before the long run.
        """
        number = next(self._numbers)
        self._receivers[number] = receiver
        if self._queue.put(Ticket(number, request), urgent=urgent):
            self._wake.emit()
        return number

    def cancel(self, number: int) -> None:
        """Forget one request; where it is being answered already, the answer is dropped."""
        self._receivers.pop(number, None)
        self._queue.drop(number)

    def close(self) -> None:
        """Stop the worker after the request in hand and wait for it."""
        self._receivers.clear()
        self._queue.clear()
        self._ending.set()
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _receive(self, answer: Answer) -> None:
        receiver = self._receivers.pop(answer.number, None)
        if receiver is not None:
            receiver(answer)
