"""The run's own place: how far it is, pausing it, and at its end what became of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.state.run_tally import RunPart, RunState, Tally
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP, on_language_changed
from fundusviewer.gui.widgets.basic import label

translate = QCoreApplication.translate

_MINUTE, _HOUR = 60, 3600


class RunPanel(QWidget):
    """Below the list; hidden where a run has fewer than two photographs.

    Signals
    -------
    part_wanted(RunPart)
        The photographs that a number counts are to be listed.
    pause_wanted(), resume_wanted()
        The run is to stop for a while, or to go on.
    closed()
        The summary has been read.
    """

    part_wanted = Signal(object)
    pause_wanted = Signal()
    resume_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tally = Tally()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.text = label()
        self.pause, self.resume, self.close_button = QPushButton(), QPushButton(), QPushButton()
        self.numbers = {part: _number() for part in RunPart}
        self._lay_out()
        self.pause.clicked.connect(self.pause_wanted)
        self.resume.clicked.connect(self.resume_wanted)
        self.close_button.clicked.connect(self.closed)
        for part, button in self.numbers.items():
            button.clicked.connect(lambda _=False, part=part: self.part_wanted.emit(part))
        self.hide()
        on_language_changed(self._say)

    def show_tally(self, tally: Tally) -> None:
        """Show how far the run is."""
        self._tally = tally
        self.setVisible(tally.total > 1 and tally.state is not RunState.IDLE)
        # A bar paints itself at once, and with it the whole window: it is to wait for the others.
        self.bar.setUpdatesEnabled(False)
        self.bar.setMaximum(max(1, tally.total))
        self.bar.setValue(tally.done)
        self.bar.setUpdatesEnabled(True)
        self.bar.setVisible(tally.state is not RunState.ENDED)
        self.pause.setVisible(tally.state is RunState.RUNNING)
        self.resume.setVisible(tally.state is RunState.PAUSED)
        self.close_button.setVisible(tally.state is RunState.ENDED)
        self._count()

    def _lay_out(self) -> None:
        # One below the other: side by side they would widen the list.
        top, below = QHBoxLayout(), QVBoxLayout()
        top.addWidget(self.text, 1)
        for button in (self.pause, self.resume, self.close_button):
            top.addWidget(button)
        below.setSpacing(0)
        for number in self.numbers.values():
            below.addWidget(number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(6)
        layout.addWidget(self.bar)
        layout.addLayout(top)
        layout.addLayout(below)

    def _count(self) -> None:
        tally = self._tally
        self.text.setText(_STATES[tally.state](tally))
        for part, button in self.numbers.items():
            count = tally.count(part)
            button.setText(translate("RunPanel", _NUMBERS[part]).format(count=count))
            button.setEnabled(count > 0)
            button.setVisible(count > 0 or part is RunPart.EXAMINED)

    def _say(self) -> None:
        self.bar.setAccessibleName(self.tr("Progress"))
        self.pause.setText(self.tr("Pause"))
        self.pause.setToolTip(self.tr("Pause after the current photograph; can be resumed (Esc)"))
        self.resume.setText(self.tr("Resume"))
        self.resume.setToolTip(
            self.tr("Examine the photographs that are not examined yet (Shift+Esc)")
        )
        self.close_button.setText(self.tr("Close"))
        for button in self.numbers.values():
            button.setToolTip(self.tr("List these photographs"))
        self._count()


def _number() -> QToolButton:
    button = QToolButton()
    button.setObjectName("number")
    return button


def _running(tally: Tally) -> str:
    counted = translate("RunPanel", "{done} of {total}").format(done=tally.done, total=tally.total)
    return counted if tally.seconds_left is None else f"{counted} · {_time(tally.seconds_left)}"


def _paused(tally: Tally) -> str:
    counted = translate("RunPanel", "{done} of {total}").format(done=tally.done, total=tally.total)
    return translate("RunPanel", "Paused") + f" · {counted}"


def _ended(tally: Tally) -> str:
    return translate("RunPanel", "Finished: {total} photographs").format(total=tally.total)


def _time(seconds: float) -> str:
    """Return about how long it takes, no more exact than it is known."""
    if seconds < _MINUTE:
        return translate("RunPanel", "less than a minute left")
    if seconds < 2 * _HOUR:
        text, unit = translate("RunPanel", "about {count} min left"), _MINUTE
    else:
        text, unit = translate("RunPanel", "about {count} h left"), _HOUR
    return text.format(count=round(seconds / unit))


_STATES: dict[RunState, Callable[[Tally], str]] = {
    RunState.IDLE: lambda _: "",
    RunState.RUNNING: _running,
    RunState.PAUSED: _paused,
    RunState.ENDED: _ended,
}

_NUMBERS = {
    RunPart.EXAMINED: QT_TRANSLATE_NOOP("RunPanel", "Examined: {count}"),
    RunPart.FAILED: QT_TRANSLATE_NOOP("RunPanel", "Failed: {count}"),
    RunPart.NOT_EXAMINED: QT_TRANSLATE_NOOP("RunPanel", "Not examined: {count}"),
}
