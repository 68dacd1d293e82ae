"""While a folder on a slow drive is looked through, the window says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state import session
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.screening.worklist import Found, survey
from tests.gui.steps import is_idle


def test_a_long_search_counts_and_ends(
    qtbot: QtBot, window: MainWindow, photographs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slowly(paths: Iterable[Path], progress: Callable[[int], None]) -> Found:
        for count in range(1, 8):
            progress(count)
            go_on.wait(0.05)
        go_on.wait(60)
        return survey(paths, progress)

    monkeypatch.setattr(session, "survey", slowly)
    bar = window.statusBar()
    window.open_paths(photographs)
    try:
        qtbot.waitUntil(
            lambda: bar.currentMessage().startswith("Looking for photographs: "), timeout=5_000
        )
        # It counts.
        qtbot.waitUntil(lambda: " 0 so far" not in bar.currentMessage(), timeout=5_000)
    finally:
        go_on.set()
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=60_000)
    assert "Looking" not in bar.currentMessage()


def test_a_short_one_says_nothing(
    qtbot: QtBot, window: MainWindow, photographs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine none is short: of a minute this one is.
    monkeypatch.setattr(session, "_SEARCH_SHOWN", 60_000)
    monkeypatch.setattr(session, "_TOLD_EVERY", 60_000)
    told: list[int] = []
    window.session.searched.connect(told.append)
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=60_000)
    assert set(told) <= {-1}
    assert "Looking" not in window.statusBar().currentMessage()
