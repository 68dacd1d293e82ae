"""The window and the screening database."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from fundusviewer.errors import StoreError
from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.state.listing.list_choice import EVERYTHING
from fundusviewer.gui.state.photograph import Progress
from fundusviewer.gui.widgets.message_box import Button
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.workspace import workspace
from fundusviewer.inference import Classifier
from fundusviewer.resources import default_database, user_models_dir
from fundusviewer.screening import Method, Review, Store, screen
from tests.gui.conftest import MakeWindow
from tests.gui.steps import chooser, drop, is_idle, listed, shown_path
from tests.helpers.models import (
    make_card,
    remember_tried,
    write_model,
    write_model_referring_for_risk,
)
from tests.helpers.plain_opens import watch_plain_opens
from tests.screening.photographs import write_photographs

NAMES = ("1_left.jpg", "1_right.jpg", "2_left.jpg")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_photographs(tmp_path / "clinic", NAMES)
    return tmp_path / "clinic"


@pytest.fixture(autouse=True)
def _no_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("", False))


def _open(qtbot: QtBot, window: MainWindow, folder: Path, count: int = 3) -> None:
    window.open_paths([folder])
    qtbot.waitUntil(lambda: is_idle(window, count), timeout=20_000)


def test_what_the_command_screened_is_shown_at_once(
    qtbot: QtBot, make_window: MakeWindow, models: Path, folder: Path
) -> None:
    classifier = Classifier(models / "tiny.onnx", "cpu")
    with Store(default_database()) as store:
        list(screen(sorted(folder.iterdir()), classifier, store, Method.of(classifier)))
        before = store.rows(Method.of(classifier))
    window = make_window()
    runs: list[object] = []
    window.session.run.done.connect(runs.append)
    window.open_paths([folder])
    qtbot.waitUntil(lambda: len(window.workspace.list.model.keys) == 3, timeout=10_000)
    assert [row.progress for row in listed(window)] == [Progress.EXAMINED] * 3
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=20_000)
    with Store(default_database()) as store:
        rows = store.rows(Method.of(classifier))
    # Nothing was computed again: the results are those of before.
    assert [row.found.examined_at for row in rows] == [row.found.examined_at for row in before]


def _close_empty(window: MainWindow) -> None:
    """Close a window so that the next one does not open the same photographs."""
    window.actions_table["close_all"].trigger()
    window.close()


def test_the_next_window_knows_everything(
    qtbot: QtBot, make_window: MakeWindow, models: Path, folder: Path
) -> None:
    first = make_window()
    _open(qtbot, first, folder)
    first.settings_store.update(grader="Dr A")
    QTest.keyClick(first.worklist.list, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: first.is_idle)
    _close_empty(first)
    window = make_window()
    assert window.image.pages.currentWidget() is window.image.empty
    button = window.image.empty.database
    qtbot.waitUntil(button.isVisible)
    assert button.text() == "Show the 3 photographs of the database"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    assert window.worklist.heading.text() == "3 photographs · 2 to review"
    assert listed(window)[0].row.review_grade == 3
    # The heat map is not in the database: it is made for the photograph on screen.
    assert window.current is not None
    assert window.current.finding is not None


def test_folders_of_the_database_can_be_listed(
    qtbot: QtBot, window: MainWindow, folder: Path, tmp_path: Path
) -> None:
    _open(qtbot, window, folder)
    write_photographs(tmp_path / "other", ("x.jpg",))
    window.actions_table["close_all"].trigger()
    _open(qtbot, window, tmp_path / "other", 1)
    scopes = window.worklist.controls.scopes
    scopes.showPopup()
    qtbot.waitUntil(lambda: scopes.count() == 4)
    scopes.hidePopup()
    assert scopes.itemText(2) == "clinic (3)"
    scopes.setCurrentIndex(2)
    scopes.activated.emit(2)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    assert {row.path.parent for row in listed(window)} == {folder}


def test_two_windows_on_one_database(
    qtbot: QtBot, make_window: MakeWindow, models: Path, folder: Path
) -> None:
    first, second = make_window(), make_window()
    _open(qtbot, first, folder)
    second.actions_table["show_database"].trigger()
    qtbot.waitUntil(lambda: is_idle(second, 3), timeout=10_000)
    first.settings_store.update(grader="Dr A")
    first.activateWindow()
    qtbot.waitUntil(first.isActiveWindow)
    QTest.keyClick(first.worklist.list, Qt.Key.Key_4)
    # The second one notices by itself.
    qtbot.waitUntil(lambda: listed(second)[0].row.review_grade == 4, timeout=10_000)
    qtbot.waitUntil(lambda: "2 to review" in second.worklist.heading.text(), timeout=10_000)


def _newer(path: Path) -> None:
    with Store(path):
        pass
    data = bytearray(path.read_bytes())
    data[60:64] = (99).to_bytes(4, "big")
    path.write_bytes(data)


def _damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00" + b"\x07" * 5000)


def _damaged_schema(path: Path) -> None:
    with Store(path):
        pass
    path.write_bytes(path.read_bytes().replace(b"problem TEXT", b"problem TE\xd8T", 1))


def _folder(path: Path) -> None:
    path.mkdir()


TROUBLE: dict[str, tuple[Callable[[Path], None], str]] = {
    "newer": (_newer, "newer FundusViewer"),
    "damaged": (_damaged, "database"),
    "damaged schema": (_damaged_schema, "is damaged"),
    "folder": (_folder, "is a folder"),
}


@pytest.mark.parametrize("kind", TROUBLE)
def test_a_database_that_cannot_be_used(
    qtbot: QtBot, make_window: MakeWindow, models: Path, folder: Path, kind: str
) -> None:
    spoil, words = TROUBLE[kind]
    default_database().parent.mkdir(parents=True, exist_ok=True)
    spoil(default_database())
    before = None if default_database().is_dir() else default_database().read_bytes()
    window = make_window()
    notice = window.image.notice.text.text()
    assert words in notice
    assert "in memory only" in notice
    assert window.status.database.text() == "No database: nothing is saved"
    # The window works all the same.
    _open(qtbot, window, folder)
    assert [row.progress for row in listed(window)] == [Progress.EXAMINED] * 3
    window.settings_store.update(grader="Dr A")
    QTest.keyClick(window.worklist.list, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: window.is_idle and listed(window)[0].row.review_grade == 1)
    window.close()
    assert before is None or default_database().read_bytes() == before


def test_a_read_only_database_is_looked_at(
    qtbot: QtBot,
    make_window: MakeWindow,
    models: Path,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    classifier = Classifier(models / "tiny.onnx", "cpu")
    paths = sorted(folder.iterdir())
    with Store(default_database()) as store:
        list(screen(paths[:2], classifier, store, Method.of(classifier)))
    default_database().chmod(0o444)
    before = default_database().read_bytes()
    window = make_window()
    notice = window.image.notice
    assert "is read-only: it can be looked at" in notice.text.text()
    assert window.status.database.text().endswith("(read-only)")
    # What is in it is listed and shown with its result.
    window.open_paths(paths[:2])
    qtbot.waitUntil(lambda: is_idle(window, 2), timeout=20_000)
    assert [row.progress for row in listed(window)] == [Progress.EXAMINED] * 2
    qtbot.waitUntil(lambda: window.image.view.shown is not None, timeout=20_000)
    # So is its heat map, which no database has: it is made anew.
    qtbot.waitUntil(lambda: "heat map" in window.image.view.layer_names(), timeout=20_000)
    # A grade is refused and said to be.
    window.settings_store.update(grader="Dr A")
    notice.hide()
    QTest.keyClick(window.worklist.list, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: window.is_idle and not notice.isHidden(), timeout=20_000)
    assert "read-only" in notice.text.text()
    assert listed(window)[0].row.review_grade is None
    # So is a mark; it stays on the photograph as one that is not saved.
    window.workspace.reviewing.writer.settle()
    notice.hide()
    marking = window.viewing.marking
    window.actions_table["mark_point"].trigger()
    marking.press(QPointF(50, 50))
    marking.release(QPointF(50, 50))
    qtbot.waitUntil(lambda: window.is_idle and not notice.isHidden(), timeout=20_000)
    assert "read-only" in notice.text.text()
    (mark,) = marking.marks
    assert window.workspace.marks.is_unsaved(mark)
    # It is not lost by opening another database without a question.
    asked: list[str] = []

    def ask(_: object, __: str, question: str, **___: object) -> Button:
        asked.append(question)
        return Button.Cancel

    monkeypatch.setattr(workspace, "ask", ask)
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *_, **__: (str(tmp_path / "other.sqlite"), "")
    )
    Store(tmp_path / "other.sqlite").close()
    window.actions_table["open_database"].trigger()
    assert "Open another database" in asked[-1]
    assert window.status.database.text().endswith("(read-only)")
    assert marking.marks == (mark,)
    window.actions_table["mark_point"].trigger()
    # What is not in it is not examined: nothing looks as if it had been.
    window.open_paths(paths)
    qtbot.waitUntil(
        lambda: window.is_idle and len(listed(window)) == 3 and not notice.isHidden(),
        timeout=20_000,
    )
    assert "read-only" in notice.text.text()
    assert "The run is paused" in notice.text.text()
    new = next(row for row in listed(window) if row.path == paths[2])
    assert new.progress not in (Progress.EXAMINED, Progress.WAITING)
    window.workspace.marks.forget()
    window.close()
    assert default_database().read_bytes() == before


def _remembered(window: MainWindow) -> str | None:
    return window.settings.database


def test_another_database_and_back(
    qtbot: QtBot,
    window: MainWindow,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _open(qtbot, window, folder)
    target = tmp_path / "study"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    window.actions_table["new_database"].trigger()
    qtbot.waitUntil(lambda: window.status.database.text() == "study.sqlite", timeout=10_000)
    qtbot.waitUntil(lambda: window.is_idle, timeout=10_000)
    assert window.workspace.list.model.rowCount() == 0
    assert window.image.pages.currentWidget() is window.image.empty
    assert _remembered(window) == str(tmp_path / "study.sqlite")
    _open(qtbot, window, folder)
    window.actions_table["default_database"].trigger()
    qtbot.waitUntil(lambda: window.status.database.text() == "screening.sqlite", timeout=10_000)
    assert _remembered(window) is None
    with Store(tmp_path / "study.sqlite") as store:
        assert len(store.rows(window.session.method)) == 3


def test_a_database_that_is_refused_leaves_the_open_one(
    qtbot: QtBot,
    window: MainWindow,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _open(qtbot, window, folder)
    (tmp_path / "letter.sqlite").write_text("This is a letter. " * 20)
    name = (str(tmp_path / "letter.sqlite"), "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: name)
    window.actions_table["open_database"].trigger()
    qtbot.waitUntil(lambda: "no screening database" in window.image.notice.text.text())
    assert window.status.database.text() == "screening.sqlite"
    assert is_idle(window, 3)


@pytest.mark.parametrize("name", ["study.sqlite", "study.jpg"])
def test_the_open_database_is_never_opened_plainly(
    qtbot: QtBot,
    make_window: MakeWindow,
    models: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    database = folder / name
    opened = watch_plain_opens()
    window = make_window(database=database)
    _open(qtbot, window, folder)
    # Dropped on the window it is a photograph that cannot be read.
    drop(window, [database], window.rect().center())
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=60_000)
    row = next(one.row for one in listed(window) if one.path == database)
    assert "is the screening database that is open" in (row.problem or "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(database), ""))
    window.actions_table["open_database"].trigger()
    window.actions_table["default_database"].trigger()
    qtbot.waitUntil(lambda: window.status.database.text() == "screening.sqlite", timeout=60_000)
    window.actions_table["open_database"].trigger()
    qtbot.waitUntil(lambda: window.status.database.text() == name, timeout=60_000)
    qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
    assert opened == []


def test_the_command_line_names_the_database(
    qtbot: QtBot, make_window: MakeWindow, models: Path, folder: Path, tmp_path: Path
) -> None:
    window = make_window(database=tmp_path / "named.sqlite")
    _open(qtbot, window, folder)
    assert window.status.database.text() == "named.sqlite"
    # For this time only.
    assert window.settings.database is None
    assert not default_database().exists()


def test_another_operating_point_asks_no_network(
    qtbot: QtBot,
    make_window: MakeWindow,
    models: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_model_referring_for_risk(models / "tiny.onnx")
    window = make_window()
    _open(qtbot, window, folder)
    assert {row.row.decision for row in listed(window)} == {"refer"}

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(Classifier, "predict", refuse)
    chooser(window).points.activated.emit(1)
    qtbot.waitUntil(
        lambda: {row.row.decision for row in listed(window)} == {"no_referral"}, timeout=10_000
    )
    with Store(default_database()) as store:
        assert len(store.methods()) == 2


def test_a_database_that_cannot_be_asked_while_opening_is_told(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No fault of the program: a sentence, and what was opened before stays."""
    _open(qtbot, window, folder)

    def locked(*_: object) -> None:
        raise StoreError("screening.sqlite: the drive does not answer")

    crashes: list[object] = []
    window.background.unexpected_error.connect(crashes.append)
    monkeypatch.setattr(Store, "keys_of", locked)
    window.open_paths([folder / NAMES[0]])
    qtbot.waitUntil(lambda: "does not answer" in window.image.notice.text.text())
    assert len(listed(window)) == 3
    assert crashes == []


