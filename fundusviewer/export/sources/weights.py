"""Weights from a file, checked layer by layer before one of them is used."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.atomic import atomic_file
from fundusviewer.errors import ExportError
from fundusviewer.export.sources.safe_pickle import read_arrays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    #: Layer name → its weights in the order of ``layer.weights``.
    ByLayer = dict[str, list[np.ndarray]]

_AUTOMATIC_NAME = re.compile(r"^(conv2d|batch_normalization|dense|depthwise_conv2d)(?:_(\d+))?$")


def load_weights(model: Any, path: Path) -> None:
    """Set a Keras model's weights from a file.

    Parameters
    ----------
    model
        ``keras.Model`` without nested models.
    path
        ``.npz`` with keys ``<layer name>/<weight name>`` in the naming of a fresh model, Keras'
        ``.weights.h5`` or ``.keras``, ``.h5`` as older Keras wrote it, or ``.pkl`` with nothing
        but arrays by layer (``fire2/squeeze1x1``).

    Raises
    ------
    ExportError
        If the file cannot be read or does not fit; the message names the first wrong layer. The
        model is unchanged then.
    """
    reader = _reader(path)
    try:
        by_layer = reader(model, path)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ExportError(f"{path.name}: cannot be read as Keras weights ({error})") from error
    layers = [layer for layer in model.layers if layer.weights]
    for layer in layers:
        _check(path, layer, by_layer.get(layer.name))
    unknown = sorted(set(by_layer) - {layer.name for layer in layers})
    if unknown:
        raise ExportError(f"{path.name}: layer {unknown[0]!r} is not in {model.name}")
    for layer in layers:
        layer.set_weights(by_layer[layer.name])


def save_weights(model: Any, path: Path) -> None:
    """Write a Keras model's weights as :func:`load_weights` takes them, in half precision.

    Parameters
    ----------
    model
        ``keras.Model`` without nested models.
    path
        The ``.npz`` file; keys ``<layer name>/<weight name>`` in the naming of a fresh model.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    names = _fresh_names(model)
    arrays: dict[str, Any] = {
        f"{names[layer.name]}/{weight.name}": np.asarray(weight.numpy(), np.float16)
        for layer in model.layers
        for weight in layer.weights
    }
    with atomic_file(path) as temporary, temporary.open("wb") as stream:
        np.savez(stream, **arrays)


def has_layer(path: Path, layer: str) -> bool:
    """Return whether an ``.npz`` file of weights holds a layer of that name."""
    if not path.name.lower().endswith(".npz"):
        return False
    try:
        with np.load(path, allow_pickle=False) as archive:
            return any(key.startswith(f"{layer}/") for key in archive.files)
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise ExportError(f"{path.name}: cannot be read as weights ({error})") from error


def layer_arrays(path: Path, layer: str) -> list[np.ndarray]:
    """Return the arrays of a layer in an ``.npz`` file of weights, kernel before bias."""
    with np.load(path, allow_pickle=False) as archive:
        keys = sorted((key for key in archive.files if key.startswith(f"{layer}/")), reverse=True)
        return [archive[key].astype(np.float32) for key in keys]


def _reader(path: Path) -> Callable[[Any, Path], ByLayer]:
    for suffix, reader in _READERS.items():
        if path.name.lower().endswith(suffix):
            return reader
    raise ExportError(f"{path.name}: weights end with {', '.join(_READERS)}")


def _check(path: Path, layer: Any, values: list[np.ndarray] | None) -> None:
    if values is None:
        raise ExportError(f"{path.name}: layer {layer.name!r} is missing")
    wanted = [tuple(weight.shape) for weight in layer.weights]
    given = [value.shape for value in values]
    if wanted != given:
        raise ExportError(f"{path.name}: layer {layer.name!r} has {given}, needed is {wanted}")
    if not all(np.isfinite(value).all() for value in values):
        raise ExportError(f"{path.name}: layer {layer.name!r} has values that are not numbers")


