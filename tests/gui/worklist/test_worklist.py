"""The list: twenty thousand rows, filters, a watched folder, and files written from it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

import fundusviewer.screening.runs.watch as watch_module
from fundusviewer.grading import Decision
from fundusviewer.gui.output.list_export_dialog import ExportDialog
from fundusviewer.gui.review.history_dialog import HistoryDialog
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.listing.list_choice import EVERYTHING
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.worklist.name_pattern_dialog import PatternDialog
from fundusviewer.gui.worklist.thumbnails import Thumbnails
from fundusviewer.screening import ListFilter, Sorting, Store
from tests.gui.conftest import MakeWindow
from tests.gui.steps import is_idle, listed, shown_path
from tests.helpers.rows import fill_database
from tests.reporting.printed import Printed
from tests.screening.photographs import write_black, write_photographs

COUNT = 20_000


@pytest.fixture
def full(qtbot: QtBot, make_window: MakeWindow, models: Path, tmp_path: Path) -> MainWindow:
    """Return a window on a database of twenty thousand results of its model."""
    path = tmp_path / "full.sqlite"
    window = make_window(database=path)
    fill_database(path, window.session.method, COUNT)
    return window


def test_twenty_thousand_rows_are_read_as_they_are_looked_at(
    qtbot: QtBot, full: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    rows_at = Store.rows_at

    def count(store: Store, method: object, keys: list[int]) -> object:
        read.append(len(keys))
        return rows_at(store, method, keys)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "rows_at", count)
    model = full.workspace.list.model
    full.actions_table["show_database"].trigger()
    qtbot.waitUntil(lambda: full.is_idle and len(model.keys) == COUNT, timeout=60_000)
    assert full.worklist.heading.text() == f"{COUNT} photographs · {COUNT} to review"
    full.worklist.list.scrollToBottom()
    full.worklist.list.grab()
    qtbot.waitUntil(lambda: full.is_idle)
    assert 0 < sum(read) < 1000
    assert max(read) <= 100
    # The worse eye of each visit decides where it stands.
    eyes = [model.visits[place].listed for place in (0, COUNT // 20, COUNT // 4)]
    risks = [
        max(_risk(one) for one in model.photographs(key for key in keys if isinstance(key, int)))
        for keys in eyes
    ]
    assert risks == sorted(risks, reverse=True)


def _risk(photograph: Photograph) -> float:
    return photograph.row.found.referable_probability or 0.0


def test_twenty_thousand_rows_by_patient_and_selected(qtbot: QtBot, full: MainWindow) -> None:
    full.workspace.list.choose(scope=EVERYTHING, sorting=Sorting.PATIENT)
    model = full.workspace.list.model
    qtbot.waitUntil(lambda: full.is_idle and len(model.visits) == COUNT // 2, timeout=60_000)
    QTest.keyClick(full.worklist.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(full.workspace.list.cursor.selected) == COUNT


@pytest.fixture
def mixed(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    """Return a window with two to be referred, an ungradable one and an error."""
    folder = tmp_path / "mixed"
    write_photographs(folder, ("a_left.jpg", "a_right.jpg"))
    write_black(folder / "dark.png")
    (folder / "letter.jpg").write_text("a letter")
    window.open_paths([folder])
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=20_000)
    return window


def test_the_list_takes_the_keys(qtbot: QtBot, window: MainWindow, photographs: list[Path]) -> None:
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    assert window.worklist.list.hasFocus()


def names(window: MainWindow) -> list[str]:
    return [photograph.row.name for photograph in listed(window)]


def test_filters_by_mouse(qtbot: QtBot, mixed: MainWindow) -> None:
    controls = mixed.worklist.controls
    menu = controls.filters
    menu.popup(controls.mapToGlobal(QPoint(0, 0)))
    box = menu.decisions[Decision.ERROR]
    for action, left in ((box, ["letter.jpg"]), (menu.decisions[Decision.UNGRADABLE], None)):
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        qtbot.waitUntil(lambda: mixed.is_idle)
        assert menu.isVisible()
        if left:
            assert names(mixed) == left
    assert names(mixed) == ["dark.png", "letter.jpg"]
    assert controls.filter_button.text() == "1"
    assert mixed.worklist.heading.text() == "2 of 4 photographs · 3 to review · 1 failed"
    menu.everything.trigger()
    qtbot.waitUntil(lambda: is_idle(mixed, 4))
    menu.close()


def test_a_search_that_finds_nothing_says_so_and_has_a_way_back(
    qtbot: QtBot, mixed: MainWindow
) -> None:
    QTest.keyClick(mixed, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(mixed.worklist.controls.search, "nobody")
    nothing = mixed.image.nothing
    qtbot.waitUntil(nothing.isVisible)
    assert nothing.title.text() == "No photograph matches"
    QTest.mouseClick(nothing.all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_idle(mixed, 4))
    assert nothing.isHidden()
    assert mixed.worklist.controls.search.text() == ""
    assert mixed.worklist.list.hasFocus()


def test_enter_ends_typing_and_letters_are_commands_again(qtbot: QtBot, mixed: MainWindow) -> None:
    search = mixed.worklist.controls.search
    QTest.keyClick(mixed, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(search, "right")
    QTest.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(mixed) == ["a_right.jpg"])
    assert mixed.worklist.list.hasFocus()
    (found,) = listed(mixed)
    # Enter has looked for it, not accepted a grade.
    assert not found.row.is_reviewed


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"gradable": False}, ["dark.png"]),
        ({"gradable": True}, ["a_left.jpg", "a_right.jpg"]),
        ({"grades": frozenset({2})}, ["a_left.jpg", "a_right.jpg"]),
        ({"grades": frozenset({0})}, []),
        ({"reviewed": True}, []),
        ({"text": "LEFT"}, ["a_left.jpg"]),
        ({"decisions": frozenset({Decision.REFER}), "text": "right"}, ["a_right.jpg"]),
    ],
)
def test_filters(qtbot: QtBot, mixed: MainWindow, fields: dict[str, Any], left: list[str]) -> None:
    mixed.workspace.list.choose(filter=ListFilter(**fields))
    qtbot.waitUntil(lambda: mixed.is_idle and names(mixed) == left, timeout=10_000)


def test_what_is_new_is_shown_whatever_the_filters(
    qtbot: QtBot, mixed: MainWindow, tmp_path: Path
) -> None:
    mixed.workspace.list.choose(filter=ListFilter(decisions=frozenset({Decision.ERROR})))
    qtbot.waitUntil(lambda: mixed.is_idle)
    (new,) = write_photographs(tmp_path / "new", ("new.jpg",))
    mixed.open_paths([new])
    qtbot.waitUntil(lambda: is_idle(mixed, 5), timeout=10_000)
    assert shown_path(mixed) == new


def test_a_watched_folder(
    qtbot: QtBot,
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch_module, "SETTLED_AFTER", 0.0)
    folder = tmp_path / "camera"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    window.actions_table["watch"].trigger()
    assert window.actions_table["watch"].isChecked()
    assert window.status.watched.text() == "Watching camera"
    write_photographs(folder, ("1_left.jpg",))
    _look_until(qtbot, window, 1)
    assert listed(window)[0].row.found.grade == 2
    first = shown_path(window)
    # What comes later is graded, and the doctor is left where they are.
    write_photographs(folder, ("1_left.jpg", "1_right.jpg"))
    _look_until(qtbot, window, 2)
    assert shown_path(window) == first
    assert window.settings.watched == str(folder)
    window.actions_table["watch"].trigger()
    assert window.workspace.watching.folder is None
    assert not window.status.watched.isVisible()


def _look_until(qtbot: QtBot, window: MainWindow, count: int) -> None:
    def done() -> bool:
        window.workspace.watching.look()
        return is_idle(window, count)

    qtbot.waitUntil(done, timeout=20_000)


Answer = Callable[[ExportDialog], None]


def _export(
    qtbot: QtBot,
    window: MainWindow,
    action: str,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer = lambda _: None,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    window.actions_table[action].trigger()
    (dialog,) = window.findChildren(ExportDialog)
    answer(dialog)
    dialog.accept()
    background = window.workspace.exporting.background
    qtbot.waitUntil(lambda: background.is_idle, timeout=60_000)


def test_table_of_the_list_and_of_the_patients(
    qtbot: QtBot, mixed: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _export(qtbot, mixed, "export_csv", tmp_path / "out", monkeypatch)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["decision"] for row in rows] == ["refer", "refer", "ungradable", "error"]
    assert "patient" not in rows[0]
    assert (tmp_path / "out-patients.csv").exists()
    assert "Written" in mixed.statusBar().currentMessage()


def test_selected_photographs_with_personal_data(
    qtbot: QtBot, mixed: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def choose(dialog: ExportDialog) -> None:
        assert dialog.some.text() == "The &selected one"
        dialog.some.setChecked(True)
        dialog.personal.setChecked(True)

    _export(qtbot, mixed, "export_jsonl", tmp_path / "out.jsonl", monkeypatch, choose)
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert len(lines) == 2
    assert '"patient": "a"' in lines[0]


def test_printed_report(
    qtbot: QtBot, mixed: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _export(qtbot, mixed, "export_pdf", tmp_path / "out.pdf", monkeypatch)
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    # It is offered to open it, or its folder.
    opened: list[str] = []

    def note(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    notice = mixed.image.notice
    qtbot.waitUntil(lambda: notice.button is not None, timeout=5_000)
    assert notice.text.text() == "Written: out.pdf"
    assert notice.other is not None
    assert notice.button is not None
    notice.other.click()
    notice.button.click()
    assert opened == [str(tmp_path), str(tmp_path / "out.pdf")]
    assert notice.isHidden()


def test_the_report_speaks_the_language_of_the_window(
    qtbot: QtBot, mixed: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hints(dialog: ExportDialog) -> None:
        assert not [one for one in dialog.findChildren(QLabel) if "Englisch" in one.text()]

    mixed.choices.set("language", "de")
    try:
        _export(qtbot, mixed, "export_pdf", tmp_path / "out.pdf", monkeypatch, hints)
    finally:
        mixed.choices.set("language", "en")
    text = Printed(tmp_path / "out.pdf").text
    assert "Zusammenfassung" in text
    assert "Nur für die Forschung. Nicht zur Diagnose." in text
    assert "Summary" not in text


def test_a_file_that_cannot_be_written(
    qtbot: QtBot, mixed: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    _export(qtbot, mixed, "export_csv", tmp_path / "file" / "out.csv", monkeypatch)
    assert mixed.image.notice.isVisible()
    assert "out.csv" in mixed.image.notice.text.text()


def test_pattern_of_names(qtbot: QtBot, mixed: MainWindow) -> None:
    mixed.actions_table["name_pattern"].trigger()
    (dialog,) = mixed.findChildren(PatternDialog)
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    dialog.editor.pattern.setCurrentText("{nobody}")
    assert not ok.isEnabled()
    assert "{nobody} is unknown" in dialog.editor.problem.text()
    dialog.editor.pattern.setCurrentText("{patient}_*")
    item = dialog.editor.table.item(0, 1)
    assert item is not None
    assert item.text() == "a"
    ok.click()
    qtbot.waitUntil(lambda: mixed.is_idle)
    assert [row.identity.patient for row in listed(mixed)] == ["a", "a", None, None]
    assert mixed.settings.name_pattern == "{patient}_*"


def test_a_thumbnail_that_was_made_paints_its_own_row(
    qtbot: QtBot,
    window: MainWindow,
    examined: Callable[[], Photograph],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    painted: list[str] = []
    get = Thumbnails.get

    def note(thumbnails: Thumbnails, path: Path, sha256: str | None) -> QImage | None:
        painted.append(path.name)
        return get(thumbnails, path, sha256)

    monkeypatch.setattr(Thumbnails, "get", note)
    thumbnails = window.workspace.thumbnails
    window.actions_table["open_visits"].trigger()
    qtbot.waitUntil(lambda: len(set(painted)) == 3 and thumbnails.background.is_idle)
    QApplication.processEvents()
    painted.clear()
    thumbnails.made.emit(examined().path)
    qtbot.waitUntil(lambda: bool(painted))
    assert painted == [examined().path.name]


def test_thumbnails_are_made_once_and_few_are_kept(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fundusviewer.gui.worklist.thumbnails._KEPT", 2)
    thumbnails = Thumbnails()
    paths = write_photographs(tmp_path / "many", [f"{number}.jpg" for number in range(4)])
    for path in paths:
        assert thumbnails.get(path, None) is None
        with qtbot.waitSignal(thumbnails.made, timeout=5000):
            pass
    picture = thumbnails.get(paths[3], None)
    assert picture is not None
    assert max(picture.width(), picture.height()) == 104
    assert thumbnails.get(paths[0], None) is None
    assert thumbnails.get(tmp_path / "missing.jpg", None) is None
    qtbot.waitUntil(lambda: thumbnails.background.is_idle)
    thumbnails.close()


def test_in_memory_there_is_one_store(tmp_path: Path) -> None:
    database = Database.in_memory()
    assert database.rows is database.work
    assert database.path is None
    database.close()


def test_the_lists_own_menu(qtbot: QtBot, mixed: MainWindow) -> None:
    window = mixed
    offered = window.worklist.list.actions()
    texts = [action.text().replace("&", "") for action in offered]
    assert "Send findings to the archive" in texts
    assert [action.isSeparator() for action in offered].count(True) == 2
    assert all(text for text, one in zip(texts, offered, strict=True) if not one.isSeparator())
    middle = window.worklist.list.viewport().rect().center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, middle, window.worklist.list.mapToGlobal(middle)
    )
    QTimer.singleShot(0, lambda: _choose("Review history", window))
    QApplication.sendEvent(window.worklist.list.viewport(), event)
    qtbot.waitUntil(lambda: bool(window.findChildren(HistoryDialog)))


def _choose(text: str, window: MainWindow) -> None:
    """Take an entry of the menu that is open, by its key."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(one for one in menu.actions() if text in one.text().replace("&", ""))
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_the_photograph_on_screen_is_in_sight_and_selected(qtbot: QtBot, full: MainWindow) -> None:
    """After going to the end, another order, a narrower list, and taking it out of a selection."""
    view, model = full.worklist.list, full.workspace.list.model

    def is_there() -> bool:
        current = view.currentIndex()
        return (
            model.key_at_index(current) == full.selection.active
            and view.selectionModel().isSelected(current)
            and view.viewport().rect().contains(view.visualRect(current).center())
        )

    full.workspace.list.choose(scope=EVERYTHING)
    qtbot.waitUntil(lambda: full.is_idle and len(model.keys) == COUNT, timeout=60_000)
    full.actions_table["last"].trigger()
    assert is_there()
    full.workspace.list.choose(sorting=Sorting.NAME)
    qtbot.waitUntil(lambda: full.is_idle and is_there(), timeout=60_000)
    full.worklist.run.setFixedHeight(300)
    full.worklist.run.show()
    qtbot.waitUntil(is_there, timeout=60_000)
    full.actions_table["first"].trigger()
    assert is_there()
    # Ctrl and a click on it: another of those selected is on screen then, or it stays selected.
    chosen, flag = view.selectionModel(), QItemSelectionModel.SelectionFlag
    current = view.currentIndex()
    chosen.select(model.index(current.row() + 1), flag.Select)
    chosen.select(current, flag.Deselect)
    qtbot.waitUntil(is_there, timeout=60_000)
    assert view.currentIndex() != current
    chosen.select(view.currentIndex(), flag.Deselect)
    qtbot.waitUntil(is_there, timeout=60_000)
