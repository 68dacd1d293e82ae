"""The files with which connections are encrypted."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
)

from fundusviewer.dicom.settings import Tls
from fundusviewer.gui.widgets.basic import label


class TlsFields(QGroupBox):
    """Certificate, key and trusted authorities: one set for all nodes that are encrypted.

    Parameters
    ----------
    tls
        As it is; ``None`` where nothing is encrypted.
    """

    def __init__(self, tls: Tls | None) -> None:
        super().__init__(self.tr("Encryption (TLS)"))
        self._before = tls
        names = {
            "certificate": self.tr("Our certificate"),
            "key": self.tr("Its key"),
            "authorities": self.tr("Trusted authorities"),
        }
        self.fields = {name: QLineEdit() for name in names}
        self.mutual = QCheckBox(self.tr("Both sides show a certificate"))
        self.mutual.setChecked(tls is None or tls.mutual)
        form = QFormLayout()
        for name, caption in names.items():
            field = self.fields[name]
            field.setAccessibleName(caption)
            value = None if tls is None else getattr(tls, name)
            field.setText("" if value is None else str(value))
            button = QToolButton()
            button.setText("…")
            button.setAccessibleName(self.tr("Choose a file: {what}").format(what=caption))
            button.clicked.connect(lambda *_, name=name, caption=caption: self._ask(name, caption))
            row = QHBoxLayout()
            row.addWidget(field, 1)
            row.addWidget(button)
            form.addRow(caption, row)
        layout = QVBoxLayout(self)
        layout.addWidget(
            label(self.tr("PEM files, for all connections that are encrypted."), name="muted")
        )
        layout.addLayout(form)
        layout.addWidget(self.mutual)

    def values(self) -> dict[str, object]:
        """Return what is typed; what is not shown here stays as it was."""
        files = {name: field.text().strip() or None for name, field in self.fields.items()}
        kept = {} if self._before is None else {"server_name": self._before.server_name}
        return {**kept, **files, "mutual": self.mutual.isChecked()}

    def _ask(self, name: str, caption: str) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self,
            caption,
            self.fields[name].text(),
            self.tr("Certificates and keys") + " (*.pem *.crt *.cer *.key)",
        )
        if file:
            self.fields[name].setText(file)
