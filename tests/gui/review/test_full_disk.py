"""What the doctor says when the disk is full: said to be not saved, and not lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from fundusviewer.gui.review.identity_dialog import IdentityDialog
from fundusviewer.gui.state.photograph import Progress
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.screening import Store
from fundusviewer.screening.database import connection, opening
from tests.gui.conftest import MakeWindow
from tests.gui.steps import choose, is_idle, listed
from tests.helpers.databases import connect
from tests.screening.photographs import write_photographs

NAMES = ("1_left.jpg", "1_right.jpg", "2_left.jpg")


class Disk:
    """A disk that is full as long as it is said to be."""

    is_full = False


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()

    @contextmanager
    def transaction(connection: sqlite3.Connection) -> Iterator[None]:
        with opening.transaction(connection):
            yield
            if disk.is_full:
                # As SQLite says it, at the end, when all is written.
                raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(connection, "transaction", transaction)
    return disk


@pytest.fixture(autouse=True)
def _answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Dr A", True))
    close = QMessageBox.StandardButton.Close
    monkeypatch.setattr(QMessageBox, "exec", lambda _: close)


@pytest.fixture
def clinic(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    window.open_paths(write_photographs(tmp_path / "clinic", NAMES))
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=60_000)
    return window


def _write_note(qtbot: QtBot, window: MainWindow, text: str, end: Qt.Key) -> None:
    QTest.keyClick(window.worklist.list, Qt.Key.Key_N)
    QTest.keyClicks(window.workspace.review.note, text)
    QTest.keyClick(window.workspace.review.note, end)
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)


def _stored_at_the_end(window: MainWindow) -> str:
    """Close a window, which asks nothing; return what the database's last change says."""
    assert window.session.database is not None
    path = window.session.database.path
    assert path is not None
    assert window.close()
    with Store(path) as stored:
        return stored.history()[0].new_json


def test_a_note_stays_in_its_field_until_it_is_stored(
    qtbot: QtBot, clinic: MainWindow, disk: Disk
) -> None:
    review, notice = clinic.workspace.review, clinic.image.notice.text
    disk.is_full = True
    _write_note(qtbot, clinic, "drusen", Qt.Key.Key_Return)
    assert "Not saved (note, 1_left.jpg)" in notice.text()
    assert "the disk is full" in notice.text()
    assert review.note.text() == "drusen"
    assert "not saved" in review.state.text()
    # It is there again after other photographs have been looked at.
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_PageDown)
    assert review.note.text() == ""
    assert "not saved" not in review.state.text()
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_PageUp)
    assert review.note.text() == "drusen"
    disk.is_full = False
    review.note.setFocus()
    QTest.keyClick(review.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: listed(clinic)[0].row.note == "drusen", timeout=60_000)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
    assert review.note.text() == "drusen"
    assert "not saved" not in review.state.text()
    assert clinic.session.database is not None
    assert not clinic.image.notice.isVisible()
    # Once: not again for every try.
    assert len(clinic.session.database.rows.history()) == 1


def test_a_note_that_was_left_by_going_on_is_kept(
    qtbot: QtBot, clinic: MainWindow, disk: Disk
) -> None:
    disk.is_full = True
    _write_note(qtbot, clinic, "scar", Qt.Key.Key_PageDown)
    assert clinic.workspace.review.note.text() == ""
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_PageUp)
    assert clinic.workspace.review.note.text() == "scar"
    # Given up, it does not come back.
    clinic.workspace.review.focus_note()
    QTest.keyClick(clinic.workspace.review.note, Qt.Key.Key_Escape)
    assert clinic.workspace.review.note.text() == ""
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_PageDown)
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_PageUp)
    assert clinic.workspace.review.note.text() == ""


def test_a_note_without_a_name_is_kept(
    qtbot: QtBot, clinic: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("", False))
    _write_note(qtbot, clinic, "scar", Qt.Key.Key_Return)
    assert clinic.workspace.review.note.text() == "scar"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Dr A", True))
    clinic.workspace.review.focus_note()
    QTest.keyClick(clinic.workspace.review.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: listed(clinic)[0].row.note == "scar", timeout=60_000)


def test_a_grade_is_named_and_the_photograph_stays_to_review(
    qtbot: QtBot, clinic: MainWindow, disk: Disk
) -> None:
    disk.is_full = True
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
    assert "Not saved (grade 3, 1_left.jpg)" in clinic.image.notice.text.text()
    assert [row.row.is_reviewed for row in listed(clinic)] == [False] * 3


