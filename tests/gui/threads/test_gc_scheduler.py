"""Cycles of Qt's objects die on the GUI thread, whoever allocates."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fundusviewer.gui.threads.gc_scheduler import GarbageCollector


class _Knot(QObject):
    """Holds itself, as a window does whose buttons call its methods."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


@pytest.fixture(autouse=True)
def _sensitive() -> Iterator[None]:
    """Let Python itself collect at once, if it were allowed to."""
    thresholds = gc.get_threshold()
    gc.collect()
    gc.set_threshold(50, 1, 1)
    yield
    gc.set_threshold(*thresholds)


def test_what_stands_when_the_window_stands_is_looked_through_no_more() -> None:
    before = gc.get_freeze_count()
    kept = [[number] for number in range(10_000)]
    GarbageCollector.settle()
    try:
        assert gc.get_freeze_count() >= before + len(kept)
        assert not gc.get_objects(generation=2)
    finally:
        gc.unfreeze()


def _dropped_knot(ends: list[int]) -> None:
    weakref.finalize(_Knot(), lambda: ends.append(threading.get_ident()))


def _allocate_elsewhere() -> list[list[int]]:
    kept: list[list[int]] = []
    thread = threading.Thread(target=lambda: kept.extend([number] for number in range(10_000)))
    thread.start()
    thread.join()
    return kept


def test_a_thread_that_allocates_collects_no_widgets() -> None:
    ends: list[int] = []
    _dropped_knot(ends)
    _allocate_elsewhere()
    assert ends == []


def test_the_window_collects_between_its_events(qtbot: QtBot) -> None:
    ends: list[int] = []
    _dropped_knot(ends)
    kept = _allocate_elsewhere()
    qtbot.waitUntil(lambda: bool(ends), timeout=10_000)
    assert ends == [threading.get_ident()]
    assert kept


def test_little_garbage_waits() -> None:
    gc.set_threshold(1_000_000, 1_000, 1_000)
    ends: list[int] = []
    _dropped_knot(ends)
    GarbageCollector.collect_what_is_due()
    assert ends == []


def test_python_collects_again_when_the_window_has_ended(qapp: QApplication) -> None:
    assert not gc.isenabled()
    collector = GarbageCollector(qapp)
    shiboken6.delete(collector)
    assert gc.isenabled()
    gc.disable()
