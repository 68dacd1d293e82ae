"""Finding layers in a Keras model, however deeply nested, and listening to one of them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator


def all_layers(model: Any) -> Iterator[Any]:
    """Yield every layer of a Keras model, those of nested models included, outer ones first."""
    for layer in model.layers:
        yield layer
        if hasattr(layer, "layers"):
            yield from all_layers(layer)


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
def listening(layer: Any) -> Iterator[list[Any]]:
    """Collect what a layer returns, call by call, while the context is open.

    This reaches the layers of nested models too, whose tensors the outer model does not show.
    """
    heard: list[Any] = []
    original = layer.call

    def call(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        heard.append(result)
        return result

    layer.call = call
    try:
        yield heard
    finally:
        layer.call = original
