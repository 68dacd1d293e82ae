"""The list of keys: complete, without doubles, and the same as the menus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import SIGNAL, Qt
from PySide6.QtGui import QAction, QFont, QFontDatabase, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QScrollArea, QToolBar, QToolButton

from fundusviewer.gui.commands.export_actions import export_action
from fundusviewer.gui.commands.shortcuts_dialog import (
    KeysDialog,
    in_columns,
    key_groups,
    keys_of,
    plain,
)
from fundusviewer.gui.text import translation
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.reporting import export_formats
from fundusviewer.resources import asset

#: Actions of the window that stand in no menu, and why.
_IN_NO_MENU: dict[str, str] = {}

#: What stands in menus without a key, and why: rare, and never with both hands on a list.
_WITHOUT_KEY = {
    "open_sample": "once, at the first start",
    "clinic": "a few times a year",
    "drift": "the window says when to look",
    "readers": "set once",
    "cohort": "a few times a year, and asks for a file",
    "mark_ellipse": "an outline does the same",
    "models_folder": "when a model is installed",
    "refresh_models": "when a model is installed",
    "about": "rare",
    "go_on": "a habit, set once",
    "grader": "set once",
    "name_pattern": "set once",
    "open_database": "rare",
    "new_database": "rare",
    "default_database": "rare",
    "dicom_tags": "rare",
    "dicom_fetch": "once for a patient, and waits for the archive",
    "dicom_write": "asks for a folder",
    "dicom_send": "leaves the house: not by a slip of the hand",
    "fhir_write": "asks for a folder",
    "fhir_send": "leaves the house: not by a slip of the hand",
    "dicom_deidentify": "asks for a folder",
    "dicom_network": "set once",
}


def actions_of(menu: QMenu) -> Iterator[QAction]:
    """Yield the actions of a menu and its submenus."""
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from actions_of(inner)
        elif not action.isSeparator():
            yield action


def in_menus(window: MainWindow) -> list[QAction]:
    """Return all actions of all menus."""
    menus = [action.menu() for action in window.menuBar().actions()]
    return [action for menu in menus if isinstance(menu, QMenu) for action in actions_of(menu)]


def test_every_action_has_a_menu_and_a_text(window: MainWindow) -> None:
    listed = in_menus(window)
    for spec in window.actions_table.specs:
        action = window.actions_table[spec.name]
        assert plain(action.text())
        assert action.toolTip()
        assert (action in listed) is (spec.name not in _IN_NO_MENU), spec.name
        assert listed.count(action) <= 1, spec.name


def test_every_action_does_something(window: MainWindow) -> None:
    """A record that no controller connects would be an entry that does nothing."""
    # Each menu and button in which an action stands listens to it as well.
    probe = QAction(window)
    QMenu(window).addAction(probe)
    QToolBar(window).addAction(probe)
    assert _own_listeners(probe) == 0
    idle = [spec.name for spec in window.actions_table.specs if not _own(window, spec.name)]
    assert not idle, "no controller connects them"


def _own(window: MainWindow, name: str) -> int:
    return _own_listeners(window.actions_table[name])


def _own_listeners(action: QAction) -> int:
    places = [one for one in action.associatedObjects() if isinstance(one, QMenu | QToolButton)]
    listeners = action.receivers(SIGNAL("triggered(bool)"))
    return listeners + action.receivers(SIGNAL("toggled(bool)")) - len(places)


def test_every_entry_of_a_menu_stands_in_the_table(window: MainWindow) -> None:
    """So that these tests see them all; the submenus of files and themes list what there is."""
    lists = [window.actions_table.submenus[name] for name in ("recent", "theme")]
    filled = [action.text() for menu in lists for action in menu.actions()]
    names = {spec.name for spec in window.actions_table.specs}
    outside = [one.text() for one in in_menus(window) if one.objectName() not in names]
    assert outside == filled
    assert "DICOM" in {plain(action.text()) for action in window.menuBar().actions()}


def test_every_action_has_a_key_or_a_reason(window: MainWindow) -> None:
    without = {spec.name for spec in window.actions_table.specs if not spec.keys}
    # The formats stand in a submenu that a new one may join; table and report are the daily ones.
    exports = {export_action(one) for one in export_formats()}
    assert without - exports == set(_WITHOUT_KEY)
    assert exports - without == {"export_csv", "export_pdf"}


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [key.toString() for action in window.actions() for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_no_letter_opens_two_things(window: MainWindow) -> None:
    """In each menu every mnemonic stands for one entry."""
    bar = window.menuBar()
    for menu in (bar, *bar.findChildren(QMenu)):
        texts = [action.text() for action in menu.actions() if not action.isSeparator()]
        letters = [QKeySequence.mnemonic(text).toString() for text in texts]
        known = [letter for letter in letters if letter]
        assert len(known) == len(set(known)), texts


def test_f1_lists_all_keys_of_the_window(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, KeysDialog)
    shown = {text.text() for text in dialog.findChildren(QLabel)}
    for action in window.actions():
        if action.shortcuts():
            assert keys_of(action) in shown, action.text()
            assert plain(action.text()) in shown
    assert dialog.height() <= 700
    dialog.reject()


@pytest.fixture(params=["the system's letters", "wide letters"])
def _letters(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    """Use the program's own font, too: its lines are higher than those of many systems' fonts."""
    if request.param != "wide letters":
        yield
        return
    before = qapp.font()
    names = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
    added = [QFontDatabase.addApplicationFont(str(asset(f"fonts/{name}"))) for name in names]
    qapp.setFont(QFont("Noto Sans", before.pointSize()))
    yield
    qapp.setFont(before)
    for number in added:
        QFontDatabase.removeApplicationFont(number)


@pytest.mark.usefixtures("_letters")
@pytest.mark.parametrize("code", ["en", "de"])
def test_all_keys_are_seen_at_once_on_a_small_screen(window: MainWindow, code: str) -> None:
    """1280 × 720: a 4K screen at 300 %; 30 pixels are the frame's and the panel's."""
    translation.choose(code)
    dialog = KeysDialog(window.menuBar(), window)
    try:
        dialog.resize(1260, 690)
        dialog.show()
        QApplication.processEvents()
        area = dialog.findChildren(QScrollArea)[0]
        assert area.verticalScrollBar().maximum() == 0
        assert area.horizontalScrollBar().maximum() == 0
        assert (dialog.width(), dialog.height()) == (1260, 690)
    finally:
        dialog.close()
        translation.choose("en")


def test_a_narrow_screen_has_fewer_columns(window: MainWindow) -> None:
    """1366 × 768 at 125 %: nobody scrolls to the side for a key."""
    groups = key_groups(window.menuBar())
    for room in (1043, 760):
        body = in_columns(groups, room)
        assert body.sizeHint().width() <= room
        assert {text.text() for text in body.findChildren(QLabel)} >= {
            key for group in groups for _, key in group.keys
        }
        body.deleteLater()


def test_the_list_says_what_the_action_says_now(window: MainWindow) -> None:
    window.actions_table["note"].setText("&Write a note…")
    window.actions_table["note"].setShortcut("Ctrl+Alt+N")
    listed = {pair for group in key_groups(window.menuBar()) for pair in group.keys}
    assert ("Write a note", "Ctrl+Alt+N") in listed


def test_mnemonics_are_taken_out() -> None:
    assert plain("&Save && close…") == "Save & close"
