"""Which panels stand beside the photograph. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class SidePanels(QObject):
    """The list on the left, finding and grade on the right: each shown or put away.

    The list makes room where two photographs need it, until somebody asks for it: then it stays.

    Signals
    -------
    changed()
        Others are shown now.
    """

    changed = Signal()

    def __init__(self, *, left: bool, right: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = left, right
        # What comes back when both were put away together.
        self._before = self._shown if any(self._shown) else (True, True)
        self._makes_room = self._stays = False

    @property
    def wanted(self) -> tuple[bool, bool]:
        """Which are shown when no second photograph needs the room: what is remembered."""
        return self._shown

    @property
    def left(self) -> bool:
        """Whether the list is shown."""
        return self._shown[0] and not self._makes_room

    @property
    def right(self) -> bool:
        """Whether finding and grade are shown."""
        return self._shown[1]

    def show_left(self, shown: bool) -> None:
        """Show the list, or put it away."""
        if shown and self._makes_room:
            self._stays = True
            self.make_room(False)
        self._take((shown, self.right))

    def show_right(self, shown: bool) -> None:
        """Show finding and grade, or put them away."""
        self._take((self.left, shown))

    def toggle_both(self) -> None:
        """Put away what is shown; bring back what was, where nothing is."""
        if self.left or self.right:
            before = self._shown
            self._take((False, False))
            self._before = before
        elif self._shown == self._before:
            self.show_left(True)
        else:
            self._take(self._before)

    def make_room(self, needed: bool) -> None:
        """Put the list away while its room is needed."""
        makes = needed and not self._stays
        if makes != self._makes_room:
            self._makes_room = makes
            self.changed.emit()

    def _take(self, shown: tuple[bool, bool]) -> None:
        if shown != self._shown:
            self._shown = shown
            if any(shown):
                self._before = shown
            self.changed.emit()
