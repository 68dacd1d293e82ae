"""Every action of the window, as a table: text, keys, symbol."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from fundusviewer.gui.commands.action_spec import ActionSpec
from fundusviewer.gui.commands.dicom_actions import DICOM_MENU, DICOM_SPECS
from fundusviewer.gui.commands.export_actions import export_specs
from fundusviewer.gui.commands.reviewing_actions import (
    DATABASE_SPECS,
    FILE_SUBMENUS,
    PHOTOGRAPH_MENU,
    REVIEW_MENU,
    REVIEWING_SPECS,
)
from fundusviewer.gui.commands.viewing_actions import VIEWING_MENU, VIEWING_SPECS, VIEWING_SUBMENUS
from fundusviewer.gui.settings.schema import THEME_CHOICES, ThemeChoice
from fundusviewer.gui.text.outside import menu_text, tip
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP, on_language_changed
from fundusviewer.gui.widgets.icons import icon
from fundusviewer.gui.widgets.theme import Theme

_CONTEXT = "Actions"


_SPECS = (
    ActionSpec(
        "open_photographs", QT_TRANSLATE_NOOP("Actions", "&Open photographs…"), ("Ctrl+O",), "photo"
    ),
    ActionSpec(
        "open_folder", QT_TRANSLATE_NOOP("Actions", "Open &folder…"), ("Ctrl+Shift+O",), "folder"
    ),
    ActionSpec("open_sample", QT_TRANSLATE_NOOP("Actions", "Open the sa&mple photographs")),
    ActionSpec("save_overlay", QT_TRANSLATE_NOOP("Actions", "&Save overlay…"), ("Ctrl+S",), "save"),
    ActionSpec("settings", QT_TRANSLATE_NOOP("Actions", "Se&ttings…"), ("Ctrl+,",)),
    ActionSpec("close_all", QT_TRANSLATE_NOOP("Actions", "&Close all photographs"), ("Ctrl+W",)),
    ActionSpec("quit", QT_TRANSLATE_NOOP("Actions", "&Quit"), ("Ctrl+Q",)),
    *VIEWING_SPECS,
    *REVIEWING_SPECS,
    *DATABASE_SPECS,
    ActionSpec("models", QT_TRANSLATE_NOOP("Actions", "&Model cards…"), ("Ctrl+M",), "card"),
    ActionSpec("clinic", QT_TRANSLATE_NOOP("Actions", "&Fit to this clinic…")),
    ActionSpec("models_folder", QT_TRANSLATE_NOOP("Actions", "Open mo&del folder")),
    ActionSpec(
        "inside", QT_TRANSLATE_NOOP("Actions", "&Inside the network…"), ("Ctrl+I",), "layers"
    ),
    ActionSpec("refresh_models", QT_TRANSLATE_NOOP("Actions", "&Refresh model list")),
    *DICOM_SPECS,
    ActionSpec("shortcuts", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"), ("F1",)),
    ActionSpec("about", QT_TRANSLATE_NOOP("Actions", "&About FundusViewer")),
)

#: Menus in order: title and actions; ``-`` is a line, ``>recent`` and ``>theme`` are submenus.
_MENUS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Actions", "&File"),
        (
            "open_photographs",
            "open_folder",
            ">recent",
            "open_sample",
            "watch",
            "-",
            ">database",
            ">export",
            "save_overlay",
            "-",
            "settings",
            "-",
            "close_all",
            "quit",
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Actions", "&View"),
        (*VIEWING_MENU, "-", ">theme"),
    ),
    (QT_TRANSLATE_NOOP("Actions", "&Photograph"), PHOTOGRAPH_MENU),
    (QT_TRANSLATE_NOOP("Actions", "&Review"), REVIEW_MENU),
    (
        QT_TRANSLATE_NOOP("Actions", "&Model"),
        ("models", "inside", "clinic", "-", "models_folder", "refresh_models"),
    ),
    (QT_TRANSLATE_NOOP("Actions", "&DICOM"), DICOM_MENU),
    (QT_TRANSLATE_NOOP("Actions", "&Help"), ("shortcuts", "about")),
)

_SUBMENUS = {
    ">recent": QT_TRANSLATE_NOOP("Actions", "Open &recent"),
    ">export": QT_TRANSLATE_NOOP("Actions", "&Export the list"),
    ">theme": QT_TRANSLATE_NOOP("Actions", "T&heme"),
}

#: Those whose actions are known from the start.
_FILLED_SUBMENUS = VIEWING_SUBMENUS | FILE_SUBMENUS

_THEMES: dict[ThemeChoice, str] = {
    "system": QT_TRANSLATE_NOOP("Actions", "&As the system"),
    "light": QT_TRANSLATE_NOOP("Actions", "&Light"),
    "dark": QT_TRANSLATE_NOOP("Actions", "&Dark"),
}


class Actions(QObject):
    """The actions of one window, by name, and its menus."""

    def __init__(self, window: QMainWindow, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        exports = export_specs()
        #: The table itself.
        self.specs = (*_SPECS, *exports)
        self._actions = {spec.name: _action(spec, window) for spec in self.specs}
        self.submenus: dict[str, QMenu] = {}
        self._titles: list[tuple[QMenu, str]] = []
        self._fill_menus(window)
        self._fill_menu(self.submenus[">export"], [spec.name for spec in exports])
        # The actions must work while their menu is closed.
        window.addActions(list(self._actions.values()))
        theme.changed.connect(self._colour)
        self._colour()
        on_language_changed(self._say)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def enable(self, names: Iterable[str], enabled: bool) -> None:
        """Allow or forbid some actions."""
        for name in names:
            self._actions[name].setEnabled(enabled)

    def fill_recent(self, names: Iterable[str], open_one: Callable[[str], None]) -> None:
        """List the recent files and folders."""
        menu = self.submenus[">recent"]
        menu.clear()
        menu.setToolTipsVisible(True)
        for name in names:
            action = menu.addAction(menu_text(Path(name).name))
            action.setToolTip(tip(name))
            action.triggered.connect(lambda *_, name=name: open_one(name))
        menu.setEnabled(not menu.isEmpty())

    def fill_themes(self, chosen: ThemeChoice, choose: Callable[[ThemeChoice], None]) -> None:
        """List the themes."""
        menu = self.submenus[">theme"]
        group = QActionGroup(menu)
        for choice in THEME_CHOICES:
            action = menu.addAction("")
            action.setCheckable(True)
            action.setData(choice)
            action.triggered.connect(lambda *_, choice=choice: choose(choice))
            group.addAction(action)
        self._say()
        self.show_theme(chosen)

    def show_theme(self, chosen: ThemeChoice) -> None:
        """Tick the theme that is chosen."""
        for action in self.submenus[">theme"].actions():
            action.setChecked(action.data() == chosen)

    def _fill_menus(self, window: QMainWindow) -> None:
        for title, names in _MENUS:
            menu = window.menuBar().addMenu("")
            menu.setToolTipsVisible(True)
            self._titles.append((menu, title))
            self._fill_menu(menu, names)

    def _fill_menu(self, menu: QMenu, names: Iterable[str]) -> None:
        for name in names:
            if name == "-":
                menu.addSeparator()
            elif name in _FILLED_SUBMENUS:
                title, inner = _FILLED_SUBMENUS[name]
                self._fill_menu(self._add_submenu(menu, name, title), inner)
            elif name in _SUBMENUS:
                self._add_submenu(menu, name, _SUBMENUS[name])
            else:
                menu.addAction(self._actions[name])

    def _add_submenu(self, menu: QMenu, name: str, title: str) -> QMenu:
        submenu = self.submenus[name] = menu.addMenu("")
        self._titles.append((submenu, title))
        return submenu

    def _say(self) -> None:
        """Put everything into words."""
        for menu, title in self._titles:
            menu.setTitle(QCoreApplication.translate(_CONTEXT, title))
        for spec in self.specs:
            _name(self._actions[spec.name], spec.translated(spec.text))
        for action in self.submenus[">theme"].actions():
            action.setText(QCoreApplication.translate(_CONTEXT, _THEMES[action.data()]))

    def _colour(self) -> None:
        colours = self._theme.colours
        for spec in self.specs:
            if spec.icon:
                self._actions[spec.name].setIcon(icon(spec.icon, colours.text, colours.disabled))


def _action(spec: ActionSpec, window: QMainWindow) -> QAction:
    action = QAction(window)
    action.setObjectName(spec.name)
    action.setShortcuts([QKeySequence(key) for key in spec.keys])
    action.setCheckable(spec.checkable)
    action.setAutoRepeat(spec.repeats)
    if spec.of_widgets:
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    return action


def _name(action: QAction, text: str) -> None:
    action.setText(text)
    plain = text.replace("&", "").rstrip("…")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{plain} ({keys})" if keys else plain)