def _from_npz(model: Any, path: Path) -> ByLayer:
    by_layer: ByLayer = {}
    names = _fresh_names(model)
    with np.load(path, allow_pickle=False) as archive:
        layers = {key.rpartition("/")[0] for key in archive.files}
        for layer in model.layers:
            fresh = names[layer.name]
            if fresh in layers:
                keys = [f"{fresh}/{weight.name}" for weight in layer.weights]
                by_layer[layer.name] = [archive[key].astype(np.float32) for key in keys]
                layers.remove(fresh)
    return by_layer | {name: [] for name in layers}


def _fresh_names(model: Any) -> dict[str, str]:
    """Return layer name → the name it would have in the first model of a process.

    Keras numbers the layers without a name of their own through all models of a process.
    """
    names = {layer.name: layer.name for layer in model.layers}
    numbered: dict[str, list[tuple[int, str]]] = {}
    for name in names:
        match = _AUTOMATIC_NAME.match(name)
        if match:
            numbered.setdefault(match[1], []).append((int(match[2] or 0), name))
    for stem, entries in numbered.items():
        for index, (_, name) in enumerate(sorted(entries)):
            names[name] = f"{stem}_{index}" if index else stem
    return names


def _from_keras_file(model: Any, path: Path) -> ByLayer:
    with zipfile.ZipFile(path) as archive:
        return _from_weights_h5(model, BytesIO(archive.read("model.weights.h5")))


def _from_weights_h5(model: Any, source: Any) -> ByLayer:
    import h5py

    with h5py.File(source, "r") as file:
        groups = file.get("layers") or file["_layer_checkpoint_dependencies"]
        keys = dict(_checkpoint_keys(model))
        found = {
            keys.get(key, key): _variables(group["vars"])
            for key, group in groups.items()
            if "vars" in group
        }
    return {name: values for name, values in found.items() if values}


def _checkpoint_keys(model: Any) -> Iterator[tuple[str, str]]:
    """Yield (name in the file, layer name): Keras counts the layers of each class."""
    counts: dict[str, int] = {}
    for layer in model.layers:
        stem = _snake_case(type(layer).__name__)
        count = counts.get(stem, 0)
        counts[stem] = count + 1
        yield (f"{stem}_{count}" if count else stem), layer.name


def _snake_case(name: str) -> str:
    from keras.src.utils import naming

    return str(naming.to_snake_case(name))


def _variables(group: Any) -> list[np.ndarray]:
    return [np.asarray(group[key]) for key in sorted(group, key=int)]


def _from_h5(model: Any, path: Path) -> ByLayer:
    import h5py

    with h5py.File(path, "r") as file:
        root = file.get("model_weights", file)
        if "layer_names" not in root.attrs:
            return _from_weights_h5(model, path)
        groups = [root[_text(name)] for name in root.attrs["layer_names"]]
        stored = [
            [np.asarray(group[_text(name)]) for name in group.attrs["weight_names"]]
            for group in groups
        ]
    # The older format counts on the order of the layers, not on their names.
    values = [entry for entry in stored if entry]
    layers = [layer for layer in model.layers if layer.weights]
    by_layer = {layer.name: entry for layer, entry in zip(layers, values, strict=False)}
    return by_layer | {f"number {index}": [] for index in range(len(layers), len(values))}


def _text(name: bytes | str) -> str:
    return name.decode() if isinstance(name, bytes) else name


def _from_pickle(model: Any, path: Path) -> ByLayer:  # noqa: ARG001
    stored = read_arrays(path).items()
    return {
        name.replace("/", "_"): [value.astype(np.float32) for value in values]
        for name, values in stored
    }


_READERS: dict[str, Callable[[Any, Any], ByLayer]] = {
    ".npz": _from_npz,
    ".weights.h5": _from_weights_h5,
    ".keras": _from_keras_file,
    ".h5": _from_h5,
    ".pkl": _from_pickle,
}
