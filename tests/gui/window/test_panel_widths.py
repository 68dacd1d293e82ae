"""Panels keep their widths on each screen; a window is never larger than its screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSize

from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.window.panel_widths import (
    default_panel_widths,
    panel_widths,
    screen_key,
    with_panel_widths,
)

ROOT = Path(__file__).parents[3]
LAPTOP, LARGE = QSize(1093, 614), QSize(1920, 1080)


def test_each_screen_has_its_own() -> None:
    settings = Settings(panel_widths={"1920x1080": (500, 520)}, sides=(300, 310))
    assert panel_widths(settings, LARGE, 1900) == (500, 520)
    # From before screens were told apart.
    assert panel_widths(settings, LAPTOP, 1093) == (300, 310)
    assert panel_widths(Settings(), LAPTOP, 1093) == default_panel_widths(1093)


def test_the_photograph_keeps_its_place() -> None:
    settings = Settings(sides=(600, 600), panel_widths={"1093x614": (500, 500)})
    assert panel_widths(settings, LAPTOP, 1093) == default_panel_widths(1093)


def test_a_few_screens_are_remembered() -> None:
    settings = Settings()
    for width in range(1000, 1030):
        known = with_panel_widths(settings, QSize(width, 600), (300, 300))
        settings = settings.model_copy(update={"panel_widths": known})
    assert len(settings.panel_widths) == 12
    assert screen_key(QSize(1029, 600)) in settings.panel_widths


_PROGRAM = """
import json
import fundusviewer.inference
from PySide6.QtCore import QEventLoop, QTimer
from fundusviewer.gui.window.application import make_application
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.widgets.theme import Theme
from pathlib import Path
from fundusviewer.resources import asset
import fundusviewer.inference.library

# No network: the photograph alone brings the panels.
fundusviewer.inference.library.bundled_models_dir = lambda: Path("nowhere")
app = make_application()
window = MainWindow(Theme(app), CrashReporter(app), resume=False)
window.show()

def note():
    left, _, right = window.panels.splitter.sizes()
    return [window.screen().name(), left, right, window.width(), window.height()]

def settle():
    # Until nothing has moved for as long as the window's own timers take, and the machine is slow.
    still, seen = 0, None
    while still < 6:
        loop = QEventLoop()
        QTimer.singleShot(100, loop.quit)
        loop.exec()
        before, seen = seen, note()
        still = still + 1 if seen == before and window.is_idle else 0

window.open_paths([asset("sample.jpg")])
settle()
found = [note()]
large = next(one for one in app.screens() if one.name() == "large")
small = next(one for one in app.screens() if one.name() == "small")
window.windowHandle().setScreen(large)
window.move(large.availableGeometry().topLeft())
window.resize(1700, 900)
settle()
window.panels.splitter.setSizes([480, 800, 420])
window.panels.splitter.splitterMoved.emit(480, 1)
settle()
found.append(note())
window.windowHandle().setScreen(small)
window.move(small.availableGeometry().topLeft())
settle()
found.append(note())
window.windowHandle().setScreen(large)
window.move(large.availableGeometry().topLeft())
window.resize(1700, 900)
settle()
window.windowHandle().screenChanged.emit(large)
settle()
found.append(note())
print(json.dumps([found, window.settings.model_dump(mode="json")["panel_widths"]]))
window.close()
"""


def test_from_one_screen_to_another_and_back(tmp_path: Path) -> None:
    screen = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1, "y": 0}
    screens = [
        {**screen, "name": "small", "x": 0, "width": 1093, "height": 614},
        {**screen, "name": "large", "x": 1093, "width": 1920, "height": 1080},
    ]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": screens}))
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env=os.environ
        | {
            "FUNDUSVIEWER_HOME": str(tmp_path),
            "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=200,
    )
    (first, chosen, back, again), remembered = json.loads(done.stdout.splitlines()[-1])
    assert first[0] == back[0] == "small"
    assert chosen[:3] == again[:3] == ["large", 480, 420]
    # What was chosen on the large screen is not carried to the small one.
    assert back[1:3] == list(default_panel_widths(back[3]))
    assert back[3] <= 1093
    assert back[4] <= 614
    assert remembered["1920x1080"] == [480, 420]
