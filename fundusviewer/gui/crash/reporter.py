"""What happens when something goes wrong that nobody expected: a log, one dialog, and on it goes.

Neither the log nor the dialog may tell who the patient is (:mod:`.redaction`).
"""

from __future__ import annotations

import logging
import os
import platform
import sys
import threading
import traceback
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from fundusviewer import __version__
from fundusviewer.gui.crash.redaction import scrubbed
from fundusviewer.gui.widgets.basic import label
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_data_dir

log = logging.getLogger(__name__)

_LOG_BYTES, _LOG_FILES = 512_000, 3
_PACKAGES = (
    "PySide6-Essentials",
    "onnxruntime",
    "onnxruntime-gpu",
    "numpy",
    "opencv-python-headless",
    "pillow",
)


class _PrivateFile(RotatingFileHandler):
    """A log for this user alone: it may name folders."""

    def _open(self) -> TextIOWrapper:
        def opener(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return open(self.baseFilename, "a", encoding=self.encoding, opener=opener)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))


def start_logging() -> Path | None:
    """Write warnings and errors to a rotating file; return it, ``None`` where that fails."""
    path = user_data_dir() / "fundusviewer.log"
    try:
        make_private_folder(path.parent)
        handler = _PrivateFile(
            path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger("fundusviewer").addHandler(handler)
    return path


class CrashReporter(QObject):
    """Receives what nobody caught, on any thread; shows one dialog at a time.

    What happens while the dialog is open is added to it. An error that was shown already is only
    logged: one that comes back with every repaint would leave no time to work.
    """

    _raised = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._provider = "none", "none"
        self.dialog: CrashDialog | None = None
        self._shown: set[str] = set()
        # Emitted on any thread, received on the GUI thread.
        self._raised.connect(self._show)

    def install(self) -> None:
        """Take the place of Python's hooks."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._hook(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )

    def describe(self, model: str, provider: str) -> None:
        """Say what was in use, for the report."""
        self._model, self._provider = model, provider

    def report(self, error: BaseException) -> None:
        """Log an error and show the dialog."""
        self._hook(type(error), error, error.__traceback__)

    def _hook(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.error("unexpected error", exc_info=(kind, error, trace))
        text = "".join(traceback.format_exception(kind, error, trace))
        self._raised.emit(scrubbed(text))

    def _show(self, trace: str) -> None:
        if trace in self._shown:
            return
        self._shown.add(trace)
        if self.dialog is not None:
            self.dialog.add(trace)
            return
        # On top of whatever is open, so that it can be seen and closed.
        parent = QApplication.activeModalWidget() or QApplication.activeWindow()
        self.dialog = CrashDialog(self._report_text(trace), parent)
        self.dialog.finished.connect(self._forget)
        # It goes with the dialog below it.
        self.dialog.destroyed.connect(self._lose)
        self.dialog.open()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _lose(self) -> None:
        self.dialog = None

    def _report_text(self, trace: str) -> str:
        lines = [
            f"FundusViewer {__version__}",
            f"Python {platform.python_version()} on {platform.platform()}",
            *(f"{name} {number}" for name, number in _versions()),
            f"Model: {self._model}",
            f"Runs on: {self._provider}",
            "",
            trace,
        ]
        return "\n".join(lines)


class CrashDialog(QDialog):
    """One text to copy."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Unexpected error"))
        self.resize(720, 460)
        self.text = QPlainTextEdit(text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Report"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(label(self.tr("An unexpected error has occurred."), size=1.3, bold=True))
        layout.addWidget(
            label(
                self.tr(
                    "You can continue working. This report describes what happened; it contains "
                    "no photograph's name. Please send it to the developers."
                )
            )
        )
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)

    def add(self, trace: str) -> None:
        """Add what happened since."""
        self.text.appendPlainText(f"\n{trace}")

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())


def _versions() -> list[tuple[str, str]]:
    found = []
    for name in _PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found
