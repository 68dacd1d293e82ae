"""The marks on the photograph beside the one that is looked at: shown, not edited."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.state.marks.mark_board import MarkBoard
from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewing.marking.mark_layer import MarkLayer


class PartnerMarks(QObject):
    """Shows them."""

    def __init__(
        self, actions: Actions, view: ImageView, board: MarkBoard, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._wanted, self._board = actions["marks"], board
        self._layer = MarkLayer(view, board)
        self._sha256, self._bare = "", False
        board.changed.connect(self.draw)
        self._wanted.toggled.connect(self.draw)
        view.cleared.connect(self._clear)

    @property
    def words(self) -> list[str]:
        """What stands beside the marks."""
        return self._layer.words

    def show(self, pyramid: Pyramid) -> None:
        """Show the marks on a photograph that can be seen now."""
        self._sha256 = pyramid.sha256
        self.draw()

    def set_bare(self, bare: bool) -> None:
        """Show the bare photograph for a while, or all again."""
        self._bare = bare
        self.draw()

    def draw(self) -> None:
        """Draw all marks."""
        self._layer.draw(self._board.of(self._sha256) if self._sha256 else ())
        self._layer.set_shown(self._wanted.isChecked() and not self._bare)

    def _clear(self) -> None:
        self._sha256 = ""
        self._layer.clear()
