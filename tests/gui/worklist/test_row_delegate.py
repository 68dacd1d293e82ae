"""What a visit's row is called where it is narrow."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from fundusviewer.gui.worklist.row_delegate import shown_title
from fundusviewer.screening import Heading

NAME = "Müller-Lüdenscheidt"


def _title(date: dt.date | None, room: int) -> tuple[str, int]:
    heading = Heading(NAME, date, 1, 1, False, None, (), (), (), read=0)
    metrics = QFontMetrics(QApplication.font())
    words = shown_title(heading, metrics, room)
    return words, metrics.horizontalAdvance(words)


@pytest.mark.usefixtures("qapp")
def test_a_long_name_makes_room_for_the_date() -> None:
    """Two visits of one patient are told apart by the date alone."""
    day = dt.date(2024, 5, 2)
    whole, width = _title(day, 1000)
    assert whole == f"{NAME} · 2024-05-02"
    narrow, used = _title(day, width - 40)
    assert narrow.startswith("Müller-")
    assert narrow.endswith("… · 2024-05-02")
    assert used <= width - 40
    # Where there is no room for both, it is seen whose it is.
    least, used = _title(day, 60)
    assert least.startswith("Mü")
    assert used <= 60
    assert _title(None, 1000)[0] == NAME
