"""The window says once that the photographs have changed, and takes a new usual."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import fundusviewer.gui.worklist.drift_watch as drift_watch
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.worklist.drift_dialog import DriftDialog
from fundusviewer.screening.monitoring.observations import Observation
from tests.gui.conftest import MakeWindow
from tests.screening.monitoring.streams import drawn

CHANGED = [*drawn(150, 1), *drawn(200, 2, first=150, shift=1.5, camera="7 × 7")]


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> list[Observation]:
    """Return what the database holds; a test may change it."""
    held = list(CHANGED)
    monkeypatch.setattr(drift_watch, "observed", lambda *_: list(held))
    return held


def opened(qtbot: QtBot, window: MainWindow) -> None:
    window.actions_table["drift"].trigger()
    assert window.drift.dialog is not None
    qtbot.waitUntil(lambda: window.is_idle, timeout=20_000)


def cell(dialog: DriftDialog, table: int, row: int, column: int) -> str:
    item = dialog.tables[table].item(row, column)
    assert item is not None
    return item.text()


def test_an_alarm_is_told_once_and_shown(
    qtbot: QtBot, stream: list[Observation], make_window: MakeWindow, models: Path, tmp_path: Path
) -> None:
    window = make_window(database=tmp_path / "s.sqlite")
    qtbot.waitUntil(lambda: window.image.notice.isVisible(), timeout=20_000)
    said = window.image.notice.text.text()
    assert "look different" in said
    assert "2026-01-08" in said
    window.image.notice.hide()
    window.session.run.ended.emit()
    qtbot.waitUntil(lambda: window.is_idle, timeout=20_000)
    assert not window.image.notice.isVisible()
    opened(qtbot, window)
    dialog = window.drift.dialog
    assert dialog is not None
    assert "7 × 7" in dialog.reason.text()
    assert dialog.accepted_button.isVisible()
    assert dialog.tables[0].rowCount() == 2
    # No head of a column is cut off.
    header = dialog.tables[0].horizontalHeader()
    for section in range(header.count()):
        assert header.sectionSize(section) >= header.sectionSizeHint(section)
    assert [cell(dialog, 1, row, 1) for row in range(2)] == ["200", "150"]
    QTest.mouseClick(dialog.accepted_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "No change" in dialog.state.text(), timeout=20_000)
    assert not dialog.accepted_button.isVisible()
    assert "you called" in dialog.since.text()
    dialog.reject()
    (usual,) = window.settings.usual_since.values()
    assert usual < CHANGED[160].moment


def test_no_alarm_is_no_notice_and_a_blind_grader_sees_no_rates(
    qtbot: QtBot, stream: list[Observation], make_window: MakeWindow, models: Path, tmp_path: Path
) -> None:
    stream[:] = drawn(60, 1)
    window = make_window(database=tmp_path / "s.sqlite")
    qtbot.waitUntil(lambda: window.is_idle, timeout=20_000)
    assert not window.image.notice.isVisible()
    window.actions_table["blind"].trigger()
    opened(qtbot, window)
    dialog = window.drift.dialog
    assert dialog is not None
    assert "40 more photographs" in dialog.state.text()
    assert not dialog.accepted_button.isVisible()
    assert cell(dialog, 0, 0, 2) == "–"
    dialog.reject()
