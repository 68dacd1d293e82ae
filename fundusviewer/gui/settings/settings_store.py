"""The settings while the window runs; written soon after each change, off the GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.threads.job_pool import JobPool

#: How long after a change the settings are written, in milliseconds.
_SAVE_AFTER = 800


class SettingsStore(QObject):
    """The settings of the running window.

    Signals
    -------
    changed()
        A setting has changed.
    recent_changed()
        The recent files and folders are others.
    notification(str)
        The settings could not be written, and why.
    """

    changed = Signal()
    recent_changed = Signal()
    notification = Signal(str)

    def __init__(
        self, file: SettingsFile, background: JobPool, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._file, self._background = file, background
        loaded = file.load()
        self.settings: Settings = loaded.settings
        self.problem = loaded.problem
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER)
        self._timer.timeout.connect(self._save)

    def update(self, **changes: object) -> None:
        """Change some settings; the names are those of :class:`Settings`."""
        self.settings = self.settings.model_copy(update=changes)
        self._timer.start()
        self.changed.emit()

    def remember_opened(self, paths: Sequence[Path]) -> None:
        """Put files and folders at the head of the recent ones."""
        for path in reversed(paths):
            self.settings = self.settings.with_recent(path.absolute())
        self.update(folder=str(paths[0].absolute().parent))
        self.recent_changed.emit()

    def close(self) -> None:
        """Write the settings now.

        Raises
        ------
        OutputError
            If they cannot be written.
        """
        self._timer.stop()
        self._file.save(self.settings)

    def _save(self) -> None:
        self._background.run(
            partial(self._file.save, self.settings), lambda _: None, self.notification.emit
        )