def test_a_result_that_cannot_be_stored_is_an_error(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("screening.sqlite: the disk is full")

    monkeypatch.setattr(Store, "add_finding", full)
    window.open_paths([folder])
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=20_000)
    # The one on screen says why; the run pauses before the others fail for the same reason.
    shown, *others = [row.progress for row in listed(window)]
    assert shown is Progress.FAILED
    assert others == [Progress.NOT_EXAMINED] * 2
    assert "the disk is full" in window.result.quality.text.text()
    assert window.result.card.headline.text() == "Error"


def test_a_verdict_that_cannot_be_written_says_so(
    qtbot: QtBot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _open(qtbot, window, folder)

    def gone(*_: object) -> None:
        raise StoreError("screening.sqlite: the drive does not answer")

    window.settings_store.update(grader="Dr A")
    # Until the window is closed: otherwise it would ask whether the grade may be lost.
    with monkeypatch.context() as patched:
        patched.setattr(Store, "review", gone)
        QTest.keyClick(window.worklist.list, Qt.Key.Key_0)
        qtbot.waitUntil(lambda: "Not saved" in window.image.notice.text.text())
        assert [row.row.is_reviewed for row in listed(window)] == [False] * 3


def test_a_photograph_that_is_gone_keeps_its_finding(
    qtbot: QtBot, window: MainWindow, folder: Path
) -> None:
    _open(qtbot, window, folder)
    gone = folder / NAMES[2]
    gone.unlink()
    window.session.examination.forget()
    window.workspace.list.cursor.choose(listed(window)[2].key)
    shown = window.image
    qtbot.waitUntil(lambda: shown.pages.currentWidget() is shown.failure, timeout=10_000)
    assert "not there" in shown.failure.text.text()
    qtbot.waitUntil(lambda: window.is_idle)
    assert window.result.card.headline.text() == "Refer"
    # Examined again, it is an error, whatever was found before.
    QTest.keyClick(window.worklist.list, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.result.card.headline.text() == "Error", timeout=10_000)
    assert shown_path(window) == gone


def test_a_changed_file_is_another_photograph(
    qtbot: QtBot, window: MainWindow, folder: Path, tmp_path: Path
) -> None:
    _open(qtbot, window, folder)
    window.settings_store.update(grader="Dr A")
    QTest.keyClick(window.worklist.list, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: window.is_idle and listed(window)[0].row.review_grade == 3)
    (other,) = write_photographs(tmp_path / "later", ("later.jpg",))
    other.write_bytes(other.read_bytes() + b"other")
    shutil.copy(other, folder / NAMES[0])
    window.open_paths([folder / NAMES[0]])
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    # The verdict belongs to the photograph, not to the name of its file.
    assert listed(window)[0].row.review_grade is None


_PROGRAM = """
import os, signal, sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import fundusviewer.inference.library
fundusviewer.inference.library.bundled_models_dir = lambda: Path("nowhere")
from PySide6.QtCore import QTimer
from fundusviewer.gui.window.application import make_application
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.widgets.theme import Theme
SettingsFile().save(Settings(grader="Dr A"))
app = make_application()
window = MainWindow(Theme(app), CrashReporter(app))
window.show()
QTimer.singleShot(0, lambda: window.open_paths([Path(sys.argv[1])]))
graded = []
def look():
    if window.is_idle and len(window.workspace.list.model.keys) == 3:
        if not graded:
            graded.append(True)
            window.workspace.reviewing.grade(4)
        else:
            os.kill(os.getpid(), signal.SIGKILL)
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_nothing_is_lost_when_the_program_is_killed(
    qtbot: QtBot, models: Path, folder: Path, make_window: MakeWindow
) -> None:
    remember_tried(models / "tiny.onnx")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(folder)],
        env={**os.environ, "FUNDUSVIEWER_HOME": str(user_models_dir().parent)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    if b"SIGKILL" in done.stderr or done.returncode != -signal.SIGKILL:
        raise AssertionError(done.stderr.decode())
    with Store(default_database()) as store:
        (method,) = store.methods()
        rows = store.rows(method)
    window = make_window()
    assert len(rows) == 3
    assert sorted(row.review_grade or 0 for row in rows) == [0, 0, 4]
    window.actions_table["show_database"].trigger()
    qtbot.waitUntil(lambda: len(window.workspace.list.model.keys) == 3, timeout=10_000)


def test_the_photographs_of_another_model_are_not_examined_unasked(
    qtbot: QtBot, make_window: MakeWindow, models: Path, folder: Path
) -> None:
    first = make_window()
    _open(qtbot, first, folder)
    _close_empty(first)
    (models / "tiny.onnx").unlink()
    write_model(models / "other.onnx", make_card(name="other"), logits=[0, 0, 0, 0, 5.0])
    window = make_window()
    window.actions_table["show_database"].trigger()
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    # The one on screen is examined, the others wait to be asked for.
    states = [row.progress for row in listed(window)]
    assert sorted(states) == [Progress.EXAMINED, *[Progress.NOT_EXAMINED] * 2]
    QTest.keyClick(window.worklist.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.worklist.list, Qt.Key.Key_F5)
    qtbot.waitUntil(
        lambda: [row.row.found.grade for row in listed(window)] == [4, 4, 4], timeout=10_000
    )


def test_results_of_an_earlier_version_are_named_once_and_computed_anew_when_asked(
    qtbot: QtBot, make_window: MakeWindow, models: Path, folder: Path
) -> None:
    first = make_window()
    _open(qtbot, first, folder)
    assert first.image.notice.isHidden()
    first.actions_table["show_database"].trigger()
    qtbot.waitUntil(lambda: is_idle(first, 3), timeout=10_000)
    assert first.image.notice.isHidden()
    _close_empty(first)
    write_model(models / "tiny.onnx", make_card(version="0.0.2"), logits=[0, 0, 0, 0, 5.0])
    window = make_window()
    window.actions_table["show_database"].trigger()
    notice = window.image.notice
    qtbot.waitUntil(notice.isVisible, timeout=10_000)
    said = notice.text.text()
    assert "(0.0.1)" in said
    assert "Tiny DR grader 0.0.2" in said
    assert notice.button is not None
    QTest.mouseClick(notice.button, Qt.MouseButton.LeftButton)
    assert notice.isHidden()
    qtbot.waitUntil(
        lambda: [row.row.found.grade for row in listed(window)] == [4, 4, 4], timeout=10_000
    )
    qtbot.waitUntil(lambda: window.is_idle, timeout=10_000)
    window.workspace.list.choose(scope=folder)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    assert notice.isHidden()


def test_an_earlier_version_is_said_once_also_where_it_stays(
    qtbot: QtBot, make_window: MakeWindow, models: Path, folder: Path
) -> None:
    first = make_window()
    _open(qtbot, first, folder)
    _close_empty(first)
    write_model(models / "tiny.onnx", make_card(version="0.0.2"), logits=[0, 0, 0, 0, 5.0])
    window = make_window()
    window.actions_table["show_database"].trigger()
    qtbot.waitUntil(window.image.notice.isVisible, timeout=10_000)
    window.image.notice.hide()
    for scope in (folder, EVERYTHING):
        window.workspace.list.choose(scope=scope)
        qtbot.waitUntil(lambda: window.is_idle, timeout=10_000)
        assert window.image.notice.isHidden()
    assert [row.progress for row in listed(window)].count(Progress.NOT_EXAMINED) == 2


def test_the_pattern_of_names_is_remembered_and_checked(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.save(Settings(name_pattern="{patient}_{eye}", blind=True))
    assert file.load().settings.name_pattern == "{patient}_{eye}"
    file.path.write_text('{"name_pattern": "{nobody}"}')
    loaded = file.load()
    assert loaded.settings.name_pattern == "auto"
    assert loaded.problem is not None


def test_sample_button_is_beside_that_of_the_database(window: MainWindow) -> None:
    names = [button.text() for button in window.image.empty.findChildren(QPushButton)]
    assert sum("sample" in name for name in names) == 1
    assert not window.image.empty.database.isVisible()


def test_a_review_of_a_store_needs_a_name(tmp_path: Path) -> None:
    with Store.in_memory() as store, pytest.raises(StoreError, match="name"):
        store.review({"0" * 64: Review(1)}, " ")
