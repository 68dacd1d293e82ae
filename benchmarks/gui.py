"""How fast the window is, and whether it stays alive while many photographs run.

    python benchmarks/gui.py FOLDER_OF_CAMERA_ORIGINALS [--photographs 50] [--parts start,run]

Start-up is measured from outside, in fresh processes that do what ``fundusviewer open`` does, with
modules that an earlier start has compiled, as those of an installed program are; the run inside
one, on the platform that ``QT_QPA_PLATFORM`` names (``offscreen`` by default; ``xcb`` with a
display is closer to a user's).
Stalls are the times between two ticks of a timer of 1 ms, less that millisecond. On Linux the
part of a stall in which the window's thread was ready but had no processor is
known (``/proc/thread-self/schedstat``) and taken off in the second figure.

A frame is the time from a mouse or wheel event until the view has painted what it asked for, on a
photograph of 20 megapixels: median and 99th percentile, and both less the wait for a processor
("own"). 60 frames a second leave 16.7 ms for each.

What takes longer on a busy machine stands beside what it cannot be shorter than, measured in the
same minute: the first pixel beside decoding the same file for a first look and doing nothing else,
a finding beside what the examination itself says of its reading and its network.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from fundusviewer.gui.window.main_window import MainWindow

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_STARTS = 5

#: Size of the photograph on which frames are measured: 20 megapixels.
_LARGE = (5472, 3648)

#: Sizes of the view's window: a laptop's, and a 4K screen's.
_WINDOWS = ((1440, 900), (3840, 2160))

_FRAMES = 120

_DROPS = 9

_SCHEDULE = Path("/proc/thread-self/schedstat")

#: Runs in a process of its own: prints the milliseconds from its parent's start signal.
_START = """
import sys, time
start = float(sys.argv[1])
from pathlib import Path
import fundusviewer.inference
from fundusviewer.gui.window.application import make_application, start_window
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.widgets.theme import Theme
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

_PARTS = ("start", "run", "looking")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photographs", type=int, default=50)
    parser.add_argument("--starts", type=int, default=_STARTS)
    parser.add_argument("--parts", default=",".join(_PARTS), help="default: %(default)s")
    options = parser.parse_args()
    parts = options.parts.split(",")
    if not set(parts) <= set(_PARTS):
        parser.error(f"--parts {options.parts}: allowed are {', '.join(_PARTS)}")
    originals = sorted(options.folder.rglob("*.jpg"))
    if not originals:
        parser.error(f"{options.folder}: no .jpg in it")
    with tempfile.TemporaryDirectory() as name:
        os.environ["FUNDUSVIEWER_HOME"] = str(Path(name) / "home")
        if "start" in parts:
            _print_table(_measure_start(originals[0], options.starts, Path(name) / "compiled"))
        copies = Path(name) / "photographs"
        copies.mkdir()
        for number in range(options.photographs):
            original = originals[number % len(originals)]
            copy = copies / f"{number:03} {original.name}"
            # Other bytes: a photograph that the database knows is not examined again.
            copy.write_bytes(original.read_bytes() + number.to_bytes(4, "big"))
        if "run" in parts:
            _print_table(_measure_run(copies, options.photographs))
        large = Path(name) / "large.jpg"
        _write_large(originals[0], large)
        if "looking" in parts:
            _print_table(_measure_looking(large))
    return 0


