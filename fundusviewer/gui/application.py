"""Starts the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from fundusviewer import __version__
from fundusviewer.gui.crash import CrashReporter, start_logging
from fundusviewer.gui.icons import app_icon
from fundusviewer.gui.main_window import MainWindow
from fundusviewer.gui.theme import Theme
from fundusviewer.inference.providers import ProviderRequest


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """Return the Qt application with its name, icon and style."""
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("FundusViewer")
    app.setApplicationDisplayName("FundusViewer")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("fundusviewer")
    app.setStyle("Fusion")
    app.setWindowIcon(app_icon())
    return app


def run_window(
    paths: Sequence[Path],
    *,
    model: str | None = None,
    provider: ProviderRequest | None = None,
) -> int:
    """Show the window with photographs and folders in it; returns when it is closed.

    Parameters
    ----------
    paths
        Opened as if they had been dropped.
    model
        Name or file; ``None`` for the one used last.
    provider
        ``None`` for the one used last.

    Returns
    -------
    int
        Exit status.
    """
    app = make_application()
    start_logging()
    reporter = CrashReporter(app)
    reporter.install()
    window = MainWindow(Theme(app), reporter, model=model, provider=provider)
    window.show()
    # After the first painting, so that the window is there at once.
    QTimer.singleShot(0, lambda: window.open_paths(list(paths)))
    return app.exec()
