"""Whether the window stutters with many rows: the longest stall of each thing one does with them.

    python benchmarks/worklist.py [--rows 20000]

A database of that many results is listed, scrolled through, sorted, searched, selected and graded
by keys. Stalls are measured as in ``benchmarks/gui.py``: the times between two ticks of a timer of
1 ms, less that millisecond, and, on Linux, less the time in which the window's thread was ready but
had no processor.

Python's garbage is collected between the window's events: how long the longest collection of each
generation took is printed at the end, a full one with a list by patients among them.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

import fundusviewer.inference  # noqa: F401 - before Qt, see cli/open.py

# isort: split
from gui import _Loop, _peak_memory, _queued
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.state.listing.list_choice import EVERYTHING
from fundusviewer.gui.threads.gc_scheduler import GarbageCollector
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.application import make_application, start_window
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.screening import ListFilter, Sorting
from tests.helpers.rows import fill_database

_GRADED = 30


class _Collections:
    """Counts the collections of garbage and keeps the longest, in milliseconds, by generation."""

    def __init__(self) -> None:
        self.count, self.longest = [0, 0, 0], [0.0, 0.0, 0.0]
        self._begin = 0.0
        gc.callbacks.append(self._note)

    def _note(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._begin = time.thread_time()
            return
        generation = info["generation"]
        self.count[generation] += 1
        took = (time.thread_time() - self._begin) * 1000
        self.longest[generation] = max(self.longest[generation], took)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        os.environ["FUNDUSVIEWER_HOME"] = str(Path(name) / "home")
        app = make_application()
        window = start_window(Theme(app), CrashReporter(app), database=Path(name) / "full.sqlite")
        window.resize(1440, 900)
        _Loop(lambda: window.is_idle and window.session.model is not None).run()
        # As run_window does.
        GarbageCollector.settle()
        fill_database(Path(name) / "full.sqlite", window.session.method, rows)
        collections = _Collections()
        _measure(window, rows)
        for generation, (count, longest) in enumerate(
            zip(collections.count, collections.longest, strict=True)
        ):
            words = f"collection of generation {generation}, longest of {count}"
            print(f"{words:45} {longest:5.1f} ms of the processor")
        window.close()
    return 0


def _measure(window: MainWindow, rows: int) -> None:
    choose, model = window.workspace.list.choose, window.workspace.list.model
    print(f"{rows:,} rows; milliseconds")
    print(f"{'':34} {'until done':>10} {'stall':>7} {'own':>7}")

    def measure(what: str, act: Callable[[], object], done: Callable[[], bool]) -> None:
        begin, queued = time.perf_counter(), _queued()
        act()
        first = (time.perf_counter() - begin) * 1000
        first_own = first - (_queued() - queued)
        loop = _Loop(lambda: window.is_idle and done())
        loop.run()
        total = (time.perf_counter() - begin) * 1000
        stall, own = max([first, *loop.gaps]), max([first_own, *loop.own])
        print(f"{what:34} {total:10.0f} {stall:7.0f} {own:7.0f}")

    measure("the whole database", lambda: choose(scope=EVERYTHING), lambda: bool(model.keys))
    bar = window.worklist.list.verticalScrollBar()
    steps = iter(range(0, bar.maximum(), max(1, bar.maximum() // 200)))

    def scrolled() -> bool:
        place = next(steps, None)
        if place is not None:
            bar.setValue(place)
        return place is None

    measure("scroll to the end in 200 steps", lambda: None, scrolled)
    for sorting in (Sorting.NAME, Sorting.DATE, Sorting.PATIENT, Sorting.RISK):
        measure(f"sort by {sorting.value}", lambda s=sorting: choose(sorting=s), lambda: True)  # type: ignore[misc]
    measure(f"full collection, {len(gc.get_objects()):,} objects", gc.collect, lambda: True)
    measure(
        "search", lambda: choose(filter=ListFilter(text="0077")), lambda: len(model.keys) < rows
    )
    measure(
        "the search cleared",
        lambda: choose(filter=ListFilter(text="")),
        lambda: len(model.keys) == rows,
    )
    measure("select all", window.worklist.select_all, lambda: True)
    measure("open all visits", lambda: window.worklist.open_all(True), lambda: True)
    measure("close all visits", lambda: window.worklist.open_all(False), lambda: True)
    window.settings_store.update(grader="Benchmark")
    window.workspace.list.cursor.step(1)
    for number in range(_GRADED):
        if number in (0, _GRADED - 1):
            measure(f"verdict by key ({number + 1})", lambda: _press(window), lambda: True)
        else:
            _press(window)
            _Loop(lambda: window.is_idle).run()
    print(f"{'peak memory of the process':34} {_peak_memory():10.0f} MB")


def _press(window: MainWindow) -> None:
    # The files are not there: what cannot be shown can only be said to be ungradable.
    QTest.keyClick(window.worklist.list, Qt.Key.Key_U)


if __name__ == "__main__":
    sys.exit(main())
