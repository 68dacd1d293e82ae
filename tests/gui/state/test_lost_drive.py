"""A drive that is taken away before, while and after its photographs are examined."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state.photograph import Progress
from fundusviewer.gui.state.run_tally import RunState
from fundusviewer.gui.threads.inference_worker import FolderRun, OpenModels
from fundusviewer.gui.window.main_window import MainWindow
from tests.gui.steps import choose, is_idle, listed
from tests.screening.photographs import write_photographs

NAMES = tuple(f"{number}_left.jpg" for number in range(1, 7))


class Drive:
    """A folder that can be taken away, as a drive is: its place stays, empty, or goes as well."""

    def __init__(self, place: Path, *, leaves_place: bool) -> None:
        self.place, self._kept = place, place.with_name("taken away")
        self._leaves_place = leaves_place

    def take_away(self) -> None:
        self.place.rename(self._kept)
        if self._leaves_place:
            self.place.mkdir()

    def bring_back(self) -> None:
        if self._leaves_place:
            self.place.rmdir()
        self._kept.rename(self.place)


@pytest.fixture(params=[True, False], ids=["an empty place", "no place"])
def drive(tmp_path: Path, request: pytest.FixtureRequest) -> Drive:
    write_photographs(tmp_path / "drive", NAMES)
    return Drive(tmp_path / "drive", leaves_place=request.param)


def test_a_run_pauses_and_goes_on_with_all_of_them(
    qtbot: QtBot, window: MainWindow, drive: Drive, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, asked = FolderRun.next, list[None]()

    def take_away_first(run: FolderRun, models: OpenModels) -> object:
        asked.append(None)
        if len(asked) == 1:
            drive.take_away()
        return go_on(run, models)

    monkeypatch.setattr(FolderRun, "next", take_away_first)
    window.open_paths([drive.place])
    notice, run = window.image.notice, window.session.run
    qtbot.waitUntil(lambda: run.tally.state is RunState.PAUSED and window.is_idle)
    qtbot.waitUntil(notice.isVisible)
    assert "connect the drive again" in notice.text.text()
    assert "nothing is lost" in notice.text.text()
    assert run.tally.failed == 0
    # What is looked at meanwhile is no failure either, and no answer.
    last = listed(window)[-1]
    choose(window, last.path)
    qtbot.waitUntil(lambda: window.is_idle)
    assert listed(window)[-1].progress is Progress.NOT_EXAMINED
    assert all(one.progress is not Progress.FAILED for one in listed(window))
    assert window.result.card.headline.text() == "Not examined"
    drive.bring_back()
    assert notice.button is not None
    QTest.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_idle(window, len(NAMES)))
    assert [one.progress for one in listed(window)] == [Progress.EXAMINED] * len(NAMES)
    assert not notice.isVisible()


def test_what_was_examined_keeps_its_finding(
    qtbot: QtBot, window: MainWindow, drive: Drive
) -> None:
    window.open_paths([drive.place])
    qtbot.waitUntil(lambda: is_idle(window, len(NAMES)))
    drive.take_away()
    # Not from memory: all of them are asked for again.
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.session.run.tally.state is RunState.PAUSED and window.is_idle)
    assert all(one.progress is not Progress.FAILED for one in listed(window))
    drive.bring_back()
    # The menu's way and the banner's are one: the message ends with the pause.
    window.actions_table["resume"].trigger()
    qtbot.waitUntil(lambda: is_idle(window, len(NAMES)))
    assert [one.progress for one in listed(window)] == [Progress.EXAMINED] * len(NAMES)
    assert not window.image.notice.isVisible()


def test_the_small_picture_comes_back_with_the_drive(
    qtbot: QtBot, window: MainWindow, drive: Drive
) -> None:
    thumbnails = window.workspace.thumbnails
    drive.take_away()
    path = drive.place / NAMES[0]
    with qtbot.waitSignal(thumbnails.made):
        thumbnails.get(path, None)
    assert thumbnails.get(path, None) is None
    drive.bring_back()
    # It is read again when the photograph itself could be.
    window.open_paths([path])
    qtbot.waitUntil(lambda: thumbnails.get(path, None) is not None)
