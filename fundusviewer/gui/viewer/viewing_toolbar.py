"""Above the photograph: the ways to look at it, for the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.commands.viewing_actions import VIEWING_SUBMENUS
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.icons import icon
from fundusviewer.gui.widgets.theme import Theme


class ViewingToolbar(QToolBar):
    """A line of buttons; what does not fit is behind its arrow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        # Lower than the window's own bar: the height belongs to the photograph.
        self.setStyleSheet(
            "QToolBar { padding: 1px 8px; } QToolButton { padding: 3px 8px; }"
            "QToolButton::menu-indicator { image: none; }"
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._picture = QToolButton()
        self._picture.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._picture.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._picture.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme.changed.connect(self._colour)
        self._colour()

    def fill(self, actions: Actions) -> None:
        """Put the buttons on the bar."""
        menu = QMenu(self._picture)
        for name in VIEWING_SUBMENUS[">picture"][1]:
            if name == "-":
                menu.addSeparator()
            else:
                menu.addAction(actions[name])
        self._picture.setMenu(menu)
        self.addWidget(self._picture)
        self._tools = {name: actions[name] for name in ("loupe", "measure", "both_eyes", "visits")}
        for name, action in self._tools.items():
            if name == "both_eyes":
                self.addSeparator()
            self.addAction(action)
            self.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        on_language_changed(self._say)

    def _say(self) -> None:
        self._picture.setText(self.tr("Picture") + " \N{BLACK DOWN-POINTING SMALL TRIANGLE}")
        self._picture.setToolTip(self.tr("Channels, contrast, brightness (display only)"))
        # Shorter than in the menus.
        short = {
            "loupe": self.tr("Loupe"),
            "measure": self.tr("Measure"),
            "both_eyes": self.tr("Both eyes"),
            "visits": self.tr("Two visits"),
        }
        for name, action in self._tools.items():
            action.setIconText(short[name])

    def _colour(self) -> None:
        self._picture.setIcon(icon("picture", self._theme.colours.text))
