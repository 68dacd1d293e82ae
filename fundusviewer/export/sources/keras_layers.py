"""Finding layers in a Keras model, however deeply nested, and listening to one of them."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator


def all_layers(model: Any) -> Iterator[Any]:
    """Yield every layer of a Keras model, those of nested models included, outer ones first."""
    for layer in model.layers:
        yield layer
        if hasattr(layer, "layers"):
            yield from all_layers(layer)


def learned_layers(model: Any) -> list[Any]:
    """Return the innermost layers that have learned something, outer ones first.

    The statistics of ``Normalization`` describe the pixels; they are no learned weights.
    """
    return [
        layer
        for layer in all_layers(model)
        if not hasattr(layer, "layers")
        and layer.weights
        and type(layer).__name__ != "Normalization"
    ]


def find_layer(model: Any, name: str) -> Any:
    """Return the layer of that name.

    Raises
    ------
    ExportError
        If there is none or more than one.
    """
    found = [layer for layer in all_layers(model) if layer.name == name]
    if len(found) != 1:
        count = "no layer" if not found else f"{len(found)} layers"
        raise ExportError(f"the network has {count} named {name!r}")
    return found[0]


@contextmanager
def listening(*layers: Any) -> Iterator[list[tuple[Any, Any]]]:
    """Note (layer, output) of every call of these layers while the context is open.

    This reaches the layers of nested models too, whose tensors the outer model does not show.
    """
    heard: list[tuple[Any, Any]] = []
    with ExitStack() as stack:
        for layer in layers:
            stack.enter_context(_noting(layer, heard))
        yield heard


def call_order(model: Any) -> list[tuple[Any, Any]]:
    """Return every innermost layer with its output for one black picture, in calling order."""
    innermost = [layer for layer in all_layers(model) if not hasattr(layer, "layers")]
    with listening(*innermost) as heard:
        model(np.zeros((1, *model.inputs[0].shape[1:]), np.float32), training=False)
    return heard


def first_arrival(layers: list[Any], model: Any, pixels: np.ndarray) -> tuple[Any, Any] | None:
    """Return the first of these layers that a model calls, and what arrives there.

    Parameters
    ----------
    layers
        Innermost layers of the model.
    model
        The model, called once with ``pixels``.
    pixels
        float32 (N, H, W, 3).
    """
    with ExitStack() as stack:
        heard: list[tuple[Any, Any]] = []
        for layer in layers:
            stack.enter_context(_noting(layer, heard, arriving=True))
        model(pixels, training=False)
    return heard[0] if heard else None


@contextmanager
def _noting(layer: Any, heard: list[tuple[Any, Any]], *, arriving: bool = False) -> Iterator[None]:
    original = layer.call

    def call(*args: Any, **kwargs: Any) -> Any:
        if arriving:
            heard.append((layer, args[0]))
        result = original(*args, **kwargs)
        if not arriving:
            heard.append((layer, result))
        return result

    layer.call = call
    try:
        yield
    finally:
        layer.call = original
