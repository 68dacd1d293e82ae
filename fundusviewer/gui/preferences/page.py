"""What the pages of the settings dialog have in common."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QVBoxLayout, QWidget

from fundusviewer.gui.widgets.basic import label


class Page(QWidget):
    """Rows of choices below one another.

    Whatever is chosen applies at once; a page has nothing to write when the dialog is closed.
    """

    #: What stands on the tab.
    title: str

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 20, 20, 20)
        self.column.setSpacing(12)

    def refresh(self) -> None:
        """Show what is chosen now."""
        raise NotImplementedError

    def finish(self) -> None:
        """Apply what is still being typed: the dialog is closed or another page shown."""

    def add_form(self) -> QFormLayout:
        """Add rows of captions and controls."""
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        self.column.addLayout(form)
        return form

    def add_remark(self, text: str) -> None:
        """Add a sentence that explains what is above it."""
        self.column.addWidget(label(text, name="muted"))


def choose(box: QComboBox, value: object) -> None:
    """Show a choice without telling anybody."""
    with QSignalBlocker(box):
        box.setCurrentIndex(box.findData(value))


def tick(box: QCheckBox, on: bool) -> None:
    """Tick a box without telling anybody."""
    with QSignalBlocker(box):
        box.setChecked(on)
