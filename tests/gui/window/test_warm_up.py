"""What is made beforehand is made once the window stands, and shows nowhere."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fundusviewer.gui.finding.finding_panel import ResultPanel
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.warm_up import WarmUp
from fundusviewer.gui.worklist.row_delegate import WorklistDelegate
from fundusviewer.gui.worklist.thumbnails import Thumbnails


@pytest.fixture
def window(qapp: QApplication) -> QWidget:
    """Return a window that is not shown yet."""
    del qapp
    return QWidget()


def test_steps_follow_the_first_sight(window: QWidget, qtbot: QtBot) -> None:
    """Before it, they would make the window come later."""
    done: list[int] = []
    WarmUp([lambda: done.append(1), lambda: done.append(2)], window)
    QApplication.processEvents()
    assert done == []
    window.show()
    qtbot.waitUntil(lambda: done == [1, 2])


def test_a_closed_window_ends_them(window: QWidget, qtbot: QtBot) -> None:
    """What they would use is closed, too."""
    done: list[int] = []

    def close() -> None:
        done.append(1)
        window.close()

    warm_up = WarmUp([close, lambda: done.append(2)], window)
    window.show()
    qtbot.waitUntil(lambda: not warm_up.is_awaited)
    assert done == [1]


def test_nothing_of_it_is_seen(qapp: QApplication) -> None:
    """Neither rows nor labels: a finding of fewer rows than usual has no empty ones."""
    theme = Theme(qapp)
    theme.choose("light")
    delegate = WorklistDelegate(theme, Thumbnails(qapp), qapp)
    delegate.warm_up(QApplication.font(), 2.0)
    assert not delegate.pictures
    panel = ResultPanel(theme)
    panel.warm_up()
    assert panel.details.values == []
    panel.details.show_rows([("name", "value")])
    height = panel.details.sizeHint().height()
    other = ResultPanel(theme)
    other.details.show_rows([("name", "value")])
    assert height == other.details.sizeHint().height()
    assert [one.text() for one in panel.details.values] == ["value"]
