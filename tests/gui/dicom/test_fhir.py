"""FHIR in the window: written, sent to the server that was set, kept while it is down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from fundusviewer.fhir.export import fhir_outbox
from fundusviewer.fhir.settings import load_server
from fundusviewer.gui.dicom.network_dialog import NetworkDialog
from fundusviewer.gui.window.main_window import MainWindow
from tests.fhir.test_send import Server, address, server
from tests.gui.steps import choose, is_idle
from tests.screening.photographs import write_photographs

__all__ = ["server"]


@pytest.fixture
def clinic(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    paths = write_photographs(tmp_path / "day", ["7_OD.jpg", "7_OS.jpg"])
    window.open_paths(paths)
    qtbot.waitUntil(lambda: is_idle(window, 2), timeout=20_000)
    choose(window, paths[0])
    return window


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.workspace.dicom.fhir.background.is_idle, timeout=20_000)


def test_a_visit_is_written(
    qtbot: QtBot, clinic: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: str(folder))
    clinic.actions_table["fhir_write"].trigger()
    settled(qtbot, clinic)
    (file,) = folder.iterdir()
    text = file.read_text()
    assert json.loads(text)["resourceType"] == "Bundle"
    # Both eyes of the patient, though one photograph was chosen.
    assert "71490-7" in text
    assert "71491-5" in text
    assert fhir_outbox().waiting() == []


def test_nothing_is_sent_before_a_server_is_set_and_what_waits_is_kept(
    qtbot: QtBot, clinic: MainWindow, server: Server
) -> None:
    clinic.actions_table["fhir_send"].trigger()
    assert "No FHIR server" in clinic.image.notice.text.text()
    fhir = clinic.workspace.dicom.fhir
    dialog = NetworkDialog(clinic.workspace.dicom.settings, lambda *_: None, clinic, fhir="x")
    dialog.fhir.setText(f" {address(server)} ")
    fhir.choose(dialog.fhir_address)
    dialog.deleteLater()
    settled(qtbot, clinic)
    known = load_server()
    assert known is not None
    assert known.address == fhir.address == address(server)
    server.status = 503
    clinic.actions_table["fhir_send"].trigger()
    qtbot.waitUntil(lambda: "503" in clinic.image.notice.text.text(), timeout=20_000)
    settled(qtbot, clinic)
    assert len(fhir_outbox().waiting()) == 1
    server.status = 200
    fhir_outbox().retry()
    fhir.deliver()
    qtbot.waitUntil(lambda: not fhir_outbox().waiting(), timeout=20_000)
    settled(qtbot, clinic)
    fhir.choose("http://elsewhere.example/")
    qtbot.waitUntil(lambda: "use https" in clinic.image.notice.text.text(), timeout=20_000)
    fhir.choose("")
    settled(qtbot, clinic)
    assert load_server() is None
