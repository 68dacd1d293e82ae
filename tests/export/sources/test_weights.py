"""Weights from files: right ones go in, the first wrong layer is named."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.backbones import find_backbone
from fundusviewer.export.sources.safe_pickle import read_arrays
from fundusviewer.export.sources.weights import load_weights
from tests.export.networks import SIZE, shaken
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow


def tiny(filters: int = 4) -> Any:
    import keras

    image = keras.Input((SIZE, SIZE, 3))
    x = keras.layers.Conv2D(filters, 3)(image)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.SeparableConv2D(3, 3, name="named")(x)
    return keras.Model(image, keras.layers.Conv2D(2, 1)(x))


def npz(model: Any, path: Path) -> Path:
    """Write the layout whose names are those of a fresh model."""
    fresh = {"named": "named"}
    for stem, kind in (("conv2d", "Conv2D"), ("batch_normalization", "BatchNormalization")):
        layers = [layer for layer in model.layers if type(layer).__name__ == kind]
        fresh |= {
            layer.name: f"{stem}_{index}" if index else stem for index, layer in enumerate(layers)
        }
    arrays: dict[str, Any] = {
        f"{fresh[layer.name]}/{weight.name}": np.asarray(weight)
        for layer in model.layers
        for weight in layer.weights
    }
    np.savez(path, **arrays)
    return path


def written(model: Any, path: Path) -> Path:
    if path.suffix == ".npz":
        return npz(model, path)
    if path.name.endswith(".weights.h5"):
        model.save_weights(path)
    else:
        model.save(path)
    return path


@pytest.mark.parametrize("name", ["w.npz", "w.weights.h5", "w.keras", "w.h5"])
@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file:UserWarning")
class TestEveryFormat:
    def test_weights_arrive(self, name: str, tmp_path: Path) -> None:
        source, target = shaken(tiny()), tiny()
        load_weights(target, written(source, tmp_path / name))
        for one, other in zip(source.get_weights(), target.get_weights(), strict=True):
            np.testing.assert_array_equal(one, other)

    def test_the_first_wrong_layer_is_named_and_nothing_changed(
        self, name: str, tmp_path: Path
    ) -> None:
        target = tiny(filters=5)
        before = target.get_weights()
        first = target.layers[1].name
        with pytest.raises(ExportError, match=rf"layer '{first}' has .* needed is .*3, 3, 3, 5"):
            load_weights(target, written(tiny(), tmp_path / name))
        for one, other in zip(before, target.get_weights(), strict=True):
            np.testing.assert_array_equal(one, other)

    def test_a_damaged_file_is_refused(self, name: str, tmp_path: Path) -> None:
        path = tmp_path / name
        path.write_bytes(b"damaged")
        with pytest.raises(ExportError, match="cannot be read as Keras weights"):
            load_weights(tiny(), path)


def test_a_layer_too_many_is_named(tmp_path: Path) -> None:
    path = npz(tiny(), tmp_path / "w.npz")
    content: dict[str, Any] = {**np.load(path), "extra/kernel": np.zeros(3)}
    np.savez(path, **content)
    with pytest.raises(ExportError, match="layer 'extra' is not in"):
        load_weights(tiny(), path)


def test_a_missing_layer_is_named(tmp_path: Path) -> None:
    path = npz(tiny(), tmp_path / "w.npz")
    content = {key: value for key, value in np.load(path).items() if "named" not in key}
    np.savez(path, **content)
    with pytest.raises(ExportError, match="layer 'named' is missing"):
        load_weights(tiny(), path)


def test_values_that_are_not_numbers_are_refused(tmp_path: Path) -> None:
    model = tiny()
    model.layers[1].bias.assign(np.full(4, np.nan))
    with pytest.raises(ExportError, match="values that are not numbers"):
        load_weights(tiny(), npz(model, tmp_path / "w.npz"))


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="weights end with"):
        load_weights(tiny(), tmp_path / "w.txt")


@pytest.mark.parametrize("name", ["xception", "vgg16"])
def test_shared_weights_fit(name: str, shared_data: Path) -> None:
    model = find_backbone(name).build(include_top=False)
    before = model.layers[1].get_weights()[0]
    load_weights(model, shared_data / "weights" / f"{name}_imagenet_notop.npz")
    assert not np.array_equal(before, model.layers[1].get_weights()[0])


class _Command:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (print, ("this must not run",))


def test_a_pickle_that_runs_code_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "w.pkl"
    path.write_bytes(pickle.dumps({"conv1": [_Command()]}))
    with pytest.raises(ExportError, match=r"asks for builtins.print; only NumPy arrays"):
        read_arrays(path)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("content", [[1, 2], {"a": [1]}, {"a": [np.zeros(2, np.int64)]}])
def test_a_pickle_of_something_else_is_refused(content: object, tmp_path: Path) -> None:
    path = tmp_path / "w.pkl"
    path.write_bytes(pickle.dumps(content))
    with pytest.raises(ExportError, match="no dictionary of lists of arrays"):
        read_arrays(path)


def test_pickled_arrays_are_read(tmp_path: Path) -> None:
    path = tmp_path / "w.pkl"
    path.write_bytes(pickle.dumps({"fire2/squeeze1x1": [np.ones((1, 2), np.float32)]}))
    np.testing.assert_array_equal(read_arrays(path)["fire2/squeeze1x1"][0], [[1, 1]])
