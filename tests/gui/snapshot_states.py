"""Brings the window into its main states, in a process of its own, and writes what it shows.

    python -m tests.gui.snapshot_states FOLDER LETTERS STATE…

The letters are drawn ``smooth``, as most machines do, or ``hard``: without hints and grey steps.
``QT_SCALE_FACTOR`` scales the screen. The states ``broken-…`` show the window as it must not look,
to prove that the comparison would see it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import fundusviewer.inference  # noqa: F401 - before Qt, see cli/open.py

# isort: split
from PySide6.QtCore import QElapsedTimer, QEventLoop
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

import fundusviewer.inference.library as library_module
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.application import make_application
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.resources import asset, user_data_dir, user_models_dir
from tests.gui.steps import choose, is_idle
from tests.helpers.models import remember_tried, write_model
from tests.screening.photographs import HEALTHY, write_black, write_photographs

_SETTINGS = (
    '{"theme": "light", "language": "en", "geometry": [0, 0, 1366, 700], "sides": [300, 340]}'
)
_PATIENCE = 60_000


def main() -> int:
    folder, letters, wanted = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    user_models_dir().mkdir(parents=True)
    # The bundled models are kept out: the tests bring tiny ones.
    setattr(library_module, "bundled_models_dir", lambda: folder / "none")  # noqa: B010
    remember_tried(write_model(user_models_dir() / "refers.onnx"))
    remember_tried(write_model(user_models_dir() / "says-healthy.onnx", logits=HEALTHY))
    (user_data_dir() / "settings.json").write_text(_SETTINGS, encoding="utf-8")
    photographs = write_photographs(folder / "photographs", ["1_left.jpg", "1_right.jpg"])
    dark, letter = (folder / "photographs" / name for name in ("dark.png", "letter.jpg"))
    write_black(dark)
    letter.write_text("Dear Dr A", encoding="utf-8")
    app = make_application()
    _use_font(letters)
    window = MainWindow(Theme(app), CrashReporter(app))
    window.show()
    # Larger than the screen that there is off screen.
    window.resize(1366, 700)
    until(lambda: window.is_idle and window.session.model is not None)
    try:
        _shoot(window, [*photographs, dark, letter], folder, wanted)
    finally:
        window.close()
    return 0


def _shoot(window: MainWindow, paths: list[Path], folder: Path, wanted: Sequence[str]) -> None:
    missing = set(wanted)
    for name in _states(window, paths):
        if name in missing:
            until(lambda: window.is_idle)
            settle()
            window.grab().save(str(folder / f"{name}.png"))
            missing.remove(name)
        if not missing:
            return
    raise ValueError(f"there are no such states: {missing}")


def _states(window: MainWindow, paths: list[Path]) -> Iterator[str]:
    """Bring the window from one state into the next; yield the name of each."""
    yield "empty"
    window.open_paths(paths)
    until(lambda: is_idle(window, len(paths)))
    for name, path in (("refer", paths[0]), ("ungradable", paths[2]), ("error", paths[3])):
        choose(window, path)
        yield name
    choose(window, paths[0])
    # A list that is made anew brings back what is taken away below.
    window.workspace.list.close()
    until(lambda: window.is_idle)
    for name, breaking in _BREAKING.items():
        with breaking(window):
            yield f"broken-{name}"
    window.set_theme("dark")
    yield "dark"
    window.set_theme("light")
    window.choices.set("language", "de")
    yield "translated"
    # 1366 × 768 at 125 %, in the longer language, without frame and panel.
    window.resize(1093, 560)
    yield "small"
    window.resize(1366, 700)
    window.choices.set("language", "en")
    healthy = user_models_dir() / "says-healthy.onnx"
    window.session.models.choose(healthy, "cpu")
    until(lambda: is_idle(window, len(paths)))
    yield "graded"


@contextmanager
def _without(part: Callable[[MainWindow], QWidget], window: MainWindow) -> Iterator[None]:
    part(window).hide()
    yield
    part(window).show()


@contextmanager
def _narrow(window: MainWindow) -> Iterator[None]:
    splitter = window.findChild(QSplitter)
    assert splitter is not None
    sizes = splitter.sizes()
    splitter.setSizes([380, 640, 346])
    yield
    splitter.setSizes(sizes)


@contextmanager
def _zoomed(window: MainWindow) -> Iterator[None]:
    window.image.view.double_size()
    yield
    window.image.view.fit()


_BREAKING: dict[str, Callable[[MainWindow], AbstractContextManager[None]]] = {
    "no list": lambda window: _without(lambda one: one.worklist, window),
    "no finding": lambda window: _without(lambda one: one.result, window),
    "no grades": lambda window: _without(lambda one: one.workspace.review, window),
    "wide list": _narrow,
    "other place": _zoomed,
}


def _use_font(letters: str) -> None:
    """Take the program's own letters, so that every machine has the same."""
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        QFontDatabase.addApplicationFont(str(asset(f"fonts/{name}")))
    font = QFont("Noto Sans", 9)
    if letters == "hard":
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    QApplication.setFont(font)


def until(condition: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not condition():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if clock.elapsed() > _PATIENCE:
            raise TimeoutError("the window did not get ready within a minute")


def settle() -> None:
    """Let everything that is posted happen, and what that posts."""
    for _ in range(20):
        QApplication.processEvents()


if __name__ == "__main__":
    sys.exit(main())
