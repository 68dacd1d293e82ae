"""PyTorch's way from Keras to ONNX, against TensorFlow with ``tf.GradientTape``."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.graph import tracing
from fundusviewer.export.pipeline.writer import write_model
from fundusviewer.export.sources.backbones import backbone_names, find_backbone
from fundusviewer.export.sources.class_names import imagenet_classes
from fundusviewer.export.sources.classifier_spec import ExplainedModel
from fundusviewer.inference import Classifier
from tests.export.classifying_heads import HEADS, pooled_dense
from tests.export.networks import (
    MAP_TOLERANCE,
    map_error,
    network,
    photographs,
    reference,
    shaken,
)
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow
needs_torch = pytest.mark.skipif(
    find_spec("torch") is None or find_spec("onnxscript") is None,
    reason="the torch extra is not installed",
)

CARD = {"name": "m", "title": "M", "version": "1.0.0", "task": "other", "licence": "none"}
NAMES = [name for name in backbone_names() if name not in ("resnet", "inception")]


def check(model: ExplainedModel, classes: tuple[str, ...], folder: Path) -> None:
    """Compare outputs and heat maps of the most probable and of named classes."""
    card = {**CARD, "class_names": classes}
    result = write_model(model, card, folder / "m.onnx", tracer="torch")
    images, given = photographs(4, model.input_size[0]), [-1, 2, 2, -1]
    probabilities, heatmaps, terms = reference(model, images, given)
    if not result.softmax_inside:
        powers = np.exp(probabilities - probabilities.max(axis=1, keepdims=True))
        probabilities = powers / powers.sum(axis=1, keepdims=True)
    classifier = Classifier(result.path, provider="cpu")
    for image, index, wanted, heatmap, size in zip(
        images, given, probabilities, heatmaps, terms, strict=True
    ):
        answer = classifier.predict(image, None if index < 0 else index)
        assert np.abs(answer.probabilities - wanted).max() < 1e-5
        assert map_error(answer.heatmap, heatmap, size) < MAP_TOLERANCE
    batch = classifier.predict_batch(images)
    assert np.abs(np.stack([one.probabilities for one in batch]) - probabilities).max() < 1e-5


@needs_torch
@pytest.mark.parity
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", NAMES)
def test_every_backbone(name: str, tmp_path: Path) -> None:
    import keras

    keras.utils.set_random_seed(1)
    backbone = find_backbone(name)
    explained = shaken(backbone.build())
    model = ExplainedModel(explained, backbone.preprocessing, backbone.layer, name)
    check(model, imagenet_classes(), tmp_path)


@needs_torch
@pytest.mark.parity
@pytest.mark.parametrize("head", HEADS)
def test_every_head(head: Any, tmp_path: Path) -> None:
    check(ExplainedModel(network(head), "bgr/255", "maps", "tiny"), tuple("abcd"), tmp_path)


@needs_torch
@pytest.mark.parity
def test_what_has_no_gradient_and_what_is_no_layer_are_sentences(tmp_path: Path) -> None:
    def head(maps: Any) -> Any:
        import keras

        summed = keras.ops.cumsum(keras.layers.Flatten()(maps), axis=1)
        return keras.layers.Dense(4, activation="softmax")(summed)

    for made, layer, message in (
        (head, "maps", "no gradient for the operation CumSum"),
        (pooled_dense, "nowhere", "no layer named 'nowhere'"),
    ):
        model = ExplainedModel(network(made), "tf", layer, "tiny")
        card = {**CARD, "class_names": tuple("abcd")}
        with pytest.raises(ExportError, match=message):
            write_model(model, card, tmp_path / "m.onnx", tracer="torch")
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "find_spec", lambda name: None if name == "torch" else object())
    tracing.require_tracer("tf2onnx")
    with pytest.raises(ExportError, match=r"torch needs torch; .*'fundusviewer\[export,torch\]'"):
        tracing.require_tracer("torch")
