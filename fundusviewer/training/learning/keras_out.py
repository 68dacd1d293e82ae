"""A network as plain Keras keeps it: from pixels of 0–255 to probabilities, without our code."""

from __future__ import annotations

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
    prepared = preprocess(pixels, model.preprocessing)
    # The layers themselves, and no model inside a model: others look for them by name.
    return keras.Model(pixels, model.network.call(prepared), name=model.network.name)
