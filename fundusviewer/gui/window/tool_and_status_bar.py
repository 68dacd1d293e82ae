"""The window's edges: the tool bar above, the status bar below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMainWindow, QSizePolicy, QToolBar, QWidget

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP
from fundusviewer.gui.threads.inference_worker import LoadedModel
from fundusviewer.gui.widgets.basic import PlainLabel
from fundusviewer.overlay import RESEARCH_NOTICE

#: What stands on the tool bar, shorter than in the menus.
_TOOLS = (
    ("open_photographs", QT_TRANSLATE_NOOP("Frame", "Open")),
    ("open_folder", QT_TRANSLATE_NOOP("Frame", "Folder")),
    ("save_overlay", QT_TRANSLATE_NOOP("Frame", "Save overlay")),
    ("models", QT_TRANSLATE_NOOP("Frame", "Model card")),
)


#: How long a remark stays, in milliseconds.
_REMARK_STAYS = 8000

#: Least width of what stands beside the notice, in logical pixels.
_LEAST_TEXT = 60


def fill_tool_bar(window: QMainWindow, actions: Actions, chooser: QWidget) -> QToolBar:
    """Put opening and saving on the left, the model on the right."""
    bar = window.addToolBar("")
    bar.setMovable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    for name, _ in _TOOLS:
        bar.addAction(actions[name])
    space = QWidget()
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.insertWidget(actions["models"], space)
    bar.insertWidget(actions["models"], chooser)
    return bar


def name_tools(bar: QToolBar, actions: Actions) -> None:
    """Put the tool bar into words."""
    bar.setWindowTitle(QCoreApplication.translate("Frame", "Tools"))
    for name, text in _TOOLS:
        actions[name].setIconText(QCoreApplication.translate("Frame", text))


class StatusBar:
    """The lower edge: what the network runs on, where everything is kept, what is watched.

    The notice stands where no message can cover it.
    """

    def __init__(self, window: QMainWindow) -> None:
        self._bar = window.statusBar()
        self.runs_on, self.database, self.watched = PlainLabel(), PlainLabel(), PlainLabel()
        for text in (self.runs_on, self.watched, self.database):
            text.setObjectName("muted")
            text.setContentsMargins(12, 0, 0, 0)
        self._bar.addWidget(self.runs_on)
        for text in (self.watched, self.database):
            self._bar.addPermanentWidget(text)
        # On a small screen they give way to the notice; their tips tell all of it.
        self.runs_on.setMinimumWidth(_LEAST_TEXT)
        self.database.setMinimumWidth(_LEAST_TEXT)
        self.watched.setMinimumWidth(_LEAST_TEXT)
        self.watched.hide()
        self.notice = PlainLabel()
        self.notice.setObjectName("research")
        self.notice.setContentsMargins(12, 0, 0, 0)
        self._bar.addPermanentWidget(self.notice)
        self._bar.setSizeGripEnabled(False)
        self._watched: Path | None = None

    def name(self) -> None:
        """Put what stands still into words."""
        self.notice.setText(translate_message(RESEARCH_NOTICE))
        self.show_watched(self._watched)

    def tell(self, text: str) -> None:
        """Show a remark for a while."""
        self._bar.showMessage(short(translate_message(text)), _REMARK_STAYS)

    def show_runs_on(self, words: str) -> None:
        """Show what the network runs on."""
        self.runs_on.setText(short(words))
        self.runs_on.setToolTip(tip(words))

    def show_database(self, words: str, where: str) -> None:
        """Show where everything is kept."""
        self.database.setText(short(words))
        self.database.setToolTip(tip(where))

    def show_watched(self, folder: Path | None) -> None:
        """Show which folder is watched."""
        self._watched = folder
        self.watched.setVisible(folder is not None)
        if folder is not None:
            text = QCoreApplication.translate("Frame", "Watching {folder}")
            self.watched.setText(short(text.format(folder=folder.name or folder)))
            self.watched.setToolTip(tip(str(folder)))


def runs_on(model: LoadedModel | None) -> str:
    """Return which model runs on what, and why not on something faster."""
    if model is None:
        return ""
    provider = model.provider
    why = f" ({translate_message(provider.fallback_reason)})" if provider.fallback_reason else ""
    return f"{model.card.title} · {provider.name}{why}"
