"""Brightness, contrast and gamma as sliders, for the mouse."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSlider, QWidget

from fundusviewer.gui.text.formatting import number, signed_percent
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.basic import PlainLabel
from fundusviewer.imaging.display import GAMMA_LIMITS, DisplaySettings

_NAMES = ("brightness", "contrast", "gamma")

#: Steps of a slider to either side, and its width in logical pixels.
_STEPS, _WIDTH = 50, 180


class ToneSliders(QWidget):
    """Shows the tone and lets it be dragged.

    Signals
    -------
    moved(str, float)
        Brightness, contrast or gamma, by its name in :class:`.DisplaySettings`, and its value.
    """

    moved = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sliders = {name: QSlider(Qt.Orientation.Horizontal) for name in _NAMES}
        self._captions = {name: PlainLabel() for name in _NAMES}
        self._values = {name: PlainLabel() for name in _NAMES}
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 4, 12, 6)
        grid.setHorizontalSpacing(10)
        for row, (name, slider) in enumerate(self.sliders.items()):
            slider.setRange(-_STEPS, _STEPS)
            slider.setPageStep(_STEPS // 5)
            slider.setMinimumWidth(_WIDTH)
            slider.valueChanged.connect(lambda step, name=name: self._tell(name, step))
            self._values[name].setMinimumWidth(48)
            for column, part in enumerate((self._captions[name], slider, self._values[name])):
                grid.addWidget(part, row, column)
        on_language_changed(self._say)
        self.show_tone(DisplaySettings())

    def show_tone(self, display: DisplaySettings) -> None:
        """Show how photographs are shown."""
        values = (display.brightness, display.contrast, _step_of_gamma(display.gamma))
        for name, value in zip(_NAMES, values, strict=True):
            with QSignalBlocker(self.sliders[name]):
                self.sliders[name].setValue(round(_STEPS * value))
        self._values["brightness"].setText(signed_percent(display.brightness))
        self._values["contrast"].setText(signed_percent(display.contrast))
        self._values["gamma"].setText(number(display.gamma, 2))

    def _tell(self, name: str, step: int) -> None:
        share = step / _STEPS
        self.moved.emit(name, GAMMA_LIMITS[1] ** share if name == "gamma" else share)

    def _say(self) -> None:
        names = (self.tr("Brightness"), self.tr("Contrast"), self.tr("Gamma"))
        for name, text in zip(_NAMES, names, strict=True):
            self._captions[name].setText(text)
            self.sliders[name].setAccessibleName(text)


def _step_of_gamma(gamma: float) -> float:
    """Return -1 to 1 for the limits of gamma, which are each other's reciprocals."""
    return math.log(gamma) / math.log(GAMMA_LIMITS[1])
