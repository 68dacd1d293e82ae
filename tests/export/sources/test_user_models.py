"""A user's Keras files: what is exported, and what is refused with which sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.pipeline.writer import write_model
from fundusviewer.export.sources.user_models import last_maps, load_user_model
from fundusviewer.inference import Classifier
from tests.export.gradcam.test_gradcam import names
from tests.export.networks import (
    MAP_TOLERANCE,
    SIZE,
    convolutions,
    map_error,
    photographs,
    reference,
    shaken,
)
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow


def flat_functional() -> Any:
    import keras

    image = keras.Input((SIZE, SIZE, 3))
    x = keras.layers.GlobalAveragePooling2D()(convolutions(image))
    x = keras.layers.Dense(4, activation="softmax")(keras.layers.Dropout(0.5)(x))
    return keras.Model(image, x)


def nested_functional() -> Any:
    import keras

    inner = keras.Input((SIZE, SIZE, 3))
    base = keras.Model(inner, convolutions(inner), name="base")
    image = keras.Input((SIZE, SIZE, 3))
    x = keras.layers.RandomFlip()(image)
    x = base(keras.layers.Rescaling(1 / 255)(x), training=False)
    x = keras.layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, keras.layers.Dense(4, activation="softmax")(x))


def sequential() -> Any:
    import keras

    inner = keras.Input((SIZE, SIZE, 3))
    base = keras.Model(inner, convolutions(inner), name="base")
    return keras.Sequential(
        [
            keras.Input((SIZE, SIZE, 3)),
            keras.layers.Rescaling(1 / 127.5, offset=-1),
            base,
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(8, activation="relu"),
            keras.layers.Dense(4, activation="softmax"),
        ]
    )


@pytest.mark.parametrize("build", [flat_functional, nested_functional, sequential])
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file:UserWarning")
def test_a_saved_model_is_exported_exactly(build: Any, suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"own{suffix}"
    shaken(build()).save(file)
    model = load_user_model(file, preprocessing="tf" if build is flat_functional else None)
    assert model.layer == "maps"
    assert model.preprocessing == ("tf" if build is flat_functional else "none")

    path = write_model(model, names(4), tmp_path / "own.onnx").path
    images = photographs(2)
    classifier, found = Classifier(path, provider="cpu"), reference(model, images, [-1, 2])
    for image, index, wanted, heatmap, terms in zip(images, (None, 2), *found, strict=True):
        answer = classifier.predict(image, index)
        np.testing.assert_allclose(answer.probabilities, wanted, atol=1e-5)
        assert map_error(answer.heatmap, heatmap, terms) < MAP_TOLERANCE


def test_a_layer_may_be_named(tmp_path: Path) -> None:
    model = flat_functional()
    model.layers[1].name = "early"
    model.save(tmp_path / "own.keras")
    loaded = load_user_model(tmp_path / "own.keras", layer="early", preprocessing="none")
    path = write_model(loaded, names(4), tmp_path / "own.onnx").path
    images = photographs(1)
    wanted = reference(loaded, images, [1])
    answer = Classifier(path, provider="cpu").predict(images[0], 1)
    assert map_error(answer.heatmap, wanted.heatmaps[0], wanted.terms[0]) < MAP_TOLERANCE


def test_an_unknown_layer_is_named(tmp_path: Path) -> None:
    flat_functional().save(tmp_path / "own.keras")
    model = load_user_model(tmp_path / "own.keras", layer="nowhere", preprocessing="none")
    with pytest.raises(ExportError, match="no layer named 'nowhere'"):
        write_model(model, names(4), tmp_path / "own.onnx")


def test_pooling_is_no_convolutional_map() -> None:
    assert last_maps(sequential()) == "maps"


def _save(model: Any, tmp_path: Path) -> Path:
    file = tmp_path / "own.keras"
    model.save(file)
    return file


def test_a_lambda_layer_is_refused_unread(tmp_path: Path) -> None:
    import keras

    image = keras.Input((SIZE, SIZE, 3))
    x = keras.layers.Lambda(lambda value: value / 255, name="divide")(image)
    x = keras.layers.GlobalAveragePooling2D()(convolutions(x))
    model = keras.Model(image, keras.layers.Dense(4, activation="softmax")(x))
    with pytest.raises(ExportError, match="layer 'divide' is a Lambda layer"):
        load_user_model(_save(model, tmp_path))


def test_two_inputs_are_refused(tmp_path: Path) -> None:
    import keras

    images = [keras.Input((SIZE, SIZE, 3)) for _ in range(2)]
    maps = keras.layers.Add()(images)
    x = keras.layers.GlobalAveragePooling2D()(convolutions(maps))
    with pytest.raises(ExportError, match="has 2 inputs; one is needed"):
        load_user_model(_save(keras.Model(images, keras.layers.Dense(4)(x)), tmp_path))


def test_a_regression_is_refused_by_its_loss(tmp_path: Path) -> None:
    model = flat_functional()
    model.compile(loss="mse")
    with pytest.raises(ExportError, match="trained with the loss mse: a regression"):
        load_user_model(_save(model, tmp_path))


def test_maps_as_output_are_refused(tmp_path: Path) -> None:
    import keras

    image = keras.Input((SIZE, SIZE, 3))
    with pytest.raises(ExportError, match="needed is one score per class"):
        load_user_model(_save(keras.Model(image, convolutions(image)), tmp_path))


def test_an_input_without_size_is_refused(tmp_path: Path) -> None:
    import keras

    image = keras.Input((None, None, 3))
    x = keras.layers.GlobalAveragePooling2D()(convolutions(image))
    with pytest.raises(ExportError, match=r"needed is \(None, height, width, 3\)"):
        load_user_model(_save(keras.Model(image, keras.layers.Dense(4)(x)), tmp_path))


def test_unknown_preprocessing_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="say it with --preprocessing"):
        load_user_model(_save(flat_functional(), tmp_path))


@pytest.mark.parametrize("name", ["own.keras", "own.h5"])
def test_a_file_that_is_no_model_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is not there"):
        load_user_model(tmp_path / name)
    (tmp_path / name).write_bytes(b"no model at all")
    with pytest.raises(ExportError, match="is no Keras model"):
        load_user_model(tmp_path / name)
