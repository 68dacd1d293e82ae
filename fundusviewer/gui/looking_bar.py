"""Above the photograph: the ways to look at it, for the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from fundusviewer.gui.actions import Actions
from fundusviewer.gui.icons import icon
from fundusviewer.gui.theme import Theme
from fundusviewer.gui.viewing_actions import VIEWING_SUBMENUS


class LookingBar(QToolBar):
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
        self._picture.setText(self.tr("Picture") + " \N{BLACK DOWN-POINTING SMALL TRIANGLE}")
        self._picture.setToolTip(self.tr("Channels, contrast, brightness: for the eye only"))
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
        self._add(actions["loupe"], self.tr("Loupe"))
        self._add(actions["measure"], self.tr("Measure"))
        self.addSeparator()
        self._add(actions["both_eyes"], self.tr("Both eyes"))
        self._add(actions["visits"], self.tr("Two visits"))

    def _add(self, action: QAction, short: str) -> None:
        action.setIconText(short)
        self.addAction(action)
        self.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _colour(self) -> None:
        self._picture.setIcon(icon("picture", self._theme.colours.text))
