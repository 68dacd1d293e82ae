"""A user's own Keras file: what it is, whether it can be exported, and what it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.backbones import backbone_inside
from fundusviewer.export.sources.classifier_spec import ExplainedModel
from fundusviewer.export.sources.full_precision import in_float32
from fundusviewer.export.sources.keras_files import load_keras_model, read_keras_file
from fundusviewer.export.sources.keras_layers import all_layers, call_order
from fundusviewer.export.sources.own_preprocessing import choose_preprocessing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fundusviewer.export.sources.preprocessing import Preprocessing

#: Layers whose output is no maps of their own: pooled, padded, thinned or stretched ones.
_NOT_EXPLAINED = ("Pooling", "Dropout", "Padding", "UpSampling", "Cropping", "InputLayer", "Random")
_REGRESSION_LOSSES = (
    "mse", "mae", "mape", "msle", "mean_squared_error", "mean_absolute_error",
    "mean_absolute_percentage_error", "mean_squared_logarithmic_error", "huber", "log_cosh",
    "MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError",
    "MeanSquaredLogarithmicError", "Huber", "LogCosh",
)  # fmt: skip


def load_user_model(
    path: Path,
    *,
    layer: str | None = None,
    preprocessing: Preprocessing | None = None,
    progress: Callable[[str], None] = lambda _: None,
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
        where it prepares its pixels itself, otherwise that of the backbone that it was built on.
    progress
        Called with what was assumed.

    Raises
    ------
    ExportError
        If the file cannot be loaded safely, is no classifier of one photograph, or nothing tells
        how its pixels are prepared.
    """
    file = read_keras_file(path)
    _check_loss(path, file.training)
    loaded = load_keras_model(file)
    _check_interface(path, loaded)
    model = in_float32(path.name, loaded)
    backbone = backbone_inside(frozenset(entry.name for entry in all_layers(model)))
    choice = choose_preprocessing(path.name, model, backbone, preprocessing)
    progress(choice.said)
    return ExplainedModel(
        model,
        choice.preprocessing,
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
