"""Marks drawn with the mouse: kept, selected, moved, taken away; and what stays when that fails."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fundusviewer.anatomy import Mark, Shape
from fundusviewer.errors import StoreError
from fundusviewer.gui.commands.marking_actions import shape_action
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.viewing.marking.mark_dialog import MarkDialog
from fundusviewer.gui.viewing.marking.mark_items import MarkItem
from fundusviewer.gui.viewing.measuring_items import WordsItem
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.screening import Store
from tests.gui.conftest import MakeWindow
from tests.gui.steps import choose, drag, is_idle, listed

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier

#: The keys of the shapes; an ellipse has none.
_KEYS = {
    Shape.POINT: Qt.Key.Key_D,
    Shape.ARROW: Qt.Key.Key_A,
    Shape.OUTLINE: Qt.Key.Key_O,
    Shape.ELLIPSE: None,
    Shape.LENGTH: Qt.Key.Key_L,
}


@pytest.fixture
def marking(qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]) -> MainWindow:
    window.settings_store.update(grader="Dr A")
    QTest.keyClick(window, Qt.Key.Key_Z)
    return window


def at(window: MainWindow, x: float, y: float) -> QPoint:
    return window.image.view.mapFromScene(x, y)


def draw(window: MainWindow, *places: tuple[float, float]) -> None:
    drag(window.image.view.viewport(), [at(window, *place) for place in places], LEFT)


def tool(window: MainWindow, shape: Shape) -> None:
    key = _KEYS[shape]
    if key is None:
        window.actions_table[shape_action(shape)].trigger()
    else:
        QTest.keyClick(window.image.view, key, SHIFT)


def stored(window: MainWindow) -> tuple[Mark, ...]:
    """Return what is on the disk of the photograph on screen."""
    window.workspace.reviewing.writer.settle()
    database, photograph = window.session.database, window.current
    assert database is not None
    assert photograph is not None
    sha256 = photograph.row.sha256 or ""
    return database.rows.marks([sha256]).get(sha256, ())


def items(window: MainWindow) -> list[MarkItem]:
    scene = window.image.view.scene()
    return [one for one in scene.items() if isinstance(one, MarkItem) and one.isVisible()]


def selected(window: MainWindow) -> Mark | None:
    return window.viewing.marking.selected


def near(place: tuple[float, float], x: float, y: float) -> bool:
    return place == pytest.approx((x, y), abs=1.0)


def test_every_shape_is_drawn_and_kept(marking: MainWindow) -> None:
    for shape, places in (
        (Shape.POINT, [(50, 50)]),
        (Shape.ARROW, [(100, 50), (130, 60)]),
        (Shape.OUTLINE, [(150, 150), (200, 150), (200, 200), (150, 200)]),
        (Shape.ELLIPSE, [(50, 150), (90, 190)]),
        (Shape.LENGTH, [(50, 250), (150, 250)]),
    ):
        tool(marking, shape)
        draw(marking, *places)
        assert marking.viewing.marking.shape is shape
    marks = stored(marking)
    assert [mark.shape for mark in marks] == list(_KEYS)
    assert {mark.by for mark in marks} == {"Dr A"}
    point, arrow, outline, ellipse, length = marks
    assert near(point.points[0], 50, 50)
    assert near(arrow.points[1], 130, 60)
    assert len(outline.points) == 4
    assert near(ellipse.points[0], 50, 150)
    assert length.length is not None
    assert length.length.disc == "estimated"
    assert "DD (disc estimated)" in marking.viewing.marking.words[-1]
    assert len(items(marking)) == 5


def test_words_stand_on_the_side_where_there_is_room(marking: MainWindow) -> None:
    tool(marking, Shape.LENGTH)
    right = marking.image.view.focus.right()
    for first, last in ((40, 90), (right - 90, right - 40)):
        draw(marking, (first, 150), (last, 150))
    scene = marking.image.view.scene()
    words = [one for one in scene.items() if isinstance(one, WordsItem) and one.words]
    one, other = sorted(words, key=lambda item: item.pos().x())
    assert one.boundingRect().left() > 0
    assert other.boundingRect().right() < 0


def test_marks_are_there_after_a_restart(
    qtbot: QtBot, marking: MainWindow, make_window: MakeWindow, photographs: list[Path]
) -> None:
    tool(marking, Shape.ARROW)
    draw(marking, (100, 50), (130, 60))
    path = marking.current.path if marking.current else None
    marking.close()
    again = make_window()
    again.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(again, 3), timeout=10_000)
    assert path is not None
    choose(again, path)
    qtbot.waitUntil(lambda: again.is_idle and bool(items(again)), timeout=10_000)
    assert [mark.shape for mark in again.viewing.marking.marks] == [Shape.ARROW]


def test_a_mark_makes_no_review(marking: MainWindow) -> None:
    tool(marking, Shape.POINT)
    draw(marking, (50, 50))
    stored(marking)
    assert [one.row.is_reviewed for one in listed(marking)] == [False] * 3
    assert sorted(one.row.marks for one in listed(marking)) == [0, 0, 1]


def test_select_move_take_away_and_undo(qtbot: QtBot, marking: MainWindow) -> None:
    tool(marking, Shape.ARROW)
    draw(marking, (100, 50), (150, 50))
    tool_of = marking.viewing.marking
    assert tool_of.selected is not None
    # One end alone.
    draw(marking, (150, 50), (150, 80))
    assert near(stored(marking)[0].points[1], 150, 80)
    assert near(stored(marking)[0].points[0], 100, 50)
    # As a whole, by its line; never off the photograph.
    draw(marking, (125, 65), (125, 165))
    assert near(stored(marking)[0].points[0], 100, 150)
    draw(marking, (125, 165), (125, 25), (-200, 25))
    assert min(x for x, _ in stored(marking)[0].points) == pytest.approx(0, abs=0.1)
    QTest.keyClick(marking, Qt.Key.Key_Delete)
    assert stored(marking) == ()
    assert items(marking) == []
    for _ in range(2):
        qtbot.waitUntil(lambda: marking.is_idle, timeout=10_000)
        marking.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: marking.is_idle and bool(items(marking)), timeout=10_000)
    assert near(stored(marking)[0].points[0], 100, 150)
    marking.actions_table["redo"].trigger()
    qtbot.waitUntil(lambda: marking.is_idle, timeout=10_000)
    assert min(x for x, _ in stored(marking)[0].points) == pytest.approx(0, abs=0.1)


def test_a_click_selects_and_changes_nothing(marking: MainWindow) -> None:
    tool(marking, Shape.ELLIPSE)
    draw(marking, (50, 150), (90, 190))
    before = stored(marking)
    draw(marking, (200, 200))
    assert selected(marking) is None
    draw(marking, (70, 150))
    assert selected(marking) is not None
    assert stored(marking) == before
    # Inside of it another one begins.
    draw(marking, (66, 166), (76, 176))
    assert len(stored(marking)) == 2


def test_escape_ends_and_the_measuring_tool_takes_over(marking: MainWindow) -> None:
    view, actions = marking.image.view, marking.actions_table
    tool(marking, Shape.OUTLINE)
    QTest.mousePress(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at(marking, 80, 80))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert actions["mark_outline"].isChecked()
    QTest.mouseRelease(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, at(marking, 9, 9))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not actions["mark_outline"].isChecked()
    tool(marking, Shape.OUTLINE)
    QTest.keyClick(marking, Qt.Key.Key_M)
    assert not actions["mark_outline"].isChecked()
    draw(marking, (100, 100), (200, 100))
    assert len(marking.viewing.measure.readings) == 1
    tool(marking, Shape.POINT)
    assert not actions["measure"].isChecked()
    draw(marking, (50, 50))
    assert [mark.shape for mark in stored(marking)] == [Shape.POINT]
    # Del takes the mark first, then the measurement.
    QTest.keyClick(marking, Qt.Key.Key_Delete)
    assert stored(marking) == ()
    assert len(marking.viewing.measure.readings) == 1
    QTest.keyClick(marking, Qt.Key.Key_Delete)
    assert marking.viewing.measure.readings == []


def test_kind_and_words(marking: MainWindow) -> None:
    tool(marking, Shape.POINT)
    draw(marking, (50, 50))
    QTest.keyClick(marking.image.view, Qt.Key.Key_K, SHIFT)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MarkDialog)
    dialog._kind.setCurrentIndex(dialog._kind.findData("HE"))
    dialog._text.setText("at  the edge")
    dialog.accept()
    draw(marking, (150, 50))
    first, second = stored(marking)
    assert (first.kind, first.text) == ("HE", "at the edge")
    assert (second.kind, second.text) == ("HE", "")
    assert marking.viewing.marking.words == ["haemorrhage: at the edge", "haemorrhage"]


def test_by_keys_alone(marking: MainWindow) -> None:
    view = marking.image.view
    tool(marking, Shape.LENGTH)
    QTest.keyClick(view, Qt.Key.Key_Insert)
    QTest.keyClick(view, Qt.Key.Key_Right, SHIFT)
    QTest.keyClick(view, Qt.Key.Key_Insert)
    tool(marking, Shape.POINT)
    QTest.keyClick(view, Qt.Key.Key_Insert)
    assert [mark.shape for mark in stored(marking)] == [Shape.LENGTH, Shape.POINT]


def test_one_key_hides_all(marking: MainWindow) -> None:
    tool(marking, Shape.POINT)
    draw(marking, (50, 50))
    QTest.keyClick(marking.image.view, Qt.Key.Key_M, SHIFT)
    assert items(marking) == []
    # Who draws sees what is there already.
    draw(marking, (150, 50))
    assert len(stored(marking)) == 2
    assert len(items(marking)) == 2


def test_who_grades_blind_sees_the_own_marks(qtbot: QtBot, marking: MainWindow) -> None:
    marking.actions_table["blind"].trigger()
    qtbot.waitUntil(lambda: marking.is_idle, timeout=10_000)
    tool(marking, Shape.POINT)
    draw(marking, (50, 50))
    assert len(stored(marking)) == 1
    qtbot.waitUntil(lambda: marking.is_idle, timeout=10_000)
    assert len(items(marking)) == 1
    assert [one.row.result for one in listed(marking)] == [None] * 3


def test_a_turned_view_marks_the_same_place(marking: MainWindow) -> None:
    for name in ("turn_right", "mirror"):
        marking.actions_table[name].trigger()
    tool(marking, Shape.ARROW)
    draw(marking, (100, 50), (150, 80))
    (mark,) = stored(marking)
    assert near(mark.points[0], 100, 50)
    assert near(mark.points[1], 150, 80)


def test_what_cannot_be_stored_stays_on_screen(
    qtbot: QtBot, marking: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    board = marking.workspace.marks
    tool(marking, Shape.ARROW)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "mark", full)
        draw(marking, (100, 50), (150, 80))
        assert stored(marking) == ()
    assert board.has_unsaved
    assert "the disk is full" in marking.image.notice.text.text()
    (mark,) = marking.viewing.marking.marks
    assert board.is_unsaved(mark)
    assert len(items(marking)) == 1
    # The next one takes it along.
    draw(marking, (50, 200), (80, 220))
    assert len(stored(marking)) == 2
    assert not board.has_unsaved


def test_a_photograph_without_a_name_keeps_its_mark(
    marking: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    marking.settings_store.update(grader="")
    monkeypatch.setattr(type(marking.workspace.reviewing), "ask_name", lambda _: None)
    tool(marking, Shape.POINT)
    draw(marking, (50, 50))
    assert stored(marking) == ()
    assert marking.workspace.marks.has_unsaved
    marking.settings_store.update(grader="Dr A")
    marking.workspace.marks.retry()
    assert len(stored(marking)) == 1
