"""What the window offers for the list: all formats that there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMainWindow
from pytestqt.qtbot import QtBot

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.output.list_export_dialog import ExportDialog
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.text.translation import choose
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.reporting import export_formats
from fundusviewer.reporting.parquet import has_parquet
from tests.helpers.made_up_format import register


def test_titles_speak_the_language_of_the_window(qtbot: QtBot, theme: Theme) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = Actions(window, theme)
    menu = actions.submenus["export"]
    assert [one.text() for one in menu.actions()] == [f"&{one.title}…" for one in export_formats()]
    try:
        choose("de")
        texts = [one.text() for one in menu.actions()]
    finally:
        choose("en")
    assert texts == [
        "&Tabelle (CSV)…",
        "&JSON-Zeilen…",
        *(["&Parquet-Tabelle…"] if has_parquet() else []),
        "&Läsionen und Markierungen (COCO)…",
        "&Bericht (PDF)…",
    ]


@pytest.fixture
def _made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch)


@pytest.mark.usefixtures("_made_up")
def test_a_new_format_is_offered_and_written(
    qtbot: QtBot,
    window: MainWindow,
    examined: Callable[[], Photograph],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    examined()
    asked: list[str] = []

    def ask(_parent: object, _title: str, suggestion: str, kinds: str) -> tuple[str, str]:
        asked.extend((Path(suggestion).name, kinds))
        return str(tmp_path / "day"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    action = window.actions_table["export_count"]
    assert action in window.actions_table.submenus["export"].actions()
    action.trigger()
    (dialog,) = window.findChildren(ExportDialog)
    assert dialog.windowTitle() == "Number of photographs"
    dialog.accept()
    qtbot.waitUntil(lambda: window.workspace.exporting.background.is_idle, timeout=60_000)
    assert asked == ["FundusViewer.count", "Number of photographs (*.count)"]
    assert (tmp_path / "day.count").read_text() == "3"


def test_why_nothing_was_written_is_over_when_something_is(window: MainWindow) -> None:
    exporting, notice = window.workspace.exporting, window.image.notice
    exporting.notification.emit("list.csv: cannot be written: the disk is full")
    assert notice.isVisible()
    exporting.ended.emit()
    assert not notice.isVisible()
    # Another message stays.
    notice.tell("Something else")
    exporting.ended.emit()
    assert notice.isVisible()
