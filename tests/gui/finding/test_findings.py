"""What the window says about a photograph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fundusviewer.grading import Decision
from fundusviewer.gui.finding.finding_panel import _Details
from fundusviewer.gui.preferences.analysis_page import AnalysisPage
from fundusviewer.gui.preferences.dialog import SettingsDialog
from fundusviewer.gui.state.photograph import Photograph, summary_lines, tip_text
from fundusviewer.gui.text.formatting import rough_percent
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.overlay import RESEARCH_NOTICE
from tests.gui.conftest import MakeWindow
from tests.gui.steps import chooser, is_idle, listed
from tests.helpers.models import (
    GATE,
    OEDEMA,
    QUALITIES,
    make_card,
    write_model,
    write_model_referring_for_risk,
)


def _panel_text(window: MainWindow) -> str:
    """Return all that the finding's panel shows, one line for each label, and the bars."""
    labels = [label.text() for label in window.result.findChildren(QLabel) if label.isVisible()]
    bars = window.result.bars
    shown = [bar.name for bar in bars.bars] if bars.isVisible() else []
    return "\n".join(labels + shown)


def test_every_detail_is_seen_whatever_was_shown_before(qtbot: QtBot) -> None:
    details = _Details()
    qtbot.addWidget(details)
    details.show()
    for count in (6, 5, 7, 1, 6):
        rows = [(f"name {number}", f"value {number}") for number in range(count)]
        details.show_rows(rows)
        labels = [one for one in details.findChildren(QLabel) if one.isVisible() and one.text()]
        assert sorted(one.text() for one in labels) == sorted(text for row in rows for text in row)


def test_refer(window: MainWindow, examined: Callable[[], Photograph]) -> None:
    text = _panel_text(window)
    assert window.result.card.headline.text() == "Refer"
    assert "Grade 2: moderate NPDR" in text
    assert "83.39" in text
    assert "Macular oedema: not assessed" in text
    assert "Tiny DR grader, 0.0.1" in text
    assert "CPU" in text
    assert "network" in text
    assert [bar.leads for bar in window.result.bars.bars] == [False, False, True, False, False]


def test_macular_oedema_refers_a_healthy_grade(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> None:
    card = make_card(macular_oedema=OEDEMA)
    write_model(models / "tiny.onnx", card, logits=[5.0, 0, 0, 0, 0], oedema=(0.9, 0.7))
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=60_000)
    assert window.result.card.headline.text() == "Refer"
    text = _panel_text(window)
    assert "Grade 0: no apparent retinopathy" in text
    assert "Macular oedema: risk 2" in text
    assert "Macular oedema is likely" in text
    (photograph,) = listed(window)
    words = f"grade 0 · macular oedema · risk {rough_percent(0.7)}"
    assert summary_lines(photograph) == ("Refer", words)


