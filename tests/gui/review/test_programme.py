"""Several readers at the window: who is asked for, what each sees, and who decides."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fundusviewer.grading import READING_ROLES, Awaited, Decision, Final, Role
from fundusviewer.gui.review.readers_dialog import ReadersDialog
from fundusviewer.gui.review.seat_dialog import SeatDialog
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.screening import ListFilter, Review, Store
from fundusviewer.screening.readers import NOBODY
from tests.gui.conftest import MakeWindow
from tests.gui.steps import listed
from tests.gui.texts import list_texts, widget_texts
from tests.helpers.drawn import drawn

_LONG = 60_000
Sit = Callable[[str, Role], None]


@pytest.fixture
def clinic(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path], tmp_path: Path
) -> MainWindow:
    """Return a window on three photographs; two of them Ann has read first, as 4 and as 0."""
    path = tmp_path / "clinic.sqlite"
    with Store(path) as store:
        for name in ("Ann", "Ben", "Cid"):
            store.set_reader(name, READING_ROLES)
        store.set_reader("Dee", [Role.ADMINISTRATOR])
    window = make_window(database=path)
    assert window.status.reader.isHidden()
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: window.is_idle and len(listed(window)) == 3, timeout=_LONG)
    with Store(path) as store:
        store.set_programme(share=1.0)
        ann = store.reader("Ann")
        assert ann is not None
        first, second, _ = (row.sha256 or "" for row in store.rows(window.session.method))
        said = {first: Review(4, note="zebra note"), second: Review(0, note="lion note")}
        store.review(said, ann.seat(Role.FIRST))
    return window


@pytest.fixture
def sit(qtbot: QtBot, clinic: MainWindow) -> Sit:
    """Choose in the dialog who reads."""

    def choose(name: str, role: Role) -> None:
        seats = clinic.workspace.seats
        qtbot.waitUntil(lambda: clinic.session.seat.is_programme, timeout=_LONG)
        if clinic.session.seat.is_taken:
            clinic.actions_table["grader"].trigger()
        qtbot.waitUntil(lambda: isinstance(seats.dialog, SeatDialog), timeout=_LONG)
        assert isinstance(seats.dialog, SeatDialog)
        for row, seat in enumerate(seats.dialog._seats):
            if (seat.name, seat.role) == (name, role):
                seats.dialog.seats.setCurrentRow(row)
        QTest.keyClick(seats.dialog.seats, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: seats.dialog is None and clinic.is_idle, timeout=_LONG)

    return choose


def press(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    qtbot.waitUntil(lambda: window.is_idle, timeout=_LONG)
    QTest.keyClick(window.worklist.list, key)
    qtbot.waitUntil(lambda: window.is_idle, timeout=_LONG)


def database_of(window: MainWindow) -> Path:
    database = window.session.database
    assert database is not None
    assert database.path is not None
    return database.path


def finals(window: MainWindow) -> dict[Awaited | None, Final]:
    """Return the final decisions by what they wait for, as nobody in particular sees them."""
    with Store(database_of(window)) as store:
        return {row.final.awaited: row.final for row in store.rows(window.session.method)}


def told(qtbot: QtBot, window: MainWindow) -> str:
    """Return all that the window tells, whichever photograph is on screen."""
    texts: list[str] = []
    for photograph in listed(window):
        window.workspace.list.cursor.choose(photograph.key)
        qtbot.waitUntil(lambda: window.is_idle, timeout=_LONG)
        texts += widget_texts(window)
        texts += (repr(one.row) for one in listed(window))
    for row in range(window.workspace.list.model.rowCount()):
        texts += list_texts(window, row)
    return "\n".join(texts)


def test_a_programme_that_another_program_begins_hides_all_until_somebody_sits_down(
    qtbot: QtBot, clinic: MainWindow
) -> None:
    # Before the window has noticed: nothing is fetched for nobody in particular.
    rows = clinic.session.database and clinic.session.database.rows.rows(clinic.session.method)
    assert rows
    assert all(row.readings is None and not row.is_reviewed for row in rows)
    seats = clinic.workspace.seats
    qtbot.waitUntil(lambda: isinstance(seats.dialog, SeatDialog), timeout=_LONG)
    assert clinic.session.seat.current == NOBODY
    assert clinic.status.reader.text() == "Who reads?"
    assert seats.dialog is not None
    seats.dialog.reject()
    # Who has not said who reads gives no grade, and is asked again.
    press(qtbot, clinic, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: isinstance(seats.dialog, SeatDialog), timeout=_LONG)
    assert set(finals(clinic)) == {Awaited.FIRST, Awaited.SECOND}


def test_a_second_reader_sees_nothing_of_the_first_and_the_arbiter_sees_both(
    qtbot: QtBot, clinic: MainWindow, sit: Sit
) -> None:
    sit("Ben", Role.SECOND)
    assert clinic.status.reader.text() == "Ben · second reader"
    assert len(listed(clinic)) == 2
    before = told(qtbot, clinic)
    assert "zebra" not in before
    assert "lion" not in before
    assert "Ann" not in before
    press(qtbot, clinic, Qt.Key.Key_Home)
    press(qtbot, clinic, Qt.Key.Key_0)
    press(qtbot, clinic, Qt.Key.Key_0)
    assert "zebra" not in told(qtbot, clinic)
    assert finals(clinic)[Awaited.ARBITER].decision is Decision.REFER
    assert finals(clinic)[None].grade == 0
    sit("Cid", Role.ARBITER)
    (photograph,) = listed(clinic)
    clinic.workspace.list.cursor.choose(photograph.key)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=_LONG)
    answers = clinic.workspace.review.answers
    assert answers.isVisible()
    assert "4: proliferative DR" in answers.first.text()
    assert "zebra note" in answers.first.text()
    assert "0: no apparent" in answers.second.text()
    assert "Ben" in answers.second.text()
    press(qtbot, clinic, Qt.Key.Key_3)
    assert set(finals(clinic)) == {None, Awaited.FIRST}
    with Store(database_of(clinic)) as store:
        grades = {row.final.grade for row in store.rows(clinic.session.method)}
    assert 3 in grades
    # Nobody takes back what was said as somebody else.
    assert clinic.workspace.reviewing.undo_list.undo_words is not None
    sit("Ann", Role.FIRST)
    assert clinic.workspace.reviewing.undo_list.undo_words is None


def test_who_read_last_reads_again_without_being_asked(
    qtbot: QtBot, clinic: MainWindow, sit: Sit, make_window: MakeWindow
) -> None:
    sit("Ben", Role.SECOND)
    path = database_of(clinic)
    clinic.close()
    again = make_window(database=path)
    qtbot.waitUntil(lambda: again.session.seat.is_taken and again.is_idle, timeout=_LONG)
    assert again.status.reader.text() == "Ben · second reader"
    assert again.workspace.seats.dialog is None


@pytest.mark.parametrize("what", ["deleted", "role"])
def test_who_is_deleted_with_open_cases_says_and_sees_nothing_more(
    qtbot: QtBot, clinic: MainWindow, sit: Sit, what: str
) -> None:
    sit("Ben", Role.SECOND)
    press(qtbot, clinic, Qt.Key.Key_Home)
    reviewing = clinic.workspace.reviewing
    said: list[str] = []
    reviewing.not_saved.connect(lambda sentence, _: said.append(sentence))
    with Store(database_of(clinic)) as store:
        if what == "deleted":
            store.delete_reader("Ben")
        else:
            store.set_reader("Ben", [Role.FIRST])
    # At once, before the window has looked at the database again.
    reviewing.grade(0)
    qtbot.waitUntil(lambda: bool(said), timeout=_LONG)
    assert "Ben reads as second reader no more; nothing was stored" in said[0]
    seats = clinic.workspace.seats
    qtbot.waitUntil(lambda: isinstance(seats.dialog, SeatDialog), timeout=_LONG)
    assert clinic.session.seat.current == NOBODY
    assert clinic.status.reader.text() == "Who reads?"
    # Nobody else may store it.
    assert clinic.image.notice.button is None
    assert not clinic.workspace.reviewing.has_unsaved
    # His open cases are another second reader's.
    assert Awaited.SECOND in finals(clinic)
    sit("Cid", Role.SECOND)
    assert len(listed(clinic)) == 2


def test_a_grade_for_a_photograph_that_was_removed_meanwhile(
    qtbot: QtBot, clinic: MainWindow, sit: Sit
) -> None:
    """It counts for what was on screen."""
    sit("Ben", Role.SECOND)
    press(qtbot, clinic, Qt.Key.Key_Home)
    photograph = clinic.current
    assert photograph is not None
    said: list[str] = []
    clinic.workspace.reviewing.not_saved.connect(lambda sentence, _: said.append(sentence))
    photograph.path.unlink()
    clinic.workspace.reviewing.grade(1)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=_LONG)
    with Store(database_of(clinic)) as store:
        stored = [(one.who, one.sha256) for one in store.history() if one.role == "second"]
    assert stored == [("Ben", photograph.row.sha256)]
    assert said == []


def test_readers_are_set_up_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    seats = window.workspace.seats
    window.actions_table["readers"].trigger()
    qtbot.waitUntil(lambda: isinstance(seats.dialog, ReadersDialog), timeout=_LONG)
    dialog = seats.dialog
    assert isinstance(dialog, ReadersDialog)
    name, box = dialog.table.item(0, 0), dialog.table.item(0, 1)
    assert name is not None
    assert box is not None
    name.setText("Ann")
    box.setCheckState(Qt.CheckState.Checked)
    assert dialog.table.rowCount() == 2
    dialog.accept()
    qtbot.waitUntil(lambda: isinstance(seats.dialog, SeatDialog), timeout=_LONG)
    assert window.session.database is not None
    (reader,) = window.session.database.rows.readers()
    assert reader.name == "Ann"
    assert reader.roles == frozenset({Role.FIRST})
    assert window.session.database.rows.programme() is not None


def test_a_cohort_is_checked_in_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "cohort.csv"
    path.write_text("patient;due\n007;01.02.2026\n", "utf-8")
    window.workspace.cohort.check(path)
    qtbot.waitUntil(lambda: window.workspace.cohort.dialog is not None, timeout=_LONG)
    dialog = window.workspace.cohort.dialog
    assert dialog is not None
    labels = [one.text() for one in dialog.findChildren(QLabel)]
    assert "1 people, 1 open\nno photograph: 1" in labels
    item = dialog.table.item(0, 4)
    assert item is not None
    assert item.text() == "no photograph"


def test_marks_of_another_reader_are_not_shown_until_the_arbiter_sees_both(
    qtbot: QtBot, clinic: MainWindow, sit: Sit
) -> None:
    """Neither drawn nor written anywhere, though both stand in the same database."""
    first = listed(clinic)[0]
    sha256 = first.row.sha256 or ""
    with Store(database_of(clinic)) as store:
        for name, role, text in (
            ("Ann", Role.FIRST, "zebra mark"),
            ("Ben", Role.SECOND, "lion mark"),
        ):
            reader = store.reader(name)
            assert reader is not None
            store.mark(sha256, [drawn(kind="other", text=text)], reader.seat(role))
    marking = clinic.viewing.marking

    def words(name: str, role: Role) -> tuple[str, list[str]]:
        sit(name, role)
        clinic.workspace.list.choose(filter=ListFilter())
        qtbot.waitUntil(lambda: clinic.is_idle and len(listed(clinic)) == 3, timeout=_LONG)
        clinic.workspace.list.cursor.choose(listed(clinic)[0].key)
        qtbot.waitUntil(lambda: clinic.is_idle, timeout=_LONG)
        beside = list(marking.words)
        return told(qtbot, clinic), beside

    for name, role, own, other in (
        ("Ben", Role.SECOND, "lion", "zebra mark"),
        ("Ann", Role.FIRST, "zebra", "lion mark"),
    ):
        everywhere, beside = words(name, role)
        assert other not in everywhere
        assert beside == [f"{own} mark"]
    _, beside = words("Cid", Role.ARBITER)
    assert beside == ["Ann, first reader · zebra mark", "Ben, second reader · lion mark"]
    clinic.workspace.list.cursor.choose(listed(clinic)[0].key)
    qtbot.waitUntil(lambda: clinic.is_idle, timeout=_LONG)
    assert len(marking.marks) == 2
    assert not any(clinic.workspace.marks.may_change(mark) for mark in marking.marks)
