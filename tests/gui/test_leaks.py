"""Looking at many photographs leaves nothing behind."""

from __future__ import annotations

import gc
import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.drawn_layers import DrawnLayer
from fundusviewer.gui.main_window import MainWindow
from fundusviewer.gui.picture_items import LayerItem, PhotographItem
from fundusviewer.gui.pyramid import Pyramid
from tests.gui.steps import is_idle

_COUNT = 40
_STATUS = Path("/proc/self/status")


def alive(kind: type) -> int:
    """Return how many objects of a kind there are."""
    gc.collect()
    return sum(isinstance(thing, kind) for thing in gc.get_objects())


def megabytes() -> float:
    """Return the resident size of the process."""
    line = next(line for line in _STATUS.read_text("ascii").splitlines() if "VmRSS" in line)
    return int(line.split()[1]) / 1000


@pytest.fixture
def many(qtbot: QtBot, window: MainWindow, tmp_path: Path, photographs: list[Path]) -> MainWindow:
    """Return a window with many photographs: pairs of eyes."""
    paths = []
    for number in range(_COUNT):
        paths.append(tmp_path / f"P{number // 2}_{'OD' if number % 2 else 'OS'}.png")
        shutil.copy(photographs[0], paths[-1])
        # Every file has other bytes.
        with paths[-1].open("ab") as file:
            file.write(bytes([number]))
    window.open_paths(paths)
    qtbot.waitUntil(lambda: is_idle(window, _COUNT), timeout=60_000)
    return window


def walk(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    """Look at all photographs, one after the other."""
    for _ in range(_COUNT):
        QTest.keyClick(window, key)
        qtbot.waitUntil(lambda: window.looking.is_idle and window.is_idle, timeout=10_000)


@pytest.mark.skipif(not _STATUS.exists(), reason="needs Linux' /proc")
def test_memory_and_threads_stay_as_they_are(qtbot: QtBot, many: MainWindow) -> None:
    for key in (Qt.Key.Key_E, Qt.Key.Key_C, Qt.Key.Key_P):
        QTest.keyClick(many, key)
    walk(qtbot, many, Qt.Key.Key_PageDown)
    walk(qtbot, many, Qt.Key.Key_PageUp)
    threads, before = threading.active_count(), megabytes()
    kinds = (Pyramid, DrawnLayer, PhotographItem, LayerItem)
    counts = {kind: alive(kind) for kind in kinds}
    assert counts[Pyramid] <= 4
    walk(qtbot, many, Qt.Key.Key_PageDown)
    walk(qtbot, many, Qt.Key.Key_PageUp)
    assert {kind: alive(kind) for kind in counts} == counts
    assert threading.active_count() == threads
    assert megabytes() < before + 8


def test_closing_gives_everything_back(qtbot: QtBot, many: MainWindow) -> None:
    QTest.keyClick(many, Qt.Key.Key_E)
    QTest.keyClick(many, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: many.is_idle, timeout=10_000)
    many.actions_table["close_all"].trigger()
    qtbot.waitUntil(lambda: many.is_idle, timeout=10_000)
    assert alive(PhotographItem) == 0
    assert alive(LayerItem) == 0
    assert alive(Pyramid) == 0
