"""A network as plain Keras keeps it: from pixels of 0–255 to probabilities, without our code."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from fundusviewer.export.sources.preprocessing import preprocess

if TYPE_CHECKING:
    from fundusviewer.export.sources.classifier_spec import ExplainedModel


def from_pixels(model: ExplainedModel) -> Any:
    """Return a ``keras.Model``: float32 (N, H, W, 3) RGB, 0–255, to probabilities (N, C).

    The preprocessing becomes operations of Keras, so that the file needs nothing but Keras.
    """
    import keras

    height, width = model.input_size
    pixels = keras.Input((height, width, 3), name="pixels")
    _number_operations(model.network)
    prepared = preprocess(pixels, model.preprocessing)
    # The layers themselves, and no model inside a model: others look for them by name.
    return keras.Model(pixels, model.network.call(prepared), name=model.network.name)


def _number_operations(network: Any) -> None:
    """Give the operations that are no layers names that nothing new has.

    Keras counts such names from the beginning in each process: those that a file brings along and
    those that are added to them would be the same.
    """
    import keras

    layers = {layer.name for layer in network.layers}
    names = (name for name in (f"step_{n}" for n in itertools.count()) if name not in layers)
    for operation in network.operations:
        if not isinstance(operation, keras.layers.Layer):
            operation.name = next(names)
