"""What was closed is held by nothing: no photograph, no finding, no picture, no name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fundusviewer.file_memory import remembered_files
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.worklist.row_delegate import WorklistDelegate
from fundusviewer.gui.worklist.thumbnails import Thumbnails
from fundusviewer.imaging import FieldOfView
from fundusviewer.screening import Finding
from tests.gui.steps import is_idle, look_at_all
from tests.gui.window.test_leaks import alive


def test_a_closed_list_is_remembered_by_nobody(
    qtbot: QtBot, window: MainWindow, photographs: list[Path]
) -> None:
    before = {kind: alive(kind) for kind in (Finding, FieldOfView)}
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, len(photographs)), timeout=60_000)
    look_at_all(qtbot, window)
    made = window.workspace.thumbnails
    qtbot.waitUntil(lambda: made.background.is_idle and bool(made.known), timeout=10_000)
    assert remembered_files() > 0
    assert alive(Finding) > before[Finding]
    rows = window.worklist.list.itemDelegate()
    assert isinstance(rows, WorklistDelegate)
    assert len(rows.pictures)

    window.actions_table["close_all"].trigger()
    qtbot.waitUntil(lambda: is_idle(window, 0), timeout=10_000)
    assert {kind: alive(kind) for kind in before} == before
    assert remembered_files() == 0
    assert made.known == 0
    assert not len(rows.pictures)


def test_a_picture_that_is_still_being_made_is_not_kept_either(
    qtbot: QtBot, qapp: QApplication, photographs: list[Path]
) -> None:
    made = Thumbnails()
    made.get(photographs[0], None)
    made.get(photographs[1], None)
    made.forget()
    qtbot.waitUntil(lambda: made.background.is_idle, timeout=10_000)
    qapp.processEvents()
    assert made.known == 0
    made.get(photographs[1], None)
    qtbot.waitUntil(lambda: made.known == 1, timeout=10_000)
    made.close()
