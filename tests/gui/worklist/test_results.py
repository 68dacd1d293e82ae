"""What counts in the window: all photographs of a patient, and the doctor's grade."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from fundusviewer.grading import Decision
from fundusviewer.gui.output.list_export_dialog import ExportDialog
from fundusviewer.gui.state.listing.list_choice import EVERYTHING
from fundusviewer.gui.state.listing.visit_words import eye_words, visit_counts, visit_wording
from fundusviewer.gui.state.photograph import summary_lines, wording
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.resources import user_models_dir
from fundusviewer.screening import ListFilter, Review, Sorting, Store
from tests.gui.conftest import MakeWindow
from tests.gui.steps import choose, is_idle, listed, visits
from tests.helpers.models import make_card, write_model
from tests.helpers.rows import add_photograph
from tests.reporting.printed import Printed
from tests.screening.photographs import write_photographs

_LONG = 60_000
NO_REFERRAL = frozenset({Decision.NO_REFERRAL})


@pytest.fixture(autouse=True)
def _name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Dr A", True))


@pytest.fixture
def clinic(qtbot: QtBot, make_window: MakeWindow, models: Path, tmp_path: Path) -> MainWindow:
    """Return a window on a database: 7 with a sick right eye, 8 healthy, 9 with one that failed."""
    path = tmp_path / "clinic.sqlite"
    window = make_window(database=path)
    method = window.session.method
    add_photograph(path, method, "/day/7_left.jpg", "no_referral", 0, 0.1)
    add_photograph(path, method, "/day/7_right.jpg", "refer", 3, 0.9)
    add_photograph(path, method, "/day/8_left.jpg", "no_referral", 0, 0.2)
    add_photograph(path, method, "/day/8_right.jpg", "no_referral", 1, 0.3)
    add_photograph(path, method, "/day/9_left.jpg", "no_referral", 0, 0.1)
    with Store(path) as store:
        store.add_failure(Path("/day/9_right.jpg"), "9_right.jpg: cannot be read")
    window.workspace.list.choose(scope=EVERYTHING, sorting=Sorting.RISK)
    qtbot.waitUntil(lambda: window.is_idle and len(headings(window)) == 3, timeout=_LONG)
    return window


def headings(window: MainWindow) -> list[str]:
    """Return what each visit's row says: patient, the worse eye, both eyes, what is read."""
    return [
        " · ".join(
            (
                f"{one.patient}: {visit_wording(one).headline}",
                *(f"{eye.name}: {eye.text}" for eye in eye_words(one)),
                visit_counts(one),
            )
        )
        for one in visits(window)
    ]


def tones(window: MainWindow) -> list[str]:
    return [visit_wording(one).tone for one in visits(window)]


def review(qtbot: QtBot, window: MainWindow, name: str, verdict: Review) -> None:
    """Let another doctor say something about a photograph."""
    assert window.session.database is not None
    (sha256,) = {
        one.row.sha256
        for one in window.session.photographs.read(
            window.session.database.lists.keys(window.session.method)
        ).values()
        if one.row.name == name
    }
    window.session.database.work.review({sha256 or "": verdict}, "Dr A")
    window.session.refresh(None)
    window.workspace.list.update_list()
    qtbot.waitUntil(lambda: window.is_idle, timeout=_LONG)


@pytest.mark.parametrize("fields", [{"decisions": NO_REFERRAL}, {"text": "left"}])
def test_what_is_listed_does_not_change_the_patients_result(
    qtbot: QtBot, clinic: MainWindow, fields: dict[str, Any]
) -> None:
    clinic.workspace.list.choose(filter=ListFilter(**fields))
    qtbot.waitUntil(lambda: clinic.is_idle and len(listed(clinic)) < 6, timeout=_LONG)
    first, second, third = headings(clinic)
    assert (
        first
        == "7: Refer · OD: Refer · grade 3 · OS: No referral · grade 0 · 1 of 2 shown · 0 read"
    )
    assert second == "9: Error · OD: Error · OS: No referral · grade 0 · 1 of 2 shown · 0 read"
    part = "1 of 2 shown · 0 read" if "text" in fields else "0 of 2 read"
    eyes = "OD: No referral · grade 1 · OS: No referral · grade 0"
    assert third == f"8: No referral · {eyes} · {part}"
    assert tones(clinic) == ["refer", "error", "no_referral"]


def export(
    qtbot: QtBot,
    window: MainWindow,
    action: str,
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: Callable[[ExportDialog], None] = lambda _: None,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(target), ""))
    window.actions_table[action].trigger()
    (dialog,) = window.findChildren(ExportDialog)
    answer(dialog)
    dialog.accept()
    background = window.workspace.exporting.background
    qtbot.waitUntil(lambda: background.is_idle, timeout=_LONG)


