"""A model of other classes in the window: its labels, and nothing of retinopathy beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QListView, QWidget
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state.photograph import Photograph, summary_lines, wording
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.resources import user_models_dir
from fundusviewer.screening import Review, Sorting
from tests.gui.conftest import MakeWindow
from tests.gui.steps import in_order, is_idle, listed
from tests.helpers.models import make_card, write_model
from tests.screening.photographs import write_photographs

LABELS = ("amd", "glaucoma", "cataract")
RETINOPATHY = ("retinopathy", "NPDR", "grade", "Grade", "referral", "Refer", "oedema", "Accept")


def other_model(logits: list[float], *, several: bool = True) -> None:
    card = make_card(
        name="others",
        title="Other diseases",
        task="other",
        class_names=LABELS,
        operating_points=(),
        activation="sigmoid" if several else None,
    )
    folder = user_models_dir()
    folder.mkdir(parents=True, exist_ok=True)
    write_model(folder / "others.onnx", card, logits=logits)


Open = Callable[..., tuple[MainWindow, Photograph]]


@pytest.fixture
def opened(qtbot: QtBot, make_window: MakeWindow, photographs: list[Path]) -> Open:
    def open_with(logits: list[float], *, several: bool = True) -> tuple[MainWindow, Photograph]:
        other_model(logits, several=several)
        window = make_window(model="others")
        window.open_paths(photographs)
        qtbot.waitUntil(lambda: is_idle(window, 3), timeout=20_000)
        return window, listed(window)[0]

    return open_with


def said_in(widget: QWidget) -> str:
    labels = [one for one in widget.findChildren(QLabel) if not one.isHidden()]
    return "\n".join(one.text() for one in labels if one.isVisibleTo(widget))


def test_all_labels_that_are_given_are_shown(opened: Open) -> None:
    window, photograph = opened([1.0, 2.0, -3.0])
    assert wording(photograph).headline == "glaucoma; amd"
    assert wording(photograph).advice == "88.08\xa0% · 73.11\xa0%"
    assert summary_lines(photograph)[0] == "glaucoma; amd"
    assert photograph.row.found.label == "glaucoma; amd"
    bars = window.result.bars
    assert [bar.leads for bar in bars.bars] == [True, True, False]


def test_none_of_several_is_said_and_not_the_best_of_them(opened: Open) -> None:
    _, photograph = opened([-1.0, -2.0, -3.0])
    assert wording(photograph).headline == "No label reaches 50%"
    assert wording(photograph).advice == "amd: 26.89\xa0%"


@pytest.mark.parametrize("several", [True, False])
def test_nothing_speaks_of_retinopathy(opened: Open, several: bool) -> None:
    window, _ = opened([1.0, 2.0, -3.0], several=several)
    workspace = window.workspace
    for part in (window.result, workspace.review):
        for word in RETINOPATHY:
            assert word not in said_in(part), word
    assert not any(one.isVisible() for one in workspace.review.buttons.values())
    assert not workspace.review.accept_button.isVisible()
    for name in ("form", "accept", "refuse", "grade_2", "agreement"):
        assert not window.actions_table[name].isEnabled(), name
    for name in ("note", "history", "patient"):
        assert window.actions_table[name].isEnabled(), name
    shown = [one.text() for one in workspace.panel.controls.filters.actions() if one.isVisible()]
    assert not any("NPDR" in text or "efer" in text for text in shown)


def test_no_order_by_risk_is_offered(opened: Open, photographs: list[Path]) -> None:
    window, _ = opened([1.0, 2.0, -3.0])
    workspace = window.workspace
    # It is the order that was chosen, and is again beside a model that grades.
    assert workspace.list.choice.sorting is Sorting.RISK
    box = workspace.panel.controls.sortings
    view = box.view()
    assert isinstance(view, QListView)
    rows = range(box.count())
    offered = [box.itemText(row) for row in rows if not view.isRowHidden(row)]
    assert offered == ["By patient", "By name", "By date"]
    assert box.currentText() == "By name"
    assert in_order(window) == sorted(photographs)


def test_photographs_over_time_have_no_referrals(qtbot: QtBot, opened: Open) -> None:
    window, _ = opened([1.0, 2.0, -3.0])
    window.actions_table["drift"].trigger()
    dialog = window.drift.dialog
    assert dialog is not None
    table = dialog.tables[0]
    qtbot.waitUntil(lambda: table.rowCount() == 1, timeout=20_000)
    cells = [
        (one.text(), item.text())
        for column in range(table.columnCount())
        if not table.isColumnHidden(column)
        and (one := table.horizontalHeaderItem(column)) is not None
        and (item := table.item(0, column)) is not None
    ]
    # All that were examined, not only those that were refused.
    assert cells[1:3] == [("Photographs", "3"), ("Refused", "0.0\xa0%")]
    dialog.reject()


def test_no_grade_can_be_given(opened: Open) -> None:
    window, photograph = opened([1.0, 2.0, -3.0])
    window.workspace.reviewing.grade(0)
    window.workspace.reviewing.writer.settle()
    assert not photograph.row.is_reviewed
    assert not listed(window)[0].row.is_reviewed


def test_a_grade_of_before_does_not_hide_the_label(
    qtbot: QtBot, opened: Open, photographs: list[Path]
) -> None:
    window, photograph = opened([1.0, 2.0, -3.0])
    database = window.workspace.session.database
    assert database is not None
    database.work.review({photograph.row.sha256 or "": Review(0)}, "Dr Ng")
    window.workspace.session.refresh(None)
    qtbot.waitUntil(lambda: listed(window)[0].row.is_reviewed, timeout=5000)
    shown = listed(window)[0]
    assert wording(shown).headline == "glaucoma; amd"
    assert wording(shown).remark == "Diabetic retinopathy, your grade: 0"
    assert summary_lines(shown)[0] == "glaucoma; amd"


def test_a_patients_page_has_labels_and_no_columns_of_grades(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path
) -> None:
    other_model([1.0, 2.0, -3.0])
    window = make_window(model="others")
    names = ("A17_2025-03-10_OD.jpg", "A17_2025-03-10_OS.jpg")
    window.open_paths(write_photographs(tmp_path / "clinic", names))
    qtbot.waitUntil(lambda: is_idle(window, 2), timeout=20_000)
    window.actions_table["patient"].trigger()
    patient = window.workspace.patient
    qtbot.waitUntil(lambda: patient.dialog is not None, timeout=5_000)
    assert patient.dialog is not None
    table = patient.dialog.table
    headings = [table.horizontalHeaderItem(column) for column in range(table.columnCount())]
    shown = [
        one.text()
        for column, one in enumerate(headings)
        if one is not None and not table.isColumnHidden(column)
    ]
    assert shown == ["Visit", "Eye", "Result"]
    results = [table.item(row, 2) for row in range(table.rowCount())]
    assert [one.text() for one in results if one is not None] == ["glaucoma; amd"] * 2
    for word in RETINOPATHY:
        assert word not in said_in(patient.dialog), word
    patient.dialog.reject()
