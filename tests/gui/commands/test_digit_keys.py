"""Grades by the row of digits of keyboards that give digits only with Shift."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from fundusviewer.gui.commands.digit_keys import digit_of
from fundusviewer.gui.window.main_window import MainWindow
from tests.gui.steps import is_idle, listed
from tests.screening.photographs import write_photographs

NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier

#: The row of a French keyboard as X11 tells it: number of the key, Qt's name, what it types.
FRENCH = (
    (19, Qt.Key.Key_Agrave, "à"),
    (10, Qt.Key.Key_Ampersand, "&"),
    (11, Qt.Key.Key_Eacute, "é"),
    (12, Qt.Key.Key_QuoteDbl, '"'),
    (13, Qt.Key.Key_Apostrophe, "'"),
)


def event(
    key: Qt.Key,
    text: str,
    scan: int = 0,
    modifiers: Qt.KeyboardModifier = NONE,
    virtual: int = 0,
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan, virtual, 0, text)


def send(widget: QWidget, key: Qt.Key, text: str, scan: int = 0) -> None:
    QApplication.sendEvent(widget, event(key, text, scan))


@pytest.fixture(autouse=True)
def _on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")


@pytest.mark.parametrize("digit", range(5))
def test_the_row_of_a_french_keyboard(digit: int) -> None:
    scan, key, text = FRENCH[digit]
    assert digit_of(event(key, text, scan)) == digit
    # Some programs that type for people do not tell which key it was.
    assert digit_of(event(key, text)) == digit
    assert digit_of(event(key, "")) == digit


@pytest.mark.parametrize(
    ("platform", "scans", "virtual"),
    [("win32", (11, 2, 3, 4, 5), False), ("darwin", (0x1D, 0x12, 0x13, 0x14, 0x15), True)],
)
def test_every_system_counts_its_keys_otherwise(
    monkeypatch: pytest.MonkeyPatch, platform: str, scans: tuple[int, ...], virtual: bool
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    for digit, native in enumerate(scans):
        _, key, text = FRENCH[digit]
        scan, code = (1, native) if virtual else (native, 0)
        assert digit_of(event(key, text, scan, virtual=code)) == digit


def test_digits_are_themselves_with_shift_and_on_the_keypad() -> None:
    for digit, key in enumerate((Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_2)):
        assert digit_of(event(key, str(digit), modifiers=SHIFT)) == digit
        assert digit_of(event(key, str(digit), modifiers=KEYPAD)) == digit


@pytest.mark.parametrize(
    ("text", "grade"),
    [("٠", 0), ("١", 1), ("۲", 2), ("३", 3), ("๔", 4), ("٧", None), ("५", None)],
)
def test_a_digit_is_itself_in_every_script(text: str, grade: int | None) -> None:
    """Arabic, Persian, Devanagari, Thai; with Shift too, where the keyboard wants it."""
    assert digit_of(event(Qt.Key.Key_unknown, text, 11)) == grade
    assert digit_of(event(Qt.Key.Key_unknown, text, 11, SHIFT)) == grade


@pytest.mark.parametrize(
    "other",
    [
        event(Qt.Key.Key_Ampersand, "&", 16, SHIFT),  # Shift+7 of an American keyboard
        event(Qt.Key.Key_QuoteDbl, '"', 11, SHIFT),  # Shift+2 of a British one
        event(Qt.Key.Key_Apostrophe, "'", 48),  # beside Enter of an American one
        event(Qt.Key.Key_Plus, "+", 10),  # Czech: + zooms
        event(Qt.Key.Key_Minus, "-", 15),
        event(Qt.Key.Key_Ampersand, "&", 10, CONTROL),
        event(Qt.Key.Key_5, "5", 14),
        event(Qt.Key.Key_Exclam, "!", 10, SHIFT),
        event(Qt.Key.Key_Shift, "", 50, SHIFT),
        event(Qt.Key.Key_F1, "", 67),
        event(Qt.Key.Key_Escape, "\x1b", 9),
    ],
)
def test_other_keys_are_no_grades(other: QKeyEvent) -> None:
    assert digit_of(other) is None


@pytest.fixture
def clinic(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> MainWindow:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Dr A", True))
    window.open_paths(write_photographs(tmp_path / "clinic", ("1_left.jpg", "2_left.jpg")))
    qtbot.waitUntil(lambda: is_idle(window, 2), timeout=60_000)
    window.actions_table["go_on"].trigger()
    return window


def grade(window: MainWindow) -> int | None:
    return listed(window)[0].row.review_grade


def test_french_keys_grade_wherever_the_keys_are(qtbot: QtBot, clinic: MainWindow) -> None:
    places = (
        clinic.worklist.list,
        clinic.image.view,
        clinic.workspace.review.buttons[0],
        clinic.worklist.controls.sortings,
        clinic,
    )
    given: list[int | None] = []
    for widget, (scan, key, text) in zip(places, FRENCH, strict=True):
        before = grade(clinic)
        send(widget, key, text, scan)
        qtbot.waitUntil(lambda: clinic.is_idle and grade(clinic) != before, timeout=60_000)  # noqa: B023
        given.append(grade(clinic))
    assert given == [0, 1, 2, 3, 4]


def test_digits_with_shift_and_of_the_keypad_grade(qtbot: QtBot, clinic: MainWindow) -> None:
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_3, SHIFT)
    qtbot.waitUntil(lambda: clinic.is_idle and grade(clinic) == 3, timeout=60_000)
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_4, KEYPAD)
    qtbot.waitUntil(lambda: clinic.is_idle and grade(clinic) == 4, timeout=60_000)


def test_what_is_typed_into_a_field_is_text(qtbot: QtBot, clinic: MainWindow) -> None:
    for field in (clinic.workspace.review.note, clinic.worklist.controls.search):
        field.setFocus()
        for scan, key, text in FRENCH:
            QTest.sendKeyEvent(QTest.KeyAction.Click, field, key, text, NONE)
            send(field, key, text, scan)
        assert field.text() == "àà&&éé\"\"''"
        field.clear()
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
    assert grade(clinic) is None


def test_a_key_that_is_held_grades_once(qtbot: QtBot, clinic: MainWindow) -> None:
    clinic.actions_table["go_on"].trigger()
    scan, key, text = FRENCH[2]
    send(clinic.worklist.list, key, text, scan)
    for _ in range(5):
        again = QKeyEvent(QEvent.Type.KeyPress, key, NONE, scan, 0, 0, text, True)
        QApplication.sendEvent(clinic.worklist.list, again)
        qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
    assert [one.row.review_grade for one in listed(clinic)] == [2, None]
