"""Visits in the window: opened by mouse and keys, gone through, selected, and remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state.listing.list_choice import EVERYTHING
from fundusviewer.gui.state.listing.visit_words import eye_words, visit_counts
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.worklist.row_delegate import row_heights
from fundusviewer.screening import ListFilter, Review, Sorting
from tests.gui.conftest import MakeWindow
from tests.gui.steps import choose, listed, visits
from tests.helpers.rows import add_photograph

_LONG = 60_000
KEY = Qt.Key
NAMES = [f"{patient}_{eye}.jpg" for patient in (7, 8, 9) for eye in ("right", "left")]


@pytest.fixture(autouse=True)
def _name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Dr A", True))


@pytest.fixture
def clinic(qtbot: QtBot, make_window: MakeWindow, models: Path, tmp_path: Path) -> MainWindow:
    """Return a window on three visits of two photographs, the worst first."""
    path = tmp_path / "clinic.sqlite"
    window = make_window(database=path)
    for number, name in enumerate(NAMES):
        grade = 4 - number // 2 * 2
        decision = "refer" if grade >= 2 else "no_referral"
        add_photograph(path, window.session.method, f"/day/{name}", decision, grade, grade / 5)
    show(qtbot, window)
    return window


def show(qtbot: QtBot, window: MainWindow) -> None:
    window.workspace.list.choose(scope=EVERYTHING, sorting=Sorting.RISK)
    qtbot.waitUntil(lambda: window.is_idle and len(listed(window)) == 6, timeout=_LONG)
    settle(qtbot, window)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until visits that nobody needs open are closed, and look whether all is as it should."""
    model, view = window.workspace.list.model, window.worklist.list

    def settled() -> bool:
        current = view.currentIndex()
        return (
            window.is_idle
            and not model.left_open()
            and model.key_at_index(current) == window.selection.active
            and view.selectionModel().isSelected(current)
            and view.viewport().rect().contains(view.visualRect(current).center())
        )

    qtbot.waitUntil(settled, timeout=_LONG)
    slim, full = row_heights(view.fontMetrics())
    rows = range(model.rowCount())
    heights = [slim if model.is_visit(row) else full for row in rows]
    assert [view.rowHeight(row) for row in rows] == heights


def rows(window: MainWindow) -> list[str]:
    """Return the rows: a patient, or the name of a photograph."""
    model = window.workspace.list.model
    found = (model.at(row) for row in range(model.rowCount()))
    return [getattr(one, "patient", None) or getattr(one, "row").name for one in found]  # noqa: B009


def click(window: MainWindow, row: int, x: int) -> None:
    view = window.worklist.list
    place = view.visualRect(window.workspace.list.model.index(row))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, place.center().y()))


SEVEN, EIGHT, NINE = NAMES[:2], NAMES[2:4], NAMES[4:]


def test_a_visit_is_opened_by_clicks(qtbot: QtBot, clinic: MainWindow) -> None:
    assert rows(clinic) == ["7", *SEVEN, "8", "9"]
    click(clinic, 3, 120)
    settle(qtbot, clinic)
    assert rows(clinic) == ["7", "8", *EIGHT, "9"]
    assert clinic.current is not None
    assert clinic.current.row.name == EIGHT[0]
    # Its arrow opens a visit and leaves the photograph on screen.
    click(clinic, 0, 8)
    settle(qtbot, clinic)
    assert rows(clinic) == ["7", *SEVEN, "8", *EIGHT, "9"]
    assert clinic.current.row.name == EIGHT[0]
    click(clinic, 0, 8)
    settle(qtbot, clinic)
    assert rows(clinic) == ["7", "8", *EIGHT, "9"]


def test_keys_go_through_photographs_and_open_visits(qtbot: QtBot, clinic: MainWindow) -> None:
    view = clinic.worklist.list
    gone = []
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Up, KEY.Key_PageDown, KEY.Key_End):
        QTest.keyClick(view, key)
        settle(qtbot, clinic)
        assert clinic.current is not None
        gone.append(clinic.current.row.name)
    assert gone == [SEVEN[1], EIGHT[0], SEVEN[1], EIGHT[0], NINE[1]]
    assert rows(clinic) == ["7", "8", "9", *NINE]
    QTest.keyClick(view, KEY.Key_Left)
    settle(qtbot, clinic)
    assert rows(clinic) == ["7", "8", "9", NINE[1]]
    QTest.keyClick(view, KEY.Key_Right)
    settle(qtbot, clinic)
    assert rows(clinic) == ["7", "8", "9", *NINE]
    QTest.keyClick(view, KEY.Key_Home)
    settle(qtbot, clinic)
    assert rows(clinic) == ["7", *SEVEN, "8", "9", *NINE]
    QTest.keyClick(view, KEY.Key_Asterisk)
    settle(qtbot, clinic)
    assert len(rows(clinic)) == 9
    QTest.keyClick(view, KEY.Key_Slash)
    settle(qtbot, clinic)
    assert rows(clinic) == ["7", *SEVEN, "8", "9"]


