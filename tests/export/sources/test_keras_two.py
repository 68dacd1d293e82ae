"""Files of Keras 2: read where that is exact, otherwise one sentence that says what they are."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.sources import keras_files
from fundusviewer.export.sources.keras_two import as_keras_three
from fundusviewer.export.sources.user_models import load_user_model
from tests.export.networks import SIZE, photographs, shaken
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = [
    pytest.mark.tensorflow,
    pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file:UserWarning"),
]

VERSION = "2.15.0"
DATA = Path(__file__).parents[2] / "data"


def a_model() -> Any:
    import keras

    inner = keras.Input((SIZE, SIZE, 3), name="inside")
    maps = keras.layers.Conv2D(5, 3, activation="relu", name="early")(inner)
    maps = keras.layers.SeparableConv2D(4, 3, name="two_kernels")(maps)
    base = keras.Model(inner, keras.layers.DepthwiseConv2D(3, name="maps")(maps), name="base")
    return shaken(
        keras.Sequential(
            [
                keras.Input((SIZE, SIZE, 3)),
                keras.layers.RandomFlip(name="flip"),
                keras.layers.Rescaling(1 / 255.0),
                base,
                keras.layers.GlobalAveragePooling2D(),
                keras.layers.Dense(4, activation="softmax"),
            ]
        )
    )


def as_keras_two_wrote_it(model: Any, file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Save a model with the words of Keras 2 in its description."""
    import h5py

    model.save(file)
    with h5py.File(file, "r+") as stream:
        config = json.loads(stream.attrs["model_config"])
        change(config)
        stream.attrs["model_config"] = json.dumps(config)
        stream.attrs["keras_version"] = VERSION


def _old_words(part: Any) -> None:
    if isinstance(part, list):
        for entry in part:
            _old_words(entry)
    if not isinstance(part, dict):
        return
    inner: Any = part.get("config")
    if part.get("class_name") == "DepthwiseConv2D":
        inner["groups"] = 1
    if part.get("class_name") == "SeparableConv2D":
        seed: dict[str, Any] = {"seed": None}
        inner |= {
            "groups": 1,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": seed},
            "kernel_regularizer": None,
            "kernel_constraint": None,
        }
    if part.get("class_name") == "RandomFlip":
        inner["rng_type"] = "stateful"
    if part.get("class_name") in ("Functional", "Model"):
        for key in ("input_layers", "output_layers"):
            ends = inner[key]
            inner[key] = ends if isinstance(ends[0], list) else [ends]
    for value in part.values():
        _old_words(value)


def test_what_says_the_same_is_read_exactly(tmp_path: Path) -> None:
    model, file = a_model(), tmp_path / "old.h5"
    as_keras_two_wrote_it(model, file, _old_words)
    loaded = load_user_model(file)
    assert (loaded.layer, loaded.preprocessing) == ("maps", "none")
    pixels = photographs(3).astype(np.float32)
    wanted = np.asarray(model(pixels, training=False))
    np.testing.assert_allclose(np.asarray(loaded.network(pixels, training=False)), wanted)


def test_a_file_that_keras_two_wrote_answers_as_it_did_there() -> None:
    stored = np.load(DATA / "keras_2.npz")
    pictures, scores = stored["pictures"].astype(np.float32), stored["scores"]
    # The answers tell the pictures apart: another network's would not pass for them.
    assert np.ptp(scores, axis=0).min() > 0.2
    network = load_user_model(DATA / "keras_2.h5").network
    np.testing.assert_allclose(np.asarray(network(pictures, training=False)), scores, atol=1e-5)


def _slashes(config: dict[str, Any]) -> None:
    _old_words(config)
    text = json.dumps(config).replace('"early"', '"conv1/early"').replace('"maps"', '"conv1/maps"')
    config.clear()
    # A layer that has the new name already.
    config.update(json.loads(text.replace('"flip"', '"conv1_maps"')))


def test_names_with_a_slash(tmp_path: Path) -> None:
    model, file = a_model(), tmp_path / "old.h5"
    as_keras_two_wrote_it(model, file, _slashes)
    loaded = load_user_model(file)
    assert loaded.layer == "conv1_maps_"
    pixels = photographs(3).astype(np.float32)
    wanted = np.asarray(model(pixels, training=False))
    np.testing.assert_allclose(np.asarray(loaded.network(pixels, training=False)), wanted)


def _two_groups(config: dict[str, Any]) -> None:
    _old_words(config)
    base = next(part for part in config["config"]["layers"] if part["class_name"] == "Functional")
    base["config"]["layers"][-1]["config"]["groups"] = 2


def _an_operation_of_tensorflow(config: dict[str, Any]) -> None:
    config["config"]["layers"][2] = {
        "class_name": "TFOpLambda",
        "config": {"name": "tf.math.truediv", "function": "math.truediv"},
    }


