"""What PyTorch's way from Keras to ONNX refuses; ``pipeline/test_parity.py`` holds it exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.graph import tracing
from fundusviewer.export.pipeline.writer import write_model
from fundusviewer.export.sources.classifier_spec import ExplainedModel
from tests.export.classifying_heads import pooled_dense
from tests.export.networks import network
from tests.export.parity import CARD, needs_torch
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow


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
