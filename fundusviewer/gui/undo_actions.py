"""The two actions of taking back and doing again, which say what they would do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from fundusviewer.gui.actions import Actions
from fundusviewer.gui.undo import UndoList

translate = QCoreApplication.translate


def connect_undo(actions: Actions, undo_list: UndoList) -> None:
    """Let the actions say what is next, and be there only where something is."""

    def show() -> None:
        _show(
            actions["undo"],
            translate("Actions", "Un&do: {what}"),
            translate("Actions", "Un&do"),
            undo_list.undo_words,
        )
        _show(
            actions["redo"],
            translate("Actions", "&Redo: {what}"),
            translate("Actions", "&Redo"),
            undo_list.redo_words,
        )

    undo_list.changed.connect(show)
    show()


def _show(action: QAction, text: str, bare: str, words: str | None) -> None:
    action.setEnabled(words is not None)
    action.setText(bare if words is None else text.format(what=words.replace("&", "&&")))