def test_no_referral(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> None:
    write_model(models / "tiny.onnx", logits=[5.0, 0.0, 0.0, 0.0, 0.0])
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    assert window.result.card.headline.text() == "No referral"
    assert "Grade 0: no apparent retinopathy" in _panel_text(window)


@pytest.mark.parametrize("kind", ["dark", "landscape"])
def test_refused_photographs_show_a_reason_and_no_number(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, small_sample: np.ndarray, kind: str
) -> None:
    picture = (small_sample * 0.12).astype(np.uint8)
    if kind == "landscape":
        picture = np.zeros((300, 400, 3), np.uint8)
        picture[:150], picture[150:] = (120, 190, 235), (40, 150, 60)
    path = tmp_path / "picture.png"
    cv2.imwrite(str(path), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    window.open_paths([path])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    headline = window.result.card.headline.text()
    assert headline == {"dark": "Ungradable", "landscape": "Not a fundus photograph"}[kind]
    text = _panel_text(window)
    assert window.current is not None
    assert window.current.finding is not None
    assert window.current.finding.reasons
    for reason in window.current.finding.reasons:
        assert reason in text
    assert "%" not in text
    assert "NPDR" not in text
    assert "Macular" not in text
    assert "heat map" not in window.image.view.layer_names()
    assert window.image.classes.count() == 0
    (photograph,) = listed(window)
    assert (
        summary_lines(photograph)
        == {
            "dark": ("Ungradable: repeat or refer", "Too dark"),
            "landscape": ("Not a fundus photograph", "The colours are not those of a retina"),
        }[kind]
    )
    told = tip_text(photograph)
    assert all(reason in told for reason in photograph.row.reasons)
    assert str(path) in told


def test_what_is_unlike_all_that_the_network_knows_is_to_be_repeated_or_referred(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> None:
    card = make_card(gate=GATE, quality_names=QUALITIES)
    write_model(models / "tiny.onnx", card, unfamiliarity=0.9)
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=60_000)
    (photograph,) = listed(window)
    assert summary_lines(photograph) == (
        "Ungradable: repeat or refer",
        "Unlike the fundus photographs that the model knows",
    )
    assert "Repeat the photograph, or refer." in tip_text(photograph)
    assert window.result.card.advice.text() == "Repeat the photograph or refer"
    assert "Repeat the photograph, or refer." in _panel_text(window)


def test_other_models_make_no_clinical_statement(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> None:
    names = tuple(f"thing {number}" for number in range(12))
    card = make_card(
        name="things", title="Things", task="imagenet", class_names=names, operating_points=()
    )
    (models / "tiny.onnx").unlink()
    write_model(models / "things.onnx", card, logits=[number / 2 for number in range(12)])
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    assert [bar.name for bar in window.result.bars.bars] == [f"thing {n}" for n in range(11, 6, -1)]
    text = _panel_text(window).lower()
    for word in ("refer", "grade", "gradable", "retinopathy", "oedema", "ungradable"):
        assert word not in text
    assert window.image.classes.count() == 12
    assert not chooser(window).points.isVisibleTo(window)


def test_explaining_another_class(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph]
) -> None:
    box = window.image.classes
    row = box.findText("proliferative DR")
    box.setCurrentIndex(row)
    box.activated.emit(row)

    def explained() -> bool:
        finding = examined().finding
        return (
            finding is not None
            and finding.prediction is not None
            and (finding.prediction.class_index == 4)
        )

    qtbot.waitUntil(explained)
    assert window.image.classes.currentText() == "proliferative DR"
    annotation = window.viewer.annotation()
    assert annotation is not None
    assert annotation.label == "Label: moderate NPDR, 83.39%"
    assert annotation.explains == "proliferative DR"
    assert window.result.card.headline.text() == "Refer"


role = int(Qt.ItemDataRole.AccessibleTextRole)


def test_operating_point_decides(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> None:
    write_model_referring_for_risk(models / "tiny.onnx")
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    assert window.result.card.headline.text() == "Refer"
    # "Refer" beside grade 0 says why, on the card and in the list.
    assert "Grade 0 is the most probable one" in window.result.card.remark.text()
    assert "reaches the operating point, 50.00" in window.result.card.remark.text()
    index = window.workspace.list.model.index(1)
    assert "referred for its risk of 60" in window.workspace.list.model.data(index, role)
    chooser(window).points.activated.emit(1)
    qtbot.waitUntil(lambda: window.result.card.headline.text() == "No referral")
    assert window.result.card.remark.text() == ""
    qtbot.waitUntil(lambda: "strict" in _panel_text(window))
    assert (
        window.workspace.list.model.data(window.workspace.list.model.index(1), role).count("No ref")
        == 1
    )
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    assert {row.row.decision for row in listed(window)} == {Decision.NO_REFERRAL}


def test_the_status_bar_says_what_runs(window: MainWindow) -> None:
    text = window.status.runs_on.text()
    assert text == "Tiny DR grader · High sensitivity (50\N{NO-BREAK SPACE}%) · CPU"
    assert window.session.model is not None
    reason = window.session.model.provider.reason
    assert reason is None or reason in window.status.runs_on.toolTip()


def test_the_status_bar_opens_the_settings_of_the_network(window: MainWindow) -> None:
    window.status.runs_on.click()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    assert isinstance(dialog.pages[dialog.tabs.currentIndex()], AnalysisPage)
    dialog.close()


def test_notice_is_always_visible(window: MainWindow, examined: Callable[[], Photograph]) -> None:
    def shown() -> bool:
        labels = window.statusBar().findChildren(QLabel)
        return any(label.isVisible() and label.text() == RESEARCH_NOTICE for label in labels)

    assert shown()
    window.statusBar().showMessage("Saved: somewhere " * 40)
    assert shown()
    window.actions_table["close_all"].trigger()
    assert shown()
    assert window.image.pages.currentWidget() is window.image.empty


def test_list_says_the_result_in_words(
    window: MainWindow, examined: Callable[[], Photograph]
) -> None:
    model = window.workspace.list.model
    role = int(Qt.ItemDataRole.AccessibleTextRole)
    assert (
        model.data(model.index(1), role)
        == "a_OS.png, OS, Refer · grade 2 · risk 92\N{NO-BREAK SPACE}%"
    )
    assert model.data(QModelIndex(), role) is None
    assert not window.worklist.list.grab().isNull()


def test_findings_in_the_list_hold_no_pixels(
    window: MainWindow, examined: Callable[[], Photograph]
) -> None:
    finding = examined().finding
    assert finding is not None
    assert finding.image.pixels.strides == (0, 0, 0)
    assert finding.prepared.pixels.strides == (0, 0, 0)
    assert (finding.image.width, finding.image.height) == (256, 256)
