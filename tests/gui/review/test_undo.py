"""Taking back and doing again: by keys, with words, and nothing vanishes from the history."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from fundusviewer.gui.review.identity_dialog import IdentityDialog
from fundusviewer.gui.state.undo_stack import UndoList, UndoStep
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.resources import default_database
from fundusviewer.screening import Change, Review, Store
from tests.gui.steps import is_idle, listed, look_at_all, shown_path
from tests.screening.photographs import write_photographs

NAMES = ("1_left.jpg", "1_right.jpg", "2_left.jpg")
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
CHANGE = Change("", "Dr A", "review", "0", None, "{}")

Press = Callable[..., None]


@pytest.fixture
def clinic(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Dr A", True))
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Yes)
    window.open_paths(write_photographs(tmp_path / "clinic", NAMES))
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=20_000)
    return window


@pytest.fixture
def press(qtbot: QtBot, clinic: MainWindow) -> Press:
    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(clinic.worklist.list, key, modifier)
        qtbot.waitUntil(lambda: clinic.is_idle, timeout=10_000)

    return press


def grades(window: MainWindow) -> list[int | str | None]:
    return ["U" if one.row.review_ungradable else one.row.review_grade for one in listed(window)]


def text(window: MainWindow, name: str) -> str:
    return window.actions_table[name].text().replace("&", "")


def history() -> list[Change]:
    with Store(default_database()) as store:
        return store.history()


def test_grades_are_taken_back_and_given_again(clinic: MainWindow, press: Press) -> None:
    assert not clinic.actions_table["undo"].isEnabled()
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_U)
    assert text(clinic, "undo") == "Undo: “ungradable”"
    press(Qt.Key.Key_Z, CTRL)
    assert grades(clinic) == [3, None, None]
    # Whoever takes something back sees what it was about.
    assert shown_path(clinic) == listed(clinic)[1].path
    assert (text(clinic, "undo"), text(clinic, "redo")) == ("Undo: grade 3", "Redo: “ungradable”")
    press(Qt.Key.Key_Z, CTRL)
    assert grades(clinic) == [None, None, None]
    assert not clinic.actions_table["undo"].isEnabled()
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert grades(clinic) == [3, "U", None]
    assert not clinic.actions_table["redo"].isEnabled()
    assert len(history()) == 6


def test_several_photographs_are_one_step(qtbot: QtBot, clinic: MainWindow, press: Press) -> None:
    look_at_all(qtbot, clinic)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_2)
    assert text(clinic, "undo") == "Undo: grade 2 for 3 photographs"
    press(Qt.Key.Key_Z, CTRL)
    assert sorted(grade or 0 for grade in grades(clinic)) == [0, 0, 1]


def test_something_new_ends_what_could_be_done_again(clinic: MainWindow, press: Press) -> None:
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_4)
    assert not clinic.actions_table["redo"].isEnabled()
    press(Qt.Key.Key_Y, CTRL)
    assert grades(clinic) == [4, None, None]


def test_notes_and_withdrawn_grades(qtbot: QtBot, clinic: MainWindow, press: Press) -> None:
    clinic.actions_table["go_on"].trigger()
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_N)
    QTest.keyClicks(clinic.workspace.review.note, "Drusen")
    QTest.keyClick(clinic.workspace.review.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: clinic.is_idle)
    press(Qt.Key.Key_Backspace)
    assert text(clinic, "undo") == "Undo: grade withdrawn"
    press(Qt.Key.Key_Z, CTRL)
    row = listed(clinic)[0].row
    assert (row.review_grade, row.note) == (2, "Drusen")
    press(Qt.Key.Key_Z, CTRL)
    row = listed(clinic)[0].row
    assert (row.review_grade, row.note) == (2, "")
    assert clinic.workspace.review.note.text() == ""


def test_a_corrected_patient(qtbot: QtBot, clinic: MainWindow, press: Press) -> None:
    press(Qt.Key.Key_F2)
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, IdentityDialog))
    before = listed(clinic)[0].identity
    dialog.patient.setText("Somebody else")
    dialog.accept()
    clinic.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is clinic)
    press(Qt.Key.Key_PageDown)
    assert listed(clinic)[0].identity.patient == "Somebody else"
    assert text(clinic, "undo") == "Undo: patient, eye and date"
    press(Qt.Key.Key_Z, CTRL)
    assert listed(clinic)[0].identity == before
    press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert listed(clinic)[0].identity.patient == "Somebody else"


def test_what_somebody_else_said_since_is_not_overwritten(clinic: MainWindow, press: Press) -> None:
    press(Qt.Key.Key_1)
    sha256 = listed(clinic)[0].row.sha256
    assert sha256 is not None
    with Store(default_database()) as store:
        store.review({sha256: Review(4)}, "Dr B")
    press(Qt.Key.Key_Z, CTRL)
    assert grades(clinic) == [4, None, None]
    assert "Dr B" in clinic.image.notice.text.text()


def test_a_step_in_hand_is_in_no_list_and_a_new_one_ends_it() -> None:
    undo_list = UndoList()
    undo_list.add(UndoStep("one", 1, (CHANGE,)))
    taken = undo_list.take(undo=True)
    assert taken is not None
    assert [undo_list.undo_words, undo_list.redo_words] == [None, None]
    assert undo_list.take(undo=True) is None
    undo_list.add(UndoStep("two", 1, (CHANGE,)))
    undo_list.bring(taken[0], [CHANGE], taken[1], undone=True)
    assert undo_list.undo_words == "two"
    assert undo_list.redo_words is None


def test_nothing_said_is_no_step() -> None:
    undo_list = UndoList()
    undo_list.add(UndoStep("nothing", 1))
    assert undo_list.undo_words is None


def test_another_database_has_other_steps() -> None:
    undo_list = UndoList()
    undo_list.add(UndoStep("one", 1, (CHANGE,)))
    undo_list.clear()
    assert undo_list.undo_words is None


def test_the_oldest_steps_are_forgotten() -> None:
    undo_list = UndoList()
    for number in range(300):
        undo_list.add(dataclasses.replace(UndoStep("", 1, (CHANGE,)), words=str(number)))
    count = 0
    while undo_list.take(undo=True) is not None:
        count += 1
    assert count == 200
