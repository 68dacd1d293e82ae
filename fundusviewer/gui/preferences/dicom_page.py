"""What goes over the hospital's network."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from fundusviewer.gui.preferences.page import Page
from fundusviewer.gui.preferences.settings_controller import SettingsController
from fundusviewer.gui.widgets.basic import label


class DicomPage(Page):
    """What is received from whom, where findings go, and the way to change it.

    The fields stand in a dialog of their own: a node that listens or calls is not changed letter
    by letter.
    """

    def __init__(self, choices: SettingsController) -> None:
        super().__init__()
        self.title = self.tr("DICOM")
        self._dicom = choices.dicom
        self.receiving, self.archive, self.source = (label() for _ in range(3))
        form = self.add_form()
        form.addRow(self.tr("Photographs from cameras"), self.receiving)
        form.addRow(self.tr("Findings to an archive"), self.archive)
        form.addRow(self.tr("Earlier photographs"), self.source)
        self.button = QPushButton(self.tr("Change and test connections…"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._dicom.ask_settings)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.add_remark(
            self.tr("Everything is off until you switch it on. Without TLS DICOM is not encrypted.")
        )
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Show what is switched on now."""
        settings = self._dicom.settings
        receiving, off = settings.receiving, self.tr("Off")
        where = self.tr("{title}, listening at {address}, port {port}").format(
            title=settings.title, address=receiving.address, port=receiving.port
        )
        self.receiving.setText(where if receiving.enabled else off)
        self.archive.setText(off if settings.archive is None else str(settings.archive))
        self.source.setText(off if settings.source is None else str(settings.source))
