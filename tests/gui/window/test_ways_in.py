"""Every way in opens the same photographs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QPushButton
from pytestqt.qtbot import QtBot

from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.state.photograph import Progress
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.application import start_window
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.resources import sample_photographs, user_models_dir
from tests.gui.conftest import KeepWindow, MakeWindow
from tests.gui.steps import choose, drop, is_idle, listed, shown_path

Open = Callable[[MainWindow, list[Path], pytest.MonkeyPatch], None]

#: What the first start offers: healthy, moderate, proliferative, and one that cannot be graded.
SAMPLES = {one.name for one in sample_photographs()}


def _by_drop(window: MainWindow, paths: list[Path], _: pytest.MonkeyPatch) -> None:
    drop(window, paths, window.rect().center())


def _by_folder_drop(window: MainWindow, paths: list[Path], _: pytest.MonkeyPatch) -> None:
    drop(window, [paths[0].parent], window.rect().center())


def _by_dialog(window: MainWindow, paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    names = ([str(path) for path in paths], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: names)
    window.actions_table["open_photographs"].trigger()


def _by_folder_dialog(
    window: MainWindow, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(paths[0].parent))
    window.actions_table["open_folder"].trigger()


def _by_recent(window: MainWindow, paths: list[Path], _: pytest.MonkeyPatch) -> None:
    window.settings_store.remember_opened([paths[0].parent])
    window.actions_table.submenus["recent"].actions()[0].trigger()


@pytest.mark.parametrize(
    "open_them", [_by_drop, _by_folder_drop, _by_dialog, _by_folder_dialog, _by_recent]
)
def test_every_way_in_opens_the_same(
    open_them: Open,
    qtbot: QtBot,
    window: MainWindow,
    photographs: list[Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_them(window, photographs, monkeypatch)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    _check(window, photographs)


def test_command_line_opens_the_same(
    qtbot: QtBot,
    theme: Theme,
    reporter: CrashReporter,
    keep: KeepWindow,
    models: Path,
    photographs: list[Path],
) -> None:
    window = keep(start_window(theme, reporter, photographs))
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    _check(window, photographs)


def _check(window: MainWindow, photographs: list[Path]) -> None:
    rows = listed(window)
    assert [row.path for row in rows] == photographs
    assert [row.eye for row in rows] == ["OS", "OD", ""]
    assert [row.row.found.label for row in rows] == ["moderate NPDR"] * 3
    assert window.current is not None
    assert window.current.finding is not None
    assert shown_path(window) == photographs[0]
    assert window.image.pages.currentWidget() is window.image.view
    assert "Label: " in window.image.captions[0].words


def test_drop_works_on_every_part_of_the_window(
    qtbot: QtBot, window: MainWindow, photographs: list[Path]
) -> None:
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    for part in (window.worklist.list, window.image.view, window.result, window.statusBar()):
        at = part.mapTo(window, part.rect().center())
        assert drop(window, photographs, at) is window
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)


def test_the_target_of_a_drop_is_shown(window: MainWindow, photographs: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photographs[0]))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    at, keys = QPoint(300, 300), Qt.KeyboardModifier.NoModifier
    frame = window.image.findChild(QFrame, "dropTarget")
    assert frame is not None
    QApplication.sendEvent(window, QDragEnterEvent(at, copy, data, left, keys))
    assert frame.isVisible()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not frame.isVisible()


def test_a_photograph_is_listed_once(
    qtbot: QtBot, window: MainWindow, photographs: list[Path]
) -> None:
    window.open_paths([photographs[1]])
    window.open_paths([photographs[0].parent, *photographs])
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)


def test_dropping_text_is_refused(window: MainWindow) -> None:
    with pytest.raises(AssertionError):
        drop(window, [], QPoint(300, 300))
    assert window.workspace.list.model.rowCount() == 0


def test_sample_button(qtbot: QtBot, window: MainWindow) -> None:
    buttons = window.image.empty.findChildren(QPushButton)
    next(button for button in buttons if "sample" in button.text()).click()
    qtbot.waitUntil(lambda: is_idle(window, len(SAMPLES)), timeout=60_000)
    assert {one.path.name for one in listed(window)} == SAMPLES


def test_photographs_opened_before_the_model_is_ready(
    qtbot: QtBot,
    theme: Theme,
    reporter: CrashReporter,
    keep: KeepWindow,
    models: Path,
    photographs: list[Path],
) -> None:
    window = keep(MainWindow(theme, reporter))
    window.open_paths(photographs)
    window.show()
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    _check(window, photographs)


def test_a_photograph_that_was_read_early_stays_on_screen(
    qtbot: QtBot, window: MainWindow, photographs: list[Path]
) -> None:
    """Its state may be told before the list tells that it was chosen."""
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    other = photographs[1]
    assert shown_path(window) != other
    window.viewer.expect(other)
    qtbot.waitUntil(lambda: window.is_idle, timeout=10_000)
    window.viewing.show(other, None)
    choose(window, other)
    assert window.image.pages.currentWidget() is window.image.view


def test_without_a_model_photographs_are_shown_all_the_same(
    qtbot: QtBot, make_window: MakeWindow, photographs: list[Path]
) -> None:
    window = make_window()
    window.open_paths(photographs[:1])
    shown = window.image
    qtbot.waitUntil(lambda: shown.pages.currentWidget() is shown.view, timeout=10_000)
    assert listed(window)[0].progress is Progress.NO_MODEL
    assert "no model" in window.result.card.headline.text().lower()
    assert "No model is installed" in shown.notice.text.text()
    assert str(user_models_dir()) in shown.notice.text.text()
