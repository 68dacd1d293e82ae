"""What the doctor says, by keyboard and mouse, and what of the network is seen before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fundusviewer.gui.review.agreement_dialog import AgreementDialog, Comparison
from fundusviewer.gui.review.history_dialog import HistoryDialog
from fundusviewer.gui.review.identity_dialog import IdentityDialog
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import Laterality
from fundusviewer.resources import default_database
from fundusviewer.screening import ListFilter, Sorting, Store
from tests.gui.steps import choose, in_order, is_idle, listed, shown_path
from tests.gui.texts import list_texts, widget_texts, without_folder
from tests.screening.photographs import write_black, write_photographs

NAMES = ("1_left.jpg", "1_right.jpg", "2_left.jpg", "3_left.jpg")


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer the question for the name, and count how often it is asked."""
    questions: list[str] = []

    def answer(_: QWidget, title: str, *__: object, **___: object) -> tuple[str, bool]:
        questions.append(title)
        return " Dr A ", True

    monkeypatch.setattr(QInputDialog, "getText", answer)
    return questions


@pytest.fixture
def clinic(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    """Return a window with four different photographs, all of which are to be referred."""
    window.open_paths(write_photographs(tmp_path / "clinic", NAMES))
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=20_000)
    return window


@pytest.fixture
def press(qtbot: QtBot, clinic: MainWindow) -> Callable[..., None]:
    """Return a function that presses a key, once the photograph is seen, and waits for the end."""

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        qtbot.waitUntil(lambda: clinic.is_idle, timeout=60_000)
        QTest.keyClick(clinic.worklist.list, key, modifier)
        qtbot.waitUntil(lambda: clinic.is_idle, timeout=10_000)

    return press


def grades(window: MainWindow) -> list[int | str | None]:
    """Return the doctor's verdicts, by file name."""
    return ["U" if row.row.review_ungradable else row.row.review_grade for row in listed(window)]


def test_a_list_is_graded_by_keys_alone(
    clinic: MainWindow, press: Callable[..., None], asked: list[str]
) -> None:
    assert clinic.worklist.heading.text() == "4 photographs · 4 to review"
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_4)
    press(Qt.Key.Key_U)
    assert grades(clinic) == [2, 4, "U", None]
    assert clinic.worklist.heading.text() == "4 photographs · 1 to review"
    assert shown_path(clinic) == listed(clinic)[3].path
    press(Qt.Key.Key_0)
    assert grades(clinic) == [2, 4, "U", 0]
    assert clinic.worklist.heading.text() == "4 photographs · 0 to review"
    assert asked == ["Who grades?"]
    assert clinic.settings.grader == "Dr A"


def test_what_was_said_is_in_the_database_at_once(
    clinic: MainWindow, press: Callable[..., None]
) -> None:
    press(Qt.Key.Key_3)
    # As another program sees it while the window is open.
    with Store(default_database()) as store:
        (row,) = [one for one in store.rows(clinic.session.method) if one.is_reviewed]
        assert (row.name, row.review_grade, row.reviewed_by) == (NAMES[0], 3, "Dr A")
        assert row.review_blind == 0


def test_staying_after_a_grade(clinic: MainWindow, press: Callable[..., None]) -> None:
    clinic.actions_table["go_on"].trigger()
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_1)
    assert grades(clinic) == [1, None, None, None]
    assert clinic.workspace.review.buttons[1].isChecked()
    assert "1: mild NPDR" in clinic.workspace.review.state.text()
    assert "The network says 2" in clinic.workspace.review.state.text()
    assert "Dr A" in clinic.workspace.review.state.text()
    press(Qt.Key.Key_Backspace)
    assert grades(clinic) == [None] * 4
    assert "To review" in clinic.workspace.review.state.text()
    press(Qt.Key.Key_J)
    assert shown_path(clinic) == listed(clinic)[1].path


def test_the_next_to_review_is_also_looked_for_above(
    clinic: MainWindow, press: Callable[..., None]
) -> None:
    choose(clinic, listed(clinic)[3].path)
    press(Qt.Key.Key_2)
    assert shown_path(clinic) == in_order(clinic)[0]


