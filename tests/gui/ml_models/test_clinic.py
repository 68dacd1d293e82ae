"""A model is fitted to the clinic's reviews, used, and taken back by one button."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import fundusviewer.gui.ml_models.clinic_controller as clinic_controller
from fundusviewer.gui.ml_models.clinic_dialog import ClinicDialog
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.inference import FittedFrom, ModelLibrary
from fundusviewer.resources import user_models_dir
from fundusviewer.training.clinic.cases import Cases
from fundusviewer.training.clinic.proposal import Fit, fit_to_clinic
from tests.gui.conftest import MakeWindow
from tests.helpers.models import make_card, write_model
from tests.training.clinic.made_up import clinic

CASES = Cases(clinic())


@pytest.fixture
def reviews(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clinic_controller, "reviewed_cases", lambda *_: CASES)


@pytest.fixture
def _copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make copies of the tiny model, which has no golden vector to keep."""

    def write(source: Path, card: object, fit: Fit, name: str, today: dt.date) -> Path:
        origin = make_card()
        fitted = FittedFrom(
            name=origin.name, version=origin.version, sha256="0" * 64, photographs=9, patients=5
        )
        return write_model(
            user_models_dir() / f"{name}.onnx", make_card(name=name, fitted_from=fitted)
        )

    monkeypatch.setattr(clinic_controller, "write_copy", write)


def opened(qtbot: QtBot, window: MainWindow) -> ClinicDialog:
    window.actions_table["clinic"].trigger()
    dialog = window.workspace.clinic.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: window.is_idle, timeout=20_000)
    return dialog


@pytest.mark.usefixtures("reviews", "_copies")
def test_a_copy_is_used_and_taken_back(
    qtbot: QtBot, make_window: MakeWindow, models: Path, tmp_path: Path
) -> None:
    window = make_window(database=tmp_path / "s.sqlite")
    dialog = opened(qtbot, window)
    assert not dialog.former.isVisible()
    assert dialog.table.rowCount() == 3
    assert "before the program's answer" in dialog.remarks.text()
    assert dialog.name.text() == "tiny-dr-clinic"
    QTest.mouseClick(dialog.write, Qt.MouseButton.LeftButton)

    def name() -> str | None:
        model = window.session.model
        return None if model is None or window.session.models.is_busy else model.card.name

    qtbot.waitUntil(lambda: name() == "tiny-dr-clinic" and window.is_idle, timeout=30_000)
    assert len(ModelLibrary.default().entries()) == 2
    dialog = opened(qtbot, window)
    assert dialog.former.isVisible()
    QTest.mouseClick(dialog.former, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: name() == "tiny-dr" and window.is_idle, timeout=30_000)


def test_too_few_reviews_are_a_sentence_and_no_button(
    qtbot: QtBot, make_window: MakeWindow, models: Path, tmp_path: Path
) -> None:
    window = make_window(database=tmp_path / "s.sqlite")
    dialog = opened(qtbot, window)
    assert "no results of this model file" in dialog.problem.text()
    assert not dialog.write.isEnabled()
    dialog.reject()
    shown = ClinicDialog(make_card(), None, window)
    shown.show_fit(fit_to_clinic(Cases(clinic(30)), make_card()), "copy")
    assert "Too few patients" in shown.state.text()
    assert not shown.write.isEnabled()
    shown.deleteLater()
