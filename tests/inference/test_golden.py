"""The golden vector: as JSON, and what the check of a model notices."""

from __future__ import annotations

import base64
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundusviewer.errors import ModelContractError
from fundusviewer.inference import (
    Classifier,
    GoldenCheck,
    GoldenVector,
    ModelLibrary,
    Prediction,
)
from tests.helpers.models import GATE, OEDEMA, QUALITIES, make_card, write_model
from tests.inference.graphs import (
    TOLERANCES,
    add_output,
    changed,
    golden_of,
    golden_picture,
    with_golden,
)

CARD = make_card(gate=GATE, quality_names=QUALITIES, embedding_size=3, macular_oedema=OEDEMA)


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A model with every output of the contract."""
    return changed(tmp_path / "whole.onnx", add_output("embedding"), CARD)


def check_of(path: Path, fields: dict[str, Any] | None = None) -> GoldenCheck:
    text = None if fields is None else json.dumps(fields)
    check = Classifier(with_golden(path, text), "cpu").check_golden()
    assert check is not None
    return check


def fields_of(path: Path) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(golden_of(path).to_json())
    return fields


@settings(deadline=None, max_examples=30)
@given(
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    heat=st.lists(st.floats(0, 1e6, width=32), min_size=1, max_size=9),
    quality=st.none() | st.just((0.25, 0.5, 0.25)),
    embedding=st.none() | st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=9),
    far=st.none() | st.floats(0, 9),
    risks=st.none() | st.just((0.75, 0.5)),
    seed=st.integers(0, 99),
)
def test_round_trip(
    height: int,
    width: int,
    heat: list[float],
    quality: tuple[float, ...] | None,
    embedding: list[float] | None,
    far: float | None,
    risks: tuple[float, float] | None,
    seed: int,
) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    answer = Prediction(
        probabilities=np.asarray([0.25, 0.75], np.float32),
        class_index=1,
        heatmap=np.asarray(heat, np.float32)[None],
        quality=None if quality is None else np.asarray(quality, np.float32),
        embedding=None if embedding is None else np.asarray(embedding, np.float32),
        unfamiliarity=far,
        macular_oedema=None if risks is None else np.asarray(risks, np.float32),
    )
    golden = GoldenVector.encode(picture, answer, TOLERANCES)
    again = GoldenVector.from_json(golden.to_json())
    assert again == golden
    np.testing.assert_array_equal(again.image(), picture)
    assert again.probabilities == (0.25, 0.75)
    assert again.heatmap == tuple(heat)
    assert (again.quality, again.unfamiliarity) == (quality, far)
    assert again.macular_oedema == risks
    assert again.embedding == (None if embedding is None else tuple(embedding))


@pytest.mark.parametrize(
    "png", ["", "AAAA", "not base64!", "A", "iVBORw0KGgo=", "ü", "iVBORw0KGgoAAAANSUhEUg=="]
)
def test_a_picture_that_is_none(png: str) -> None:
    golden = GoldenVector(
        image_png=png,
        probabilities=(1.0,),
        heatmap=(0.0,),
        probability_tolerance=0.1,
        heatmap_tolerance=0.1,
    )
    with pytest.raises(ModelContractError, match="golden vector: image_png"):
        golden.image()


@pytest.mark.parametrize(
    "field", ["probability_tolerance", "heatmap_tolerance", "embedding_tolerance"]
)
@pytest.mark.parametrize("value", [0, -1])
def test_a_tolerance_is_above_zero(tiny_model: Path, field: str, value: float) -> None:
    with pytest.raises(ModelContractError, match=f"golden vector: {field}"):
        GoldenVector.from_json(json.dumps(fields_of(tiny_model) | {field: value}))


@pytest.mark.parametrize("stored", [{"embedding": [0.1]}, {"unfamiliarity": 0.1}])
def test_what_is_stored_has_a_tolerance(tiny_model: Path, stored: dict[str, Any]) -> None:
    with pytest.raises(ModelContractError, match="need an embedding_tolerance"):
        GoldenVector.from_json(json.dumps(fields_of(tiny_model) | stored))


def test_without_a_golden_vector(tiny_model: Path) -> None:
    assert Classifier(tiny_model, "cpu").check_golden() is None


def test_a_model_of_grade_and_heat_map_passes(tiny_model: Path) -> None:
    check = check_of(tiny_model)
    assert check.passed
    assert check.probability_difference < 1e-6
    assert check.heatmap_difference < 1e-5
    assert (check.quality_difference, check.embedding_difference) == (None, None)
    assert "quality" not in str(check)


def test_a_model_of_everything_passes(whole: Path) -> None:
    check = check_of(whole)
    assert check.passed
    assert check.quality_difference == pytest.approx(0, abs=1e-6)
    assert check.embedding_difference == pytest.approx(0, abs=1e-6)
    assert "quality by " in str(check)
    assert "familiarity by " in str(check)


def test_the_bundled_model_is_checked_in_all_its_answers() -> None:
    classifier = Classifier(
        ModelLibrary.default().find("fundusviewer-dr-efficientnetlite2").path, "cpu"
    )
    check = classifier.check_golden()
    assert check is not None
    assert check.passed
    assert None not in (check.quality_difference, check.embedding_difference)


def test_a_file_from_before_all_was_stored_is_checked_for_the_rest(whole: Path) -> None:
    fields = fields_of(whole)
    for name in ("quality", "embedding", "unfamiliarity", "embedding_tolerance"):
        del fields[name]
    assert check_of(whole, fields).passed
    fields["heatmap"][3] *= 1.01
    assert not check_of(whole, fields).passed


@pytest.mark.parametrize(
    "what",
    [
        *("probabilities", "heatmap", "quality", "embedding", "unfamiliarity", "macular_oedema"),
        "image",
    ],
)
def test_it_notices(whole: Path, what: str) -> None:
    fields = fields_of(whole)
    if what in ("probabilities", "quality"):
        fields[what][0], fields[what][2] = fields[what][2], fields[what][0]
    elif what == "unfamiliarity":
        fields[what] *= 1.1
    elif what == "image":
        answer = Classifier(whole, "cpu").predict(golden_picture())
        other = GoldenVector.encode(255 - golden_picture(), answer, TOLERANCES)
        fields["image_png"] = other.image_png
    else:
        fields[what][1] *= 1.01
    assert not check_of(whole, fields).passed


def test_it_notices_a_wrong_distance_without_an_embedding(tmp_path: Path) -> None:
    card = make_card(gate=GATE, quality_names=QUALITIES)
    fields = fields_of(write_model(tmp_path / "gate.onnx", card))
    assert check_of(write_model(tmp_path / "same.onnx", card), fields).passed
    farther = write_model(tmp_path / "other.onnx", card, unfamiliarity=0.11)
    check = check_of(farther, fields)
    assert check.embedding_difference == pytest.approx(0.1, rel=1e-3)
    assert not check.passed


def test_other_weights_fail(tmp_path: Path) -> None:
    fields = fields_of(write_model(tmp_path / "a.onnx"))
    other = write_model(tmp_path / "b.onnx", logits=[0.0, 0.0, 3.001, 0.0, 0.0])
    assert not check_of(other, fields).passed


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"image_png": "AAAA"}, "image_png"),
        ({"image_png": "A"}, "image_png"),
        ({"image_png": ""}, "image_png"),
        ({"heatmap": [1.0]}, "heatmap has 1 values, the model gives 16"),
        ({"heatmap": []}, "heatmap has 0 values"),
        ({"probabilities": [0.5, 0.5]}, "probabilities has 2 values, the model gives 5"),
        ({"probabilities": [3, 0, 0, 0, 0]}, "probabilities.0"),
        ({"quality": [0.5, 0.5]}, "quality has 2 values, the model gives 0"),
        ({"embedding": [1.0], "embedding_tolerance": 1}, "embedding has 1 values"),
        ({"macular_oedema": [0.5, 0.5]}, "macular_oedema has 2 values, the model gives 0"),
        ({"macular_oedema": [0.5]}, "macular_oedema"),
        ({"unfamiliarity": 1.0, "embedding_tolerance": 1}, "unfamiliarity has 1 values"),
        ({"unfamiliarity": -1.0, "embedding_tolerance": 1}, "unfamiliarity"),
        ({"heatmap_tolerance": 0}, "heatmap_tolerance"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_damaged_one(tiny_model: Path, changes: dict[str, Any], reason: str) -> None:
    fields = fields_of(tiny_model) | changes
    classifier = Classifier(with_golden(tiny_model, json.dumps(fields)), "cpu")
    with pytest.raises(ModelContractError, match=rf"tiny\.onnx: golden vector: .*{reason}"):
        classifier.check_golden()


def test_a_picture_of_another_size(tiny_model: Path) -> None:
    answer = Classifier(tiny_model, "cpu").predict(golden_picture())
    other = GoldenVector.encode(np.zeros((16, 24, 3), np.uint8), answer, TOLERANCES)
    classifier = Classifier(with_golden(tiny_model, other.to_json()), "cpu")
    with pytest.raises(ModelContractError, match=r"image_png is 24 × 16, the card says 32 × 32"):
        classifier.check_golden()


def test_a_huge_picture_is_measured_before_it_is_decoded(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden = golden_of(tiny_model)
    data = bytearray(base64.b64decode(golden.image_png))
    data[16:24] = struct.pack(">II", 32_000, 32_000)
    fields = {"image_png": base64.b64encode(data).decode()}
    bomb = golden.model_copy(update=fields)
    monkeypatch.setattr("fundusviewer.inference.golden_picture.cv2.imdecode", pytest.fail)
    with pytest.raises(ModelContractError, match=r"32,000 × 32,000 pixels; allowed are 4,096"):
        bomb.image()
    classifier = Classifier(with_golden(tiny_model, bomb.to_json()), "cpu")
    with pytest.raises(ModelContractError, match="is 32000 × 32000, the card says 32 × 32"):
        classifier.check_golden()


@pytest.mark.parametrize(
    "field", ["probability_tolerance", "heatmap_tolerance", "embedding_tolerance"]
)
def test_a_tolerance_that_allows_everything(tiny_model: Path, field: str) -> None:
    with pytest.raises(ModelContractError, match=f"golden vector: {field}"):
        GoldenVector.from_json(json.dumps(fields_of(tiny_model) | {field: 5}))
