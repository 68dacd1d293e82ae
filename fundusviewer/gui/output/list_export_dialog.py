"""Which photographs of the list are written, and in which format."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.commands.export_actions import format_title
from fundusviewer.gui.text.translation import SOURCE, chosen
from fundusviewer.gui.widgets.basic import label
from fundusviewer.reporting import ExportFormat


class ExportDialog(QDialog):
    """Choices before a file is written.

    Parameters
    ----------
    form
        The format of the file.
    listed, selected
        How many photographs are in the list, and how many of them are selected.
    hidden
        Whether the network's answers are hidden in the list: the file would show them.

    Signals
    -------
    previewing()
        The pages are to be looked at, before they are printed or written.
    """

    previewing = Signal()

    def __init__(
        self,
        form: ExportFormat,
        listed: int,
        selected: int,
        *,
        hidden: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(format_title(form))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.all = QRadioButton(self.tr("&All %n photographs of the list", "", listed))
        self.some = QRadioButton(self.tr("The %n &selected", "", selected))
        group = QButtonGroup(self)
        for button in (self.all, self.some):
            group.addButton(button)
        self.some.setEnabled(selected > 0)
        (self.some if selected > 1 else self.all).setChecked(True)
        self.personal = QCheckBox(self.tr("With &personal data"))
        explained = label(
            self.tr("Patients, dates, notes, names of files and who reviewed."), name="muted"
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("&Write…"))
        if form.is_for_people:
            preview = QPushButton(self.tr("Pre&view and print…"))
            preview.clicked.connect(self._preview)
            buttons.addButton(preview, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for widget in (self.all, self.some, self.personal, explained):
            layout.addWidget(widget)
        if hidden:
            warning = self.tr("The file shows the network's answers that are hidden here.")
            layout.addWidget(label(warning, name="problem"))
        # Columns and field names are for other programs; the report is for people.
        if not form.is_for_people and chosen() != SOURCE:
            layout.addWidget(label(self.tr("The file is written in English."), name="muted"))
        layout.addWidget(buttons)
        self.setMinimumWidth(420)

    def _preview(self) -> None:
        self.previewing.emit()
        self.reject()
