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

from fundusviewer.gui.crash.reporter import CrashReporter, start_logging
from fundusviewer.gui.threads.inference_worker import LoadModel, OpenModels
from fundusviewer.gui.window.main_window import MainWindow

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
    def perform(request: LoadModel, models: OpenModels) -> None:
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


def test_a_second_error_is_added_and_the_same_one_is_not_shown_again(
    qtbot: QtBot, window: MainWindow, hooks: CrashReporter
) -> None:
    def fail() -> None:
        raise RuntimeError("in a repaint")

    for _ in range(2):
        QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: hooks.dialog is not None)
    dialog = hooks.dialog
    assert dialog is not None
    hooks.report(ValueError("a second one"))
    text = dialog.text.toPlainText()
    assert text.count("RuntimeError: in a repaint") == 1
    assert "a second one" in text
    dialog.copy.click()
    assert "a second one" in QApplication.clipboard().text()
    dialog.reject()
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: hooks.dialog is None)
    assert QApplication.activeModalWidget() is None


def test_on_top_of_an_open_dialog(qtbot: QtBot, window: MainWindow, hooks: CrashReporter) -> None:
    """It goes with the dialog below it, and the next error is shown again."""
    window.actions_table["settings"].trigger()
    below = QApplication.activeModalWidget()
    assert below is not None
    hooks.report(ValueError("odd"))
    assert hooks.dialog is not None
    assert hooks.dialog.parentWidget() is below
    below.close()
    qtbot.waitUntil(lambda: hooks.dialog is None)
    hooks.report(ValueError("odd, too"))
    assert hooks.dialog is not None
    hooks.dialog.reject()
