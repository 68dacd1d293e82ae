"""A model's own preprocessing: found wherever it stands, never done twice, never guessed."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.pipeline.faithfulness import check_faithful
from fundusviewer.export.pipeline.writer import write_explained, write_model
from fundusviewer.export.sources.backbones import find_backbone
from fundusviewer.export.sources.classifier_spec import ExplainedModel
from fundusviewer.export.sources.own_preprocessing import choose_preprocessing
from fundusviewer.export.sources.preprocessing import CHOICES
from fundusviewer.export.sources.user_models import load_user_model
from fundusviewer.inference import Classifier
from tests.export.classifying_heads import pooled_dense
from tests.export.gradcam.test_gradcam import names
from tests.export.networks import SIZE, convolutions, network, photographs, shaken
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow

SIDE = 96  # what MobileNetV2 has weights for


def _keras() -> Any:
    import keras

    return keras


def rescaling(x: Any) -> Any:
    return _keras().layers.Rescaling(1 / 127.5, offset=-1)(x)


def division(x: Any) -> Any:
    return x / 255.0


def product(x: Any) -> Any:
    return x * (1 / 127.5) - 1


def division_by_ops(x: Any) -> Any:
    ops = _keras().ops
    return ops.divide(ops.cast(x, "float32"), 255.0)


def keras_tf(x: Any) -> Any:
    return _keras().applications.mobilenet_v2.preprocess_input(x)


def keras_caffe(x: Any) -> Any:
    return _keras().applications.vgg16.preprocess_input(x)


def keras_torch(x: Any) -> Any:
    return _keras().applications.densenet.preprocess_input(x)


def normalisation(x: Any) -> Any:
    return _keras().layers.Normalization(mean=[120, 80, 40], variance=[900, 800, 700])(x)


def augmented(x: Any) -> Any:
    layers = _keras().layers
    x = layers.RandomRotation(0.1)(layers.RandomFlip()(x))
    return layers.ZeroPadding2D(1)(x)[:, 1:-1, 1:-1] / 127.5 - 1.0


def nested(x: Any) -> Any:
    keras = _keras()
    inner = keras.Input(x.shape[1:])
    return keras.Model(inner, keras_tf(inner), name="preparation")(x)


def standardised(x: Any) -> Any:
    ops = _keras().ops
    middle = ops.mean(x, axis=(1, 2, 3), keepdims=True)
    return (x - middle) / (ops.std(x, axis=(1, 2, 3), keepdims=True) + 1.0)


OWN = [
    rescaling, division, product, division_by_ops, keras_tf, keras_caffe, keras_torch,
    normalisation, augmented, nested, standardised,
]  # fmt: skip


def model_with(front: Any) -> Any:
    keras = _keras()
    keras.utils.set_random_seed(1)
    image = keras.Input((SIZE, SIZE, 3))
    x = keras.layers.GlobalAveragePooling2D()(convolutions(front(image)))
    return shaken(keras.Model(image, keras.layers.Dense(4, activation="softmax")(x)))


@functools.cache
def mobilenet() -> Any:
    """MobileNetV2, with maps that differ from each other; made once, put into several models."""
    keras = _keras()
    keras.utils.set_random_seed(1)
    base = keras.applications.MobileNetV2(
        alpha=0.35, include_top=False, weights=None, input_shape=(SIDE, SIDE, 3)
    )
    norms = [entry for entry in base.layers if type(entry).__name__ == "BatchNormalization"]
    for entry in norms:
        entry.momentum = 0.0
    pictures = np.random.default_rng(3).uniform(-1, 1, (4, SIDE, SIDE, 3)).astype(np.float32)
    for _ in range(3):
        base(pictures, training=True)
    return base


def with_backbone(front: Any) -> Any:
    """A model of the backbone, whose preprocessing would be assumed."""
    keras, base = _keras(), mobilenet()
    keras.utils.set_random_seed(1)
    image = keras.Input((SIDE, SIDE, 3))
    x = keras.layers.GlobalAveragePooling2D()(base(front(image), training=False))
    spread = keras.initializers.RandomNormal(stddev=3)
    dense = keras.layers.Dense(4, activation="softmax", kernel_initializer=spread)
    return keras.Model(image, dense(x))


def saved(model: Any, folder: Path, name: str = "own.keras") -> Path:
    model.save(folder / name)
    return folder / name


def assert_equals_keras(
    model: Any, path: Path, images: np.ndarray, tolerance: float = 1e-4
) -> None:
    wanted = np.asarray(model(images.astype(np.float32), training=False), np.float32)
    answers = Classifier(path, provider="cpu").predict_batch(images)
    for answer, values in zip(answers, wanted, strict=True):
        np.testing.assert_allclose(answer.probabilities, values, atol=tolerance)


@pytest.mark.parametrize("front", OWN)
def test_the_file_answers_like_the_model_on_raw_pixels(front: Any, tmp_path: Path) -> None:
    model = model_with(front)
    loaded = load_user_model(saved(model, tmp_path))
    assert loaded.preprocessing == "none"
    path = write_model(loaded, names(4), tmp_path / "own.onnx").path
    assert_equals_keras(model, path, photographs(3))


def test_preprocessing_in_front_of_a_known_backbone(tmp_path: Path) -> None:
    model = with_backbone(keras_tf)
    said: list[str] = []
    loaded = load_user_model(saved(model, tmp_path), progress=said.append)
    result = write_model(loaded, names(4), tmp_path / "own.onnx")
    assert said == [
        "pixels: the model prepares them itself (scaled to −1…1, RGB); nothing is added"
    ]
    assert (result.card.backbone, result.card.preprocessing) == ("mobilenetv2", "none")
    assert_equals_keras(model, result.path, photographs(2, SIDE), 1e-3)


def test_a_bare_backbone_gets_its_preprocessing_and_says_so() -> None:
    model, backbone = with_backbone(lambda image: image), find_backbone("mobilenetv2")
    choice = choose_preprocessing("own.keras", model, backbone, None)
    assert choice.preprocessing == "tf"
    assert "as Keras prepares them for MobileNetV2: scaled to −1…1" in choice.said
    assert "--preprocessing" in choice.said


def _one_by_one(image: Any) -> Any:
    return _keras().layers.Conv2D(3, 1)(image)


def _normalised_by_learning(image: Any) -> Any:
    return _keras().layers.BatchNormalization()(image)


@pytest.mark.parametrize("front", [_one_by_one, _normalised_by_learning])
def test_a_backbone_behind_learned_layers_tells_nothing(front: Any) -> None:
    with pytest.raises(ExportError, match="say it with --preprocessing"):
        choose_preprocessing("own.keras", with_backbone(front), find_backbone("mobilenetv2"), None)


def _for_shares(image: Any) -> Any:
    return image * 2.0 - 1.0


def _normalised_shares(image: Any) -> Any:
    return _keras().layers.Normalization(mean=[0.48, 0.46, 0.4], variance=[0.05] * 3)(image)


def _swapped(image: Any) -> Any:
    return image[..., ::-1]


def _grey(image: Any) -> Any:
    return _keras().ops.mean(image, axis=-1, keepdims=True)


@pytest.mark.parametrize("front", [_for_shares, _normalised_shares, _swapped, _grey])
def test_operations_that_do_not_prepare_0_to_255_are_asked_about(
    front: Any, tmp_path: Path
) -> None:
    file = saved(model_with(front), tmp_path)
    with pytest.raises(ExportError, match=r"turn pixels of 0–255 into .*--preprocessing"):
        load_user_model(file)
    assert load_user_model(file, preprocessing="1/255").preprocessing == "1/255"


@pytest.fixture(scope="module")
def prepares_itself(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(model_with(keras_tf), tmp_path_factory.mktemp("own"))


@pytest.mark.parametrize("wanted", ["tf", "1/255", "caffe", "torch"])
def test_preparing_twice_is_refused(wanted: Any, prepares_itself: Path) -> None:
    with pytest.raises(ExportError, match=f"--preprocessing {wanted} that would be done twice"):
        load_user_model(prepares_itself, preprocessing=wanted)


@pytest.mark.parametrize("mode", list(CHOICES))
def test_every_preprocessing_that_can_be_said(mode: Any, tmp_path: Path) -> None:
    model = model_with(lambda image: image)
    loaded = load_user_model(saved(model, tmp_path), preprocessing=mode)
    result = write_model(loaded, names(4), tmp_path / "own.onnx")
    assert result.card.preprocessing == mode
    images = photographs(2)
    pixels = images.astype(np.float32)
    mean, deviation = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    prepared = {
        "none": pixels,
        "1/255": pixels / 255,
        "tf": pixels / 127.5 - 1,
        "caffe": pixels[..., ::-1] - np.array([103.939, 116.779, 123.68]),
        "torch": (pixels / 255 - mean) / deviation,
        "bgr": pixels[..., ::-1],
        "bgr/255": pixels[..., ::-1] / 255,
    }[mode]
    wanted = np.asarray(model(prepared.astype(np.float32), training=False))
    answers = Classifier(result.path, provider="cpu").predict_batch(images)
    for answer, values in zip(answers, wanted, strict=True):
        np.testing.assert_allclose(answer.probabilities, values, atol=1e-4)


def test_whole_numbers_take_raw_pixels_only(tmp_path: Path) -> None:
    keras = _keras()
    image = keras.Input((SIZE, SIZE, 3), dtype="uint8")
    x = convolutions(keras.ops.cast(image, "float32") / 255.0)
    x = keras.layers.GlobalAveragePooling2D()(x)
    model = shaken(keras.Model(image, keras.layers.Dense(4, activation="softmax")(x)))
    file = saved(model, tmp_path)
    with pytest.raises(ExportError, match="takes whole numbers"):
        load_user_model(file, preprocessing="tf")
    path = write_model(load_user_model(file), names(4), tmp_path / "own.onnx").path
    assert_equals_keras(model, path, photographs(2))


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16", "float16"])
def test_mixed_precision_is_computed_in_float32(policy: str, tmp_path: Path) -> None:
    keras = _keras()
    keras.config.set_dtype_policy(policy)
    try:
        image = keras.Input((SIZE, SIZE, 3))
        x = keras.layers.Rescaling(1 / 255.0)(image)
        x = keras.layers.ZeroPadding2D(1)(convolutions(x))
        x = keras.layers.Conv2D(5, 3, activation="relu")(x)
        x = keras.ops.cast(keras.layers.GlobalAveragePooling2D()(x), "float16")
        model = keras.Model(image, keras.layers.Dense(4, activation="softmax")(x))
        file = saved(model, tmp_path)
    finally:
        keras.config.set_dtype_policy("float32")
    loaded = load_user_model(file, layer="maps")
    assert all(entry.compute_dtype == "float32" for entry in loaded.network.layers)
    path = write_model(loaded, names(4), tmp_path / "own.onnx").path
    assert_equals_keras(model, path, photographs(3), 2e-2)
    assert_equals_keras(loaded.network, path, photographs(3), 1e-5)


@pytest.mark.parametrize("wrong", ["preprocessing", "weights"])
def test_a_graph_that_answers_otherwise_is_refused(wrong: str, tmp_path: Path) -> None:
    model = ExplainedModel(network(pooled_dense), "tf", "maps", "tiny")
    graph = tmp_path / "graph.onnx"
    write_explained(model, graph, lambda _: None)
    check_faithful(graph, model, softmax_inside=True)
    other = model
    if wrong == "preprocessing":
        other = ExplainedModel(model.network, "torch", "maps", "tiny")
    else:
        kernel, bias = model.network.layers[-1].get_weights()
        model.network.layers[-1].set_weights([kernel[:, ::-1], bias])
    with pytest.raises(ExportError, match="does not answer like the Keras network"):
        check_faithful(graph, other, softmax_inside=True)


def test_nothing_is_written_where_the_graph_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fundusviewer.export.graph import tf2onnx_tracing

    model = ExplainedModel(network(pooled_dense), "tf", "maps", "tiny")
    monkeypatch.setattr(tf2onnx_tracing, "preprocess", lambda pixels, _: pixels)
    with pytest.raises(ExportError, match="does not answer like the Keras network"):
        write_model(model, names(4), tmp_path / "tiny.onnx")
    assert list(tmp_path.iterdir()) == []
