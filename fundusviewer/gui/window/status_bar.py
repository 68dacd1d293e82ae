"""The window's lower edge: what is touched once a year, and the notice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMainWindow

from fundusviewer.gui.text.formatting import percent
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.operating_points import operating_point_label
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.gui.threads.inference_worker import LoadedModel
from fundusviewer.gui.widgets.basic import ElidedButton, PlainLabel
from fundusviewer.inference import OperatingPoint
from fundusviewer.overlay import RESEARCH_NOTICE

#: How long a remark stays, in milliseconds.
_REMARK_STAYS = 8000

#: Least width of what stands beside the notice, in logical pixels.
_LEAST_TEXT = 60


class StatusBar:
    """The lower edge: which network decides, where everything is kept, what is watched.

    Model, operating point and provider are one button, which opens their settings. The notice
    stands where no message can cover it.
    """

    def __init__(self, window: QMainWindow) -> None:
        self._bar = window.statusBar()
        self.runs_on = ElidedButton()
        self.runs_on.setObjectName("statusButton")
        self.runs_on.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        #: Who reads in a programme; opens the choice.
        self.reader = ElidedButton()
        self.reader.setObjectName("statusButton")
        self.reader.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reader.hide()
        self.database, self.watched = PlainLabel(), PlainLabel()
        for text in (self.watched, self.database):
            text.setObjectName("muted")
            text.setContentsMargins(12, 0, 0, 0)
        self._bar.addWidget(self.runs_on, 1)
        self._bar.addPermanentWidget(self.reader)
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

    def show_search(self, found: int) -> None:
        """Show how many photographs were found so far; -1: all that there are."""
        if found < 0:
            self._bar.clearMessage()
            return
        text = QCoreApplication.translate("Frame", "Looking for photographs: {count} so far…")
        self._bar.showMessage(text.format(count=found))

    def show_runs_on(self, words: str, why: str) -> None:
        """Show which network decides, and say more in a tip."""
        self.runs_on.setText(short(words))
        change = QCoreApplication.translate("Frame", "Click to change it in the settings")
        self.runs_on.setToolTip(tip("\n".join(part for part in (why, change) if part)))

    def show_reader(self, words: str) -> None:
        """Show who reads; nothing without a programme."""
        self.reader.setVisible(bool(words))
        self.reader.setText(short(words))
        self.reader.setToolTip(
            QCoreApplication.translate("Frame", "Who reads, in which role; click to change it")
        )

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


def runs_on(model: LoadedModel | None, point: OperatingPoint | None) -> tuple[str, str]:
    """Return model, operating point and provider in one line, and why it is this one."""
    if model is None:
        return QCoreApplication.translate("Frame", "No model"), ""
    parts = [model.card.title, model.provider.name]
    if point is not None:
        parts.insert(1, f"{operating_point_label(point.name)} ({percent(point.threshold, 0)})")
    why = translate_message(model.provider.reason or "")
    words = " \N{MIDDLE DOT} ".join(parts)
    return words, "\n".join(part for part in (words, why) if part)
