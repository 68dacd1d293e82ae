"""What the first photographs need, made while nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

#: Milliseconds from the window's first sight to the first step, and from one step to the next.
_PAUSE = 10


class WarmUp(QObject):
    """Does some steps, one at a time, once the window stands.

    Each takes the window's thread for a few milliseconds. Together with the first photographs they
    would stop it for longer than a frame; before the window is shown, it would come later.

    Parameters
    ----------
    steps
        In their order. What was needed before its turn must do nothing then.
    window
        Once it has been painted, the steps begin; when it is closed, they end.
    """

    def __init__(self, steps: Sequence[Callable[[], object]], window: QWidget) -> None:
        super().__init__(window)
        self._steps, self._window = list(steps), window
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._do_next)
        window.installEventFilter(self)

    @property
    def is_awaited(self) -> bool:
        """Whether there are steps that have not been done and will be."""
        return bool(self._steps)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin when the window is painted."""
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            self._timer.start()
        return super().eventFilter(watched, event)

    def _do_next(self) -> None:
        if not self._steps or not self._window.isVisible():
            self._timer.stop()
            self._steps.clear()
            return
        self._steps.pop(0)()
