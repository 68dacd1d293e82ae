"""Where everything is kept, and what the names of files tell."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from fundusviewer.gui.preferences.page import Page
from fundusviewer.gui.preferences.settings_controller import SettingsController
from fundusviewer.gui.widgets.basic import PlainLabel, label
from fundusviewer.gui.worklist.name_pattern_editor import PatternEditor
from fundusviewer.resources import user_data_dir


class FilesPage(Page):
    """Database, data folder, pattern of file names."""

    def __init__(self, choices: SettingsController) -> None:
        super().__init__()
        self.title = self.tr("Files")
        self._choices = choices
        self.database = label()
        self.open = QPushButton(self.tr("&Open another…"))
        self.new = QPushButton(self.tr("Ne&w…"))
        self.default = QPushButton(self.tr("Open &default"))
        self.folder = QPushButton(self.tr("Open the data &folder"))
        self.editor = PatternEditor(choices.settings.name_pattern, choices.some_paths)
        self._lay_out()
        databases = choices.databases
        self.open.clicked.connect(databases.ask)
        self.new.clicked.connect(databases.ask_new)
        self.default.clicked.connect(databases.open_default)
        self.folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(user_data_dir())))
        )
        self.editor.edited.connect(self._set_pattern)

    def refresh(self) -> None:
        """Show what is chosen now."""
        databases = self._choices.databases
        self.database.setText(databases.tip or databases.words)
        pattern = self._choices.settings.name_pattern
        if self.editor.is_pattern and self.editor.text != pattern:
            self.editor.pattern.setCurrentText(pattern)

    def _lay_out(self) -> None:
        form = self.add_form()
        form.addRow(self.tr("Database"), self.database)
        form.addRow("", _row(self.open, self.new, self.default))
        form.addRow(self.tr("Data folder"), label(str(user_data_dir())))
        form.addRow("", _row(self.folder))
        self.add_remark(self.tr("Settings, log and your own models are in the data folder."))
        self.column.addSpacing(6)
        heading = PlainLabel(self.tr("&Patients from file names"))
        heading.setObjectName("heading")
        heading.setBuddy(self.editor.pattern)
        self.column.addWidget(heading)
        self.column.addWidget(self.editor, 1)

    def _set_pattern(self, is_pattern: bool) -> None:
        if is_pattern and self.editor.text != self._choices.settings.name_pattern:
            self._choices.set("name_pattern", self.editor.text)


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