def test_grade_buttons_and_note_by_mouse_and_typing(
    qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]
) -> None:
    review = clinic.workspace.review
    clinic.actions_table["go_on"].trigger()
    QTest.mouseClick(review.buttons[2], Qt.MouseButton.LeftButton)
    press(Qt.Key.Key_N)
    assert review.note.hasFocus()
    # Digits, letters and Enter are text here, not grades.
    QTest.keyClicks(review.note, "Drusen 0 nu")
    QTest.keyClick(review.note, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: clinic.is_idle)
    row = listed(clinic)[0].row
    assert (row.review_grade, row.note) == (2, "Drusen 0 nu")
    assert grades(clinic) == [2, None, None, None]
    press(Qt.Key.Key_N)
    QTest.keyClicks(review.note, "not this")
    QTest.keyClick(review.note, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: clinic.is_idle)
    assert listed(clinic)[0].row.note == "Drusen 0 nu"


def test_a_note_that_is_being_written_belongs_to_its_photograph(
    qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]
) -> None:
    shown = shown_path(clinic)
    assert shown is not None
    written = in_order(clinic).index(shown)
    press(Qt.Key.Key_N)
    QTest.keyClicks(clinic.workspace.review.note, "scar")
    QTest.keyClick(clinic.workspace.review.note, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: clinic.is_idle)
    assert shown_path(clinic) == in_order(clinic)[written + 1]
    notes = {row.path: row.row.note for row in listed(clinic)}
    assert notes == {**dict.fromkeys(notes), in_order(clinic)[written]: "scar"}
    assert clinic.workspace.review.note.text() == ""


def test_typing_in_the_search_grades_nothing(
    qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]
) -> None:
    press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = clinic.worklist.controls.search
    assert search.hasFocus()
    QTest.keyClicks(search, "2_")
    QTest.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: clinic.is_idle and len(clinic.workspace.list.model.keys) == 1)
    assert clinic.worklist.heading.text() == "1 of 4 photographs · 4 to review"
    assert shown_path(clinic) is not None
    QTest.keyClicks(search, "?")
    QTest.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: clinic.is_idle and not clinic.workspace.list.model.keys)
    # Nothing fits, but the search can be changed.
    assert search.isVisible()
    search.clear()
    qtbot.waitUntil(lambda: is_idle(clinic, 4), timeout=5000)
    assert grades(clinic) == [None] * 4


def _popup_has_the_keys() -> bool:
    popup = QApplication.activePopupWidget()
    return popup is not None and QApplication.focusWindow() is popup.windowHandle()


@pytest.mark.parametrize(
    ("end", "sorting"),
    [(Qt.Key.Key_Escape, Sorting.RISK), (Qt.Key.Key_Return, Sorting.PATIENT)],
)
def test_after_choosing_an_order_the_keys_are_back_in_the_list(
    qtbot: QtBot,
    clinic: MainWindow,
    press: Callable[..., None],
    end: Qt.Key,
    sorting: Sorting,
) -> None:
    clinic.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is clinic)
    clinic.worklist.list.setFocus()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_S)
    qtbot.waitUntil(_popup_has_the_keys)
    for key in (Qt.Key.Key_Down, end):
        QTest.keyClick(QApplication.focusWidget() or clinic, key)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    qtbot.waitUntil(lambda: clinic.is_idle and clinic.worklist.list.hasFocus())
    assert clinic.workspace.list.choice.sorting is sorting
    QTest.keyClick(QApplication.focusWidget() or clinic, Qt.Key.Key_Up)
    assert shown_path(clinic) == in_order(clinic)[-2]


@pytest.mark.parametrize("yes", [True, False])
def test_several_at_once_are_confirmed(
    clinic: MainWindow,
    press: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    yes: bool,
) -> None:
    button = QMessageBox.StandardButton
    asked: list[str] = []

    def question(box: QMessageBox) -> QMessageBox.StandardButton:
        asked.append(box.text())
        return button.Yes if yes else button.No

    monkeypatch.setattr(QMessageBox, "exec", question)
    shift = Qt.KeyboardModifier.ShiftModifier
    press(Qt.Key.Key_Down, shift)
    press(Qt.Key.Key_Down, shift)
    press(Qt.Key.Key_1)
    assert asked == ["Give grade 1 to 3 photographs?"]
    assert grades(clinic) == ([1, None, 1, 1] if yes else [None] * 4)


