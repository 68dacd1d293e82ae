"""What happens when something goes wrong that nobody expected: a log, one dialog, and on it goes.

Neither the log nor the dialog may tell who the patient is. File names often do: paths and names
of pictures are taken out of every text.
"""

from __future__ import annotations

import logging
import platform
import re
import sys
import threading
import traceback
from importlib.metadata import PackageNotFoundError, version
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
from fundusviewer.gui.widgets import label
from fundusviewer.imaging import SUFFIXES
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

_PICTURE = "|".join(re.escape(suffix) for suffix in SUFFIXES)
_PRIVATE = re.compile(
    rf"'[^'\n]*(?:[\\/]|{_PICTURE})[^'\n]*'"
    rf'|"[^"\n]*(?:[\\/]|{_PICTURE})[^"\n]*"'
    rf"|[^:'\"\n]*(?:{_PICTURE})\b"
    r"|(?<!\w)(?:[A-Za-z]:)?[\\/][^\s'\":,]+",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(r'^  File ".*?([^\\/"]+[\\/][^\\/"]+)", line')


def without_names(text: str) -> str:
    """Return a text without paths and without names of pictures; source files keep theirs."""
    lines = []
    for text_line in text.splitlines():
        source = _SOURCE_LINE.match(text_line)
        if source:
            rest = text_line[source.end() - len(", line") :]
            lines.append(f'  File "{source.group(1)}"{rest}'.replace('"", line', '", line'))
        else:
            lines.append(_PRIVATE.sub("<file>", text_line))
    return "\n".join(lines)


class _Formatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_names(super().format(record))


def start_logging() -> Path | None:
    """Write warnings and errors to a rotating file; return it, ``None`` where that fails."""
    path = user_data_dir() / "fundusviewer.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger("fundusviewer").addHandler(handler)
    return path


class CrashReporter(QObject):
    """Receives what nobody caught, on any thread; shows one dialog at a time."""

    _raised = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._provider = "none", "none"
        self.dialog: CrashDialog | None = None
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
        self._raised.emit(without_names(text))

    def _show(self, trace: str) -> None:
        if self.dialog is not None:
            return
        self.dialog = CrashDialog(self._report_text(trace), QApplication.activeWindow())
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
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
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(
            label(self.tr("Something went wrong that should not have."), size=1.3, bold=True)
        )
        layout.addWidget(
            label(
                self.tr(
                    "You can go on working. This report says what happened; it names no photo"
                    "graph. Please send it to those who look after the program."
                )
            )
        )
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)


def _versions() -> list[tuple[str, str]]:
    found = []
    for name in _PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found
