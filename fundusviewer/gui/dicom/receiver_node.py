"""The window as a DICOM node: what a camera sends is opened like every other photograph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.dicom.settings import NetworkSettings
from fundusviewer.errors import FundusViewerError
from fundusviewer.screening import find_photographs

if TYPE_CHECKING:
    from fundusviewer.dicom.network.receive import Receiver

#: Milliseconds in which arrivals are collected, so that a study is opened at once.
_COLLECT = 300


class DicomNode(QObject):
    """Listens while the settings say so; tells on the window's thread.

    Signals
    -------
    arrived(list)
        Photographs that are on the disk.
    notification(str)
        Why it cannot listen.
    status_message(str)
        Where it listens.
    """

    arrived = Signal(object)
    notification = Signal(str)
    status_message = Signal(str)
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._receiver: Receiver | None = None
        self._waiting: list[Path] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_COLLECT)
        self._timer.timeout.connect(self._tell)
        # Emitted on pynetdicom's threads, received on the window's.
        self._came.connect(self._collect)

    @property
    def is_listening(self) -> bool:
        """Whether cameras can send."""
        return self._receiver is not None

    def use(self, settings: NetworkSettings) -> None:
        """Listen as the settings say, or not at all."""
        self.close()
        if not settings.receiving.enabled:
            return
        # Half a second that nobody waits for who receives nothing.
        from fundusviewer.dicom.network.receive import Receiver

        receiver = Receiver(settings.title, settings.receiving, self._came.emit)
        try:
            receiver.start()
        except FundusViewerError as error:
            self.notification.emit(str(error))
            return
        self._receiver = receiver
        self.status_message.emit(
            self.tr("{title} receives at {address}, port {port}").format(
                title=settings.title, address=settings.receiving.address, port=receiver.port
            )
        )

    def close(self) -> None:
        """Listen no more."""
        if self._receiver is not None:
            self._receiver.close()
            self._receiver = None

    def _collect(self, path: Path) -> None:
        self._waiting.append(path)
        if not self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        paths, self._waiting = self._waiting, []
        self.arrived.emit(find_photographs(paths))
