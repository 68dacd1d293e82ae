"""Starts the window."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from fundusviewer import __version__
from fundusviewer.gui.crash.qt_fatal import reporting_qt_fatal
from fundusviewer.gui.crash.reporter import CrashReporter, start_logging
from fundusviewer.gui.threads.allocator import share_memory
from fundusviewer.gui.threads.gc_scheduler import GarbageCollector
from fundusviewer.gui.widgets.fonts import ensure_fonts
from fundusviewer.gui.widgets.icons import app_icon
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.inference.providers import ProviderRequest

#: How long a thread keeps Python to itself while another one waits, in seconds. Python's own 5 ms
#: add up: every call into Qt lets go of Python, and the window waits for it again.
_SWITCH_INTERVAL = 0.0005


class Application(QApplication):
    """Qt's application, which also takes what macOS opens with the program.

    There, photographs that are dropped on the icon or opened with the program do not come as
    arguments but as events, the first ones before there is a window.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self._waiting: list[Path] = []
        self._receiver: Callable[[Sequence[Path]], object] | None = None

    def deliver_to(self, receiver: Callable[[Sequence[Path]], object]) -> None:
        """Hand over what was opened with the program, now and from now on."""
        self._receiver = receiver
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            receiver(waiting)

    def event(self, event: QEvent) -> bool:
        """Take files from the system."""
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        path = Path(event.file())
        if self._receiver is None:
            self._waiting.append(path)
        else:
            self._receiver([path])
        return True


def make_application(arguments: Sequence[str] = ()) -> Application:
    """Return the Qt application with its name, icon, fonts and style."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    share_memory()
    # What was imported stays: a full collection that looks through it stops the window for 40 ms.
    gc.freeze()
    app = Application([sys.argv[0], *arguments])
    GarbageCollector(app)
    app.setApplicationName("FundusViewer")
    app.setApplicationDisplayName("FundusViewer")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("fundusviewer")
    ensure_fonts()
    app.setStyle("Fusion")
    app.setWindowIcon(app_icon())
    return app


def run_window(
    paths: Sequence[Path],
    *,
    model: str | None = None,
    provider: ProviderRequest | None = None,
    database: Path | None = None,
    tell: Callable[[str], object],
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
    database
        Screening database; ``None`` for the one used last.
    tell
        Takes what Qt says before it ends the program for want of a display.

    Returns
    -------
    int
        Exit status.
    """
    with reporting_qt_fatal(tell):
        app = make_application()
    # Python looks at Ctrl-C only between two of its own steps, and the event loop is none.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    start_logging()
    reporter = CrashReporter(app)
    reporter.install()
    # Kept in a name: a window that nobody holds is closed at once.
    window = start_window(
        Theme(app), reporter, paths, model=model, provider=provider, database=database
    )
    QTimer.singleShot(0, GarbageCollector.settle)
    app.deliver_to(window.open_paths)
    status = app.exec()
    del window
    return status


def start_window(
    theme: Theme,
    reporter: CrashReporter,
    paths: Sequence[Path] = (),
    *,
    model: str | None = None,
    provider: ProviderRequest | None = None,
    database: Path | None = None,
) -> MainWindow:
    """Show the window; the photographs are opened once it has been painted."""
    window = MainWindow(
        theme,
        reporter,
        model=model,
        provider=provider,
        database=database,
        # Who names photographs or a database wants to see these.
        resume=not paths and database is None,
    )
    window.show()
    QTimer.singleShot(0, lambda: window.open_paths(list(paths)))
    return window
