"""Keras files in and out: what ``train`` leaves plain Keras loads, and ``train`` goes on with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.classifier_spec import DenseHead
from fundusviewer.export.sources.preprocessing import CHOICES, Preprocessing, preprocess
from fundusviewer.training.learning.network import build_network
from fundusviewer.training.learning.start_file import StartFile, read_start
from tests.helpers.extras import require_tensorflow
from tests.training.networks import SIZE, tiny_network

require_tensorflow()

pytestmark = pytest.mark.tensorflow

PIXELS = np.random.default_rng(2).integers(0, 256, (2, SIZE, SIZE, 3)).astype(np.float32)


def written(folder: Path, mode: Preprocessing = "tf", *, several: bool = False) -> tuple[Path, Any]:
    """Write a network as ``train`` does; return the file and its probabilities."""
    tiny = tiny_network()
    rng = np.random.default_rng(1)
    head = DenseHead(rng.normal(size=(8, 3)).astype(np.float32), np.ones(3, np.float32))
    start = StartFile("tiny", "tiny.keras", mode, "last", SIZE, tiny.maps, head)
    network = build_network(start, SIZE, 3, several=several)
    network.maps.set_weights(tiny.maps.get_weights())
    network.set_head(head)
    path = folder / "own.keras"
    network.save_keras(path)
    explained = network.explained()
    answers = np.asarray(explained.network(preprocess(PIXELS.copy(), mode), training=False))
    return path, answers


@pytest.mark.parametrize("mode", CHOICES)
def test_plain_keras_loads_what_train_leaves(mode: Preprocessing, tmp_path: Path) -> None:
    import keras

    path, answers = written(tmp_path, mode)
    model = keras.models.load_model(path)
    np.testing.assert_allclose(np.asarray(model(PIXELS, training=False)), answers, atol=1e-5)
    assert [path.name for path in tmp_path.iterdir()] == ["own.keras"]


def test_train_goes_on_with_what_it_left(tmp_path: Path) -> None:
    path, answers = written(tmp_path)
    start = read_start(path)
    assert (start.preprocessing, start.layer, start.size) == ("none", "last", SIZE)
    assert start.head is not None
    network = build_network(start, SIZE, 3)
    network.set_head(start.head)
    found = np.asarray(network.explained().network(PIXELS, training=False))
    np.testing.assert_allclose(found, answers, atol=1e-5)
    # What it learns stays with it and is not the file's.
    network.maps.set_weights([value * 0 for value in network.maps.get_weights()])
    assert any(value.any() for value in start.maps.get_weights())
    assert network.explained().backbone == "custom"


def test_one_goes_on_from_the_other_in_new_processes(tmp_path: Path) -> None:
    """Keras counts the names of operations from the beginning in each: here by clearing it."""
    import keras

    path, answers = written(tmp_path)
    for name in ("second.keras", "third.keras"):
        keras.utils.clear_session()
        start = read_start(path)
        assert start.head is not None
        network = build_network(start, SIZE, 3)
        network.set_head(start.head)
        path = tmp_path / name
        network.save_keras(path)
    model = keras.models.load_model(path)
    np.testing.assert_allclose(np.asarray(model(PIXELS, training=False)), answers, atol=1e-5)


def test_a_name_that_a_training_needs_is_said_before_it(tmp_path: Path) -> None:
    import keras

    image = keras.Input((SIZE, SIZE, 3))
    weighed = keras.layers.Conv2D(8, 1, activation="sigmoid", name="scores")(image / 255.0)
    maps = keras.layers.Conv2D(8, 3, activation="relu", name="maps")(weighed)
    pooled = keras.layers.GlobalAveragePooling2D()(maps)
    keras.Model(image, keras.layers.Dense(3)(pooled)).save(tmp_path / "attention.keras")
    with pytest.raises(ExportError, match=r"attention.keras: a layer below .* 'scores'"):
        read_start(tmp_path / "attention.keras")


def test_several_labels_keep_their_sigmoids(tmp_path: Path) -> None:
    import keras

    path, answers = written(tmp_path, several=True)
    model = keras.models.load_model(path)
    assert model.layers[-1].activation is keras.activations.sigmoid
    np.testing.assert_allclose(np.asarray(model(PIXELS)), answers, atol=1e-5)


def test_a_head_of_more_layers_is_no_head_to_go_on_with(tmp_path: Path) -> None:
    import keras

    image = keras.Input((SIZE, SIZE, 3))
    maps = keras.layers.Conv2D(8, 3, activation="relu", name="maps")(image / 255.0)
    flat = keras.layers.Flatten()(keras.layers.MaxPooling2D()(maps))
    output = keras.layers.Dense(3, activation="softmax")(keras.layers.Dense(4)(flat))
    keras.Model(image, output).save(tmp_path / "deep.keras")
    start = read_start(tmp_path / "deep.keras")
    assert start.head is None
    assert start.layer == "maps"


def test_another_size_is_refused(tmp_path: Path) -> None:
    path, _ = written(tmp_path)
    with pytest.raises(ExportError, match=r"takes pictures of 32 pixels, not 64"):
        read_start(path).build(size=64)


def test_a_backbone_called_as_a_layer_is_a_start_too(tmp_path: Path) -> None:
    """As Keras' guide to transfer learning writes it."""
    import keras

    inner_image = keras.Input((SIZE, SIZE, 3))
    maps = keras.layers.BatchNormalization()(keras.layers.Conv2D(4, 3)(inner_image))
    inner = keras.Model(inner_image, keras.layers.ReLU(name="inside")(maps), name="base")
    image = keras.Input((SIZE, SIZE, 3))
    scaled = keras.layers.Rescaling(1 / 127.5, offset=-1)(image)
    pooled = keras.layers.GlobalAveragePooling2D()(inner(scaled, training=False))
    output = keras.layers.Dense(3, activation="softmax")(keras.layers.Dropout(0.2)(pooled))
    model = keras.Model(image, output)
    model.save(tmp_path / "nested.keras")
    start = read_start(tmp_path / "nested.keras")
    assert start.head is not None
    network = build_network(start, SIZE, 3)
    network.set_head(start.head)
    found = np.asarray(network.explained().network(PIXELS, training=False))
    np.testing.assert_allclose(found, np.asarray(model(PIXELS, training=False)), atol=1e-5)