@pytest.mark.parametrize("change", [_two_groups, _an_operation_of_tensorflow])
def test_anything_else_is_refused_with_what_to_do(change: Any, tmp_path: Path) -> None:
    file = tmp_path / "old.h5"
    as_keras_two_wrote_it(a_model(), file, change)
    with pytest.raises(ExportError, match=r"was written by Keras 2 \(2.15.0\).*load_weights") as e:
        load_user_model(file)
    assert len(str(e.value)) < 400


def _call(name: str, source: str, **given: Any) -> dict[str, Any]:
    """A call of TensorFlow's function, as Keras 2.15 writes it."""
    layer = f"tf.{name}"
    return {
        "class_name": "TFOpLambda",
        "name": layer,
        "config": {"name": layer, "trainable": True, "dtype": "float32", "function": name},
        "inbound_nodes": [[source, 0, 0, {**given, "name": None}]],
    }


def test_arithmetic_of_tensorflow_becomes_layers() -> None:
    three = as_keras_three(
        [
            _call("math.truediv", "image", y=127.5),
            _call("math.subtract", "tf.math.truediv", y=1.0),
            _call("nn.relu", "conv"),
            _call("__operators__.add", "conv", y=["tf.nn.relu", 0, 0]),
        ]
    )
    built = [(one["class_name"], one["config"], one["inbound_nodes"]) for one in three]
    assert built == [
        (
            "Rescaling",
            {"name": "tf.math.truediv", "scale": 1 / 127.5, "offset": 0.0},
            [[["image", 0, 0, {}]]],
        ),
        (
            "Rescaling",
            {"name": "tf.math.subtract", "scale": 1.0, "offset": -1.0},
            [[["tf.math.truediv", 0, 0, {}]]],
        ),
        ("Activation", {"name": "tf.nn.relu", "activation": "relu"}, [[["conv", 0, 0, {}]]]),
        (
            "Add",
            {"name": "tf.__operators__.add"},
            [[["conv", 0, 0, {}], ["tf.nn.relu", 0, 0, {}]]],
        ),
    ]


@pytest.mark.parametrize(
    "call",
    [
        _call("math.truediv", "image", y=0.0),
        _call("math.pow", "image", y=2.0),
        _call("math.truediv", "image", y=["other", 0, 0]),
        _call("nn.softmax", "image", axis=1),
        _call("math.subtract", "_CONSTANT_VALUE", y=["image", 0, 0], x=1.0),
    ],
)
def test_other_functions_stay_for_keras_to_refuse(call: dict[str, Any]) -> None:
    assert as_keras_three(call)["class_name"] == "TFOpLambda"


def test_a_keras_file_of_keras_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, old = tmp_path / "new.keras", tmp_path / "old.keras"
    a_model().save(file)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(old, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "metadata.json":
                data = json.dumps({"keras_version": VERSION}).encode()
            if name == "config.json":
                data = data.replace(b'"DepthwiseConv2D"', b'"TFOpLambda"')
            target.writestr(name, data)
    with pytest.raises(ExportError, match=r"was written by Keras 2 \(2.15.0\)"):
        load_user_model(old)
    monkeypatch.setattr(keras_files, "find_spec", lambda _: None)
    with pytest.raises(ExportError, match=r"pip install tf_keras, or save the model as \.h5"):
        load_user_model(old)


def test_tf_keras_writes_what_only_it_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, written = a_model(), tmp_path / "written.h5"
    as_keras_two_wrote_it(model, written, _old_words)
    # In the place of tf_keras, which is not among the project's packages: it reads and writes.
    (tmp_path / "tf_keras.py").write_text(
        "import shutil\n"
        "class models:\n"
        "    def load_model(path, compile, safe_mode):\n"
        "        assert safe_mode and not compile and path.endswith('old.keras')\n"
        "        return models\n"
        "    def save(path, save_format):\n"
        f"        shutil.copyfile({str(written)!r}, path)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    old = tmp_path / "old.keras"
    with zipfile.ZipFile(old, "w") as target:
        target.writestr("metadata.json", json.dumps({"keras_version": VERSION}))
        target.writestr("config.json", json.dumps({"class_name": "Functional", "config": {}}))
    pixels = photographs(3).astype(np.float32)
    wanted = np.asarray(model(pixels, training=False))
    found = np.asarray(load_user_model(old).network(pixels, training=False))
    np.testing.assert_allclose(found, wanted)
    (tmp_path / "tf_keras.py").write_text("raise ValueError('no such layer')\n")
    with pytest.raises(ExportError, match=r"tf_keras cannot read it \(ValueError: no such layer"):
        load_user_model(old)


def test_calls_of_a_nested_model_are_counted_from_zero() -> None:
    base = {
        "class_name": "Functional",
        "config": {"name": "base"},
        "inbound_nodes": [[["i", 0, 0, {}]]],
    }
    pool = {"class_name": "Pool", "config": {"name": "p"}, "inbound_nodes": [[["base", 1, 0, {}]]]}
    model = {"class_name": "Functional", "config": {"name": "m", "layers": [base, pool]}}
    first, second = as_keras_three(model)["config"]["layers"]
    assert first["inbound_nodes"] == [[["i", 0, 0, {}]]]
    assert second["inbound_nodes"] == [[["base", 0, 0, {}]]]
