"""The page of a patient: opened by a key, blind where grading is, and a way to its photographs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.review.patient_dialog import PatientDialog
from fundusviewer.gui.window.main_window import MainWindow
from tests.gui.steps import is_idle, shown_path
from tests.screening.photographs import write_photographs

NAMES = ("A17_2025-03-10_OD.jpg", "A17_2025-03-10_OS.jpg", "A17_2026-03-14_OD.jpg", "B2_OS.jpg")


def opened(qtbot: QtBot, window: MainWindow, folder: Path, at: int = 0) -> PatientDialog:
    paths = write_photographs(folder, NAMES)
    window.open_paths(paths)
    qtbot.waitUntil(lambda: is_idle(window, len(NAMES)), timeout=20_000)
    key = window.session.photographs.key_of(paths[at])
    assert key is not None
    window.workspace.list.cursor.choose(key)
    qtbot.waitUntil(lambda: window.is_idle, timeout=20_000)
    QTest.keyClick(window.worklist.list, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.workspace.patient.dialog is not None, timeout=5_000)
    dialog = window.workspace.patient.dialog
    assert dialog is not None
    return dialog


def cells(dialog: PatientDialog) -> list[list[str]]:
    table = dialog.table
    return [
        [item.text() if (item := table.item(row, column)) else "" for column in range(7)]
        for row in range(table.rowCount())
    ]


def test_both_eyes_over_all_visits_and_enter_shows_a_photograph(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, tmp_path / "clinic")
    shown = cells(dialog)
    assert [line[1] for line in shown] == ["OD", "OS", "OD", "OS"]
    assert shown[0][4] == "grade 2"
    assert shown[1][2] == "no photograph"
    assert not any("B2" in text for line in shown for text in line)
    dialog.table.selectRow(0)
    dialog.table.activated.emit(dialog.table.model().index(0, 0))
    qtbot.waitUntil(lambda: window.is_idle, timeout=20_000)
    path = shown_path(window)
    assert path is not None
    assert path.name == NAMES[2]


def test_an_eye_without_a_photograph_is_not_what_enter_shows(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, tmp_path / "clinic", at=3)
    assert [line[2] == "no photograph" for line in cells(dialog)] == [True, False]
    assert dialog.table.currentRow() == 1
    dialog.reject()


def test_a_blind_grader_reads_nothing_of_the_network(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.choices.set("blind", True)
    dialog = opened(qtbot, window, tmp_path / "clinic")
    for line in cells(dialog):
        assert line[2] in ("to be graded, or not examined", "no photograph")
        assert line[4:] == ["", "", ""]
    dialog.reject()
