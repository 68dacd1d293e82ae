"""Every action of the window, as a table: text, keys, symbol."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from fundusviewer.gui.icons import icon
from fundusviewer.gui.theme import Theme

_CONTEXT = "Actions"


@dataclass(frozen=True)
class ActionSpec:
    """One action: its name in the code, its text, its keys (the first is shown), its symbol."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False


_SPECS = (
    ActionSpec(
        "open_photographs", QT_TRANSLATE_NOOP(_CONTEXT, "&Open photographs…"), ("Ctrl+O",), "photo"
    ),
    ActionSpec(
        "open_folder", QT_TRANSLATE_NOOP(_CONTEXT, "Open &folder…"), ("Ctrl+Shift+O",), "folder"
    ),
    ActionSpec("open_sample", QT_TRANSLATE_NOOP(_CONTEXT, "Open the sa&mple photograph")),
    ActionSpec("save_overlay", QT_TRANSLATE_NOOP(_CONTEXT, "&Save overlay…"), ("Ctrl+S",), "save"),
    ActionSpec("close_all", QT_TRANSLATE_NOOP(_CONTEXT, "&Close all photographs"), ("Ctrl+W",)),
    ActionSpec("quit", QT_TRANSLATE_NOOP(_CONTEXT, "&Quit"), ("Ctrl+Q",)),
    ActionSpec("heatmap", QT_TRANSLATE_NOOP(_CONTEXT, "&Heat map"), ("H",), "heat", True),
    ActionSpec("fit", QT_TRANSLATE_NOOP(_CONTEXT, "&Fit to the window"), ("F",), "fit"),
    ActionSpec("actual_size", QT_TRANSLATE_NOOP(_CONTEXT, "&Actual size (1:1)"), ("1",), "actual"),
    ActionSpec("zoom_in", QT_TRANSLATE_NOOP(_CONTEXT, "Zoom &in"), ("Ctrl++", "Ctrl+="), "zoom_in"),
    ActionSpec("zoom_out", QT_TRANSLATE_NOOP(_CONTEXT, "Zoom &out"), ("Ctrl+-",), "zoom_out"),
    ActionSpec("next", QT_TRANSLATE_NOOP(_CONTEXT, "&Next photograph"), ("PgDown", "Ctrl+Down")),
    ActionSpec(
        "previous", QT_TRANSLATE_NOOP(_CONTEXT, "&Previous photograph"), ("PgUp", "Ctrl+Up")
    ),
    ActionSpec("examine_again", QT_TRANSLATE_NOOP(_CONTEXT, "E&xamine again"), ("F5",)),
    ActionSpec("cancel", QT_TRANSLATE_NOOP(_CONTEXT, "&Cancel the run"), ("Esc",)),
    ActionSpec("models", QT_TRANSLATE_NOOP(_CONTEXT, "&Model cards…"), ("Ctrl+M",), "card"),
    ActionSpec("models_folder", QT_TRANSLATE_NOOP(_CONTEXT, "Open the folder for my mo&dels")),
    ActionSpec("shortcuts", QT_TRANSLATE_NOOP(_CONTEXT, "&Keys"), ("F1",)),
    ActionSpec("about", QT_TRANSLATE_NOOP(_CONTEXT, "&About FundusViewer")),
)

#: Menus in order: title and actions; ``-`` is a line, ``>recent`` and ``>theme`` are submenus.
_MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP(_CONTEXT, "&File"),
        (
            "open_photographs",
            "open_folder",
            ">recent",
            "open_sample",
            "-",
            "save_overlay",
            "-",
            "close_all",
            "quit",
        ),
    ),
    (
        QT_TRANSLATE_NOOP(_CONTEXT, "&View"),
        ("heatmap", "-", "fit", "actual_size", "zoom_in", "zoom_out", "-", ">theme"),
    ),
    (
        QT_TRANSLATE_NOOP(_CONTEXT, "&Photograph"),
        ("next", "previous", "-", "examine_again", "cancel"),
    ),
    (QT_TRANSLATE_NOOP(_CONTEXT, "&Model"), ("models", "models_folder")),
    (QT_TRANSLATE_NOOP(_CONTEXT, "&Help"), ("shortcuts", "about")),
)

_SUBMENUS = {
    ">recent": QT_TRANSLATE_NOOP(_CONTEXT, "Open &recent"),
    ">theme": QT_TRANSLATE_NOOP(_CONTEXT, "&Theme"),
}


class Actions:
    """The actions of one window, by name, and its menus."""

    def __init__(self, window: QMainWindow, theme: Theme) -> None:
        self._theme = theme
        self._actions = {spec.name: _action(spec, window) for spec in _SPECS}
        self.submenus: dict[str, QMenu] = {}
        self._fill_menus(window)
        # The actions must work while their menu is closed.
        window.addActions(list(self._actions.values()))
        theme.changed.connect(self._colour)
        self._colour()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def enable(self, names: Iterable[str], enabled: bool) -> None:
        """Allow or forbid some actions."""
        for name in names:
            self._actions[name].setEnabled(enabled)

    def keys(self) -> list[tuple[str, str]]:
        """Return text and keys of every action that has keys."""
        return [
            (
                action.text().replace("&", "").rstrip("…"),
                " / ".join(
                    key.toString(QKeySequence.SequenceFormat.NativeText)
                    for key in action.shortcuts()
                ),
            )
            for action in self._actions.values()
            if action.shortcuts()
        ]

    def _fill_menus(self, window: QMainWindow) -> None:
        for title, names in _MENUS:
            menu = window.menuBar().addMenu(QCoreApplication.translate(_CONTEXT, title))
            menu.setToolTipsVisible(True)
            for name in names:
                if name == "-":
                    menu.addSeparator()
                elif name in _SUBMENUS:
                    text = QCoreApplication.translate(_CONTEXT, _SUBMENUS[name])
                    self.submenus[name] = menu.addMenu(text)
                else:
                    menu.addAction(self._actions[name])

    def _colour(self) -> None:
        colours = self._theme.colours
        for spec in _SPECS:
            if spec.icon:
                self._actions[spec.name].setIcon(icon(spec.icon, colours.text, colours.disabled))


def _action(spec: ActionSpec, window: QMainWindow) -> QAction:
    text = QCoreApplication.translate(_CONTEXT, spec.text)
    action = QAction(text, window)
    action.setObjectName(spec.name)
    action.setShortcuts([QKeySequence(key) for key in spec.keys])
    action.setCheckable(spec.checkable)
    plain = text.replace("&", "").rstrip("…")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{plain} ({keys})" if keys else plain)
    return action
