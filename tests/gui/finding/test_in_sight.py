"""What a doctor must see of a finding is in sight without scrolling, on a small laptop too."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QInputDialog, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from fundusviewer.gui.widgets.grade_row import GradeRow
from fundusviewer.gui.window.finding_column import FindingColumn
from fundusviewer.gui.window.main_window import MainWindow
from tests.gui.conftest import MakeWindow
from tests.gui.steps import is_idle
from tests.helpers.models import OEDEMA, make_card, write_model

#: What a window gets, in logical pixels: 1366 × 768 at 125 % with title and panel of Windows and
#: without, 1280 × 720 and 1366 × 768 at 100 %, and where the definitions of the grades are shown.
SIZES = ((1093, 534), (1093, 560), (1280, 650), (1366, 700), (1440, 780), (1920, 900), (1920, 920))


@pytest.fixture
def window(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> MainWindow:
    """Return a window with a finding that asks to refer for macular oedema: it has a remark."""
    card = make_card(macular_oedema=OEDEMA)
    write_model(models / "tiny.onnx", card, logits=[0, 0, 0, 1.0, 4.0], oedema=(0.9, 0.7))
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=60_000)
    return window


def _must_be_seen(window: MainWindow) -> Iterator[tuple[QWidget, int]]:
    """Yield parts of the finding, and how much of each from its top, in pixels."""
    result = window.result
    for widget in (result.card, result.card.headline, result.grade, result.oedema):
        yield widget, widget.height()
    remarks = result.quality.text
    yield remarks, remarks.fontMetrics().height()


def hidden(window: MainWindow) -> list[str]:
    """Return what is below the lower edge of the finding's panel."""
    view = window.result.viewport()
    assert window.result.verticalScrollBar().value() == 0
    return [
        f"{widget.text() if isinstance(widget, QLabel) else 'card'!r} {bottom} > {view.height()}"
        for widget, height in _must_be_seen(window)
        if (bottom := widget.mapTo(view, QPoint(0, height)).y()) > view.height()
        or not widget.isVisible()
    ]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("pair", [False, True])
def test_decision_grade_oedema_and_the_first_remark_are_seen(
    window: MainWindow, language: str, pair: bool
) -> None:
    window.choices.set("language", language)
    column = window.findChild(FindingColumn)
    assert column is not None
    column.show_pair(pair)
    for size in SIZES:
        window.resize(*size)
        window.grab()
        assert hidden(window) == [], size
        assert window.result.grade.text().count("4")
        assert window.result.quality.text.text()


def test_a_grade_of_ones_own_hides_none_of_it(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Dr A", True))
    window.resize(*SIZES[0])
    window.workspace.review.graded.emit(3)
    qtbot.waitUntil(lambda: window.result.grade.text().startswith("Network"), timeout=5_000)
    window.grab()
    assert hidden(window) == []


def _is_above(first: QWidget, then: QWidget) -> bool:
    return first.y() < then.y()


def test_larger_windows_keep_their_order(qtbot: QtBot, window: MainWindow) -> None:
    result = window.result
    for size, first, then in (
        ((1440, 900), result.referable, result.quality),
        ((1093, 560), result.quality, result.referable),
        ((1440, 900), result.referable, result.quality),
    ):
        window.resize(*size)
        qtbot.waitUntil(partial(_is_above, first, then))


def test_the_grades_are_one_row_of_buttons_where_it_is_low(window: MainWindow) -> None:
    panel = window.workspace.review
    for size, rows in (((1366, 730), 6), ((1093, 560), 0), ((1440, 900), 6)):
        window.resize(*size)
        window.grab()
        shown = [one for one in panel.findChildren(QToolButton) if one.isVisible()]
        assert sum(isinstance(one, GradeRow) for one in shown) == rows
        # And the one that opens the history.
        assert len(shown) == 7