def _measure_start(photograph: Path, starts: int, compiled: Path) -> list[tuple[str, str, str]]:
    shown, found = [], []
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(compiled)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for number in range(starts + 1):
        done = subprocess.run(
            [sys.executable, "-c", _START, str(time.time()), str(photograph)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        # The first one compiles the modules, and proves the models on this machine.
        if number == 0:
            continue
        first, second = map(float, done.stdout.split())
        shown.append(first)
        found.append(second)
    return [
        ("process start to visible window", _spread(shown), "aim 2000 ms"),
        ("process start to first finding", _spread(found), ""),
    ]


def _measure_run(folder: Path, count: int) -> list[tuple[str, str, str]]:
    import fundusviewer.inference  # noqa: F401 - before Qt, see cli/open.py
    from fundusviewer.gui.crash.reporter import CrashReporter
    from fundusviewer.gui.threads.gc_scheduler import GarbageCollector
    from fundusviewer.gui.widgets.theme import Theme
    from fundusviewer.gui.window.application import make_application
    from fundusviewer.gui.window.main_window import MainWindow

    app = make_application()
    window = MainWindow(Theme(app), CrashReporter(app), resume=False)
    window.resize(1440, 900)
    window.show()
    ready = _Loop(lambda: window.session.model is not None)
    ready.run()
    # As run_window does.
    GarbageCollector.settle()
    start = time.perf_counter()
    window.open_paths([folder])
    first = _Loop(lambda: bool(window.image.drawing.layers) and window.viewer.is_idle)
    first.run()
    to_finding = (time.perf_counter() - start) * 1000
    needed = _needed(window)

    def finished() -> bool:
        return window.is_idle and window.workspace.list.model.rowCount() == count

    rest = _Loop(finished)
    rest.run()
    total = time.perf_counter() - start
    browse = _Loop(_browse(window, 12))
    browse.run()
    window.close()
    gaps = sorted(first.gaps + rest.gaps)
    return [
        ("drop to finding on screen (first of the run)", f"{to_finding:.0f} ms", "aim 500 ms"),
        ("   of these its reading and its network", f"{needed:.0f} ms", ""),
        ("photographs a second", f"{count / total:.1f}", f"{count} photographs"),
        ("longest stall during the run", f"{gaps[-1]:.0f} ms", "aim 50 ms"),
        ("   the same, less the wait for a processor", f"{max(first.own + rest.own):.0f} ms", ""),
        ("99th percentile of stalls", f"{gaps[int(len(gaps) * 0.99)]:.1f} ms", ""),
        ("longest stall while browsing", f"{max(browse.gaps):.0f} ms", "12 photographs"),
        ("   the same, less the wait for a processor", f"{max(browse.own):.0f} ms", ""),
        ("peak memory of the process", f"{_peak_memory():.0f} MB", "aim 700 MB"),
    ]


def _write_large(original: Path, target: Path) -> None:
    import cv2

    pixels = cv2.imread(str(original))
    assert pixels is not None
    cv2.imwrite(str(target), cv2.resize(pixels, _LARGE, interpolation=cv2.INTER_CUBIC))


def _measure_looking(photograph: Path) -> list[tuple[str, str, str]]:
    """Measure from the drop to the first pixel, and frames while panning and zooming."""
    from PySide6.QtWidgets import QApplication

    from fundusviewer.gui.crash.reporter import CrashReporter
    from fundusviewer.gui.widgets.theme import Theme
    from fundusviewer.gui.window.application import make_application
    from fundusviewer.gui.window.main_window import MainWindow

    # That of the run before: there is only one in a process.
    app = QApplication.instance() or make_application()
    assert isinstance(app, QApplication)
    window = MainWindow(Theme(app), CrashReporter(app), resume=False)
    window.resize(*_WINDOWS[0])
    window.show()
    _Loop(lambda: window.is_idle and window.session.model is not None).run()
    rows = [("photographs are drawn by", window.graphics.graphics.words, "")]
    rows.extend(_measure_drops(window, photograph))
    view = window.image.view
    if "heat map" not in view.layer_names():
        window.actions_table["heatmap"].trigger()
        _Loop(lambda: "heat map" in view.layer_names()).run()
    for width, height in _WINDOWS:
        window.resize(width, height)
        app.processEvents()
        rows.extend(_measure_frames(window, f"{width} × {height}"))
    window.close()
    return rows


def _measure_drops(window: MainWindow, photograph: Path) -> list[tuple[str, str, str]]:
    """Drop one photograph after the other, each with other bytes; the last one stays."""
    from fundusviewer.gui.viewer.image_pyramid import build_quick_pyramid

    view, painted = window.image.view, [0.0]

    def note() -> None:
        if view.shown is not None and not painted:
            painted.append(time.perf_counter())

    view.painted.connect(note)
    first, alone, found, needed, drawn, marked = [], [], [], [], [], []
    lesions, anatomy = window.actions_table["lesions"], window.viewing.anatomy
    for number in range(_DROPS):
        window.actions_table["close_all"].trigger()
        _Loop(lambda: window.is_idle and window.current is None).run()
        copy = photograph.with_stem(f"large {number}")
        copy.write_bytes(photograph.read_bytes() + bytes([number]))
        start = time.perf_counter()
        build_quick_pyramid(copy)
        alone.append((time.perf_counter() - start) * 1000)
        painted.clear()
        start = time.perf_counter()
        window.open_paths([copy])
        _Loop(lambda: bool(painted)).run()
        first.append((painted[0] - start) * 1000)
        _Loop(lambda: _needed(window) > 0).run()
        found.append((time.perf_counter() - start) * 1000)
        needed.append(_needed(window))
        _Loop(lambda: bool(window.image.drawing.layers)).run()
        drawn.append((time.perf_counter() - start) * 1000)
        _Loop(lambda: window.is_idle).run()
        start = time.perf_counter()
        lesions.trigger()
        _Loop(lambda: window.viewing.is_idle and bool(anatomy.names)).run()
        marked.append((time.perf_counter() - start) * 1000)
        lesions.trigger()
    view.painted.disconnect(note)
    return [
        ("drop to first pixel, 20 megapixels", _spread(first), "aim 100 ms"),
        ("   decoding it for a first look, alone", _spread(alone), ""),
        ("drop to finding in words, 20 megapixels", _spread(found), ""),
        ("   of these its reading and its network", _spread(needed), ""),
        ("   the rest", _spread(_less(found, needed)), "aim 30 ms"),
        ("from there to the heat map", _spread(_less(drawn, found)), ""),
        ("drop to finding and heat map, all of it", _spread(drawn), "aim 500 ms"),
        ("lesions, from the key until they are marked", _spread(marked), ""),
    ]


def _less(totals: Sequence[float], parts: Sequence[float]) -> list[float]:
    return [total - part for total, part in zip(totals, parts, strict=True)]


def _needed(window: MainWindow) -> float:
    """Return what reading and network took for the finding on screen, in milliseconds."""
    photograph = window.current
    if photograph is None or photograph.finding is None:
        return 0.0
    return photograph.finding.timings.total


def _measure_frames(window: object, size: str) -> list[tuple[str, str, str]]:
    """Measure frames with heat map, with lesions outlined, with red-free and local contrast."""
    from fundusviewer.gui.window.main_window import MainWindow

    assert isinstance(window, MainWindow)
    rows = []
    actions, anatomy = window.actions_table, window.viewing.anatomy
    for words, names in (
        ("heat map", ()),
        ("heat map, lesions", ("lesions",)),
        ("red-free, CLAHE", ("lesions", "green", "equalise")),
    ):
        for name in names:
            actions[name].trigger()
        outlined = actions["lesions"].isChecked()
        _Loop(lambda on=outlined: window.viewing.is_idle and bool(anatomy.names) is on).run()
        actions["actual_size"].trigger()
        rows.append((f"pan, {words}, {size}", *_frames(window, _pan)))
        actions["fit"].trigger()
        rows.append((f"zoom, {words}, {size}", *_frames(window, _zoom)))
    actions["original"].trigger()
    return rows


def _frames(window: object, act: Callable[[QWidget, int], None]) -> tuple[str, str]:
    from PySide6.QtWidgets import QApplication

    from fundusviewer.gui.window.main_window import MainWindow

    assert isinstance(window, MainWindow)
    times, own = [], []
    for number in range(_FRAMES):
        QApplication.processEvents()
        start, queued = time.perf_counter(), _queued()
        act(window.image.view.viewport(), number)
        QApplication.processEvents()
        times.append((time.perf_counter() - start) * 1000)
        own.append(times[-1] - (_queued() - queued))
    return f"{_high(times)}; own {_high(own)}", "aim 16.7 ms"


def _high(times: list[float]) -> str:
    """Return the median and the 99th percentile."""
    times = sorted(times)
    return f"{times[len(times) // 2]:.1f}/{times[int(len(times) * 0.99)]:.1f} ms"


def _pan(view: QWidget, number: int) -> None:
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    step = number % 40
    place = QPointF(200 + 11 * min(step, 40 - step), 200 + 7 * min(step, 40 - step))
    kinds, button = QEvent.Type, Qt.MouseButton.LeftButton
    kind = kinds.MouseButtonPress if number == 0 else kinds.MouseMove
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, place, QPointF(view.mapToGlobal(place)), button, button, keys)
    QApplication.sendEvent(view, event)
    if number == _FRAMES - 1:
        kind = kinds.MouseButtonRelease
        none = Qt.MouseButton.NoButton
        end = QMouseEvent(kind, place, QPointF(view.mapToGlobal(place)), button, none, keys)
        QApplication.sendEvent(view, end)


def _zoom(view: QWidget, number: int) -> None:
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    up = 30 if number % 60 < 30 else -30
    place = view.rect().center().toPointF()
    event = QWheelEvent(
        place,
        view.mapToGlobal(place),
        QPoint(),
        QPoint(0, up),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


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
    from fundusviewer.gui.window.main_window import MainWindow

    assert isinstance(window, MainWindow)
    steps = iter(range(count))

    def step() -> bool:
        if window.viewer.is_idle:
            if next(steps, None) is None:
                return True
            window.workspace.list.cursor.step(1)
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
