"""The window with a tiny model, and photographs to open in it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import shiboken6

pytest.importorskip("onnxruntime")
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import fundusviewer.inference.library as library_module
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.threads.gc_scheduler import GarbageCollector
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import read_image
from fundusviewer.resources import asset, user_models_dir
from tests.gui.steps import is_idle
from tests.helpers.models import write_model
from tests.helpers.waiting import PatientBot

MakeWindow = Callable[..., MainWindow]
KeepWindow = Callable[[MainWindow], MainWindow]


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Return pytest-qt's bot with more patience."""
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _only_the_users_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the bundled models out: the tests bring tiny ones."""
    monkeypatch.setattr(library_module, "bundled_models_dir", lambda: tmp_path / "bundled")


@pytest.fixture(autouse=True)
def _collect_here(qapp: QApplication) -> Iterator[None]:
    """Collect closed windows on the GUI thread, as the program does, and after every test.

    Hundreds of tests hold sentences against each other and had no window.
    """
    collector = GarbageCollector(qapp)
    yield
    had_windows = bool(qapp.topLevelWidgets())
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if had_windows:
        gc.collect()
    shiboken6.delete(collector)


@pytest.fixture
def models() -> Path:
    """Return the user's model folder with a model that says grade 2 with 83 %."""
    user_models_dir().mkdir(parents=True)
    write_model(user_models_dir() / "tiny.onnx")
    return user_models_dir()


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp)
    yield theme
    theme.deleteLater()


@pytest.fixture
def reporter(qapp: QApplication) -> Iterator[CrashReporter]:
    reporter = CrashReporter(qapp)
    yield reporter
    reporter.deleteLater()


@pytest.fixture
def keep() -> Iterator[KeepWindow]:
    """Return a function that takes a window and hands it back; it is closed at the end."""
    windows: list[MainWindow] = []

    def take(window: MainWindow) -> MainWindow:
        windows.append(window)
        return window

    yield take
    for window in windows:
        window.close()
        window.deleteLater()


@pytest.fixture
def make_window(
    qtbot: QtBot, theme: Theme, reporter: CrashReporter, keep: KeepWindow
) -> MakeWindow:
    """Return a function that opens windows; all are closed at the end."""

    def make(**arguments: Any) -> MainWindow:
        window = keep(MainWindow(theme, reporter, **arguments))
        window.resize(1300, 800)
        window.show()
        qtbot.waitUntil(lambda: window.is_idle, timeout=10_000)
        return window

    return make


@pytest.fixture
def window(make_window: MakeWindow, models: Path) -> MainWindow:
    """Return a window whose model is ready."""
    return make_window()


@pytest.fixture(scope="session")
def _reduced_sample() -> np.ndarray:
    pixels = read_image(asset("sample.jpg")).pixels
    return cv2.resize(pixels, (256, 256), interpolation=cv2.INTER_AREA)


@pytest.fixture
def small_sample(_reduced_sample: np.ndarray) -> np.ndarray:
    """Return the sample photograph, 256 pixels a side, RGB."""
    return _reduced_sample.copy()


@pytest.fixture
def photographs(tmp_path: Path, small_sample: np.ndarray) -> list[Path]:
    """Return three photographs in a folder of their own: OS, OD, and one that does not say."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    paths = [folder / name for name in ("a_OS.png", "b_OD.png", "c.png")]
    cv2.imwrite(str(paths[0]), cv2.cvtColor(small_sample, cv2.COLOR_RGB2BGR))
    for number, path in enumerate(paths[1:], start=1):
        # What follows a PNG's end makes another file of it: one file for both eyes is neither.
        path.write_bytes(paths[0].read_bytes() + bytes([number]))
    return paths


@pytest.fixture
def examined(qtbot: QtBot, window: MainWindow, photographs: list[Path]) -> Callable[[], Photograph]:
    """Open the three photographs, wait, and return a way to the one on screen."""
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)

    def current() -> Photograph:
        photograph = window.current
        assert photograph is not None
        return photograph

    return current