def test_accepting_an_ungradable_one(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.open_paths([write_black(tmp_path / "dark.png")])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    QTest.keyClick(window.worklist.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.is_idle and grades(window) == ["U"])


def test_what_was_never_read_cannot_be_graded(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, asked: list[str]
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    window.open_paths([tmp_path / "broken.jpg"])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    QTest.keyClick(window.worklist.list, Qt.Key.Key_0)
    assert "cannot be graded" in window.statusBar().currentMessage()
    assert not window.workspace.review.isEnabled()
    assert grades(window) == [None]
    assert asked == []


def test_history(qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]) -> None:
    clinic.actions_table["go_on"].trigger()
    press(Qt.Key.Key_3)
    press(Qt.Key.Key_4)
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(clinic.findChildren(HistoryDialog)))
    (dialog,) = clinic.findChildren(HistoryDialog)
    table = dialog.table
    cells = [[_cell(dialog, row, column) for column in (1, 2)] for row in range(table.rowCount())]
    assert cells == [["Dr A", "Grade 3"], ["Dr A", "Grade 3 → Grade 4"]]
    dialog.close()


def _cell(dialog: HistoryDialog, row: int, column: int) -> str:
    item = dialog.table.item(row, column)
    assert item is not None
    return item.text()


def test_patient_and_eye_are_corrected(
    qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]
) -> None:
    assert listed(clinic)[0].identity.patient == "1"
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_F2)
    (dialog,) = clinic.findChildren(IdentityDialog)
    dialog.patient.setText("Nguyễn")
    dialog.date.setText("2026-3")
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert not ok.isEnabled()
    dialog.date.setText("2026-03-14")
    dialog.eye.setCurrentIndex(dialog.eye.findData(Laterality.OD))
    ok.click()
    qtbot.waitUntil(lambda: clinic.is_idle)
    identity = listed(clinic)[0].identity
    assert (identity.patient, identity.eye) == ("Nguyễn", Laterality.OD)
    assert str(identity.date) == "2026-03-14"


def test_patients_are_listed_with_their_worse_eye(
    qtbot: QtBot, clinic: MainWindow, tmp_path: Path
) -> None:
    write_black(tmp_path / "clinic" / "3_right.png")
    clinic.open_paths([tmp_path / "clinic"])
    qtbot.waitUntil(lambda: is_idle(clinic, 5), timeout=10_000)
    box = clinic.worklist.controls.sortings
    box.setCurrentIndex(box.findData(Sorting.PATIENT))
    box.activated.emit(box.currentIndex())
    clinic.actions_table["open_visits"].trigger()
    qtbot.waitUntil(lambda: clinic.is_idle and clinic.workspace.list.model.rowCount() == 8)
    model = clinic.workspace.list.model
    role = int(Qt.ItemDataRole.AccessibleTextRole)
    texts = [str(model.data(model.index(row), role)) for row in range(8)]
    assert texts[0] == "1, OD: Refer · grade 2, OS: Refer · grade 2, 0 of 2 read, opened"
    assert [text.split(",")[0] for text in texts[1:3]] == ["1_right.jpg", "1_left.jpg"]
    assert texts[3] == "2, OD: no photograph, OS: Refer · grade 2, 0 of 1 read, opened"
    assert texts[5] == "3, OD: Ungradable, OS: Refer · grade 2, 0 of 2 read, opened"
    # Visits are passed over.
    choose(clinic, tmp_path / "clinic" / "1_left.jpg")
    QTest.keyClick(clinic.worklist.list, Qt.Key.Key_PageDown)
    assert shown_path(clinic) == tmp_path / "clinic" / "2_left.jpg"
    assert clinic.settings.sorting is Sorting.PATIENT


# -- blind -----------------------------------------------------------------------------------