def test_a_closed_visit_is_selected_with_all_that_is_in_it(
    qtbot: QtBot, clinic: MainWindow
) -> None:
    view = clinic.worklist.list
    for _ in range(4):
        QTest.keyClick(view, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        settle(qtbot, clinic)
    names = {one.key: one.row.name for one in listed(clinic)}
    selected = [names[key] for key in clinic.workspace.list.cursor.selected]
    assert selected == [*SEVEN, *EIGHT, NINE[0]]
    QTest.keyClick(view, KEY.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, clinic)
    assert len(clinic.workspace.list.cursor.selected) == 4
    QTest.keyClick(view, KEY.Key_Home)
    settle(qtbot, clinic)
    # Ctrl and a click on a closed visit.
    model = clinic.workspace.list.model
    place = view.visualRect(model.index(model.rowCount() - 1)).center()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, control, place)
    settle(qtbot, clinic)
    assert [names[key] for key in clinic.workspace.list.cursor.selected] == [SEVEN[0], *NINE]


def test_a_filter_says_what_it_hides_and_changes_no_result(
    qtbot: QtBot, clinic: MainWindow
) -> None:
    before = [[eye.text for eye in eye_words(one)] for one in visits(clinic)]
    clinic.workspace.list.choose(filter=ListFilter(text="left"))
    qtbot.waitUntil(lambda: clinic.is_idle and len(listed(clinic)) == 3, timeout=_LONG)
    assert [[eye.text for eye in eye_words(one)] for one in visits(clinic)] == before
    assert {visit_counts(one) for one in visits(clinic)} == {"1 of 2 shown · 0 read"}
    settle(qtbot, clinic)
    # The photograph of a visit that the filter hides comes back into the visit.
    right = next(key for key in clinic.workspace.list.model.visits[2].photographs[:1])
    assert isinstance(right, int)
    clinic.selection.activate(right)
    settle(qtbot, clinic)
    assert rows(clinic)[-3:] == ["9", *NINE]


def test_a_blind_grader_reads_no_answer_in_a_visit(qtbot: QtBot, clinic: MainWindow) -> None:
    clinic.actions_table["blind"].trigger()
    settle(qtbot, clinic)
    assert {one.text for each in visits(clinic) for one in eye_words(each)} == {"To be graded"}
    database = clinic.session.database
    assert database is not None
    sha256 = {one.row.name: one.row.sha256 or "" for one in listed(clinic)}
    for name, shown in ((EIGHT[0], "To be graded"), (EIGHT[1], "Refer · grade 3 ✓ ≠ network")):
        database.work.review({sha256[name]: Review(3)}, "Dr A")
        clinic.session.refresh(None)
        clinic.workspace.list.update_list()
        settle(qtbot, clinic)
        eight = next(one for one in visits(clinic) if one.patient == "8")
        assert eye_words(eight)[0].text == shown


def test_opened_visits_are_open_after_a_restart(
    qtbot: QtBot, clinic: MainWindow, make_window: MakeWindow, tmp_path: Path
) -> None:
    click(clinic, 4, 8)
    choose(clinic, Path("/day") / EIGHT[1])
    settle(qtbot, clinic)
    expected = ["7", "8", *EIGHT, "9", *NINE]
    assert rows(clinic) == expected
    clinic.workspace.list.choose(sorting=Sorting.NAME)
    settle(qtbot, clinic)
    assert rows(clinic) == expected
    clinic.close()
    again = make_window(database=tmp_path / "clinic.sqlite", resume=True)
    qtbot.waitUntil(lambda: again.is_idle and len(listed(again)) == 6, timeout=_LONG)
    settle(qtbot, again)
    assert rows(again) == expected
