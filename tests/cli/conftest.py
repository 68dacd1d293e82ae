"""A library of its own for the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.models import write_model


@pytest.fixture
def bundled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of bundled models; it holds the tiny grader."""
    folder = tmp_path / "bundled models"
    folder.mkdir()
    write_model(folder / "tiny.onnx")
    monkeypatch.setattr("fundusviewer.inference.library.bundled_models_dir", lambda: folder)
    return folder


@pytest.fixture
def without_markers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare a test that is not about optic disc and fovea the network that finds them."""
    nowhere = tmp_path / "no models"
    monkeypatch.setattr("fundusviewer.inference.library.bundled_models_dir", lambda: nowhere)


@pytest.fixture(autouse=True)
def _window_application(qapp: object) -> None:
    """Make the window's Qt application before a report makes a smaller one, without windows."""
