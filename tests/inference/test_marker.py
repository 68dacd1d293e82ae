"""Models that mark places beside one that grades: their files, cards and answers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import InferenceError, ModelContractError, ModelNotFoundError
from fundusviewer.inference import (
    Classifier,
    Marker,
    MarkingCard,
    ModelLibrary,
    open_marker,
    open_to_check,
)
from fundusviewer.inference.golden_marks import GoldenMarks
from fundusviewer.inference.trial import try_out
from fundusviewer.resources import bundled_models_dir
from tests.helpers.markers import SIZE, make_marking_card, write_marker
from tests.helpers.models import write_model


@pytest.fixture
def picture() -> np.ndarray:
    generator = np.random.default_rng(3)
    return generator.integers(0, 256, (SIZE, SIZE, 3), dtype=np.uint8)


@pytest.fixture
def marker(tmp_path: Path) -> Marker:
    return Marker(write_marker(tmp_path / "marker.onnx"), "cpu")


def test_its_maps(marker: Marker, picture: np.ndarray) -> None:
    maps = marker.mark(picture)
    means = picture.reshape(SIZE // 2, 2, SIZE // 2, 2, 3).mean(axis=(1, 3)) / 255
    assert maps.dtype == np.float32
    np.testing.assert_allclose(maps, means, atol=1e-6)


def test_pixels_of_another_size(marker: Marker) -> None:
    with pytest.raises(ValueError, match=r"not uint8 \(96, 96, 3\)"):
        marker.mark(np.zeros((32, 32, 3), np.uint8))


@pytest.mark.parametrize("gain", [2.0, -1.0, float("nan")])
def test_values_that_are_no_probabilities(tmp_path: Path, picture: np.ndarray, gain: float) -> None:
    path = write_marker(tmp_path / "marker.onnx", gain=gain)
    with pytest.raises(InferenceError, match="no probabilities"):
        Marker(path, "cpu").mark(picture)


def test_a_graph_that_contradicts_the_card(tmp_path: Path) -> None:
    path = write_marker(tmp_path / "marker.onnx", make_marking_card(height=7))
    with pytest.raises(ModelContractError, match=r"output 'marks' is .*; the card says"):
        Marker(path, "cpu")


_JOINT = {
    "grader": "tiny",
    "grader_version": "1.0",
    "offset": 0.5,
    "risk_2": 0.5,
    "exudates": 0.5,
    "lowest": 0.01,
    "threshold": 0.5,
    "photographs": 10,
}


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("role", "eyelashes", "role"),
        ("kinds", ["disc", "fovea", "disc_centre"], "kinds of the role landmarks must be"),
        ("thresholds", [0.5], "one value for each of kinds"),
        ("macular_oedema", _JOINT, "on the card of the role lesions alone"),
        ("macular_oedema", _JOINT | {"exudates": -1}, "exudates"),
        ("macular_oedema", _JOINT | {"offset": 1e300}, "offset"),
        ("macular_oedema", _JOINT | {"lowest": 1e-17}, "lowest"),
        # Every photograph would have risk 2, or none.
        ("macular_oedema", _JOINT | {"threshold": 0}, "threshold"),
        ("macular_oedema", _JOINT | {"threshold": 1}, "threshold"),
        ("unknown", 1, "unknown"),
    ],
)
def test_a_card_that_is_wrong(field: str, value: object, problem: str) -> None:
    fields = make_marking_card().model_dump(mode="json") | {field: value}
    with pytest.raises(ModelContractError, match=problem):
        MarkingCard.from_json(json.dumps(fields))


def test_its_golden_vector(tmp_path: Path, marker: Marker, picture: np.ndarray) -> None:
    golden = GoldenMarks.encode(picture, marker.mark(picture), 2e-3).to_json()
    right = write_marker(tmp_path / "right.onnx", golden=golden)
    check = Marker(right, "cpu").check_golden()
    assert check is not None
    assert check.passed
    open_marker(right, "cpu")
    wrong = write_marker(tmp_path / "wrong.onnx", golden=golden, gain=0.9)
    with pytest.raises(ModelContractError, match=r"does not compute on CPU .*marks differ by"):
        open_marker(wrong, "cpu")


def test_a_golden_vector_of_another_network(tmp_path: Path, picture: np.ndarray) -> None:
    golden = GoldenMarks.encode(picture, np.zeros((8, 8, 5), np.float32), 2e-3).to_json()
    path = write_marker(tmp_path / "marker.onnx", golden=golden)
    with pytest.raises(ModelContractError, match="golden vector: marks has"):
        Marker(path, "cpu").check_golden()


def test_without_a_golden_vector(marker: Marker) -> None:
    assert marker.check_golden() is None


def test_it_is_tried_in_its_own_process(tmp_path: Path) -> None:
    try_out(write_marker(tmp_path / "right.onnx"))
    with pytest.raises(ModelContractError, match=r"wrong\.onnx"):
        try_out(write_marker(tmp_path / "wrong.onnx", gain=3.0))


def test_it_never_grades(tmp_path: Path) -> None:
    path = write_marker(tmp_path / "a-marker.onnx")
    write_model(tmp_path / "grader.onnx")
    library = ModelLibrary([tmp_path])
    assert [entry.path.name for entry in library.entries()] == ["grader.onnx"]
    assert library.find().path.name == "grader.onnx"
    with pytest.raises(ModelContractError, match="marks landmarks beside a model that grades"):
        library.find(path).require_card()
    with pytest.raises(ModelContractError, match="marks landmarks beside a model that grades"):
        Classifier(path, "cpu")


def test_a_grader_marks_nothing(tmp_path: Path) -> None:
    with pytest.raises(ModelContractError, match="its card names no role"):
        Marker(write_model(tmp_path / "grader.onnx"), "cpu")


def test_the_library_finds_it_by_its_role(tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
        write_marker(folder / "marker.onnx")
    write_marker(folders[1] / "lesions.onnx", make_marking_card("lesions"))
    library = ModelLibrary(folders)
    assert library.find_marker("landmarks") == folders[0] / "marker.onnx"
    assert library.find_marker("lesions") == folders[1] / "lesions.onnx"
    assert ModelLibrary([tmp_path]).find_marker("lesions") is None


@pytest.mark.parametrize("role", ["landmarks", "lesions"])
def test_those_of_the_program(role: str) -> None:
    path = bundled_models_dir() / f"fundusviewer-{role}.onnx"
    network = open_to_check(path, "cpu")
    assert isinstance(network, Marker)
    assert network.card.role == role
    assert network.is_hashed
    check = network.check_golden()
    assert check is not None
    assert check.passed


def test_files_that_were_chosen_come_before_all_others(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    write_marker(folder / "first.onnx")
    own = write_marker(tmp_path / "own.onnx")
    library = ModelLibrary([folder])
    assert library.find_marker("landmarks") == folder / "first.onnx"
    assert library.with_markers([own]).find_marker("landmarks") == own
    assert library.with_markers([own]).find_marker("lesions") is None
    with pytest.raises(ModelContractError, match=r"marks landmarks, as .*own.onnx does"):
        library.with_markers([own, folder / "first.onnx"])
    with pytest.raises(ModelNotFoundError, match=r"no.onnx: there is no such model file"):
        library.with_markers([tmp_path / "no.onnx"])
    with pytest.raises(ModelContractError, match="names no role"):
        library.with_markers([ModelLibrary.default().find().path])
