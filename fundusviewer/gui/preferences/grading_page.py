"""Who grades, and how."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from fundusviewer.grading.schemes import SCHEMES
from fundusviewer.gui.preferences.page import Page, choose, tick
from fundusviewer.gui.preferences.settings_controller import SettingsController
from fundusviewer.gui.text.message_translation import translate_message


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
        self.clinic = QLineEdit()
        self.clinic.setAccessibleName(self.tr("Clinic"))
        self.scheme, self.fields = QComboBox(), QComboBox()
        self.scheme.setAccessibleName(self.tr("Scheme of the grading form"))
        self.fields.setAccessibleName(self.tr("Photographs of each eye"))
        for scheme in SCHEMES:
            self.scheme.addItem(translate_message(scheme.title), scheme.name)
        self.fields.addItem(self.tr("One: the macula"), 1)
        self.fields.addItem(self.tr("Two: macula and optic disc"), 2)
        form = self.add_form()
        form.addRow(self.tr("Your &name"), self.grader)
        form.addRow(self.tr("&Clinic"), self.clinic)
        form.addRow(self.tr("&Scheme of the grading form"), self.scheme)
        form.addRow(self.tr("&Photographs of each eye"), self.fields)
        self.add_remark(
            self.tr(
                "Your name is saved with every grade and note in the database. The clinic's stands "
                "on printed reports."
            )
        )
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
        for field in (self.grader, self.clinic):
            field.editingFinished.connect(self.finish)
        for choice, name in ((self.scheme, "scheme"), (self.fields, "fields")):
            choice.activated.connect(
                lambda _, box=choice, name=name: choices.set(name, box.currentData())
            )

    def refresh(self) -> None:
        """Show what is chosen now."""
        settings = self._choices.settings
        if not self.grader.hasFocus():
            self.grader.setText(settings.grader)
        if not self.clinic.hasFocus():
            self.clinic.setText(settings.clinic)
        choose(self.scheme, settings.scheme)
        choose(self.fields, settings.fields)
        tick(self.blind, settings.blind)
        tick(self.go_on, settings.go_on)
        tick(self.personal, settings.personal_data)

    def finish(self) -> None:
        """Take the names that are being typed."""
        for field, name in ((self.grader, "grader"), (self.clinic, "clinic")):
            text = field.text().strip()
            if text != getattr(self._choices.settings, name):
                self._choices.set(name, text)
