"""What stands behind the window's DICOM menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow

from fundusviewer.dicom.settings import NetworkSettings, Peer, load_settings, save_settings
from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.dicom.fhir_sender import FhirSending
from fundusviewer.gui.dicom.network_dialog import NetworkDialog
from fundusviewer.gui.dicom.receiver_node import DicomNode
from fundusviewer.gui.dicom.sender import Order, Sending
from fundusviewer.gui.dicom.tags_dialog import TagDialog
from fundusviewer.gui.state.listing.list_cursor import ListCursor
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.imaging import DicomSource, DicomTag, read_tags, split_frame
from fundusviewer.resources import user_data_dir


class DicomController(QObject):
    """Tags, objects, archive and network, from one menu.

    Parameters
    ----------
    session, cursor
        The window's.
    window
        The window.

    Signals
    -------
    status_message(str)
        A remark that passes.
    notification(str)
        A sentence for the user that stays until it is closed.
    changed()
        The settings of the network are other ones.
    """

    status_message = Signal(str)
    notification = Signal(str)
    changed = Signal()

    def __init__(
        self,
        session: Session,
        cursor: ListCursor,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._session, self._cursor, self._window = session, cursor, window
        # A thread of its own: a node that does not answer must not hold up the others.
        self.background = JobPool(self, threads=1)
        self.node, self.sending = DicomNode(self), Sending(self)
        self.fhir = FhirSending(self)
        self.settings = NetworkSettings()
        self._received: set[Path] = set()
        self._connect()

    @property
    def backgrounds(self) -> tuple[JobPool, ...]:
        """All that works elsewhere."""
        return (
            self.background,
            self.sending.making,
            self.sending.delivering,
            self.fhir.background,
        )

    def connect_actions(self, actions: Actions) -> None:
        """Let the menu act."""
        slots: dict[str, Callable[[], None]] = {
            "dicom_tags": self.show_tags,
            "dicom_fetch": self.fetch,
            "dicom_write": self.write,
            "dicom_send": self.send,
            "fhir_write": self.write_fhir,
            "fhir_send": self.send_fhir,
            "dicom_deidentify": self.deidentify,
            "dicom_network": self.ask_settings,
        }
        for name, slot in slots.items():
            actions[name].triggered.connect(lambda *_, slot=slot: slot())

    def start(self) -> None:
        """Read the settings, and listen and deliver where they say so."""
        self.fhir.start()
        try:
            self._use(load_settings())
        except FundusViewerError as error:
            self.notification.emit(str(error))

    def close(self) -> None:
        """Listen no more and wait for what is being done."""
        self.node.close()
        self.sending.close()
        self.fhir.close()
        self.background.close()

    # -- what the menu does ------------------------------------------------------------------

    def show_tags(self) -> None:
        """Show all that the file of the photograph on screen says."""
        photograph = self._cursor.current
        if photograph is None:
            self.status_message.emit(self.tr("Choose a photograph first"))
            return
        file, _ = split_frame(photograph.path)

        def show(told: tuple[DicomSource, tuple[DicomTag, ...]]) -> None:
            TagDialog(file.name, *told, self._window).open()

        self.background.run(partial(read_tags, file), show, self.notification.emit)

    def write(self) -> None:
        """Ask for a folder and write the selected findings into it."""
        order = self._order()
        if order is None:
            return
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("Folder for the DICOM objects")
        )
        if folder:
            self.sending.write(order, Path(folder))

    def write_fhir(self) -> None:
        """Ask for a folder and write the visits of the selected photographs into it, as FHIR."""
        order = self._order()
        if order is None:
            return
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("Folder for the FHIR bundles")
        )
        if folder:
            self.fhir.write(order, Path(folder))

    def send_fhir(self) -> None:
        """Send the visits of the selected photographs to the FHIR server."""
        order = self._order()
        if order is not None:
            self.fhir.send(order)

    def deidentify(self) -> None:
        """Ask for a folder and write the selected photographs without their patients."""
        order = self._order()
        if order is None:
            return
        folder = QFileDialog.getExistingDirectory(
            self._window, self.tr("Folder for de-identified copies")
        )
        if not folder:
            return
        rows = order.store.rows_at(order.method, order.keys or ())
        files = dict.fromkeys(split_frame(row.path)[0] for row in rows)
        self.sending.deidentify(list(files), Path(folder))

    def send(self) -> None:
        """Send the selected findings to the archive."""
        if self.settings.archive is None:
            self.notification.emit(
                self.tr("No archive is configured. Set one under DICOM → Network.")
            )
            return
        order = self._order()
        if order is not None:
            self.sending.send(order)

    def fetch(self) -> None:
        """Fetch earlier photographs of the patient on screen, and open them."""
        photograph, source = self._cursor.current, self.settings.source
        if source is None:
            self.notification.emit(
                self.tr("No archive to search is configured. Set one under DICOM → Network.")
            )
            return
        if photograph is None:
            self.status_message.emit(self.tr("Choose a photograph first"))
            return
        folder = user_data_dir() / "fetched"
        self.status_message.emit(self.tr("Looking for earlier photographs…"))
        work = partial(_fetched, self.settings.title, source, photograph.path, folder)
        self.background.run(work, self._open_fetched, self.notification.emit)

    def ask_settings(self) -> None:
        """Show the page of the network."""
        # Over the settings dialog, where it was asked for there.
        parent = QApplication.activeModalWidget() or self._window
        dialog = NetworkDialog(self.settings, self._test, parent, fhir=self.fhir.address)
        dialog.accepted.connect(lambda: self._take(dialog.settings))
        dialog.accepted.connect(lambda: self.fhir.choose(dialog.fhir_address))
        dialog.open()

    # -- inside ------------------------------------------------------------------------------

    def _connect(self) -> None:
        for part in (self.node, self.sending, self.fhir):
            part.status_message.connect(self.status_message)
            part.notification.connect(self.notification)
        self.node.arrived.connect(self._open_received)
        self._session.run.ended.connect(self._send_received)

    def _use(self, settings: NetworkSettings) -> None:
        self.settings = settings
        # In this order: both import the network, the second one on a thread of its own, and what
        # one thread has loaded by half Python hands to the other.
        self.node.use(settings)
        self.sending.use(settings)
        self.changed.emit()

    def _take(self, settings: NetworkSettings) -> None:
        try:
            save_settings(settings)
        except FundusViewerError as error:
            self.notification.emit(str(error))
        self._use(settings)

    def _test(self, title: str, peer: Peer, answer: Callable[[str], None]) -> None:
        self.background.run(
            partial(_echoed, title, peer),
            lambda _: answer(self.tr("The connection works.")),
            answer,
        )

    def _order(self) -> Order | None:
        database, model = self._session.database, self._session.model
        keys = [key for key in self._cursor.selected if key > 0]
        if database is None or not keys:
            self.status_message.emit(self.tr("Choose photographs with findings first"))
            return None
        path = None if model is None else model.path
        return Order(database.lists, self._session.method, self._session.pattern, path, keys)

    def _open_received(self, paths: list[Path]) -> None:
        self._received |= {split_frame(path)[0].parent for path in paths}
        self._session.open(paths, choose=self._cursor.current is None)

    def _open_fetched(self, paths: list[Path]) -> None:
        if not paths:
            self.status_message.emit(self.tr("There are no earlier photographs"))
            return
        # Not among the recent files: their names are nobody's business.
        self._session.open(paths)

    def _send_received(self) -> None:
        """Send the findings of received studies, once all that waited has been examined."""
        database, model = self._session.database, self._session.model
        if self.settings.archive is None or database is None or not self._received:
            return
        studies, self._received = self._received, set()
        path = None if model is None else model.path
        for study in sorted(studies):
            method, pattern = self._session.method, self._session.pattern
            self.sending.send(Order(database.lists, method, pattern, path, folder=study))


# The network takes a second to import: in the background, and when it is wanted.


def _echoed(title: str, peer: Peer) -> None:
    from fundusviewer.dicom.network.associate import echo

    echo(title, peer)


def _fetched(title: str, peer: Peer, photograph: Path, folder: Path) -> list[Path]:
    from fundusviewer.dicom.network.fetch import fetch_earlier

    return fetch_earlier(title, peer, photograph, folder)