def test_nothing_of_the_networks_answer_is_seen_before_grading(
    qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]
) -> None:
    assert "92\u00a0%" in "\n".join(_everything(clinic))
    clinic.actions_table["blind"].trigger()
    qtbot.waitUntil(lambda: clinic.is_idle)
    for sorting in Sorting:
        clinic.workspace.list.choose(sorting=sorting)
        qtbot.waitUntil(lambda: clinic.is_idle)
        for photograph in listed(clinic):
            clinic.workspace.list.cursor.choose(photograph.key)
            qtbot.waitUntil(lambda: clinic.is_idle)
            _assert_hidden(clinic)
    clinic.workspace.list.choose(sorting=Sorting.RISK)
    assert clinic.worklist.controls.sortings.currentData() == Sorting.NAME
    # The photograph that was graded is shown, with both answers, and the others stay hidden.
    clinic.workspace.list.cursor.choose(listed(clinic)[0].key)
    press(Qt.Key.Key_4)
    assert clinic.result.card.headline.text() == "Refer"
    assert "The network says 2" in clinic.workspace.review.state.text()
    assert "Label: " in clinic.image.captions[0].words
    assert [row.progress for row in listed(clinic)] == [
        Progress.EXAMINED,
        *[Progress.HIDDEN] * 3,
    ]
    # It stays on screen until the doctor goes on.
    assert shown_path(clinic) == listed(clinic)[0].path
    press(Qt.Key.Key_Return)
    assert shown_path(clinic) == listed(clinic)[1].path
    press(Qt.Key.Key_Return)
    assert grades(clinic) == [4, None, None, None]
    _assert_hidden(clinic)


#: What the network said of every photograph, in all its forms.
_ANSWERS = (
    "Refer",
    "83",
    "92\u00a0%",
    "92.",
    "moderate NPDR,",
    "Gradable",
    "Possible",
    "Label:",
    "Heat map hidden",
    "hidden until you show it",
)


def _assert_hidden(window: MainWindow) -> None:
    always_there = _always_there(window)
    texts = [text for text in _everything(window) if text not in always_there]
    assert len(texts) > 50
    database = window.session.database
    assert database is not None
    assert database.path is not None
    for text in texts:
        # The folder of all tests may be called by any number.
        plain = without_folder(text, database.path.parents[1])
        assert not any(answer in plain for answer in _ANSWERS), text
    assert window.image.view.layer_names() == []
    assert window.image.captions[0].words == ""
    assert window.image.classes.count() == 0
    assert not window.actions_table["save_overlay"].isEnabled()
    current = window.current
    assert current is not None
    assert current.finding is None
    assert current.row.probabilities == {}
    assert current.row.reasons == ()
    assert window.viewer.annotation() is None


def _everything(window: MainWindow) -> list[str]:
    """Return every text that can be seen, hovered over or read aloud."""
    return [*widget_texts(window), *_model_texts(window)]


def _model_texts(window: MainWindow) -> Iterator[str]:
    model = window.workspace.list.model
    for row in range(model.rowCount()):
        entry = model.at(row)
        if isinstance(entry, Photograph) and entry.row.is_reviewed:
            continue
        yield from list_texts(window, row)
        if isinstance(entry, Photograph):
            hidden = entry.row._replace(encoded_path=b"", sha256=None, patient=None)
            yield repr(hidden)
        elif window.session.blindness.is_on:
            assert entry.decision is None
            assert all(eye.decision is None and eye.grade is None for eye in entry.eyes)


def _always_there(window: MainWindow) -> set[str]:
    """Return texts that are the same for every photograph: menus and choices."""
    fixed = [text for action in window.findChildren(QAction) for text in (action.text(),)]
    fixed += [action.toolTip() for action in window.findChildren(QAction)]
    fixed += [button.toolTip() for button in window.workspace.review.buttons.values()]
    return set(fixed)


