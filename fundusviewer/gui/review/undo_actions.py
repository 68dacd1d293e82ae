"""The actions for undo and redo; their texts name the step."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.state.undo_stack import UndoList
from fundusviewer.gui.text.outside import menu_text
from fundusviewer.gui.text.translation import on_language_changed

translate = QCoreApplication.translate


class UndoActions(QObject):
    """Lets the actions say what is next, and be there only where something is."""

    def __init__(self, actions: Actions, undo_list: UndoList) -> None:
        super().__init__(undo_list)
        self._undo, self._redo, self._list = actions["undo"], actions["redo"], undo_list
        undo_list.changed.connect(self._say)
        # After the actions themselves, which know only their bare texts.
        on_language_changed(self._say)

    def _say(self) -> None:
        undo, redo = self._list.undo_words, self._list.redo_words
        _show(
            self._undo, translate("Actions", "Un&do: {what}"), translate("Actions", "Un&do"), undo
        )
        _show(
            self._redo, translate("Actions", "&Redo: {what}"), translate("Actions", "&Redo"), redo
        )


def _show(action: QAction, text: str, bare: str, words: str | None) -> None:
    action.setEnabled(words is not None)
    action.setText(bare if words is None else text.format(what=menu_text(words)))
