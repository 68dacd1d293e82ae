"""What the doctor said and may take back. Nothing vanishes: taking back is said too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from fundusviewer.screening import Change, Identity

#: How many steps are kept.
_MOST = 200


@dataclass(frozen=True, eq=False)
class Said:
    """One step.

    Attributes
    ----------
    words
        What it was, in a few words: "grade 2 for 3 photographs".
    key
        The photograph that is shown when the step is taken back.
    changes
        What the history says of it.
    unsaid
        Patient, eye and date by the photographs' hashes, as they were known before.
    """

    words: str
    key: int
    changes: tuple[Change, ...] = ()
    unsaid: Mapping[str, Identity] | None = None


class UndoList(QObject):
    """Steps that can be taken back, and those that can be done again.

    A step that is being written is in neither list: whoever takes it out brings it back.

    Signals
    -------
    changed()
        Another step is the next one.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Said] = []
        self._undone: list[Said] = []
        self._branch = 0

    @property
    def undo_words(self) -> str | None:
        """What would be taken back; ``None`` for nothing."""
        return self._done[-1].words if self._done else None

    @property
    def redo_words(self) -> str | None:
        """What would be done again; ``None`` for nothing."""
        return self._undone[-1].words if self._undone else None

    def add(self, said: Said) -> None:
        """Take in what was just said; what was taken back before cannot be done again."""
        if said.changes:
            self._branch += 1
            self._undone.clear()
            self._push(self._done, said)

    def take(self, *, undo: bool) -> tuple[Said, int] | None:
        """Take out the next step, and the branch to which it belongs."""
        steps = self._done if undo else self._undone
        if not steps:
            return None
        said = steps.pop()
        self.changed.emit()
        return said, self._branch

    def bring(self, said: Said, changes: Sequence[Change], branch: int, *, undone: bool) -> None:
        """Bring a step back that was taken back or done again.

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

    def _push(self, steps: list[Said], said: Said) -> None:
        steps.append(said)
        del steps[:-_MOST]
        self.changed.emit()
