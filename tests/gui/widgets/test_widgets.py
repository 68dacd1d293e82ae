"""Small parts of panels."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from fundusviewer.gui.widgets.basic import ElidedComboBox
from fundusviewer.gui.widgets.theme import Theme


def test_a_choice_that_is_too_narrow_ends_in_dots(qtbot: QtBot, theme: Theme) -> None:
    del theme
    box = ElidedComboBox()
    qtbot.addWidget(box)
    box.addItem("no apparent retinopathy")
    box.resize(400, 30)
    assert box.shown_text() == "no apparent retinopathy"
    box.resize(140, 30)
    short = box.shown_text()
    assert short.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert "no apparent retinopathy".startswith(short[:-1])
    assert box.fontMetrics().horizontalAdvance(short) < 140
    assert box.currentText() == "no apparent retinopathy"
    assert not box.grab().isNull()
