"""The window and its dialogs stand where the screen shows all of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from fundusviewer.gui.window.window_geometry import fitted_place
from tests.gui.conftest import MakeWindow

ROOT = Path(__file__).parents[3]
LAPTOP, RIGHT = QRect(0, 0, 1366, 768), QRect(1366, 0, 1920, 1080)
LEFT = QRect(-2560, -200, 2560, 1440)


@pytest.mark.parametrize(
    ("place", "rooms", "fitted"),
    [
        (QRect(100, 80, 1000, 600), [LAPTOP], QRect(100, 80, 1000, 600)),
        (QRect(0, 0, 2400, 1350), [LAPTOP], LAPTOP),
        (QRect(900, 400, 1000, 600), [LAPTOP], QRect(366, 168, 1000, 600)),
        (QRect(-50, -30, 1000, 600), [LAPTOP], QRect(0, 0, 1000, 600)),
        (QRect(1500, 100, 1000, 600), [LAPTOP, RIGHT], QRect(1500, 100, 1000, 600)),
        (QRect(1500, 100, 1000, 600), [LAPTOP], QRect(366, 100, 1000, 600)),
        (QRect(-2500, -100, 2000, 1200), [LAPTOP, LEFT], QRect(-2500, -100, 2000, 1200)),
        (QRect(-2500, -100, 2000, 1200), [LAPTOP], QRect(0, 0, 1366, 768)),
        (QRect(1300, 100, 1000, 600), [LAPTOP, RIGHT], QRect(1366, 100, 1000, 600)),
    ],
)
def test_the_nearest_place_that_is_all_on_one_screen(
    place: QRect, rooms: list[QRect], fitted: QRect
) -> None:
    assert fitted_place(place, rooms) == fitted


_PROGRAM = """
import json, sys
import fundusviewer.inference
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QVBoxLayout, QWidget
from fundusviewer.gui.window.application import make_application
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.widgets.theme import Theme

app = make_application()
window = MainWindow(Theme(app), CrashReporter(app))
window.show()
found = {}

def note(name, widget):
    place = widget.frameGeometry()
    found[name] = [place.left(), place.top(), place.right() + 1, place.bottom() + 1]

def settle():
    for _ in range(30):
        app.processEvents()

settle()
note("window", window)
window.actions_table["settings"].trigger()
window.actions_table["shortcuts"].trigger()
window.actions_table["models"].trigger()
window.actions_table["agreement"].trigger()
large = QDialog(window)
large.resize(3000, 2000)
large.move(900, 500)
large.open()
settle()
for dialog in window.findChildren(QDialog):
    if dialog.isVisible():
        note(f"{type(dialog).__name__}", dialog)
        dialog.close()
area = window.centralWidget()
content = area.widget()
found["reached"] = [
    content.width() - area.viewport().width() - area.horizontalScrollBar().maximum(),
    content.height() - area.viewport().height() - area.verticalScrollBar().maximum(),
]
room = app.primaryScreen().availableGeometry()
found["room"] = [room.left(), room.top(), room.right() + 1, room.bottom() + 1]
window.close()
print(json.dumps(found))
"""


@pytest.mark.parametrize(
    ("size", "scale"),
    # The smallest room that there is, the laptop of the aims, and a larger screen.
    [((1366, 768), 1.25), ((1366, 768), 2.0), ((1920, 1080), 1.5)],
)
def test_nothing_lies_outside_of_the_screen(
    tmp_path: Path, size: tuple[int, int], scale: float
) -> None:
    """A window of a large screen, opened on a smaller one, at several scale factors."""
    screen = {"name": "small", "x": 0, "y": 0, "width": size[0], "height": size[1]}
    config = {"screens": [{**screen, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}]}
    (tmp_path / "screen.json").write_text(json.dumps(config))
    (tmp_path / "settings.json").write_text('{"version": 2, "geometry": [0, 0, 2400, 1350]}')
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env=os.environ
        | {
            "FUNDUSVIEWER_HOME": str(tmp_path),
            "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screen.json'}",
            "QT_SCALE_FACTOR": str(scale),
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=200,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    left, top, right, bottom = found.pop("room")
    assert right - left == pytest.approx(size[0] / scale, abs=1)
    # What the window is too small for can be scrolled to.
    assert found.pop("reached") == [0, 0]
    assert {"window", "SettingsDialog", "KeysDialog", "ModelDialog", "QDialog"} <= found.keys()
    for name, place in found.items():
        assert place[0] >= left, name
        assert place[1] >= top, name
        assert place[2] <= right, name
        assert place[3] <= bottom, name


def test_a_dialog_opens_in_the_middle_of_its_window_and_stays_where_it_is_put(
    qtbot: QtBot, make_window: MakeWindow
) -> None:
    window = make_window()
    dialog = QDialog(window)
    dialog.resize(300, 200)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    off = dialog.geometry().center() - window.geometry().center()
    assert max(abs(off.x()), abs(off.y())) <= 2
    dialog.close()
    dialog.move(150, 120)
    dialog.open()
    assert dialog.pos() == QPoint(150, 120)
    dialog.close()
