"""Delivering an outbox again and again; what archives and servers have in common."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal


class Delivery(QObject):
    """Looks after an outbox while there is somebody to deliver to.

    Parameters
    ----------
    every
        Milliseconds between two looks at the outbox.

    Signals
    -------
    status_message(str)
        What was done.
    notification(str)
        What was not, and why.
    """

    status_message = Signal(str)
    notification = Signal(str)

    def __init__(self, every: int, parent: QObject | None) -> None:
        super().__init__(parent)
        self._busy = False
        self._last_trouble = ""
        self._timer = QTimer(self)
        self._timer.setInterval(every)
        self._timer.timeout.connect(self.deliver)

    def deliver(self) -> None:
        """Deliver what is due, unless the last delivery has not ended."""
        if not self._busy and self._has_receiver():
            self._busy = True
            self._attempt()

    def close(self) -> None:
        """Stop; what waits is delivered at the next start."""
        self._timer.stop()

    def _has_receiver(self) -> bool:
        raise NotImplementedError

    def _attempt(self) -> None:
        """Deliver in the background; :meth:`_end` and :meth:`_failed` hear how it went."""
        raise NotImplementedError

    def _receiver_changed(self) -> None:
        if self._has_receiver():
            self._timer.start()
            self.deliver()
        else:
            self._timer.stop()

    def _end(self, sent: int, reason: str, words: str = "") -> None:
        """Note how an attempt ended, and tell why something was not sent.

        The same trouble is told once, not at every attempt: in most of them nothing is due.

        Parameters
        ----------
        sent
            How many objects have arrived.
        reason
            Why the first of the others has not; empty where none was tried in vain.
        words
            What is said of it; the reason itself where they are empty.
        """
        self._busy = False
        if sent:
            self._last_trouble = ""
        if reason and reason != self._last_trouble:
            self._last_trouble = reason
            self.notification.emit(words or reason)

    def _failed(self, reason: str) -> None:
        self._end(0, reason)
