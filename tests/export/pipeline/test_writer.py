"""The finished file: card, golden vector, temperature, and nothing half written."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from fundusviewer import __version__
from fundusviewer.errors import ExportError, OutputError
from fundusviewer.export.pipeline import writer
from fundusviewer.export.pipeline.writer import restamp, write_model
from fundusviewer.export.sources.backbones import Backbone
from fundusviewer.export.sources.classifier_spec import DenseHead, ExplainedModel, transfer_model
from fundusviewer.inference import Classifier
from fundusviewer.inference.model_file import verified_file
from tests.export.classifying_heads import pooled_dense
from tests.export.gradcam.test_gradcam import names
from tests.export.networks import SIZE, convolutions, network, photographs, shaken
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow

BACKBONE = Backbone("tiny", "Tiny", "tests:none", SIZE, "tf", "maps")


@pytest.fixture(scope="module")
def model() -> ExplainedModel:
    return ExplainedModel(network(pooled_dense), "tf", "maps", "tiny")


def transfer() -> ExplainedModel:
    import keras

    image = keras.Input((SIZE, SIZE, 3))
    features = shaken(keras.Model(image, convolutions(image)))
    generator = np.random.default_rng(4)

    kernel = generator.normal(0, 1, (6, 4)).astype(np.float32)
    model = transfer_model(features, BACKBONE, DenseHead(kernel, np.arange(4, dtype=np.float32)))
    pooled = keras.layers.GlobalAveragePooling2D()(features.output)
    quality = keras.layers.Dense(3, activation="softmax", bias_initializer="glorot_uniform")
    outputs = {"scores": model.network.output, "quality": quality(pooled), "embedding": pooled}
    return replace(model, network=keras.Model(features.input, outputs))


def test_a_network_may_answer_quality_and_embedding_itself(tmp_path: Path) -> None:
    model = transfer()
    fields = {**names(4), "quality_names": ("good", "usable", "reject")}
    path = write_model(model, fields, tmp_path / "out.onnx", heatmap_scale=2.5).path
    image = photographs(1)

    prediction = Classifier(path, provider="cpu").predict(image[0])
    wanted = model.network(image / np.float32(127.5) - 1, training=False)

    np.testing.assert_allclose(prediction.probabilities, wanted["scores"][0], atol=1e-6)
    assert prediction.quality is not None
    assert prediction.embedding is not None
    np.testing.assert_allclose(prediction.quality, wanted["quality"][0], atol=1e-6)
    np.testing.assert_allclose(prediction.embedding, wanted["embedding"][0], atol=1e-5)


def test_the_card_says_what_the_graph_decides(model: ExplainedModel, tmp_path: Path) -> None:
    result = write_model(model, names(4), tmp_path / "out.onnx", heatmap_scale=2.5)
    card = Classifier(result.path, provider="cpu").card
    assert card == result.card
    assert (card.backbone, card.precision, card.embedding_size) == ("tiny", "float32", None)
    assert (card.gradcam.layer, card.gradcam.height, card.gradcam.scale) == ("maps", 10, 2.5)
    assert result.size == result.path.stat().st_size


def test_other_programs_read_what_the_file_is(model: ExplainedModel, tmp_path: Path) -> None:
    fields = {**names(4), "version": "1.20.3", "licence": "research only", "limits": ("No eyes.",)}
    path = write_model(model, fields, tmp_path / "out.onnx").path
    proto = onnx.load(path)
    assert (proto.producer_name, proto.producer_version) == ("fundusviewer", __version__)
    assert (proto.domain, proto.model_version) == ("fundusviewer", 1_020_003)
    for words in ("version 1.20.3", "Licence: research only", "No eyes.", "Not for diagnosis."):
        assert words in proto.doc_string
    assert all(node.doc_string for node in (*proto.graph.input, *proto.graph.output))
    # Another program may write the file again: it stays what its hash says.
    onnx.save(proto, tmp_path / "again.onnx")
    assert verified_file(tmp_path / "again.onnx").is_hashed
    card = Classifier(path, provider="cpu").card.model_copy(update={"version": "2.0.0"})
    restamp(path, card, path)
    assert onnx.load(path).model_version == 2_000_000


def test_the_golden_vector_is_found_again(model: ExplainedModel, tmp_path: Path) -> None:
    path = write_model(model, names(4), tmp_path / "out.onnx").path
    check = Classifier(path, provider="cpu").check_golden()
    assert check is not None
    assert check.passed
    assert check.probability_difference < 1e-6


def test_the_temperature_is_in_the_graph(model: ExplainedModel, tmp_path: Path) -> None:
    plain = write_model(model, names(4), tmp_path / "plain.onnx").path
    warm = write_model(model, {**names(4), "temperature": 3.0}, tmp_path / "warm.onnx").path
    image = photographs(1)[0]
    first, second = (Classifier(path, provider="cpu").predict(image) for path in (plain, warm))
    powers = first.probabilities ** (1 / 3)
    np.testing.assert_allclose(second.probabilities, powers / powers.sum(), atol=1e-6)
    np.testing.assert_allclose(second.heatmap, first.heatmap, atol=1e-7)


def test_another_card_changes_temperature_and_golden_vector(
    model: ExplainedModel, tmp_path: Path
) -> None:
    result = write_model(model, names(4), tmp_path / "out.onnx")
    wanted = write_model(model, {**names(4), "temperature": 3.0}, tmp_path / "warm.onnx")
    restamp(result.path, wanted.card, result.path)
    again = Classifier(result.path, provider="cpu")
    image = photographs(1)[0]
    hash_of_it = {"content_sha256": again.card.content_sha256}
    assert again.card == wanted.card.model_copy(update=hash_of_it)
    assert again.check_golden() is not None
    np.testing.assert_allclose(
        again.predict(image).probabilities,
        Classifier(wanted.path, provider="cpu").predict(image).probabilities,
        atol=1e-7,
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (names(5), "5 class names are given, the network has 4 classes"),
        ({**names(4), "quality_names": ("good",)}, "1 quality names are given"),
        ({**names(4), "version": "1"}, "card cannot be made: version"),
        ({**names(4), "input": {"height": 30, "width": 24}}, "input is 30×24, the network's 24×24"),
    ],
)
def test_a_card_that_does_not_fit_is_refused(
    fields: dict[str, object], message: str, model: ExplainedModel, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=message):
        write_model(model, fields, tmp_path / "out.onnx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left")])
def test_nothing_is_left_half_written(
    error: BaseException, model: ExplainedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output, save = tmp_path / "out.onnx", writer._save
    output.write_text("the old file")

    def interrupted(proto: Any, path: Path) -> None:
        if path.parent != tmp_path:
            save(proto, path)
            return
        path.write_bytes(b"half of it")
        raise error

    monkeypatch.setattr(writer, "_save", interrupted)
    expected = OutputError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        write_model(model, names(4), output)
    assert [path.name for path in tmp_path.iterdir()] == ["out.onnx"]
    assert output.read_text() == "the old file"


@pytest.mark.parametrize("name", ["out.txt", "missing/out.onnx", "."])
def test_an_output_that_cannot_be_written_is_refused(
    name: str, model: ExplainedModel, tmp_path: Path
) -> None:
    with pytest.raises(OutputError):
        write_model(model, names(4), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_head_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(ExportError, match="do not have the shapes"):
        DenseHead(np.zeros((6, 4), np.float32), np.zeros(5, np.float32))
