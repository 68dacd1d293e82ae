"""Looking at many photographs leaves nothing behind."""

from __future__ import annotations

import gc
import shutil
import threading
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.overlay_layers import DrawnLayer
from fundusviewer.gui.viewer.view_items import LayerItem, PhotographItem
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.resources import asset
from tests.gui.steps import is_idle
from tests.helpers.memory import can_be_measured, held

_COUNT = 16

#: What may be held more after all were looked at again. Each is a picture of 0.5 MB, so that a
#: quarter of them is seen.
_MEGABYTES = 2.0

_KINDS = (Pyramid, DrawnLayer, PhotographItem, LayerItem)


def alive(kind: type) -> int:
    """Return how many objects of a kind there are."""
    gc.collect()
    return sum(isinstance(thing, kind) for thing in gc.get_objects())


def counted() -> dict[type, int]:
    """Return how many there are of each kind that must not stay."""
    return {kind: alive(kind) for kind in _KINDS}


@pytest.fixture
def already() -> dict[type, int]:
    """Return what others hold: a test that failed keeps its window."""
    return counted()


@pytest.fixture
def many(
    qtbot: QtBot,
    already: dict[type, int],  # before there is a window
    window: MainWindow,
    tmp_path: Path,
) -> MainWindow:
    """Return a window with many photographs of 0.5 MB: pairs of eyes."""
    pixels = cv2.imread(str(asset("sample.jpg")))
    assert pixels is not None
    one = tmp_path / "one.png"
    cv2.imwrite(str(one), cv2.resize(pixels, (352, 352), interpolation=cv2.INTER_AREA))
    paths = []
    for number in range(_COUNT):
        paths.append(tmp_path / f"P{number // 2}_{'OD' if number % 2 else 'OS'}.png")
        shutil.copy(one, paths[-1])
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
        qtbot.waitUntil(lambda: window.viewing.is_idle and window.is_idle, timeout=10_000)


@pytest.mark.skipif(not can_be_measured(), reason="needs glibc, which counts what is held")
def test_memory_and_threads_stay_as_they_are(
    qtbot: QtBot, many: MainWindow, already: dict[type, int]
) -> None:
    for key in (Qt.Key.Key_E, Qt.Key.Key_C, Qt.Key.Key_P):
        QTest.keyClick(many, key)
    walk(qtbot, many, Qt.Key.Key_PageDown)
    walk(qtbot, many, Qt.Key.Key_PageUp)
    threads, counts, before = threading.active_count(), counted(), held()
    assert counts[Pyramid] <= already[Pyramid] + 4
    walk(qtbot, many, Qt.Key.Key_PageDown)
    walk(qtbot, many, Qt.Key.Key_PageUp)
    assert counted() == counts
    assert threading.active_count() == threads
    assert held().megabytes < before.megabytes + _MEGABYTES


def test_closing_gives_everything_back(
    qtbot: QtBot, many: MainWindow, already: dict[type, int]
) -> None:
    QTest.keyClick(many, Qt.Key.Key_E)
    QTest.keyClick(many, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: many.is_idle, timeout=10_000)
    many.actions_table["close_all"].trigger()
    qtbot.waitUntil(lambda: many.is_idle, timeout=10_000)
    assert counted() == already
