"""Files of a folder that are not in the list are said, where an eye may be among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.worklist.left_out_notice import LeftOutDialog
from tests.gui.steps import is_idle


def test_they_are_counted_and_named_on_request(
    qtbot: QtBot, window: MainWindow, photographs: list[Path]
) -> None:
    folder = photographs[0].parent
    (folder / "d_OD.xyz").write_bytes(bytes(range(200)))
    (folder / "notes.txt").write_text("nothing")
    window.open_paths([folder])
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=60_000)
    notice = window.image.notice
    qtbot.waitUntil(notice.isVisible, timeout=60_000)
    assert notice.text.text() == "One file here may be a photograph and is not in the list."
    assert notice.button is not None
    notice.button.click()
    (dialog,) = window.findChildren(LeftOutDialog)
    shown = [
        [item.text() for column in (0, 1) if (item := dialog.table.item(row, column)) is not None]
        for row in range(dialog.table.rowCount())
    ]
    assert shown == [
        ["of an unknown kind", str(folder / "d_OD.xyz")],
        ["no picture", str(folder / "notes.txt")],
    ]
    dialog.reject()


@pytest.mark.parametrize("name", ["notes.txt", "Thumbs.db", "report.pdf"])
def test_nothing_is_said_of_what_is_no_photograph(
    qtbot: QtBot, window: MainWindow, photographs: list[Path], name: str
) -> None:
    folder = photographs[0].parent
    (folder / name).write_bytes(b"%PDF-1.7")
    window.open_paths([folder])
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=60_000)
    assert window.image.notice.isHidden()
    assert not window.findChildren(LeftOutDialog)


def test_what_is_not_certain_of_a_photograph_is_said_beside_it(
    qtbot: QtBot, window: MainWindow, photographs: list[Path]
) -> None:
    folder = photographs[0].parent
    left, right = folder / "P1_OS.png", folder / "P1_OD.png"
    for path in (left, right):
        path.write_bytes(photographs[0].read_bytes() + b"one file")
    window.open_paths([left, right])
    qtbot.waitUntil(lambda: is_idle(window, 2), timeout=60_000)
    window.open_paths([left])
    qtbot.waitUntil(lambda: is_idle(window, 2), timeout=60_000)
    assert "stands for the other eye too" in window.result.quality.text.text()
    current = window.current
    assert current is not None
    assert current.eye == ""
