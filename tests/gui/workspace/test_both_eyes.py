"""Both eyes on screen: a grade goes to the eye that is marked, and to what somebody has seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from fundusviewer.gui.review.identity_dialog import IdentityDialog
from fundusviewer.gui.review.review_controller import ReviewController
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.screening import ListFilter, Sorting
from tests.gui.steps import choose, drag, is_idle, left_of, listed, look_at_all, shown_path
from tests.screening.photographs import write_photographs

#: In the order of their names.
OS1, OD1, OS2, OD2 = "1_left.jpg", "1_right.jpg", "2_left.jpg", "2_right.jpg"
NAMES = (OS1, OD1, OS2, OD2)
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(autouse=True)
def _grader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Dr A", True))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_photographs(tmp_path / "clinic", NAMES)
    return tmp_path / "clinic"


@pytest.fixture
def clinic(qtbot: QtBot, window: MainWindow, folder: Path) -> MainWindow:
    window.open_paths([folder])
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=60_000)
    window.workspace.list.choose(sorting=Sorting.NAME)
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=60_000)
    choose(window, folder / OS1)
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
    return window


@pytest.fixture
def pair(qtbot: QtBot, clinic: MainWindow) -> MainWindow:
    """Return the window with both eyes of the first patient; the left one is active."""
    QTest.keyClick(clinic, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
    assert clinic.selection.beside is not None
    return clinic


Press = Callable[..., None]


@pytest.fixture
def press(qtbot: QtBot, clinic: MainWindow) -> Press:
    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        focused = clinic.focusWidget() or clinic
        QTest.keyClick(focused, key, modifier)
        qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)

    return press


def grades(window: MainWindow) -> dict[str, int | str]:
    """Return the verdicts that there are, by the names of the files."""
    rows = [one.row for one in listed(window)]
    verdicts = {one.name: "U" if one.review_ungradable else one.review_grade for one in rows}
    return {name: verdict for name, verdict in verdicts.items() if verdict is not None}


def click_other(window: MainWindow) -> None:
    QTest.mouseClick(window.image.partner.view.viewport(), LEFT, NONE, QPoint(60, 60))


def active_card(window: MainWindow) -> str:
    (card,) = [one for one in window.image.cards.cards if one.mark.isVisible()]
    return card.title.text()


# -- the active eye --------------------------------------------------------------------------


def test_a_grade_goes_to_the_eye_that_was_clicked(pair: MainWindow, press: Press) -> None:
    click_other(pair)
    press(Qt.Key.Key_3)
    assert grades(pair) == {OD1: 3}


def test_the_click_marks_the_eye_everywhere(qtbot: QtBot, pair: MainWindow, folder: Path) -> None:
    places = {one: left_of(one) for one in (pair.image.pages, pair.image.partner)}
    assert active_card(pair) == "OS, left eye"
    click_other(pair)
    qtbot.waitUntil(lambda: pair.is_idle, timeout=60_000)
    assert shown_path(pair) == folder / OD1
    shown = pair.workspace.list.model.key_at_index(pair.worklist.list.currentIndex())
    assert shown == pair.selection.active
    assert active_card(pair) == "OD, right eye"
    assert "OD, right eye" in pair.workspace.review.heading.text()
    # Both eyes stay where they are; the frame changes its place.
    assert left_of(pair.image.pages) == places[pair.image.partner]
    assert pair.viewing.pairing.partner == folder / OS1
    assert pair.image.view.hasFocus()
    frame = pair.image._active
    assert frame.isVisible()
    assert frame.mapToGlobal(QPoint()) == pair.image.pages.mapToGlobal(QPoint())
    assert frame.size() == pair.image.pages.size()
    assert frame.mark.text() == "Active eye"


def test_zoom_and_place_stay_where_they_are(qtbot: QtBot, pair: MainWindow) -> None:
    pair.image.view.double_size()
    pair.image.view.pan(2, 1)
    before = pair.image.view.place()
    click_other(pair)
    qtbot.waitUntil(lambda: pair.is_idle, timeout=60_000)
    for view in (pair.image.view, pair.image.partner.view):
        place = view.place()
        assert place.zoom == pytest.approx(before.zoom, rel=0.01)
        assert (place.x, place.y) == pytest.approx((before.x, before.y), abs=0.01)


def test_dragging_the_other_eye_makes_it_active_at_the_end(
    qtbot: QtBot, pair: MainWindow, press: Press
) -> None:
    pair.image.view.double_size()
    view = pair.image.partner.view.viewport()
    drag(view, [QPoint(90, 90), QPoint(70, 80), QPoint(60, 70)], LEFT)
    press(Qt.Key.Key_4)
    assert grades(pair) == {OD1: 4}


def test_keys_and_list_choose_the_active_eye(
    qtbot: QtBot, pair: MainWindow, press: Press, folder: Path
) -> None:
    press(Qt.Key.Key_A)
    assert active_card(pair) == "OD, right eye"
    press(Qt.Key.Key_A)
    assert active_card(pair) == "OS, left eye"
    choose(pair, folder / OD1)
    qtbot.waitUntil(lambda: pair.is_idle, timeout=60_000)
    assert active_card(pair) == "OD, right eye"
    press(Qt.Key.Key_1)
    assert grades(pair) == {OD1: 1}


def test_each_row_of_buttons_grades_its_own_eye(
    qtbot: QtBot, pair: MainWindow, press: Press
) -> None:
    right, left = pair.image.cards.cards
    assert [one.title.text() for one in (right, left)] == ["OD, right eye", "OS, left eye"]
    QTest.mouseClick(right.buttons.buttons[2], LEFT)
    qtbot.waitUntil(lambda: pair.is_idle and grades(pair) == {OD1: 2}, timeout=60_000)
    # The other eye is to be graded next: it has not been left behind.
    assert active_card(pair) == "OS, left eye"
    QTest.mouseClick(left.buttons.buttons[5], LEFT)
    qtbot.waitUntil(lambda: pair.is_idle and grades(pair) == {OD1: 2, OS1: "U"}, timeout=60_000)


def test_tab_into_a_card_means_its_eye(qtbot: QtBot, pair: MainWindow, press: Press) -> None:
    right, _ = pair.image.cards.cards
    right.buttons.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert active_card(pair) == "OD, right eye"
    press(Qt.Key.Key_4)
    assert grades(pair) == {OD1: 4}


def test_what_is_said_goes_to_the_active_eye(qtbot: QtBot, pair: MainWindow, press: Press) -> None:
    pair.actions_table["go_on"].trigger()
    click_other(pair)
    press(Qt.Key.Key_Return)
    assert list(grades(pair)) == [OD1]
    press(Qt.Key.Key_N)
    QTest.keyClicks(pair.workspace.review.note, "scar")
    press(Qt.Key.Key_Return)
    notes = {one.row.name: one.row.note for one in listed(pair) if one.row.note}
    assert notes == {OD1: "scar"}
    press(Qt.Key.Key_F2)
    (dialog,) = pair.findChildren(IdentityDialog)
    assert dialog.eye.currentText() == "OD: right eye"
    dialog.reject()


def test_measuring_goes_to_the_active_eye(pair: MainWindow, press: Press, folder: Path) -> None:
    click_other(pair)
    press(Qt.Key.Key_M)
    drag(pair.image.view.viewport(), [QPoint(60, 90), QPoint(110, 130)], LEFT)
    assert list(pair.viewing.measure._all) == [folder / OD1]


def test_an_eye_that_is_filtered_out_can_be_the_active_one(
    qtbot: QtBot, pair: MainWindow, press: Press, folder: Path
) -> None:
    pair.workspace.list.choose(filter=ListFilter(text="left"))
    qtbot.waitUntil(
        lambda: pair.is_idle and len(pair.workspace.list.model.keys) == 2, timeout=60_000
    )
    click_other(pair)
    assert shown_path(pair) == folder / OD1
    press(Qt.Key.Key_3)
    pair.workspace.list.choose(filter=ListFilter(text=""))
    qtbot.waitUntil(lambda: is_idle(pair, 4), timeout=60_000)
    assert grades(pair) == {OD1: 3}


def test_both_eyes_then_the_next_patient(pair: MainWindow, press: Press, folder: Path) -> None:
    press(Qt.Key.Key_1)
    assert shown_path(pair) == folder / OD1
    press(Qt.Key.Key_2)
    assert grades(pair) == {OS1: 1, OD1: 2}
    assert shown_path(pair) == folder / OD2


# -- seen ------------------------------------------------------------------------------------


def test_keys_that_come_before_the_picture_grade_nothing(qtbot: QtBot, clinic: MainWindow) -> None:
    for _ in range(4):
        QTest.keyClick(clinic.worklist.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
    assert list(grades(clinic)) == [OS1]
    assert "not on screen yet" in clinic.statusBar().currentMessage()
    assert shown_path(clinic) == listed(clinic)[1].path


@pytest.mark.parametrize(
    "judge", [lambda one: one.grade(0), ReviewController.accept, ReviewController.ungradable]
)
def test_nothing_is_said_of_a_photograph_that_is_not_painted(
    qtbot: QtBot, clinic: MainWindow, folder: Path, judge: Callable[[ReviewController], None]
) -> None:
    choose(clinic, folder / OD2)
    judge(clinic.workspace.reviewing)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
    assert grades(clinic) == {}


@pytest.fixture
def gone(qtbot: QtBot, clinic: MainWindow, folder: Path) -> MainWindow:
    """Return the window with a photograph whose file is not there any more."""
    (folder / OD2).unlink()
    choose(clinic, folder / OD2)
    page = clinic.image.failure
    qtbot.waitUntil(lambda: clinic.image.pages.currentWidget() is page, timeout=60_000)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
    return clinic


def test_what_cannot_be_shown_gets_no_grade(gone: MainWindow, press: Press) -> None:
    review = gone.workspace.review
    assert not review.accept_button.isVisible()
    assert [value for value, one in review.buttons.items() if one.isEnabled()] == [5]
    assert "cannot be shown" in review.state.text()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_0, Qt.Key.Key_4):
        press(key)
        assert "cannot be shown" in gone.statusBar().currentMessage()
    assert grades(gone) == {}


def test_what_cannot_be_shown_is_marked_ungradable_with_the_reason(
    gone: MainWindow, press: Press
) -> None:
    press(Qt.Key.Key_U)
    assert grades(gone) == {OD2: "U"}
    (row,) = [one.row for one in listed(gone) if one.row.name == OD2]
    assert row.note is not None
    assert row.note.startswith("Cannot be shown: ")
    assert OD2 not in row.note


def test_of_several_only_those_that_were_seen_are_judged(
    qtbot: QtBot, clinic: MainWindow, press: Press, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    asked: list[str] = []

    def question(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "exec", question)
    choose(clinic, folder / OD1)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Return)
    assert sorted(grades(clinic)) == [OS1, OD1]
    (text,) = asked
    assert "to 2 photographs?" in text
    assert f"because they have not been viewed (2): {OD2}, {OS2}" in text


def test_of_several_that_nobody_saw_none_is_judged(
    clinic: MainWindow, press: Press, folder: Path
) -> None:
    rows = [clinic.workspace.list.model.row_of(one.key) for one in listed(clinic)[2:]]
    clinic.worklist._select([one.key for one in listed(clinic)[2:]])
    assert len(rows) == len(clinic.workspace.list.cursor.selected) == 2
    clinic.workspace.reviewing.grade(1)
    assert grades(clinic) == {}
    assert "None of the selected photographs" in clinic.statusBar().currentMessage()


def test_all_that_were_seen_can_be_accepted_together(
    qtbot: QtBot, clinic: MainWindow, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Yes)
    look_at_all(qtbot, clinic)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Return)
    assert sorted(grades(clinic)) == sorted(NAMES)


def test_a_file_that_was_replaced_is_looked_at_again_before_it_is_graded(
    qtbot: QtBot, clinic: MainWindow, press: Press, folder: Path
) -> None:
    shown = folder / OS1
    shown.write_bytes((folder / OD2).read_bytes() + b"another")
    # Another window or the command line may have examined it meanwhile; so does opening it.
    clinic.session.run.add([shown])
    qtbot.waitUntil(lambda: is_idle(clinic, 4), timeout=60_000)
    press(Qt.Key.Key_0)
    assert grades(clinic) == {}
    assert "F5" in clinic.statusBar().currentMessage()
    press(Qt.Key.Key_F5)
    press(Qt.Key.Key_0)
    assert grades(clinic) == {OS1: 0}