def _grade_in_vain(qtbot: QtBot, window: MainWindow, number: int, key: Qt.Key) -> None:
    """Give a grade, and wait until another photograph is on screen and the failure is said."""
    path = listed(window)[number].path
    choose(window, path)
    qtbot.waitUntil(lambda: window.is_idle)
    notice, before = window.image.notice, window.workspace.reviewing.failures
    QTest.keyClick(window.worklist.list, key)
    qtbot.waitUntil(lambda: window.workspace.reviewing.failures > before and notice.isVisible())
    qtbot.waitUntil(lambda: window.current is not None and window.current.path != path)
    qtbot.waitUntil(lambda: window.is_idle)


def _choose_and_grade(qtbot: QtBot, window: MainWindow, number: int, key: Qt.Key) -> None:
    choose(window, listed(window)[number].path)
    qtbot.waitUntil(lambda: window.is_idle)
    QTest.keyClick(window.worklist.list, key)


def test_grades_are_named_together_and_tried_again(
    qtbot: QtBot, clinic: MainWindow, disk: Disk
) -> None:
    notice = clinic.image.notice
    disk.is_full = True
    _grade_in_vain(qtbot, clinic, 0, Qt.Key.Key_3)
    _grade_in_vain(qtbot, clinic, 1, Qt.Key.Key_1)
    assert "grade 3, 1_left.jpg; grade 1, 1_right.jpg" in notice.text.text()
    assert "the disk is full; free some space and try again" in notice.text.text()
    assert notice.button is not None
    # In vain: they are named as before.
    QTest.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: clinic.is_idle and notice.isVisible())
    assert [row.row.is_reviewed for row in listed(clinic)] == [False] * 3
    disk.is_full = False
    # One of them is given again: the other one is named still.
    clinic.workspace.reviewing.note(listed(clinic)[2].key, "drusen")
    qtbot.waitUntil(lambda: listed(clinic)[2].row.note == "drusen")
    assert "grade 3, 1_left.jpg; grade 1, 1_right.jpg" in notice.text.text()
    _choose_and_grade(qtbot, clinic, 1, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: listed(clinic)[1].row.review_grade == 1)
    qtbot.waitUntil(lambda: "1_right" not in notice.text.text())
    assert "Not saved (grade 3, 1_left.jpg)" in notice.text.text()
    assert notice.button is not None
    QTest.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: clinic.is_idle and not clinic.workspace.has_unsaved)
    assert [row.row.review_grade for row in listed(clinic)] == [3, 1, None]
    assert [row.row.reviewed_by for row in listed(clinic)][:2] == ["Dr A"] * 2
    assert not notice.isVisible()


def test_a_newer_grade_is_not_overwritten_by_one_that_was_not_saved(
    qtbot: QtBot, clinic: MainWindow, disk: Disk
) -> None:
    disk.is_full = True
    _grade_in_vain(qtbot, clinic, 0, Qt.Key.Key_3)
    disk.is_full = False
    _choose_and_grade(qtbot, clinic, 0, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: clinic.is_idle and not clinic.workspace.has_unsaved)
    assert not clinic.image.notice.isVisible()
    clinic.workspace.retry()
    qtbot.waitUntil(lambda: clinic.is_idle)
    assert listed(clinic)[0].row.review_grade == 2


def test_what_was_taken_back_since_is_not_stored_over_it(
    qtbot: QtBot, clinic: MainWindow, disk: Disk
) -> None:
    _choose_and_grade(qtbot, clinic, 0, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: listed(clinic)[0].row.review_grade == 2)
    qtbot.waitUntil(lambda: clinic.is_idle)
    disk.is_full = True
    _grade_in_vain(qtbot, clinic, 0, Qt.Key.Key_3)
    assert clinic.workspace.has_unsaved
    disk.is_full = False
    clinic.workspace.reviewing.undo()
    qtbot.waitUntil(lambda: listed(clinic)[0].row.review_grade is None)
    qtbot.waitUntil(lambda: clinic.is_idle and not clinic.workspace.has_unsaved)
    clinic.workspace.retry()
    qtbot.waitUntil(lambda: clinic.is_idle)
    assert listed(clinic)[0].row.review_grade is None


