"""Panels that are put away by keys and come back; full screen; where the keys go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.state.side_panels import SidePanels
from fundusviewer.gui.window.main_window import MainWindow
from tests.gui.conftest import MakeWindow
from tests.gui.steps import is_idle, shown_path

KEY = Qt.Key
Examined = Callable[[], Photograph]


def sides(window: MainWindow) -> tuple[bool, bool]:
    return window.worklist.isVisible(), window.workspace.review.isVisible()


def test_both_go_and_come_back_as_they_were() -> None:
    panels = SidePanels(left=True, right=False)
    panels.toggle_both()
    assert (panels.left, panels.right) == (False, False)
    panels.toggle_both()
    assert (panels.left, panels.right) == (True, False)
    panels.show_left(False)
    panels.toggle_both()
    assert (panels.left, panels.right) == (True, False)


def test_keys_put_panels_away(qtbot: QtBot, window: MainWindow, examined: Examined) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    widths = window.panels.splitter.sizes()
    QTest.keyClick(window, KEY.Key_F7)
    assert sides(window) == (False, True)
    QTest.keyClick(window, KEY.Key_F8)
    assert sides(window) == (False, False)
    QTest.keyClick(window, KEY.Key_F7)
    QTest.keyClick(window, KEY.Key_F8)
    assert sides(window) == (True, True)
    assert window.panels.splitter.sizes() == pytest.approx(widths, abs=2)
    window.worklist.list.setFocus()
    QTest.keyClick(window.worklist.list, KEY.Key_Tab)
    assert sides(window) == (False, False)
    # The photograph has the keys now, and Tab there brings the panels back.
    assert QApplication.focusWidget() is window.image.view
    QTest.keyClick(window.image.view, KEY.Key_Tab)
    assert sides(window) == (True, True)


def test_tab_moves_on_elsewhere(qtbot: QtBot, window: MainWindow, examined: Examined) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    note = window.workspace.review.note
    note.setFocus()
    QTest.keyClick(note, KEY.Key_Tab)
    assert sides(window) == (True, True)
    assert QApplication.focusWidget() is not note


def test_they_are_remembered(
    qtbot: QtBot, window: MainWindow, examined: Examined, make_window: MakeWindow
) -> None:
    window.actions_table["left_panel"].trigger()
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
    window.close()
    again = make_window()
    qtbot.waitUntil(lambda: is_idle(again, 3), timeout=60_000)
    assert sides(again) == (False, True)
    # What is searched for must be in sight.
    again.actions_table["search"].trigger()
    assert sides(again) == (True, True)


def test_full_screen(window: MainWindow, examined: Examined) -> None:
    before = window.settings.maximised
    window.actions_table["full_screen"].trigger()
    assert window.isFullScreen()
    window.actions_table["full_screen"].trigger()
    assert not window.isFullScreen()
    assert window.settings.maximised == before


@pytest.mark.parametrize("end", [KEY.Key_Return, KEY.Key_Escape])
@pytest.mark.parametrize("list_shown", [True, False])
def test_after_a_note_the_arrow_keys_work(
    qtbot: QtBot, window: MainWindow, examined: Examined, end: Qt.Key, list_shown: bool
) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    if not list_shown:
        window.actions_table["left_panel"].trigger()
    before = shown_path(window)
    window.actions_table["note"].trigger()
    QTest.keyClick(window.workspace.review.note, end)
    focused = QApplication.focusWidget()
    assert focused is (window.worklist.list if list_shown else window.image.view)
    QTest.keyClick(focused, KEY.Key_Down)
    assert shown_path(window) != before


def test_home_and_end(window: MainWindow, examined: Examined) -> None:
    keys = window.workspace.list.model.keys
    QTest.keyClick(window, KEY.Key_End)
    assert window.selection.active == keys[-1]
    QTest.keyClick(window, KEY.Key_Home)
    assert window.selection.active == keys[0]


def test_the_list_makes_room_until_it_is_asked_for() -> None:
    panels = SidePanels(left=True, right=True)
    panels.make_room(True)
    assert (panels.left, panels.right, panels.wanted) == (False, True, (True, True))
    panels.toggle_both()
    assert (panels.left, panels.right) == (False, False)
    panels.toggle_both()
    assert (panels.left, panels.right) == (False, True)
    panels.make_room(False)
    assert (panels.left, panels.right) == (True, True)
    panels.make_room(True)
    panels.show_left(True)
    assert (panels.left, panels.right) == (True, True)
    panels.make_room(True)
    assert panels.left


def test_both_come_back_where_the_list_made_room_and_nothing_is_shown() -> None:
    panels = SidePanels(left=True, right=False)
    panels.make_room(True)
    panels.toggle_both()
    assert (panels.left, panels.right) == (True, False)


def test_both_eyes_have_the_room_of_the_list(
    qtbot: QtBot, window: MainWindow, examined: Examined
) -> None:
    window.resize(1366, 740)
    alone = window.image.view.width()
    window.actions_table["both_eyes"].trigger()
    qtbot.waitUntil(lambda: window.is_idle and sides(window) == (False, True), timeout=60_000)
    # What is remembered for the next start is what the reader chose.
    assert window.settings.left_panel
    qtbot.waitUntil(lambda: window.image.view.width() > 0.6 * alone)
    QTest.keyClick(window, KEY.Key_F7)
    assert sides(window) == (True, True)
    for _ in range(2):
        window.actions_table["both_eyes"].trigger()
    assert sides(window) == (True, True)


def test_a_wide_window_keeps_its_list_beside_both_eyes(
    qtbot: QtBot, window: MainWindow, examined: Examined
) -> None:
    window.resize(2400, 800)
    window.actions_table["both_eyes"].trigger()
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
    assert sides(window) == (True, True)
