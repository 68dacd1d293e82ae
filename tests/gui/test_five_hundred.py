"""Five hundred photographs opened, looked at and closed: memory flat, no thread left."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fundusviewer.gui.main_window import MainWindow
from fundusviewer.gui.picture_items import LayerItem, PhotographItem
from fundusviewer.gui.pyramid import Pyramid
from tests.gui.steps import is_idle
from tests.gui.test_leaks import alive, megabytes
from tests.screening.photographs import write_photograph

pytestmark = [
    pytest.mark.leaks,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux' /proc"),
]

_COUNT = 500

#: Before they are counted: as many as fill what the window keeps, 600 small pictures of the list.
_BEFORE = 620

#: What the five hundred may add: rows of the list are kept, some kilobytes each. A leaked
#: photograph of the size of these is 0.6 MB, 500 of them 300 MB.
_MEGABYTES = 20


def photographs(folder: Path, count: int, first: int) -> list[Path]:
    """Write pairs of eyes, each with bytes of its own."""
    folder.mkdir()
    names = [f"{folder.name}{one // 2:03}_{'OD' if one % 2 else 'OS'}.jpg" for one in range(count)]
    return [write_photograph(folder / name, first + one) for one, name in enumerate(names)]


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
    threads, widgets, before = threading.active_count(), alive(QWidget), megabytes()
    open_look_close(qtbot, window, photographs(tmp_path / "B", _COUNT, _BEFORE))
    after = megabytes()
    print(f"{before:.1f} MB before, {after:.1f} MB after {_COUNT} photographs")
    assert after < before + _MEGABYTES
    assert threading.active_count() == threads
    assert alive(QWidget) == widgets
    assert alive(PhotographItem) + alive(LayerItem) + alive(Pyramid) == 0
    own = window.findChildren(QThread)
    window.close()
    assert own
    assert not any(thread.isRunning() for thread in own)
