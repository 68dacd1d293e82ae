"""Whether the network's answers are hidden, and whose: the one place that decides it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from fundusviewer.screening import Row


class GradeBlindness(QObject):
    """Hides the network's answer to a photograph until the doctor has given a verdict on it.

    Parameters
    ----------
    has_answers
        Whether the model in use has answers to hide; asked whenever something might be hidden.

    Signals
    -------
    changed(bool)
        Somebody wants to grade blind from now on, or no more.
    """

    changed = Signal(bool)

    def __init__(self, has_answers: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._has_answers = has_answers
        self._wanted = False

    @property
    def is_wanted(self) -> bool:
        """Whether somebody wants to grade blind, with whatever model."""
        return self._wanted

    @property
    def is_on(self) -> bool:
        """Whether answers are hidden now."""
        return self._wanted and self._has_answers()

    def want(self, wanted: bool) -> None:
        """Grade blind from now on, or no more."""
        if wanted is not self._wanted:
            self._wanted = wanted
            self.changed.emit(wanted)

    def hides(self, row: Row) -> bool:
        """Return whether the answer to a photograph is kept back: a verdict reveals it."""
        return self.is_on and not row.is_reviewed
