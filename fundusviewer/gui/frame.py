"""The window's edges: the tool bar above, the status bar below."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QSizePolicy, QWidget

from fundusviewer.gui.actions import Actions
from fundusviewer.gui.translation import QT_TRANSLATE_NOOP
from fundusviewer.overlay import RESEARCH_NOTICE

#: What stands on the tool bar, shorter than in the menus.
_TOOLS = (
    ("open_photographs", QT_TRANSLATE_NOOP("Frame", "Open")),
    ("open_folder", QT_TRANSLATE_NOOP("Frame", "Folder")),
    ("save_overlay", QT_TRANSLATE_NOOP("Frame", "Save overlay")),
    ("models", QT_TRANSLATE_NOOP("Frame", "Model card")),
)


def fill_tool_bar(window: QMainWindow, actions: Actions, chooser: QWidget) -> None:
    """Put opening and saving on the left, the model on the right."""
    bar = window.addToolBar(QCoreApplication.translate("Frame", "Tools"))
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    for name, text in _TOOLS:
        actions[name].setIconText(QCoreApplication.translate("Frame", text))
        bar.addAction(actions[name])
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.insertWidget(actions["models"], space)
    bar.insertWidget(actions["models"], chooser)


def fill_status_bar(window: QMainWindow) -> None:
    """Put the notice where no message can cover it."""
    notice = QLabel(RESEARCH_NOTICE)
    notice.setObjectName("research")
    window.statusBar().addPermanentWidget(notice)
    window.statusBar().setSizeGripEnabled(False)
