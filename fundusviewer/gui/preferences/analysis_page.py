"""Which network examines, and what it runs on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QSpinBox

from fundusviewer.gui.ml_models.model_chooser import ModelChooser
from fundusviewer.gui.preferences.page import Page, tick
from fundusviewer.gui.preferences.settings_controller import SettingsController
from fundusviewer.gui.settings.schema import MAX_THREADS
from fundusviewer.gui.widgets.basic import label


class AnalysisPage(Page):
    """Model, operating point, provider, threads."""

    def __init__(self, choices: SettingsController) -> None:
        super().__init__()
        self.title = self.tr("Network")
        self._choices = choices
        self.chooser = ModelChooser()
        choices.models.connect_chooser(self.chooser)
        self.threads = QSpinBox()
        self.threads.setRange(0, MAX_THREADS)
        self.threads.setSpecialValueText(self.tr("Automatic"))
        self.threads.setAccessibleName(self.tr("Threads"))
        self.threads.lineEdit().setTextMargins(8, 0, 0, 0)
        # A model is loaded anew: not after each digit.
        self.threads.setKeyboardTracking(False)
        self.threads.valueChanged.connect(lambda count: choices.set("threads", count or None))
        self.folder = QPushButton(self.tr("Open model folder"))
        self.folder.clicked.connect(choices.models.open_folder)
        self.chooser.add_row(self.tr("&Threads"), self.threads)
        self.column.addWidget(self.chooser)
        self.add_remark(
            self.tr(
                "The operating point is the probability of referable disease from which a "
                "photograph is referred. Open photographs are re-evaluated at once."
            )
        )
        self.add_remark(
            self.tr(
                "Fewer threads leave more computing power to other programs; automatic is fast."
            )
        )
        self.lesions = QCheckBox(self.tr("Mark &lesions on every photograph"))
        self.lesions.toggled.connect(lambda on: choices.set("mark_lesions", on))
        self.column.addWidget(self.lesions)
        self.add_remark(
            self.tr(
                "Lesions are marked by a second network. It takes about half a second a photograph "
                "on two processors: a run through a folder takes several times as long. Without "
                "it, Y marks those on the photograph on screen."
            )
        )
        self._add_own_marks()
        self.column.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Show what is chosen now."""
        self._choices.models.show_in(self.chooser)
        with QSignalBlocker(self.threads):
            self.threads.setValue(self._choices.settings.threads or 0)
        tick(self.lesions, self._choices.settings.mark_lesions)
        own = self._choices.settings.own_marks
        names = ", ".join(Path(file).name for file in own)
        self.own_marks.setText(names or self.tr("those of the program"))
        self.own_marks.setToolTip("\n".join(own))
        self.programs_marks.setEnabled(bool(own))

    def _add_own_marks(self) -> None:
        """Add which files find disc and fovea, and mark lesions."""
        self.own_marks = label()
        self.choose_marks = QPushButton(self.tr("Choose…"))
        self.choose_marks.setAccessibleName(
            self.tr("Choose files for optic disc, fovea and lesions")
        )
        self.choose_marks.clicked.connect(self._ask_own_marks)
        self.programs_marks = QPushButton(self.tr("Those of the program"))
        self.programs_marks.clicked.connect(lambda: self._choices.set("own_marks", ()))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.own_marks, 1)
        row.addWidget(self.choose_marks)
        row.addWidget(self.programs_marks)
        self.add_form().addRow(self.tr("Optic disc, fovea, lesions"), row)

    def _ask_own_marks(self) -> None:
        files = self._choices.models.ask_own_marks()
        if files:
            self._choices.set("own_marks", files)

    def finish(self) -> None:
        """Take the number that is being typed."""
        self.threads.interpretText()
