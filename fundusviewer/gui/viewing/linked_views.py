"""Two views that zoom and pan together."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from fundusviewer.gui.viewer.image_view import ImageView


class LinkedViews(QObject):
    """Lets two views show the same part of their photographs, while it is on."""

    def __init__(self, first: ImageView, second: ImageView, parent: QObject) -> None:
        super().__init__(parent)
        self._first, self._second = first, second
        self._on = self._following = False
        first.moved.connect(partial(self._follow, first, second))
        second.moved.connect(partial(self._follow, second, first))

    def set_on(self, on: bool) -> None:
        """Link them or let them go."""
        self._on = on
        self.align()

    def align(self) -> None:
        """Let the second view show what the first one does."""
        self._follow(self._first, self._second)

    def _follow(self, leader: ImageView, follower: ImageView) -> None:
        if not self._on or self._following or leader.shown is None:
            return
        self._following = True
        if leader.is_moving:
            follower.keep_moving()
        follower.take_place(leader.place())
        self._following = False
