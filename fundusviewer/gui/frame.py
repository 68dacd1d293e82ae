"""The window's edges: the tool bar above, the status bar below."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QMainWindow, QSizePolicy, QWidget

from fundusviewer.gui.actions import Actions
from fundusviewer.gui.engine import LoadedModel
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


def fill_status_bar(window: QMainWindow) -> QLabel:
    """Put the notice where no message can cover it; returns the label on the left."""
    left = QLabel()
    left.setObjectName("muted")
    left.setContentsMargins(12, 0, 0, 0)
    window.statusBar().addWidget(left)
    notice = QLabel(RESEARCH_NOTICE)
    notice.setObjectName("research")
    window.statusBar().addPermanentWidget(notice)
    window.statusBar().setSizeGripEnabled(False)
    return left


def runs_on(model: LoadedModel | None) -> str:
    """Return which model runs on what, and why not on something faster."""
    if model is None:
        return ""
    provider = model.provider
    why = f" ({provider.fallback_reason})" if provider.fallback_reason else ""
    return f"{model.card.title} · {provider.name}{why}"
