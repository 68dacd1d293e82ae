"""Every action of the window, from the records of its menus: text, keys, symbol, place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from fundusviewer.gui.commands.action_spec import ActionSpec, MenuSpec
from fundusviewer.gui.commands.dicom_actions import DICOM_MENU
from fundusviewer.gui.commands.file_actions import HELP_MENU, MODEL_MENU, file_menu
from fundusviewer.gui.commands.reviewing_actions import PHOTOGRAPH_MENU, REVIEW_MENU
from fundusviewer.gui.commands.viewing_actions import VIEW_MENU
from fundusviewer.gui.settings.schema import THEME_CHOICES, ThemeChoice
from fundusviewer.gui.text.outside import menu_text, tip
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP, on_language_changed
from fundusviewer.gui.widgets.icons import icon
from fundusviewer.gui.widgets.theme import Theme

_CONTEXT = "Actions"


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
        menus = (
            file_menu(),
            VIEW_MENU,
            PHOTOGRAPH_MENU,
            REVIEW_MENU,
            MODEL_MENU,
            DICOM_MENU,
            HELP_MENU,
        )
        #: The table itself.
        self.specs = tuple(spec for menu in menus for spec in menu.actions())
        self._actions = {spec.name: _action(spec, window) for spec in self.specs}
        #: By name.
        self.submenus: dict[str, QMenu] = {}
        self._titles: list[tuple[QMenu, str]] = []
        for spec in menus:
            menu = window.menuBar().addMenu("")
            menu.setToolTipsVisible(True)
            self._fill_menu(menu, spec)
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
        menu = self.submenus["recent"]
        menu.clear()
        menu.setToolTipsVisible(True)
        for name in names:
            action = menu.addAction(menu_text(Path(name).name))
            action.setToolTip(tip(name))
            action.triggered.connect(lambda *_, name=name: open_one(name))
        menu.setEnabled(not menu.isEmpty())

    def fill_themes(self, chosen: ThemeChoice, choose: Callable[[ThemeChoice], None]) -> None:
        """List the themes."""
        menu = self.submenus["theme"]
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
        for action in self.submenus["theme"].actions():
            action.setChecked(action.data() == chosen)

    def _fill_menu(self, menu: QMenu, spec: MenuSpec) -> None:
        self.submenus[spec.name] = menu
        self._titles.append((menu, spec.title))
        for entry in spec.entries:
            if isinstance(entry, ActionSpec):
                menu.addAction(self._actions[entry.name])
            elif isinstance(entry, MenuSpec):
                self._fill_menu(menu.addMenu(""), entry)
            else:
                menu.addSeparator()

    def _say(self) -> None:
        """Put everything into words."""
        for menu, title in self._titles:
            menu.setTitle(QCoreApplication.translate(_CONTEXT, title))
        for spec in self.specs:
            _name(self._actions[spec.name], spec.translated(spec.text))
        for action in self.submenus["theme"].actions():
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
