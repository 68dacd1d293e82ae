"""The watched folder: what the camera's software writes there is opened once it is complete."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.screening import FolderWatch

#: Milliseconds between two looks into the folder.
_LOOK_EVERY = 1000


class FolderWatcher(QObject):
    """Looks into a folder again and again, off the window's thread.

    Signals
    -------
    arrived(list)
        Files that have become complete.
    """

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A thread of its own: a network drive that does not answer must not hold up the others.
        self.background = JobPool(self, threads=1)
        self.folder: Path | None = None
        self._watch: FolderWatch | None = None
        self._looking: int | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY)
        self._timer.timeout.connect(self.look)

    def watch(self, folder: Path | None) -> None:
        """Watch a folder from now on; ``None`` for none."""
        self.background.drop(self._looking)
        self._looking = None
        self.folder = folder
        self._watch = None if folder is None else FolderWatch((folder.absolute(),))
        if folder is None:
            self._timer.stop()
        else:
            self._timer.start()
            self.look()

    def look(self) -> None:
        """Look now, unless the look before has not ended yet."""
        if self._watch is not None and self._looking is None:
            self._looking = self.background.run(self._watch.look, self._tell)

    def close(self) -> None:
        """Look no more."""
        self._timer.stop()
        self.background.close()

    def _tell(self, complete: list[Path]) -> None:
        self._looking = None
        if complete:
            self.arrived.emit(complete)