def test_a_window_is_not_closed_over_an_unsaved_grade_without_a_question(
    qtbot: QtBot, clinic: MainWindow, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [QMessageBox.StandardButton.Cancel]
    monkeypatch.setattr(QMessageBox, "exec", lambda _: answers.pop(0))
    disk.is_full = True
    _grade_in_vain(qtbot, clinic, 0, Qt.Key.Key_3)
    assert not clinic.close()
    assert answers == []
    # What can be saved at the end is.
    disk.is_full = False
    assert '"grade":3' in _stored_at_the_end(clinic)


def test_a_correction_can_be_entered_again(qtbot: QtBot, clinic: MainWindow, disk: Disk) -> None:
    disk.is_full = True
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), IdentityDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, IdentityDialog)
    dialog.patient.setText("Muster")
    dialog.accept()
    qtbot.waitUntil(lambda: clinic.is_idle and dialog.isVisible(), timeout=60_000)
    assert dialog.patient.text() == "Muster"
    disk.is_full = False
    dialog.accept()
    qtbot.waitUntil(lambda: listed(clinic)[0].identity.patient == "Muster", timeout=60_000)
    assert not QApplication.activeModalWidget()


def test_a_window_is_not_closed_over_an_unsaved_note_without_a_question(
    qtbot: QtBot, clinic: MainWindow, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Close]
    monkeypatch.setattr(QMessageBox, "exec", lambda _: answers.pop(0))
    disk.is_full = True
    clinic.workspace.review.focus_note()
    QTest.keyClicks(clinic.workspace.review.note, "drusen")
    assert not clinic.close()
    assert clinic.isVisible()
    assert clinic.workspace.review.note.text() == "drusen"
    assert clinic.close()
    assert answers == []


def test_what_can_be_saved_at_the_end_is_saved_without_a_question(
    qtbot: QtBot, clinic: MainWindow, disk: Disk
) -> None:
    disk.is_full = True
    _write_note(qtbot, clinic, "drusen", Qt.Key.Key_Return)
    disk.is_full = False
    assert '"note":"drusen"' in _stored_at_the_end(clinic)


def test_a_run_pauses_with_one_sentence_and_goes_on(
    qtbot: QtBot, window: MainWindow, disk: Disk, tmp_path: Path
) -> None:
    """Not five thousand failures: nothing is lost, and the same photographs are done later."""
    told: list[str] = []
    window.session.run.obstructed.connect(told.append)
    disk.is_full = True
    window.open_paths(write_photographs(tmp_path / "clinic", NAMES))
    qtbot.waitUntil(lambda: bool(told) and window.is_idle, timeout=60_000)
    notice = window.image.notice.text
    qtbot.waitUntil(lambda: "The run is paused" in notice.text(), timeout=60_000)
    assert "the disk is full" in notice.text()
    assert len(told) == 1
    tally = window.session.run.tally
    assert (tally.failed, tally.not_examined) == (0, 3)
    # What is looked at meanwhile waits, too.
    choose(window, listed(window)[2].path)
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
    assert window.session.run.tally == tally
    disk.is_full = False
    assert window.image.notice.button is not None
    QTest.mouseClick(window.image.notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=60_000)
    assert [one.progress for one in listed(window)] == [Progress.EXAMINED] * 3
    assert not window.image.notice.isVisible()


# -- a disk that is really full -----------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root of a Linux system can mount a small disk")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(ballast: Path) -> None:
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def test_a_full_disk_loses_nothing(
    qtbot: QtBot, make_window: MakeWindow, models: Path, tmp_path: Path, small_disk: Path
) -> None:
    window = make_window(database=small_disk / "s.sqlite")
    window.open_paths(write_photographs(tmp_path / "clinic", NAMES))
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=60_000)
    ballast = small_disk / "ballast"
    _fill(ballast)
    # A grade may still find room in the log; many notes do not.
    notes = 0
    while "disk is full" not in window.image.notice.text.text():
        notes += 1
        assert notes < 200
        _write_note(qtbot, window, f"{notes} " + "drusen " * 500, Qt.Key.Key_Return)
    unsaved = window.workspace.review.note.text()
    assert unsaved.startswith(f"{notes} ")
    ballast.unlink()
    window.workspace.review.focus_note()
    QTest.keyClick(window.workspace.review.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
    assert listed(window)[0].row.note == unsaved
    assert window.close()
    connection = connect(small_disk / "s.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("SELECT count(*) FROM history").fetchone() == (notes,)
    connection.close()
