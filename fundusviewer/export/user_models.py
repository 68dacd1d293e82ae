"""A user's own Keras file: what it is, whether it can be exported, and what it needs."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError
from fundusviewer.export.backbones import Backbone, backbone_inside
from fundusviewer.export.explained import ExplainedModel
from fundusviewer.export.layers import all_layers, call_order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fundusviewer.export.preprocessing import Preprocessing

#: Layers whose output is no maps of their own: pooled, padded, thinned or stretched ones.
_NOT_EXPLAINED = ("Pooling", "Dropout", "Padding", "UpSampling", "Cropping", "InputLayer", "Random")
#: Layers by which a model prepares its pixels itself.
_PREPARING = ("Rescaling", "Normalization")
_REGRESSION_LOSSES = (
    "mse", "mae", "mape", "msle", "mean_squared_error", "mean_absolute_error",
    "mean_absolute_percentage_error", "mean_squared_logarithmic_error", "huber", "log_cosh",
    "MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError",
    "MeanSquaredLogarithmicError", "Huber", "LogCosh",
)  # fmt: skip


def load_user_model(
    path: Path, *, layer: str | None = None, preprocessing: Preprocessing | None = None
) -> ExplainedModel:
    """Load a Keras classifier from a file.

    Parameters
    ----------
    path
        ``.keras`` or ``.h5``; the whole model, not the weights alone.
    layer
        The layer to explain; ``None`` for the last convolutional maps.
    preprocessing
        What the pixels go through before the model; ``None`` to tell it from the model: nothing
        where it has layers for it, that of the backbone that it was built from otherwise.

    Raises
    ------
    ExportError
        If the file cannot be loaded safely, or is no classifier of one photograph.
    """
    config, training = _read_config(path)
    _refuse_lambda(path, config)
    _check_loss(path, training)
    model = _load(path)
    _check_interface(path, model)
    backbone = backbone_inside(frozenset(entry.name for entry in all_layers(model)))
    return ExplainedModel(
        model,
        preprocessing or _preprocessing(path, model, backbone),
        layer or last_maps(model),
        backbone.name if backbone else "custom",
    )


def last_maps(model: Any) -> str:
    """Return the name of the layer that makes the last convolutional maps.

    Raises
    ------
    ExportError
        If no layer gives maps of more than one position.
    """
    found = None
    for entry, output in call_order(model):
        shape = tuple(getattr(output, "shape", ()))
        maps = len(shape) == 4 and None not in shape[1:] and shape[1] * shape[2] > 1
        if maps and not any(word in type(entry).__name__ for word in _NOT_EXPLAINED):
            found = entry.name
    if found is None:
        raise ExportError(f"{model.name} has no convolutional maps to explain")
    return str(found)


def _read_config(path: Path) -> tuple[Any, Any]:
    """Return what the file says of the layers and of the training, without building anything."""
    import h5py

    try:
        if path.suffix.lower() == ".keras":
            with zipfile.ZipFile(path) as archive:
                config = json.loads(archive.read("config.json"))
            return config, config.get("compile_config")
        with h5py.File(path, "r") as file:
            training = json.loads(file.attrs.get("training_config", "null"))
            return json.loads(file.attrs["model_config"]), training
    except FileNotFoundError as error:
        raise ExportError(f"{path} is not there") from error
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ExportError(
            f"{path.name}: is no Keras model (needed is the whole model, not the weights alone)"
        ) from error


def _refuse_lambda(path: Path, config: Any) -> None:
    for part in _parts(config):
        if part.get("class_name") == "Lambda":
            name = part.get("config", {}).get("name", "lambda")
            raise ExportError(
                f"{path.name}: layer {name!r} is a Lambda layer, which runs code from the file; "
                "build the model with ordinary layers instead"
            )


def _parts(config: Any) -> Iterator[dict[str, Any]]:
    if isinstance(config, dict):
        yield config
    if isinstance(config, (dict, list)):
        for value in config.values() if isinstance(config, dict) else config:
            yield from _parts(value)


def _load(path: Path) -> Any:
    import keras

    try:
        return keras.models.load_model(path, compile=False, safe_mode=True)
    except (ValueError, TypeError, KeyError, AttributeError, OSError, ImportError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ExportError(f"{path.name}: Keras cannot load it ({reason})") from error


def _check_interface(path: Path, model: Any) -> None:
    for what, tensors in (("inputs", model.inputs), ("outputs", model.outputs)):
        if len(tensors) != 1:
            raise ExportError(f"{path.name}: has {len(tensors)} {what}; one is needed")
    shape = tuple(model.inputs[0].shape)
    if len(shape) != 4 or None in shape[1:] or shape[3] != 3:
        raise ExportError(
            f"{path.name}: its input is {shape}; needed is (None, height, width, 3) in numbers"
        )
    if len(model.outputs[0].shape) != 2:
        raise ExportError(
            f"{path.name}: its output is {tuple(model.outputs[0].shape)}; "
            "needed is one score per class"
        )


def _check_loss(path: Path, training: Any) -> None:
    loss = training.get("loss") if isinstance(training, dict) else None
    name = loss.get("class_name") if isinstance(loss, dict) else loss
    if name in _REGRESSION_LOSSES:
        raise ExportError(
            f"{path.name}: was trained with the loss {name}: a regression, no classification"
        )


def _preprocessing(path: Path, model: Any, backbone: Backbone | None) -> Preprocessing:
    if any(type(entry).__name__ in _PREPARING for entry in all_layers(model)):
        return "none"
    if backbone is None:
        raise ExportError(
            f"{path.name}: nothing tells what its pixels go through before the model; "
            "say it with --preprocessing"
        )
    return backbone.preprocessing
