"""How fast the window is, and whether it stays alive while many photographs run.

    python benchmarks/gui.py FOLDER_OF_CAMERA_ORIGINALS [--photographs 50]

Start-up is measured from outside, in fresh processes; the run inside one, on the platform that
``QT_QPA_PLATFORM`` names (``offscreen`` by default; ``xcb`` with a display is closer to a user's).
Stalls are the times between two ticks of a timer of 1 ms, less that millisecond. On Linux the
part of a stall in which the window's thread was ready but had no processor is
known (``/proc/thread-self/schedstat``) and taken off in the second figure.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_STARTS = 5

_SCHEDULE = Path("/proc/thread-self/schedstat")

#: Runs in a process of its own: prints the milliseconds from its parent's start signal.
_START = """
import sys, time
start = float(sys.argv[1])
from pathlib import Path
import fundusviewer.inference
from fundusviewer.gui.application import make_application, start_window
from fundusviewer.gui.crash import CrashReporter
from fundusviewer.gui.theme import Theme
from PySide6.QtCore import QTimer
app = make_application()
window = start_window(Theme(app), CrashReporter(app), [Path(sys.argv[2])])
app.processEvents()
shown = time.time() - start
def finish(drawing):
    if drawing.layers and window.viewer.is_idle:
        app.processEvents()
        print(shown * 1000, (time.time() - start) * 1000)
        app.quit()
window.viewer.drawn.connect(finish)
window.viewer.loaded.connect(lambda _: window.current.finding and finish(window.image.drawing))
QTimer.singleShot(60000, app.quit)
app.exec()
window.close()
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photographs", type=int, default=50)
    parser.add_argument("--starts", type=int, default=_STARTS)
    options = parser.parse_args()
    originals = sorted(options.folder.rglob("*.jpg"))
    if not originals:
        parser.error(f"{options.folder}: no .jpg in it")
    with tempfile.TemporaryDirectory() as name:
        os.environ["FUNDUSVIEWER_HOME"] = str(Path(name) / "home")
        _print_table(_measure_start(originals[0], options.starts))
        copies = Path(name) / "photographs"
        copies.mkdir()
        for number in range(options.photographs):
            original = originals[number % len(originals)]
            shutil.copy(original, copies / f"{number:03} {original.name}")
        _print_table(_measure_run(copies, options.photographs))
    return 0


def _measure_start(photograph: Path, starts: int) -> list[tuple[str, str, str]]:
    shown, found = [], []
    for _ in range(starts):
        done = subprocess.run(
            [sys.executable, "-c", _START, str(time.time()), str(photograph)],
            capture_output=True,
            text=True,
            check=True,
        )
        first, second = map(float, done.stdout.split())
        shown.append(first)
        found.append(second)
    return [
        ("process start to visible window", _spread(shown), "aim 2000 ms"),
        ("process start to first finding", _spread(found), ""),
    ]


def _measure_run(folder: Path, count: int) -> list[tuple[str, str, str]]:
    import fundusviewer.inference  # noqa: F401 - before Qt, see cli/open.py
    from fundusviewer.gui.application import make_application
    from fundusviewer.gui.crash import CrashReporter
    from fundusviewer.gui.main_window import MainWindow
    from fundusviewer.gui.theme import Theme

    app = make_application()
    window = MainWindow(Theme(app), CrashReporter(app))
    window.resize(1440, 900)
    window.show()
    ready = _Loop(lambda: window.session.model is not None)
    ready.run()
    start = time.perf_counter()
    window.open_paths([folder])
    first = _Loop(lambda: bool(window.image.drawing.layers) and window.viewer.is_idle)
    first.run()
    to_finding = (time.perf_counter() - start) * 1000

    def finished() -> bool:
        return window.is_idle and window.desk.list.model.rowCount() == count

    rest = _Loop(finished)
    rest.run()
    total = time.perf_counter() - start
    browse = _Loop(_browse(window, 12))
    browse.run()
    window.close()
    gaps = sorted(first.gaps + rest.gaps)
    return [
        ("drop to finding on screen (first of the run)", f"{to_finding:.0f} ms", "aim 500 ms"),
        ("photographs a second", f"{count / total:.1f}", f"{count} photographs"),
        ("longest stall during the run", f"{gaps[-1]:.0f} ms", "aim 50 ms"),
        ("   the same, less the wait for a processor", f"{max(first.own + rest.own):.0f} ms", ""),
        ("99th percentile of stalls", f"{gaps[int(len(gaps) * 0.99)]:.1f} ms", ""),
        ("longest stall while browsing", f"{max(browse.gaps):.0f} ms", "12 photographs"),
        ("   the same, less the wait for a processor", f"{max(browse.own):.0f} ms", ""),
        ("peak memory of the process", f"{_peak_memory():.0f} MB", "aim 700 MB"),
    ]


class _Loop:
    """Runs the event loop until a condition holds; collects the gaps between its ticks."""

    def __init__(self, condition: object) -> None:
        from PySide6.QtCore import QEventLoop, Qt, QTimer

        assert callable(condition)
        self._condition = condition
        self._loop = QEventLoop()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self.gaps: list[float] = []
        self.own: list[float] = []
        self._queued = 0.0

    def run(self) -> None:
        self._last, self._queued = time.perf_counter(), _queued()
        self._timer.start()
        self._loop.exec()
        self._timer.stop()

    def _tick(self) -> None:
        now, queued = time.perf_counter(), _queued()
        gap = max(0.0, (now - self._last) * 1000 - 1)
        self.gaps.append(gap)
        self.own.append(max(0.0, gap - (queued - self._queued)))
        self._last, self._queued = now, queued
        if self._condition():
            self._loop.quit()


def _browse(window: object, count: int) -> object:
    """Return a condition that steps through the list and holds at its end."""
    from fundusviewer.gui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    steps = iter(range(count))

    def step() -> bool:
        if window.viewer.is_idle:
            if next(steps, None) is None:
                return True
            window.worklist.step(1)
        return False

    return step


def _queued() -> float:
    """Return for how long this thread was ready but had no processor, in milliseconds."""
    try:
        return int(_SCHEDULE.read_text("ascii").split()[1]) / 1e6
    except OSError:
        return 0.0


def _peak_memory() -> float:
    """Return the largest resident size so far in MB."""
    if sys.platform == "linux":
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1000
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000


def _spread(values: Sequence[float]) -> str:
    return (
        f"{statistics.median(values):.0f} ms ({min(values):.0f}–{max(values):.0f}, n={len(values)})"
    )


def _print_table(rows: list[tuple[str, str, str]]) -> None:
    for name, value, remark in rows:
        print(f"| {name:<46} | {value:<28} | {remark:<16} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
