"""Five hundred photographs opened, looked at and closed: memory flat, no thread left."""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fundusviewer.gui.viewer.image_pyramid import Pyramid
from fundusviewer.gui.viewer.view_items import LayerItem, PhotographItem
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.resources import asset
from tests.gui.steps import is_idle
from tests.gui.window.test_leaks import alive
from tests.helpers.memory import can_be_measured, held

pytestmark = [
    pytest.mark.leaks,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(not can_be_measured(), reason="needs glibc, which counts what is held"),
]

_COUNT = 500

#: Before they are counted: as many as fill what the window keeps while a list is open.
_BEFORE = 620

#: Pixels of a side. One picture that stays is 4 MB, whichever of the five hundred it is.
_SIDE = 1000

#: What may be held more after them: 1.2 MB were measured, pages of the database and of its
#: indexes above all. One picture is 4 MB.
_MEGABYTES = 3.0

#: Python's small objects for each of them: 3 were measured, its path and hash among them.
_BLOCKS = 20


@functools.cache
def _jpeg() -> bytes:
    pixels = cv2.imread(str(asset("sample.jpg")))
    assert pixels is not None
    small = cv2.resize(pixels, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small)[1].tobytes()


def photographs(folder: Path, count: int, first: int) -> list[Path]:
    """Write pairs of eyes, each with bytes of its own."""
    folder.mkdir()
    names = [f"{folder.name}{one // 2:03}_{'OD' if one % 2 else 'OS'}.jpg" for one in range(count)]
    for number, name in enumerate(names, first):
        # What follows a JPEG's end changes its hash and nothing else.
        (folder / name).write_bytes(_jpeg() + number.to_bytes(4, "big"))
    return [folder / name for name in names]


def open_look_close(qtbot: QtBot, window: MainWindow, paths: Sequence[Path]) -> None:
    window.open_paths(paths)
    qtbot.waitUntil(lambda: is_idle(window, len(paths)), timeout=600_000)
    for _ in paths:
        QTest.keyClick(window.worklist.list, Qt.Key.Key_PageDown)
        qtbot.waitUntil(lambda: window.is_idle, timeout=20_000)
    window.actions_table["close_all"].trigger()
    qtbot.waitUntil(lambda: is_idle(window, 0), timeout=20_000)


def test_five_hundred_photographs(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    open_look_close(qtbot, window, photographs(tmp_path / "A", _BEFORE, 0))
    before, threads, widgets = held(), threading.active_count(), alive(QWidget)
    open_look_close(qtbot, window, photographs(tmp_path / "B", _COUNT, _BEFORE))
    after = held()
    print(f"\n{before}\n{after}")
    assert alive(PhotographItem) + alive(LayerItem) + alive(Pyramid) == 0
    assert alive(QWidget) == widgets
    assert after.megabytes < before.megabytes + _MEGABYTES
    assert after.blocks < before.blocks + _BLOCKS * _COUNT
    assert threading.active_count() == threads
    own = window.findChildren(QThread)
    window.close()
    assert own
    assert not any(thread.isRunning() for thread in own)
