"""How the window and the heat map look."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QSlider

from fundusviewer.gui.preferences.page import Page, choose, tick
from fundusviewer.gui.preferences.settings_controller import SettingsController
from fundusviewer.gui.settings.schema import THEME_CHOICES
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP
from fundusviewer.gui.viewer.graphics_memory import forget_failure
from fundusviewer.overlay import PALETTES

translate = QCoreApplication.translate

_THEMES = {
    "system": QT_TRANSLATE_NOOP("DisplayPage", "As the system"),
    "light": QT_TRANSLATE_NOOP("DisplayPage", "Light"),
    "dark": QT_TRANSLATE_NOOP("DisplayPage", "Dark"),
}
_PALETTES = {
    "viridis": QT_TRANSLATE_NOOP("DisplayPage", "Blue, green, yellow (viridis)"),
    "cividis": QT_TRANSLATE_NOOP("DisplayPage", "Blue, grey, yellow (cividis)"),
    "magma": QT_TRANSLATE_NOOP("DisplayPage", "Black, violet, yellow (magma)"),
    "grey": QT_TRANSLATE_NOOP("DisplayPage", "Black to white"),
}
_SWATCH = QSize(96, 14)


class DisplayPage(Page):
    """Theme, language, heat map."""

    def __init__(self, choices: SettingsController) -> None:
        super().__init__()
        self.title = self.tr("Display")
        self._choices = choices
        self.themes, self.languages, self.palettes = QComboBox(), QComboBox(), QComboBox()
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.heatmap = QCheckBox(self.tr("Show the &heat map"))
        self.contours = QCheckBox(self.tr("Outline the hottest &regions"))
        self.healthy = QCheckBox(self.tr("Also where &no retinopathy was found"))
        self.graphics = QCheckBox(self.tr("Draw photographs on the graphics &card"))
        self._fill()
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Show what is chosen now."""
        settings = self._choices.settings
        choose(self.themes, settings.theme)
        choose(self.languages, settings.language)
        choose(self.palettes, settings.palette)
        tick(self.heatmap, settings.heatmap)
        tick(self.contours, settings.contours)
        tick(self.healthy, settings.healthy_heatmap)
        tick(self.graphics, settings.graphics_card)
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(settings.opacity * 100))

    def _fill(self) -> None:
        for theme in THEME_CHOICES:
            self.themes.addItem(translate("DisplayPage", _THEMES[theme]), theme)
        for code, name in self._choices.languages():
            self.languages.addItem(name, code)
        self.palettes.setIconSize(_SWATCH)
        for palette, text in _PALETTES.items():
            self.palettes.addItem(
                _swatch(PALETTES[palette]), translate("DisplayPage", text), palette
            )
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)

    def _lay_out(self) -> None:
        form = self.add_form()
        for caption, control in (
            (self.tr("&Theme"), self.themes),
            (self.tr("&Language"), self.languages),
        ):
            form.addRow(caption, control)
            control.setAccessibleName(caption.replace("&", ""))
        self.column.addSpacing(6)
        for box in (self.heatmap, self.contours, self.healthy):
            self.column.addWidget(box)
        self.add_remark(
            self.tr(
                "The heat map of a healthy retina shows what supports “no retinopathy”, and can "
                "be mistaken for disease."
            )
        )
        form = self.add_form()
        form.addRow(self.tr("&Colours"), self.palettes)
        form.addRow(self.tr("&Opacity"), self.opacity)
        self.palettes.setAccessibleName(self.tr("Colours of the heat map"))
        self.opacity.setAccessibleName(self.tr("Opacity of the heat map"))
        self.column.addSpacing(6)
        self.column.addWidget(self.graphics)
        self.add_remark(
            self.tr(
                "From the next start on, where there is one that draws as the processor does; "
                "otherwise the processor draws."
            )
        )
        self.column.addStretch(1)

    def _connect(self) -> None:
        choices = self._choices
        for box, name in (
            (self.themes, "theme"),
            (self.languages, "language"),
            (self.palettes, "palette"),
        ):
            box.activated.connect(
                lambda row, box=box, name=name: choices.set(name, box.itemData(row))
            )
        self.opacity.valueChanged.connect(lambda value: choices.set("opacity", value / 100))
        for tickable, name in (
            (self.heatmap, "heatmap"),
            (self.contours, "contours"),
            (self.healthy, "healthy_heatmap"),
            (self.graphics, "graphics_card"),
        ):
            tickable.toggled.connect(lambda on, name=name: choices.set(name, on))
        # Who chooses it again lets a card be tried that once ended the program.
        self.graphics.toggled.connect(lambda on: forget_failure() if on else None)


def _swatch(colours: np.ndarray) -> QIcon:
    row = np.ascontiguousarray(colours)
    image = QImage(row.data, len(row), 1, 3 * len(row), QImage.Format.Format_RGB888)
    pixmap = QPixmap.fromImage(image)
    return QIcon(pixmap.scaled(_SWATCH, mode=Qt.TransformationMode.SmoothTransformation))
