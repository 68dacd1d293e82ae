"""An unexpected exception on any thread: one dialog, a log without names, and on it goes."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fundusviewer.gui.crash import CrashReporter, start_logging, without_names
from fundusviewer.gui.engine import Engine, LoadModel
from fundusviewer.gui.main_window import MainWindow

NAME = "Mrs Smith, 1950-01-01 OS.jpg"


@pytest.fixture
def log_file() -> Iterator[Path]:
    path = start_logging()
    assert path is not None
    yield path
    logger = logging.getLogger("fundusviewer")
    for handler in logger.handlers[:]:
        handler.close()
        logger.removeHandler(handler)


@pytest.fixture
def hooks(reporter: CrashReporter, monkeypatch: pytest.MonkeyPatch) -> CrashReporter:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reporter.install()
    return reporter


def _fail() -> None:
    raise RuntimeError(f"/data/patients/{NAME} is odd")


def _in_gui_thread(window: MainWindow, _: pytest.MonkeyPatch) -> None:
    QTimer.singleShot(0, _fail)


def _in_python_thread(window: MainWindow, _: pytest.MonkeyPatch) -> None:
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()


def _in_background(window: MainWindow, _: pytest.MonkeyPatch) -> None:
    window.background.run(_fail, lambda _: None)


def _in_worker(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def perform(request: LoadModel, engine: Engine) -> None:
        _fail()

    monkeypatch.setattr(LoadModel, "perform", perform)
    assert window.session.model is not None
    window.session.models.choose(window.session.model.path, "cpu")


@pytest.mark.parametrize("fail", [_in_gui_thread, _in_python_thread, _in_background, _in_worker])
def test_one_dialog_and_a_log(
    qtbot: QtBot,
    window: MainWindow,
    hooks: CrashReporter,
    log_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    fail: object,
) -> None:
    assert callable(fail)
    fail(window, monkeypatch)
    qtbot.waitUntil(lambda: hooks.dialog is not None)
    dialog = hooks.dialog
    assert dialog is not None
    text = dialog.text.toPlainText()
    for part in ("FundusViewer", "PySide6", "onnxruntime", "tiny-dr 0.0.1", "CPU", "RuntimeError"):
        assert part in text
    assert "in _fail" in text
    for private in (text, log_file.read_text("utf-8")):
        assert "Smith" not in private
        assert "patients" not in private
    hooks.report(ValueError("a second one"))
    assert hooks.dialog is dialog
    dialog.reject()
    qtbot.waitUntil(lambda: hooks.dialog is None)
    assert window.isVisible()


def test_the_report_can_be_copied(qtbot: QtBot, hooks: CrashReporter) -> None:
    hooks.report(ValueError("odd"))
    dialog = hooks.dialog
    assert dialog is not None
    dialog.copy.click()
    assert "ValueError: odd" in QApplication.clipboard().text()
    dialog.reject()


@pytest.mark.parametrize(
    "text",
    [
        f"[Errno 2] No such file: '/home/doctor/{NAME}'",
        f"OSError: C:\\Users\\doctor\\{NAME}",
        f"ValueError: {NAME}: is odd",
        '  cannot open "D:/Smith/x.PNG" twice',
    ],
)
def test_names_are_taken_out(text: str) -> None:
    clean = without_names(text)
    assert "Smith" not in clean
    assert "doctor" not in clean


def test_source_lines_stay_readable() -> None:
    line = '  File "/home/doctor/fundusviewer/gui/session.py", line 12, in open'
    assert without_names(line) == '  File "gui/session.py", line 12, in open'
