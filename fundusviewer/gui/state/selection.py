"""Which photograph all keys and panels mean: the active eye, where two are on screen. No widgets.

List, views, panels and keys read it here; none of them keeps a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The active photograph, the one beside it, and those selected in the list, by their keys.

    Signals
    -------
    changed()
        Another photograph is the active one, or none is any more.
    beside_changed()
        Another photograph stands beside it, or none does.
    selected(int)
        So many photographs are selected.
    """

    changed = Signal()
    beside_changed = Signal()
    selected = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._active: int | None = None
        self._beside: int | None = None
        self._chosen: frozenset[int] = frozenset()

    @property
    def active(self) -> int | None:
        """The photograph that is graded, measured and described; ``None`` for none."""
        return self._active

    @property
    def beside(self) -> int | None:
        """The photograph that is on screen beside the active one; ``None`` for none."""
        return self._beside

    @property
    def chosen(self) -> frozenset[int]:
        """Those that are selected in the list, the active one mostly among them."""
        return self._chosen

    def activate(self, key: int | None) -> None:
        """Make a photograph the active one.

        The one beside it stays on screen: then the two change their roles. Every other choice
        leaves it alone, until somebody finds what belongs beside the new one.
        """
        before = self._active
        if key == before:
            return
        beside = before if key is not None and key == self._beside else None
        moved = beside != self._beside
        self._active, self._beside = key, beside
        self.changed.emit()
        if moved:
            self.beside_changed.emit()

    def choose(self, key: int) -> None:
        """Make a photograph the active one, and the only one that is selected."""
        self._chosen = frozenset({key})
        self.activate(key)
        self.selected.emit(1)

    def extend(self, key: int, keys: Iterable[int]) -> None:
        """Make a photograph the active one, and select it with others."""
        self._chosen = frozenset(keys) | {key}
        self.activate(key)
        self.selected.emit(len(self._chosen))

    def switch(self) -> None:
        """Make the photograph beside the active one the active one."""
        if self._beside is not None:
            self.activate(self._beside)

    def show_beside(self, key: int | None) -> None:
        """Know which photograph is on screen beside the active one."""
        self._put_beside(key if key != self._active else None)

    def select(self, keys: Iterable[int]) -> None:
        """Know which photographs are selected in the list."""
        self._chosen = frozenset(keys)
        self.selected.emit(len(self._chosen))

    def settle(self, keys: Mapping[int, int]) -> None:
        """Know the same photographs by other keys."""
        if self._active is not None:
            self._active = keys.get(self._active, self._active)
        if self._beside is not None:
            self._beside = keys.get(self._beside, self._beside)
        self._chosen = frozenset(keys.get(key, key) for key in self._chosen)

    def _put_beside(self, key: int | None) -> None:
        if key != self._beside:
            self._beside = key
            self.beside_changed.emit()
