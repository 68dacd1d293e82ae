"""Asks how the names of files tell patient, eye and date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from fundusviewer.gui.worklist.name_pattern_editor import PatternEditor


class PatternDialog(QDialog):
    """A pattern that counts once it is accepted."""

    def __init__(self, pattern: str, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Patients from file names"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.editor = PatternEditor(pattern, paths)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.editor.edited.connect(
            self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.editor)
        layout.addWidget(self.buttons)
        self.resize(680, 420)

    @property
    def text(self) -> str:
        """The pattern."""
        return self.editor.text