def test_filters_tell_nothing_in_a_blind_list(
    qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]
) -> None:
    clinic.actions_table["blind"].trigger()
    press(Qt.Key.Key_4)
    clinic.workspace.list.choose(filter=ListFilter(grades=frozenset({2})))
    qtbot.waitUntil(lambda: clinic.is_idle)
    assert clinic.workspace.list.model.keys == []
    clinic.workspace.list.choose(filter=ListFilter(grades=frozenset({4})))
    qtbot.waitUntil(lambda: clinic.is_idle)
    assert len(clinic.workspace.list.model.keys) == 1


def test_agreement_page(qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_2)
    clinic.actions_table["blind"].trigger()
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_0)
    press(Qt.Key.Key_3)  # after the answer was shown: the first verdict counts
    clinic.actions_table["agreement"].trigger()
    dialog = clinic.workspace.agreement.dialog
    assert isinstance(dialog, AgreementDialog)
    qtbot.waitUntil(lambda: dialog.matrix.rowCount() == 6, timeout=10_000)
    text = dialog.text()
    assert "Photographs assessed by both: 2. Graded by both: 2" in text
    assert "0\t0\t0\t1\t0\t0\t0" in text
    assert "2\t0\t0\t1\t0\t0\t0" in text
    assert "Sensitivity for referable retinopathy (your grade 2 or more): 100.0\u00a0%" in text
    assert "Specificity: 0.0\u00a0%" in text
    dialog.which.setCurrentIndex(1)
    dialog.which.activated.emit(1)
    qtbot.waitUntil(lambda: "Photographs assessed by both: 3." in dialog.text(), timeout=10_000)
    assert "do not measure the network's performance" in dialog.remark.text()
    copy = next(button for button in dialog.buttons.buttons() if "Copy" in button.text())
    copy.click()
    assert QApplication.clipboard().text() == dialog.text()
    dialog.close()


def test_agreement_does_not_open_on_an_empty_page(
    qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]
) -> None:
    """Where nobody has graded blind, all verdicts are shown; that there are none is said."""
    clinic.actions_table["agreement"].trigger()
    dialog = clinic.workspace.agreement.dialog
    assert isinstance(dialog, AgreementDialog)
    qtbot.waitUntil(lambda: "No photograph has been graded" in dialog.figures.text())
    assert dialog.matrix.isHidden()
    dialog.choose(Comparison.BLIND)
    qtbot.waitUntil(lambda: "Grade blind hides the answer" in dialog.figures.text())
    dialog.close()
    qtbot.waitUntil(lambda: clinic.workspace.agreement.dialog is None)
    press(Qt.Key.Key_2)
    clinic.actions_table["agreement"].trigger()
    again = clinic.workspace.agreement.dialog
    assert isinstance(again, AgreementDialog)
    qtbot.waitUntil(lambda: "Photographs assessed by both: 1." in again.figures.text())
    assert again.comparison is Comparison.PRESENT
    assert not again.matrix.isHidden()
    assert "do not measure the network's performance" in again.remark.text()
    again.close()


def test_a_cell_of_the_agreement_opens_its_photographs(
    qtbot: QtBot, clinic: MainWindow, press: Callable[..., None]
) -> None:
    everything = len(listed(clinic))
    clinic.actions_table["blind"].trigger()
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_0)
    clinic.actions_table["agreement"].trigger()
    dialog = clinic.workspace.agreement.dialog
    assert isinstance(dialog, AgreementDialog)
    qtbot.waitUntil(lambda: dialog.matrix.rowCount() == 6, timeout=10_000)
    (column,) = [
        one for one in range(6) if (item := dialog.matrix.item(2, one)) and item.text() == "1"
    ]
    dialog.matrix.setFocus()
    dialog.matrix.setCurrentCell(2, column)
    QTest.keyClick(dialog.matrix, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: clinic.workspace.agreement.dialog is None, timeout=10_000)
    qtbot.waitUntil(lambda: clinic.is_idle)
    assert len(listed(clinic)) == 1 < everything
    assert grades(clinic) == [2]


def test_keys_are_unambiguous(clinic: MainWindow) -> None:
    keys = [key.toString() for action in _actions(clinic) for key in action.shortcuts()]
    assert sorted(keys) == sorted(set(keys))


def _actions(window: QObject) -> list[QAction]:
    return [action for action in window.findChildren(QAction) if action.shortcuts()]