def test_what_is_listed_does_not_change_the_report(
    qtbot: QtBot, clinic: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.workspace.list.choose(filter=ListFilter(decisions=NO_REFERRAL, text="left"))
    qtbot.waitUntil(lambda: clinic.is_idle and len(listed(clinic)) == 3, timeout=_LONG)
    export(qtbot, clinic, "export_pdf", tmp_path / "out.pdf", monkeypatch)
    pages = Printed(tmp_path / "out.pdf").pages
    assert all(
        "Part of a list: 3 of 6 photographs, filter: no referral; a search" in page
        for page in pages
    )
    summary, contents, first, second, third = pages
    assert "Refer 1 (33 %)" in summary
    assert "Error 1 (33 %)" in summary
    assert "No referral 1 (33 %)" in summary
    assert "1 Refer grade 3 grade 0 0 of 2 3" in contents
    assert "Refer Referable diabetic retinopathy Decided by the right eye (OD)" in first
    assert "Result of this eye: refer, grade 3" in first
    assert "Error" in second
    assert "No referral No referable diabetic retinopathy" in third
    assert not any("No photograph of this eye" in page for page in pages)
    export(qtbot, clinic, "export_csv", tmp_path / "out.csv", monkeypatch)
    with (tmp_path / "out-patients.csv").open(encoding="utf-8-sig") as file:
        patients = list(csv.DictReader(file))
    assert [(one["decision"], one["od_decision"], one["os_decision"]) for one in patients] == [
        ("refer", "refer", "no_referral"),
        ("error", "error", "no_referral"),
        ("no_referral", "no_referral", "no_referral"),
    ]
    assert [(one["photographs"], one["photographs_reported"]) for one in patients] == [
        ("2", "1")
    ] * 3
    assert {one["part"] for one in patients} == {
        "3 of 6 photographs, filter: no referral; a search"
    }


def test_a_selection_is_a_part_of_the_list(
    qtbot: QtBot, clinic: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def some(dialog: ExportDialog) -> None:
        dialog.some.setChecked(True)
        dialog.personal.setChecked(True)

    choose(clinic, Path("/day/9_left.jpg"))
    export(qtbot, clinic, "export_jsonl", tmp_path / "out.jsonl", monkeypatch, some)
    photograph, patient = map(json.loads, (tmp_path / "out.jsonl").read_text().splitlines())
    assert photograph["file"] == "/day/9_left.jpg"
    assert (patient["decision"], patient["od_decision"]) == ("error", "error")
    assert patient["part"] == "1 of 6 photographs, selected by hand"


def test_the_whole_list_is_no_part(
    qtbot: QtBot, clinic: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(qtbot, clinic, "export_pdf", tmp_path / "out.pdf", monkeypatch)
    assert "Part of a list" not in Printed(tmp_path / "out.pdf").text


# -- the doctor's grade ------------------------------------------------------------------------


def test_the_doctors_grade_is_the_result_everywhere(qtbot: QtBot, clinic: MainWindow) -> None:
    review(qtbot, clinic, "8_left.jpg", Review(4))
    review(qtbot, clinic, "7_right.jpg", Review(0))
    photographs = {one.row.name: one for one in listed(clinic)}
    sick, healthy = wording(photographs["8_left.jpg"]), wording(photographs["7_right.jpg"])
    assert (sick.headline, sick.tone, sick.icon) == ("Refer", "refer", "refer")
    assert sick.remark == "Your grade: 4\n≠ network: No referral, grade 0"
    assert (healthy.headline, healthy.tone) == ("No referral", "no_referral")
    assert summary_lines(photographs["8_left.jpg"]) == (
        "Refer",
        "≠ network: grade 0",
    )
    assert headings(clinic) == [
        "8: Refer · OD: No referral · grade 1 · OS: Refer · grade 4 ✓ ≠ network · 1 of 2 read",
        "9: Error · OD: Error · OS: No referral · grade 0 · 0 of 2 read",
        "7: No referral · OD: No referral · grade 0 ✓ ≠ network · OS: No referral · grade 0"
        " · 1 of 2 read",
    ]
    assert tones(clinic) == ["refer", "error", "no_referral"]
    clinic.workspace.list.choose(filter=ListFilter(decisions=frozenset({Decision.REFER})))
    qtbot.waitUntil(lambda: clinic.is_idle and len(listed(clinic)) == 1, timeout=_LONG)
    assert listed(clinic)[0].row.name == "8_left.jpg"


def test_both_answers_stand_in_the_panel(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (path,) = write_photographs(tmp_path / "day", ("7_left.jpg",))
    window.open_paths([path])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=_LONG)
    assert window.result.card.headline.text() == "Refer"
    assert window.result.card.remark.isHidden()
    QTest.keyClick(window.worklist.list, Qt.Key.Key_0)
    qtbot.waitUntil(
        lambda: window.is_idle and window.result.card.headline.text() == "No referral",
        timeout=_LONG,
    )
    card = window.result.card
    assert card.remark.text() == "Your grade: 0\n≠ network: Refer, grade 2"
    assert "network: Refer" in card.accessibleName()
    assert window.result.grade.text().startswith("Network: grade 2: moderate NPDR")
    assert [bar.doctors for bar in window.result.bars.bars] == [True, False, False, False, False]
    assert "(your grade)" in window.result.bars.accessibleDescription()
    assert "≠ The network says 2" in window.workspace.review.state.text()
    annotation = window.viewer.annotation()
    assert annotation is not None
    assert annotation.label.startswith("≠ your grade: 0 · Label: moderate NPDR")
    # Agreeing is no difference.
    QTest.keyClick(window.worklist.list, Qt.Key.Key_2)
    qtbot.waitUntil(
        lambda: window.is_idle and window.result.card.headline.text() == "Refer", timeout=_LONG
    )
    assert card.remark.text() == "Your grade: 2"
    annotation = window.viewer.annotation()
    assert annotation is not None
    assert annotation.label.startswith("Label: moderate NPDR")
    assert "The network says the same" in window.workspace.review.state.text()


def test_accepting_a_referral_with_a_low_grade_does_not_end_it(
    qtbot: QtBot, make_window: MakeWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model says grade 1, and refers for a probability of 35 % of more."""
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Yes)
    card = make_card()
    point = card.operating_points[0].model_copy(update={"threshold": 0.2})
    user_models_dir().mkdir(parents=True)
    write_model(
        user_models_dir() / "low.onnx",
        make_card(operating_points=(point,)),
        logits=np.log([0.05, 0.6, 0.3, 0.03, 0.02]).tolist(),
    )
    window = make_window()
    (path,) = write_photographs(tmp_path / "day", ("7_left.jpg",))
    window.open_paths([path])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=_LONG)
    assert window.result.card.headline.text() == "Refer"
    QTest.keyClick(window.worklist.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.is_idle, timeout=_LONG)
    assert window.result.card.headline.text() == "Refer"
    assert not listed(window)[0].row.is_reviewed
    assert "give your own grade" in window.statusBar().currentMessage()
    # Nothing offers what would accept nothing, and it is said why.
    assert window.workspace.review.accept_button.isHidden()
    assert "refers with a grade below 2" in window.workspace.review.state.text()
    QTest.keyClick(window.worklist.list, Qt.Key.Key_1)
    qtbot.waitUntil(
        lambda: window.is_idle and window.result.card.headline.text() == "No referral",
        timeout=_LONG,
    )
    assert "≠ network: Refer, grade 1" in window.result.card.remark.text()


def test_what_was_just_graded_keeps_its_patient_above_it(qtbot: QtBot, clinic: MainWindow) -> None:
    clinic.workspace.list.choose(filter=ListFilter(decisions=NO_REFERRAL, text="8_"))
    qtbot.waitUntil(lambda: clinic.is_idle and len(listed(clinic)) == 2, timeout=_LONG)
    choose(clinic, Path("/day/8_left.jpg"))
    review(qtbot, clinic, "8_left.jpg", Review(4))
    assert headings(clinic) == [
        "8: Refer · OD: No referral · grade 1 · OS: Refer · grade 4 ✓ ≠ network · 1 of 2 read"
    ]
    assert len(listed(clinic)) == 2


def test_a_listed_photograph_that_is_gone_keeps_its_finding(
    qtbot: QtBot, clinic: MainWindow
) -> None:
    """As one that was opened does: row and heading say the same."""
    choose(clinic, Path("/day/7_right.jpg"))
    qtbot.waitUntil(lambda: clinic.is_idle and clinic.current is not None, timeout=_LONG)
    photographs = {one.row.name: one for one in listed(clinic)}
    assert wording(photographs["7_right.jpg"]).headline == "Refer"
    assert headings(clinic)[0].startswith("7: Refer")


def test_nothing_of_the_networks_answer_is_told_to_a_blind_grader(
    qtbot: QtBot, clinic: MainWindow
) -> None:
    clinic.actions_table["blind"].trigger()
    review(qtbot, clinic, "8_left.jpg", Review(0))
    photographs = {one.row.name: one for one in listed(clinic)}
    assert wording(photographs["8_left.jpg"]).headline == "No referral"
    for name in ("7_left.jpg", "7_right.jpg", "8_right.jpg", "9_left.jpg"):
        assert wording(photographs[name]).headline == "Your grade first"
    assert [one for one in headings(clinic) if "To be graded" not in one] == []
