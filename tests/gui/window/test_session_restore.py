"""What was open is there again: after closing, after a kill, and with files that are gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.grading import Decision
from fundusviewer.gui.settings.session_file import LastSession, OpenList, SavedListState
from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.state.listing.list_choice import EVERYTHING
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.inference import Classifier
from fundusviewer.resources import user_data_dir
from fundusviewer.screening import ListFilter, Sorting
from tests.gui.conftest import MakeWindow
from tests.gui.steps import choose, is_idle, listed, shown_path
from tests.helpers.models import remember_tried

Examined = Callable[[], Photograph]


@pytest.fixture
def predictions(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Count what the network computes."""
    counted: list[object] = []
    predict = Classifier.predict

    def count(classifier: Classifier, *arguments: object, **named: object) -> object:
        counted.append(1)
        return predict(classifier, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Classifier, "predict", count)
    return counted


def test_list_photograph_zoom_and_filters(
    qtbot: QtBot,
    window: MainWindow,
    examined: Examined,
    make_window: MakeWindow,
    photographs: list[Path],
    predictions: list[object],
) -> None:
    choose(window, photographs[1])
    qtbot.waitUntil(lambda: window.is_idle)
    window.workspace.list.choose(
        sorting=Sorting.NAME,
        filter=ListFilter(grades=frozenset({2}), decisions=frozenset({Decision.REFER, None})),
    )
    qtbot.waitUntil(lambda: window.is_idle)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    place = window.image.view.place()
    assert not place.fits
    window.close()
    predictions.clear()

    again = make_window()
    qtbot.waitUntil(lambda: is_idle(again, 3), timeout=10_000)
    assert shown_path(again) == photographs[1]
    assert again.workspace.list.choice == window.workspace.list.choice
    assert again.worklist.controls.filters.grades[2].isChecked()
    now = again.image.view.place()
    assert not now.fits
    assert (now.x, now.y) == pytest.approx((place.x, place.y), abs=0.02)
    assert all(one.progress is Progress.EXAMINED for one in listed(again))
    # One at most: the heat map of the photograph on screen, which no database keeps.
    assert len(predictions) <= 1


def test_the_whole_database_was_listed(
    qtbot: QtBot, window: MainWindow, examined: Examined, make_window: MakeWindow
) -> None:
    window.actions_table["close_all"].trigger()
    window.actions_table["show_database"].trigger()
    qtbot.waitUntil(lambda: is_idle(window, 3))
    last = listed(window)[2].path
    choose(window, last)
    window.close()
    again = make_window()
    qtbot.waitUntil(lambda: is_idle(again, 3) and shown_path(again) == last, timeout=10_000)
    assert again.workspace.list.choice.scope == EVERYTHING


def test_a_file_that_is_gone_says_so_in_its_place(
    qtbot: QtBot,
    window: MainWindow,
    examined: Examined,
    make_window: MakeWindow,
    photographs: list[Path],
) -> None:
    choose(window, photographs[2])
    window.close()
    photographs[2].unlink()
    again = make_window()
    qtbot.waitUntil(lambda: is_idle(again, 3), timeout=10_000)
    assert shown_path(again) == photographs[2]
    assert [one.progress for one in listed(again)] == [
        Progress.EXAMINED,
        Progress.EXAMINED,
        Progress.FAILED,
    ]
    qtbot.waitUntil(lambda: again.image.pages.currentWidget() is again.image.failure)
    assert photographs[2].name in again.image.failure.text.text()


def test_what_was_closed_stays_closed(
    qtbot: QtBot, window: MainWindow, examined: Examined, make_window: MakeWindow
) -> None:
    window.actions_table["close_all"].trigger()
    window.close()
    again = make_window()
    assert listed(again) == []
    assert again.image.pages.currentWidget() is again.image.empty


def test_who_names_photographs_sees_these(
    qtbot: QtBot, window: MainWindow, examined: Examined, make_window: MakeWindow
) -> None:
    window.close()
    assert listed(make_window(resume=False)) == []


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[]", b'{"paths": 3, "place": {"zoom": -1}}'])
def test_damaged_files_are_as_if_nothing_had_been_open(
    make_window: MakeWindow, models: Path, content: bytes
) -> None:
    for name in ("opened.json", "looked.json"):
        (user_data_dir() / name).write_bytes(content)
    assert listed(make_window()) == []


def test_the_place_of_a_window_that_is_never_closed(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: SettingsFile().load().settings.geometry is not None)
    window.resize(1234, 765)
    qtbot.waitUntil(lambda: (SettingsFile().load().settings.geometry or ())[2:] == (1234, 765))


def test_paths_that_are_no_text_survive(tmp_path: Path) -> None:
    path = os.fsdecode(b"/clinic/\xff\xe4.jpg")
    LastSession(tmp_path).save(OpenList(paths=(path,)))
    LastSession(tmp_path).save(SavedListState(current=path))
    opened, looked = LastSession(tmp_path).load()
    assert (opened.paths, looked.current) == ((path,), path)


_WORK = """
import os, signal, sys
import fundusviewer.inference.library
from pathlib import Path
fundusviewer.inference.library.bundled_models_dir = lambda: Path("nowhere")
from PySide6.QtCore import QTimer
from fundusviewer.gui.window.application import make_application
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.resources import user_data_dir
app = make_application()
window = MainWindow(Theme(app), CrashReporter(app), model=sys.argv[2])
window.show()
window.open_paths([Path(sys.argv[1])])
def kill():
    done = (user_data_dir() / "opened.json", user_data_dir() / "looked.json")
    model = window.workspace.list.model
    if all(path.exists() for path in done) and len(model.keys) == 3 and window.is_idle:
        os.kill(os.getpid(), signal.SIGKILL)
timer = QTimer()
timer.timeout.connect(kill)
timer.start(100)
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_after_a_kill(
    qtbot: QtBot,
    models: Path,
    photographs: list[Path],
    make_window: MakeWindow,
    predictions: list[object],
) -> None:
    arguments = [str(photographs[0].parent), str(models / "tiny.onnx")]
    remember_tried(models / "tiny.onnx")
    ended = subprocess.run([sys.executable, "-c", _WORK, *arguments], timeout=120)
    assert ended.returncode == -signal.SIGKILL
    window = make_window()
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    assert [one.path for one in listed(window)] == photographs
    assert all(one.progress is Progress.EXAMINED for one in listed(window))
    assert len(predictions) <= 1
