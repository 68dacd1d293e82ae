"""The settings page of the DICOM network: receiving, sending, searching."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.dicom.kind import Kind
from fundusviewer.dicom.settings import NetworkSettings, Peer, Tls, explain
from fundusviewer.gui.dicom.tls_fields import TlsFields
from fundusviewer.gui.widgets.basic import label, scrolling


class PeerFields(QGroupBox):
    """Name, address, port and encryption of another node, with a button that tests the connection.

    Signals
    -------
    test_wanted(Peer)
        The button was pressed and the fields make sense.
    """

    test_wanted = Signal(object)

    def __init__(self, title: str, remark: str, peer: Peer | None, files: TlsFields) -> None:
        super().__init__(title)
        self._files = files
        self.title_field = _line(self.tr("AE title"), peer.title if peer else "")
        self.host = _line(self.tr("Address"), peer.host if peer else "")
        self.port = _port(peer.port if peer else 104)
        self.encrypted = QCheckBox(self.tr("Encrypted (TLS)"))
        self.encrypted.setChecked(peer is not None and peer.tls is not None)
        self.button = QPushButton(self.tr("Test connection"))
        self.answer = label(name="muted")
        self.button.clicked.connect(self._test)
        form = QFormLayout()
        form.addRow(self.tr("Name (AE title)"), self.title_field)
        form.addRow(self.tr("Address"), self.host)
        form.addRow(self.tr("Port"), self.port)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.answer, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(label(remark, name="muted"))
        layout.addLayout(form)
        layout.addWidget(self.encrypted)
        layout.addLayout(row)

    @property
    def is_empty(self) -> bool:
        """Whether no node is named."""
        return not self.title_field.text().strip() and not self.host.text().strip()

    def values(self) -> dict[str, object] | None:
        """Return what is typed; ``None`` where no node is named."""
        if self.is_empty:
            return None
        return {
            "title": self.title_field.text(),
            "host": self.host.text(),
            "port": self.port.text(),
            "tls": self._files.values() if self.encrypted.isChecked() else None,
        }

    def tell(self, text: str) -> None:
        """Show how the test ended."""
        self.button.setEnabled(True)
        self.answer.setText(text)

    def _test(self) -> None:
        try:
            peer = Peer.model_validate(self.values() or {})
        except ValidationError as error:
            self.answer.setText(explain(error))
            return
        self.button.setEnabled(False)
        self.answer.setText(self.tr("Calling…"))
        self.test_wanted.emit(peer)


class NetworkDialog(QDialog):
    """All settings of the network; nothing is taken over before OK.

    Parameters
    ----------
    settings
        As they are.
    test
        Called with our title, a node, and what is to be called with the answer in words.
    fhir
        Address of the FHIR server; empty for none.
    """

    def __init__(
        self,
        settings: NetworkSettings,
        test: Callable[[str, Peer, Callable[[str], None]], None],
        parent: QWidget | None = None,
        *,
        fhir: str = "",
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("DICOM network"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before, self._test = settings, test
        self.settings: NetworkSettings = settings
        self.title_field = _line(self.tr("Our own name"), settings.title)
        self.fhir = _line(self.tr("FHIR server"), fhir)
        self.fhir.setPlaceholderText("https://fhir.clinic.example/r4")
        self.files = TlsFields(_first_tls(settings))
        self.receiving = self._receiving_box()
        self.archive = PeerFields(
            self.tr("Send findings to an archive"),
            self.tr("To send nothing, leave name and address empty."),
            settings.archive,
            self.files,
        )
        self.kinds = {kind: QCheckBox(text) for kind, text in self._kind_texts().items()}
        for kind, box in self.kinds.items():
            box.setChecked(kind in settings.send)
            # Below one another: side by side they would take the width of the other column.
            self.archive.layout().addWidget(box)  # type: ignore[union-attr]
        self.source = PeerFields(
            self.tr("Look for earlier photographs"),
            self.tr("The archive that is asked for a patient's earlier photographs."),
            settings.source,
            self.files,
        )
        for fields in (self.archive, self.source):
            fields.test_wanted.connect(lambda peer, fields=fields: self._run_test(fields, peer))
        self.problem = label(name="problem")
        self.problem.hide()
        self._lay_out()

    def accept(self) -> None:
        """Take the settings over, unless they make no sense."""
        try:
            self.settings = self._typed()
        except ValidationError as error:
            self.problem.setText(explain(error))
            self.problem.show()
            return
        super().accept()

    @property
    def fhir_address(self) -> str:
        """Address of the FHIR server; empty for none."""
        return self.fhir.text().strip()

    def _receiving_box(self) -> QGroupBox:
        now = self._before.receiving
        box = QGroupBox(self.tr("Receive photographs from cameras"))
        box.setCheckable(True)
        box.setChecked(now.enabled)
        self.address = _line(self.tr("Address of this computer"), now.address)
        self.port = _port(now.port)
        self.callers = _line(self.tr("Cameras that may send"), ", ".join(now.callers))
        self.callers.setPlaceholderText(self.tr("AE titles, with commas between them"))
        self.keep = QCheckBox(self.tr("Keep patient IDs and dates in the database"))
        self.keep.setToolTip(self.tr("Otherwise pseudonyms are saved instead"))
        self.keep.setChecked(self._before.keep_identity)
        form = QFormLayout(box)
        form.addRow(self.tr("Address of this computer"), self.address)
        form.addRow(self.tr("Port"), self.port)
        form.addRow(self.tr("Cameras that may send"), self.callers)
        self.encrypted = QCheckBox(self.tr("Encrypted (TLS)"))
        self.encrypted.setChecked(now.tls is not None)
        form.addRow(self.encrypted)
        return box

    def _kind_texts(self) -> dict[Kind, str]:
        return {
            Kind.REPORT: self.tr("Finding as numbers and codes (structured report)"),
            Kind.PICTURE: self.tr("Photograph with label and heat map"),
            Kind.MARKS: self.tr("Readers' marks, for viewers (presentation state)"),
            Kind.DOCUMENT: self.tr("Printed report (PDF)"),
        }

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        own = QFormLayout()
        own.addRow(self.tr("Our own name (AE title)"), self.title_field)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addLayout(own)
        left.addWidget(self.receiving)
        left.addWidget(self.keep)
        left.addWidget(self.files)
        server = QFormLayout()
        server.addRow(self.tr("FHIR server"), self.fhir)
        left.addLayout(server)
        left.addStretch(1)
        right.addWidget(self.archive)
        right.addWidget(self.source)
        right.addStretch(1)
        fields = QWidget()
        columns = QHBoxLayout(fields)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setSpacing(18)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 12)
        layout.setSpacing(10)
        layout.addWidget(
            label(
                self.tr(
                    "Everything is off until you switch it on. Without TLS DICOM is not encrypted: "
                    "use it inside the hospital's network."
                )
            )
        )
        layout.addWidget(scrolling(fields, self.windowTitle()), 1)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self.resize(900, 700)

    def _run_test(self, fields: PeerFields, peer: Peer) -> None:
        self._test(self.title_field.text().strip(), peer, fields.tell)

    def _typed(self) -> NetworkSettings:
        receiving = {
            **self._before.receiving.model_dump(),
            "enabled": self.receiving.isChecked(),
            "address": self.address.text(),
            "port": self.port.text(),
            "callers": [name.strip() for name in self.callers.text().split(",") if name.strip()],
            "tls": self.files.values() if self.encrypted.isChecked() else None,
        }
        return NetworkSettings.model_validate(
            {
                **self._before.model_dump(),
                "title": self.title_field.text(),
                "receiving": receiving,
                "archive": self.archive.values(),
                "send": [kind for kind, box in self.kinds.items() if box.isChecked()],
                "source": self.source.values(),
                "keep_identity": self.keep.isChecked(),
            }
        )


def _first_tls(settings: NetworkSettings) -> Tls | None:
    """Return what is said of encryption, wherever it is."""
    places = (settings.receiving, settings.archive, settings.source)
    return next((one.tls for one in places if one is not None and one.tls is not None), None)


def _line(name: str, text: str) -> QLineEdit:
    field = QLineEdit(text)
    field.setAccessibleName(name)
    field.setMaxLength(400)
    return field


def _port(value: int) -> QLineEdit:
    field = QLineEdit(str(value))
    field.setAccessibleName(QCoreApplication.translate("NetworkDialog", "Port"))
    field.setValidator(QIntValidator(1, 65535, field))
    return field
