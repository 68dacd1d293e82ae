"""Review steps that can be undone. Nothing vanishes: undoing is recorded in the history too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from fundusviewer.screening import Change, Identity

#: How many steps are kept.
_MOST = 200


@dataclass(frozen=True, eq=False)
class UndoStep:
    """One step.

    Attributes
    ----------
    words
        What it was, in a few words: "grade 2 for 3 photographs".
    key
        The photograph that is shown when the step is taken back.
    changes
        What the history says of it.
    identity_before
        Patient, eye and date by the photographs' hashes, as they were known before.
    """

    words: str
    key: int
    changes: tuple[Change, ...] = ()
    identity_before: Mapping[str, Identity] | None = None


class UndoList(QObject):
    """Steps that can be undone or redone.

    A step that is being written is in neither list: whoever takes it out brings it back.

    Signals
    -------
    changed()
        Another step is the next one.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[UndoStep] = []
        self._undone: list[UndoStep] = []
        self._branch = 0

    @property
    def undo_words(self) -> str | None:
        """The step that undo would undo; ``None`` for none."""
        return self._done[-1].words if self._done else None

    @property
    def redo_words(self) -> str | None:
        """What would be done again; ``None`` for nothing."""
        return self._undone[-1].words if self._undone else None

    def add(self, said: UndoStep) -> None:
        """Add a step; steps that were undone before cannot be redone any more."""
        if said.changes:
            self._branch += 1
            self._undone.clear()
            self._push(self._done, said)

    def take(self, *, undo: bool) -> tuple[UndoStep, int] | None:
        """Take out the next step, and the branch to which it belongs."""
        steps = self._done if undo else self._undone
        if not steps:
            return None
        said = steps.pop()
        self.changed.emit()
        return said, self._branch

    def bring(
        self, said: UndoStep, changes: Sequence[Change], branch: int, *, undone: bool
    ) -> None:
        """Put back a step that was undone or redone.

        Parameters
        ----------
        said
            The step as it was taken out.
        changes
            What the history says of it now.
        branch
            As :meth:`take` gave it: where something else was said meanwhile, a step that was
            taken back is forgotten.
        undone
            Whether it was taken back.
        """
        if not undone or branch == self._branch:
            step = replace(said, changes=tuple(changes))
            self._push(self._undone if undone else self._done, step)

    def clear(self) -> None:
        """Forget everything: another database is open."""
        self._branch += 1
        self._done.clear()
        self._undone.clear()
        self.changed.emit()

    def _push(self, steps: list[UndoStep], said: UndoStep) -> None:
        steps.append(said)
        del steps[:-_MOST]
        self.changed.emit()
