"""The exported heat map equals TensorFlow's gradient, whatever the head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.pipeline.writer import write_model
from fundusviewer.export.sources.classifier_spec import ExplainedModel
from fundusviewer.inference import Classifier
from tests.export.networks import (
    MAP_TOLERANCE,
    map_error,
    network,
    photographs,
    reference,
)
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow

CARD = {"name": "tiny", "title": "Tiny", "version": "1.0.0", "task": "other", "licence": "CC0-1.0"}


def names(count: int) -> dict[str, object]:
    return {**CARD, "class_names": tuple(f"class {index}" for index in range(count))}


def _layers() -> Any:
    import keras

    return keras.layers


def pooled_dense(maps: Any) -> Any:
    layers = _layers()
    pooled = layers.Dropout(0.3)(layers.GlobalAveragePooling2D()(maps))
    return layers.Dense(4, activation="softmax")(pooled)


def flattened(maps: Any) -> Any:
    layers = _layers()
    x = layers.Flatten()(layers.MaxPooling2D(2)(maps))
    x = layers.Dense(9, activation="relu")(x)
    x = layers.Dense(7, activation="relu")(x)
    return layers.Dense(4, activation="softmax")(x)


def overlapping_pools(maps: Any) -> Any:
    layers = _layers()
    x = layers.Conv2D(5, 3, padding="same", activation="elu")(maps)
    x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    x = layers.AveragePooling2D(2)(x)
    return layers.Dense(4, activation="softmax")(layers.Flatten()(x))


def two_poolings(maps: Any) -> Any:
    layers = _layers()
    both = [layers.GlobalAveragePooling2D()(maps), layers.GlobalMaxPooling2D()(maps)]
    x = layers.Dense(8, activation="gelu")(layers.Concatenate()(both))
    x = layers.BatchNormalization()(x)
    return layers.Dense(4, activation="softmax")(x)


def attention(maps: Any) -> Any:
    layers = _layers()
    gate = layers.Dense(6, activation="sigmoid")(layers.GlobalAveragePooling2D()(maps))
    weighted = layers.Multiply()([maps, layers.Reshape((1, 1, 6))(gate)])
    x = layers.LayerNormalization()(layers.GlobalAveragePooling2D()(weighted))
    return layers.Dense(4, activation="softmax")(layers.Dense(5, activation="swish")(x))


def strided_convolutions(maps: Any) -> Any:
    layers = _layers()
    x = layers.Conv2D(7, 3, strides=2, padding="same", activation="leaky_relu")(maps)
    x = layers.DepthwiseConv2D(3, activation="relu6")(x)
    x = layers.Add()([x, layers.Conv2D(7, 1, activation="tanh")(x)])
    return layers.Dense(4, activation="softmax")(layers.GlobalAveragePooling2D()(x))


def scores_as_maps(maps: Any) -> Any:
    layers = _layers()
    x = layers.Conv2D(4, 1, activation="relu")(maps)
    return layers.Softmax()(layers.GlobalAveragePooling2D()(x))


def selu_and_softplus(maps: Any) -> Any:
    layers = _layers()
    x = layers.Dense(6, activation="selu")(layers.GlobalAveragePooling2D()(maps))
    x = layers.Dense(6, activation="softplus")(x)
    return layers.Dense(4)(x)


def padded_and_cast(maps: Any) -> Any:
    import keras

    layers = _layers()
    x = keras.ops.cast(layers.ZeroPadding2D(((1, 0), (2, 3)))(maps), "float64")
    x = layers.Conv2D(5, 3, activation="relu")(keras.ops.cast(x, "float32"))
    return layers.Dense(4, activation="softmax")(layers.Flatten()(x))


HEADS = [
    padded_and_cast,
    pooled_dense,
    flattened,
    overlapping_pools,
    two_poolings,
    attention,
    strided_convolutions,
    scores_as_maps,
    selu_and_softplus,
]


def softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("head", HEADS)
def test_equals_the_gradient_tape(head: Any, tmp_path: Path) -> None:
    model = ExplainedModel(network(head), "tf", "maps", "tiny")
    images, classes = photographs(5), [-1, 0, 1, 2, 3]
    result = write_model(model, names(4), tmp_path / "tiny.onnx")

    probabilities, heatmaps, terms = reference(model, images, classes)
    if not result.softmax_inside:
        probabilities = softmax(probabilities)
    answers = _answers(result.path, images, classes)

    assert result.softmax_inside == (head is not selu_and_softplus)
    assert heatmaps.max() > 0
    for answer, wanted, heatmap, size in zip(answers, probabilities, heatmaps, terms, strict=True):
        np.testing.assert_allclose(answer.probabilities, wanted, atol=1e-5)
        assert map_error(answer.heatmap, heatmap, size) < MAP_TOLERANCE


def _without_a_channel(model: ExplainedModel, images: np.ndarray, classes: list[int]) -> np.ndarray:
    """The heat maps without the channel whose weights are smallest."""
    dense = model.network.layers[-1]
    kernel, bias = dense.get_weights()
    changed = kernel.copy()
    changed[np.abs(kernel).max(axis=1).argmin()] = 0
    dense.set_weights([changed, bias])
    heatmaps = reference(model, images, classes).heatmaps
    dense.set_weights([kernel, bias])
    return heatmaps


@pytest.mark.parametrize(
    "wrong",
    ["other class", "other photograph", "mirrored", "shifted", "too strong", "without a channel"],
)
def test_another_map_is_told_from_rounding(wrong: str, tmp_path: Path) -> None:
    model = ExplainedModel(network(pooled_dense), "tf", "maps", "tiny")
    images, classes = photographs(5), [3] * 5
    right = reference(model, images, classes)
    others = {
        "other class": reference(model, images, [2] * 5).heatmaps,
        "other photograph": right.heatmaps[::-1],
        "mirrored": right.heatmaps[:, :, ::-1],
        "shifted": np.roll(right.heatmaps, 1, axis=1),
        "too strong": 1.001 * right.heatmaps,
        "without a channel": _without_a_channel(model, images, classes),
    }
    path = write_model(model, names(4), tmp_path / "tiny.onnx").path
    answer, terms = _answers(path, images[:1], classes[:1])[0], right.terms[0]
    assert right.heatmaps[0].max() > 1e-3 * terms
    assert map_error(answer.heatmap, right.heatmaps[0], terms) < MAP_TOLERANCE
    assert map_error(answer.heatmap, others[wrong][0], terms) > MAP_TOLERANCE


def test_what_is_left_after_cancelling_is_compared_with_what_was_added_up() -> None:
    # Two terms of one that leave 2e-5 over: float32 rounds either by up to 6e-8.
    wanted = np.full((2, 2), 2e-5)
    assert map_error(wanted + 1.2e-7, wanted, terms=2.0) < MAP_TOLERANCE
    assert map_error(wanted + 1.2e-7, wanted, terms=2e-5) > MAP_TOLERANCE


def _answers(path: Path, images: np.ndarray, classes: list[int]) -> list[Any]:
    classifier = Classifier(path, provider="cpu")
    return [
        classifier.predict(image, None if index < 0 else index)
        for image, index in zip(images, classes, strict=True)
    ]


def test_one_photograph_and_a_batch_agree(tmp_path: Path) -> None:
    model = ExplainedModel(network(two_poolings), "tf", "maps", "tiny")
    path = write_model(model, names(4), tmp_path / "tiny.onnx").path
    images = photographs(5)
    batch = Classifier(path, provider="cpu").predict_batch(images)
    for one, other in zip(_answers(path, images, [-1] * 5), batch, strict=True):
        np.testing.assert_allclose(one.heatmap, other.heatmap, atol=1e-6)


def test_a_sigmoid_is_two_classes(tmp_path: Path) -> None:
    def head(maps: Any) -> Any:
        layers = _layers()
        return layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling2D()(maps))

    model = ExplainedModel(network(head), "tf", "maps", "tiny")
    path = write_model(model, names(2), tmp_path / "tiny.onnx").path
    images = photographs(2)
    scores, heatmap, _ = reference(model, images, [0, 0])
    answers = _answers(path, images, [1, 1])
    for answer, score, wanted in zip(answers, scores, heatmap, strict=True):
        np.testing.assert_allclose(answer.probabilities, [1 - score[0], score[0]], atol=1e-6)
        # The gradient of z/2 is half of that of z.
        np.testing.assert_allclose(2 * answer.heatmap, wanted, atol=1e-5)


def test_several_sigmoids_each_stand_for_themselves(tmp_path: Path) -> None:
    def head(maps: Any) -> Any:
        layers = _layers()
        return layers.Dense(3, activation="sigmoid")(layers.GlobalAveragePooling2D()(maps))

    model = ExplainedModel(network(head), "tf", "maps", "tiny")
    result = write_model(model, names(3), tmp_path / "tiny.onnx")
    assert result.card.several
    images = photographs(2)
    scores, heatmap, _ = reference(model, images, [2, 0])
    answers = _answers(result.path, images, [2, 0])
    for answer, score, wanted in zip(answers, scores, heatmap, strict=True):
        np.testing.assert_allclose(answer.probabilities, score, atol=1e-6)
        np.testing.assert_allclose(answer.heatmap, wanted, atol=1e-5)


def test_an_operation_without_gradient_is_refused(tmp_path: Path) -> None:
    def head(maps: Any) -> Any:
        import keras

        flat = keras.layers.Flatten()(maps)
        return keras.layers.Dense(4, activation="softmax")(keras.ops.cumsum(flat, axis=1))

    model = ExplainedModel(network(head), "tf", "maps", "tiny")
    with pytest.raises(ExportError, match="no gradient for the operation CumSum"):
        write_model(model, names(4), tmp_path / "tiny.onnx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("units", "activation", "message"),
    [(1, None, "a regression, no classes"), (1, "relu", "a regression, no classes")],
)
def test_no_classification_is_refused(
    units: int, activation: str | None, message: str, tmp_path: Path
) -> None:
    def head(maps: Any) -> Any:
        layers = _layers()
        return layers.Dense(units, activation=activation)(layers.GlobalAveragePooling2D()(maps))

    model = ExplainedModel(network(head), "tf", "maps", "tiny")
    with pytest.raises(ExportError, match=message):
        write_model(model, names(3), tmp_path / "tiny.onnx")


def test_a_layer_beside_the_way_to_the_scores_is_refused(tmp_path: Path) -> None:
    model = ExplainedModel(network(pooled_dense), "tf", "dense", "tiny")
    model.network.layers[-1].name = "dense"
    with pytest.raises(ExportError, match="no maps of the form"):
        write_model(model, names(4), tmp_path / "tiny.onnx")
