"""The list of what the network can run on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fundusviewer.gui.ml_models import model_chooser
from fundusviewer.gui.ml_models.model_chooser import ModelChooser
from fundusviewer.inference.providers.registry import find_provider


def test_what_is_not_installed_says_so(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [find_provider("cpu"), find_provider("openvino"), find_provider("webgpu")]
    monkeypatch.setattr(model_chooser, "providers_here", lambda: entries)
    monkeypatch.setattr(
        model_chooser,
        "why_missing",
        lambda entry: f"{entry.package} is not installed" if entry.key == "webgpu" else None,
    )
    chooser = ModelChooser()
    qtbot.addWidget(chooser)
    box = chooser.providers
    assert [box.itemText(row) for row in range(box.count())] == [
        "Automatic",
        "CPU",
        "OpenVINO",
        "WebGPU",
    ]
    tips = [box.itemData(row, Qt.ItemDataRole.ToolTipRole) for row in range(box.count())]
    assert tips[:3] == [None] * 3
    assert "onnxruntime-ep-webgpu is not installed" in tips[3]
    shown: list[str] = []
    # The last one this system has not: another computer's settings.
    for request in ("openvino", "coreml"):
        chooser.show_provider(find_provider(request).key)
        shown.append(chooser.provider)
    assert shown == ["openvino", "auto"]
