"""The grading form: filled in by keys, kept while it is filled in, and counting when it is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from fundusviewer.errors import StoreError
from fundusviewer.grading import Decision
from fundusviewer.grading.schemes import Form, Plan, Quality
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.screening import Store
from tests.gui.steps import choose, is_idle, listed, shown_path
from tests.screening.photographs import write_photographs

NAMES = ("1_left.jpg", "1_right.jpg", "2_left.jpg")


@pytest.fixture
def clinic(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    """Return a window with three photographs and the scheme of the NHS."""
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Dr A", True))
    window.choices.set("scheme", "nhs")
    window.open_paths(write_photographs(tmp_path / "clinic", NAMES))
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=20_000)
    window.activateWindow()
    window.worklist.list.setFocus()
    return window


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key) -> None:
    """Press keys where the keys are, as they are written down."""
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key)
    qtbot.waitUntil(lambda: window.is_idle, timeout=20_000)


def row_of(window: MainWindow, number: int) -> Photograph:
    return listed(window)[number]


def test_features_by_keys_make_the_grade_and_done_goes_on(qtbot: QtBot, clinic: MainWindow) -> None:
    first = shown_path(clinic)
    key = Qt.Key
    press(qtbot, clinic, key.Key_F4, key.Key_M, key.Key_X, key.Key_6)
    panel = clinic.workspace.form
    assert panel.isVisible()
    assert not clinic.result.isVisible()
    assert "R1 M1 P0" in panel.result.text()
    # Kept, and not counting yet.
    qtbot.waitUntil(lambda: row_of(clinic, 0).row.form is not None, timeout=5_000)
    assert not row_of(clinic, 0).row.is_reviewed
    press(qtbot, clinic, key.Key_Return)
    row = row_of(clinic, 0).row
    assert row.form == Form(
        "nhs", ("exudate_1dd", "microaneurysm"), findings=("amd",), finished=True
    )
    assert (row.decision, row.review_grade, row.form_grade) == (Decision.REFER, None, "R1 M1 P0")
    assert shown_path(clinic) not in (None, first)
    # The next one begins with an empty form, and the keys are still there.
    assert panel.form == Form("nhs")
    press(qtbot, clinic, key.Key_N, key.Key_Escape)
    assert row_of(clinic, 1).row.form_grade == "R0 M0 P0"
    assert clinic.result.isVisible()
    assert QApplication.focusWidget() is clinic.worklist.list


def test_digits_grade_beside_the_form_and_stay(qtbot: QtBot, clinic: MainWindow) -> None:
    clinic.choices.set("scheme", "icdr")
    first, key = shown_path(clinic), Qt.Key
    press(qtbot, clinic, key.Key_F4, key.Key_1, key.Key_S)
    assert shown_path(clinic) == first
    press(qtbot, clinic, key.Key_Return)
    row = row_of(clinic, 0).row
    assert (row.review_grade, row.decision) == (1, Decision.REFER)
    assert row.form_grade == "DR 1 DME severe"
    choose(clinic, row.path)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=20_000)
    press(qtbot, clinic, key.Key_0)
    # Another grade, beside the same form.
    assert row_of(clinic, 0).row.form_grade == "DR 0 DME severe"


def test_a_blind_grader_sees_nothing_before_the_form_is_done(
    qtbot: QtBot, clinic: MainWindow
) -> None:
    clinic.choices.set("blind", True)
    press(qtbot, clinic, Qt.Key.Key_F4, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: row_of(clinic, 0).row.form is not None, timeout=5_000)
    assert row_of(clinic, 0).progress is Progress.HIDDEN
    press(qtbot, clinic, Qt.Key.Key_Return)
    row = row_of(clinic, 0).row
    assert row.is_reviewed
    assert row.review_blind
    assert row.answer.decision is not None


def test_another_photograph_finishes_the_form(qtbot: QtBot, clinic: MainWindow) -> None:
    press(qtbot, clinic, Qt.Key.Key_F4, Qt.Key.Key_V)
    choose(clinic, row_of(clinic, 2).path)
    qtbot.waitUntil(lambda: row_of(clinic, 0).row.is_reviewed, timeout=5_000)
    assert row_of(clinic, 0).row.form_grade == "R3A M0 P0"
    assert not row_of(clinic, 2).row.is_reviewed


def test_quality_plan_and_interval_by_keys(qtbot: QtBot, clinic: MainWindow) -> None:
    key = Qt.Key
    press(qtbot, clinic, key.Key_F4, key.Key_Q, key.Key_Q, key.Key_R)
    QTest.keyClicks(clinic.workspace.form, "+")
    form = clinic.workspace.form.form
    assert (form.quality, form.plan, form.months) == (Quality.ADEQUATE, Plan.RECALL, 18)
    press(qtbot, clinic, key.Key_Q, key.Key_Return)
    row = row_of(clinic, 0).row
    assert (row.decision, row.form_grade) == (Decision.UNGRADABLE, "U")


def test_undo_takes_the_form_back(qtbot: QtBot, clinic: MainWindow) -> None:
    press(qtbot, clinic, Qt.Key.Key_F4, Qt.Key.Key_V, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: row_of(clinic, 0).row.is_reviewed, timeout=5_000)
    while clinic.workspace.reviewing.undo_list.undo_words:
        clinic.workspace.reviewing.undo()
        qtbot.waitUntil(lambda: clinic.is_idle, timeout=5_000)
    assert not row_of(clinic, 0).row.is_reviewed
    assert row_of(clinic, 0).row.form is None


def test_a_form_that_cannot_be_stored_stays(
    qtbot: QtBot, clinic: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> list[object]:
        raise StoreError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "fill", full)
        press(qtbot, clinic, Qt.Key.Key_F4, Qt.Key.Key_V, Qt.Key.Key_Escape)
        assert clinic.workspace.filling.has_unsaved
    press(qtbot, clinic, Qt.Key.Key_F4, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: row_of(clinic, 0).row.is_reviewed, timeout=5_000)
    assert not clinic.workspace.filling.has_unsaved
