"""The one bar above the photograph: opening, looking, explaining, zooming, for the mouse."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from fundusviewer.gui.commands.action_spec import ActionSpec
from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.commands.viewing_actions import PICTURE_MENU
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP, on_language_changed
from fundusviewer.gui.viewer.tone_sliders import ToneSliders
from fundusviewer.gui.widgets.icons import icon
from fundusviewer.gui.widgets.theme import Theme

#: What stands on the bar, shorter than in the menus; ``-`` is a line.
_TOOLS: dict[str, str] = {
    "loupe": QT_TRANSLATE_NOOP("ViewingToolbar", "Loupe"),
    "measure": QT_TRANSLATE_NOOP("ViewingToolbar", "Measure"),
    "both_eyes": QT_TRANSLATE_NOOP("ViewingToolbar", "Both eyes"),
    "visits": QT_TRANSLATE_NOOP("ViewingToolbar", "Two visits"),
}
_OPENING: dict[str, str] = {
    "open_photographs": QT_TRANSLATE_NOOP("ViewingToolbar", "Open"),
    "open_folder": QT_TRANSLATE_NOOP("ViewingToolbar", "Folder"),
}
_ZOOMING = ("zoom_out", "zoom_in", "actual_size", "fit")


class ViewingToolbar(QToolBar):
    """A line of buttons: with words where there is room; what does not fit is behind its arrow."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        # Low: the height belongs to the photograph.
        self.setStyleSheet(
            "QToolBar { padding: 1px 8px; } QToolButton { padding: 3px 7px; }"
            "QToolButton::menu-indicator { image: none; }"
        )
        self.setIconSize(QSize(20, 20))
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.picture = QToolButton()
        #: Brightness, contrast and gamma, in the picture's menu.
        self.tone = ToneSliders()
        self.picture.setIconSize(self.iconSize())
        self.picture.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.picture.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.toolButtonStyleChanged.connect(self.picture.setToolButtonStyle)
        self._actions: Actions | None = None
        self._wordy = 0
        self._restyle = QTimer(self)
        self._restyle.setSingleShot(True)
        self._restyle.setInterval(0)
        self._restyle.timeout.connect(self._choose_style)
        theme.changed.connect(self._colour)
        self._colour()

    def fill(self, actions: Actions, explaining: list[QWidget], zoom: QWidget) -> None:
        """Put the buttons on the bar.

        Parameters
        ----------
        actions
            Of the window.
        explaining
            Controls of the heat map: its opacity, and what it explains.
        zoom
            Tells the size of the photograph.
        """
        self._actions = actions
        self._add(*_OPENING)
        self.addSeparator()
        self._fill_picture(actions)
        self._add("loupe", "measure")
        self.addSeparator()
        self._add("both_eyes", "visits")
        self.addSeparator()
        self._add("heatmap")
        for control in explaining:
            self.addWidget(control)
        self._add("contours", *_ZOOMING)
        for name in ("contours", *_ZOOMING):
            button = self.widgetForAction(actions[name])
            if isinstance(button, QToolButton):
                # Drawings that need no word, at any width.
                self.toolButtonStyleChanged.connect(
                    lambda _, button=button: button.setToolButtonStyle(
                        Qt.ToolButtonStyle.ToolButtonIconOnly
                    )
                )
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.insertWidget(actions["zoom_out"], space)
        self.insertWidget(actions["zoom_out"], zoom)
        on_language_changed(self._say)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words out where there is no room for them."""
        super().resizeEvent(event)
        # Not within the layout that is being done.
        self._restyle.start()

    def _add(self, *names: str) -> None:
        if self._actions is None:
            return
        for name in names:
            self.addAction(self._actions[name])
            self.widgetForAction(self._actions[name]).setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _fill_picture(self, actions: Actions) -> None:
        menu = QMenu(self.picture)
        for entry in PICTURE_MENU.entries:
            if isinstance(entry, ActionSpec):
                menu.addAction(actions[entry.name])
            else:
                menu.addSeparator()
        menu.addSeparator()
        tone = QWidgetAction(menu)
        tone.setDefaultWidget(self.tone)
        menu.addAction(tone)
        self.picture.setMenu(menu)
        self.addWidget(self.picture)

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Tools"))
        self.picture.setText(self.tr("Picture") + " \N{BLACK DOWN-POINTING SMALL TRIANGLE}")
        self.picture.setToolTip(self.tr("Channels, contrast, brightness (display only)"))
        if self._actions is not None:
            for name, text in (_OPENING | _TOOLS).items():
                short = QCoreApplication.translate("ViewingToolbar", text)
                self._actions[name].setIconText(short)
        self._measure()

    def _measure(self) -> None:
        """Note how wide the bar is with all its words."""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        parts = (self.widgetForAction(action) for action in self.actions())
        widths = [part.sizeHint().width() for part in parts if part is not None]
        self._wordy = sum(widths) + len(widths) * _BETWEEN + _EDGES
        self._choose_style()

    def _choose_style(self) -> None:
        style = Qt.ToolButtonStyle
        fits = self.width() >= self._wordy
        self.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if fits else style.ToolButtonIconOnly
        )

    def _colour(self) -> None:
        self.picture.setIcon(icon("picture", self._theme.colours.text))


#: Room between the parts of the bar, and at its ends, in logical pixels.
_BETWEEN, _EDGES = 6, 24
