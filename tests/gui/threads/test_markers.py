"""Model files that mark places are opened once, and anew when they are others."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.gui.threads import inference_worker as worker_module
from fundusviewer.gui.threads import markers as markers_module
from fundusviewer.gui.threads.inference_worker import LoadModel, OpenModels
from fundusviewer.gui.threads.markers import Markers
from fundusviewer.inference import open_classifier, open_marker
from fundusviewer.resources import user_models_dir
from tests.helpers.markers import make_marking_card, write_marker
from tests.helpers.models import write_model


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are opened, in order."""
    names: list[str] = []
    really = open_marker

    def noting(path: Path, *rest: object) -> object:
        names.append(path.name)
        return really(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(markers_module, "open_marker", noting)
    return names


def _write(role: str) -> Path:
    folder = user_models_dir()
    folder.mkdir(parents=True, exist_ok=True)
    card = make_marking_card(role)  # type: ignore[arg-type]
    return write_marker(folder / f"{role}.onnx", card)


def test_another_model_opens_no_marker_again(tmp_path: Path, opened: list[str]) -> None:
    _write("landmarks")
    _write("lesions")
    models = OpenModels()
    for name in ("a.onnx", "b.onnx"):
        models.load(write_model(tmp_path / name), "cpu", 1)
    assert models.locator is not None
    # What marks lesions is opened when it is asked for.
    assert opened == ["landmarks.onnx"]
    first = models.lesion_marker
    assert first is not None
    models.load(write_model(tmp_path / "c.onnx"), "cpu", 1)
    assert models.lesion_marker is first
    assert opened == ["landmarks.onnx", "lesions.onnx"]


def test_other_threads_and_other_files_are_opened_anew(opened: list[str]) -> None:
    path = _write("landmarks")
    markers = Markers()
    markers.opened_for("cpu", 1, None)
    markers.opened_for("cpu", 2, None)
    assert opened == ["landmarks.onnx"] * 2
    write_marker(path, make_marking_card(version="0.0.2"))
    markers.opened_for("cpu", 2, None)
    assert opened == ["landmarks.onnx"] * 3
    locator = markers.locator
    assert locator is not None
    assert locator.card.version == "0.0.2"
    path.unlink()
    markers.opened_for("cpu", 2, None)
    assert markers.locator is None
    assert markers.lesions() is None


def test_own_files_come_before_the_programs_and_never_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write("landmarks")
    own = write_marker(tmp_path / "own.onnx", make_marking_card("landmarks", version="9.0.0"))
    grader = write_model(tmp_path / "grader.onnx")
    models = OpenModels()
    usual = LoadModel(grader, "cpu", 1).perform(models)
    chosen = LoadModel(grader, "cpu", 1, (own,)).perform(models)
    assert models.locator is not None
    assert models.locator.card.version == "9.0.0"
    assert (chosen.own_marks, chosen.problem) == ((own,), None)
    assert chosen.method != usual.method
    own.unlink()
    graders: list[Path] = []

    def noting(path: Path, *rest: object) -> object:
        graders.append(path)
        return open_classifier(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(worker_module, "open_classifier", noting)
    gone = LoadModel(grader, "cpu", 1, (own,)).perform(models)
    # The grader is not opened again because another file cannot be used.
    assert graders == [grader]
    assert models.locator.card.version == "0.0.1"
    assert gone.own_marks == ()
    assert gone.problem is not None
    assert "own.onnx: there is no such model file" in gone.problem
    assert gone.method == usual.method


def test_what_is_chosen_to_mark_lesions_is_tried_at_once(tmp_path: Path) -> None:
    own = write_marker(tmp_path / "own.onnx", make_marking_card("lesions"), gain=3.0, golden="{}")
    loaded = LoadModel(write_model(tmp_path / "grader.onnx"), "cpu", 1, (own,)).perform(
        OpenModels()
    )
    assert loaded.problem is not None
