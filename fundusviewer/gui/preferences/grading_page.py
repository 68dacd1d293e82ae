"""Who grades, and how."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit

from fundusviewer.gui.preferences.page import Page, tick
from fundusviewer.gui.preferences.settings_controller import SettingsController


class GradingPage(Page):
    """The grader's name, grade-blind mode, what reports name."""

    def __init__(self, choices: SettingsController) -> None:
        super().__init__()
        self.title = self.tr("Grading")
        self._choices = choices
        self.grader = QLineEdit()
        self.grader.setAccessibleName(self.tr("Your name"))
        self.blind = QCheckBox(self.tr("Hide the network's &answer until I have graded"))
        self.go_on = QCheckBox(self.tr("&Advance to the next photograph after each grade"))
        self.personal = QCheckBox(self.tr("Reports and tables with &personal data"))
        self.add_form().addRow(self.tr("Your &name"), self.grader)
        self.add_remark(self.tr("It is saved with every grade and note in the database."))
        self.column.addSpacing(6)
        for box, name in (
            (self.blind, "blind"),
            (self.go_on, "go_on"),
            (self.personal, "personal_data"),
        ):
            self.column.addWidget(box)
            box.toggled.connect(lambda on, name=name: choices.set(name, on))
        self.add_remark(
            self.tr(
                "Patients, dates, notes, names of files and who reviewed. You are asked again "
                "before each file is written."
            )
        )
        self.column.addStretch(1)
        self.grader.editingFinished.connect(self.finish)

    def refresh(self) -> None:
        """Show what is chosen now."""
        settings = self._choices.settings
        if not self.grader.hasFocus():
            self.grader.setText(settings.grader)
        tick(self.blind, settings.blind)
        tick(self.go_on, settings.go_on)
        tick(self.personal, settings.personal_data)

    def finish(self) -> None:
        """Take the name that is being typed."""
        name = self.grader.text().strip()
        if name != self._choices.settings.grader:
            self._choices.set("grader", name)
