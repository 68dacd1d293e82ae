"""Small Keras networks for the tests, and what TensorFlow says of them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from fundusviewer.export.sources.classifier_spec import ExplainedModel
from fundusviewer.export.sources.keras_layers import all_layers, find_layer
from fundusviewer.export.sources.preprocessing import preprocess

SIZE = 24

#: For :func:`map_error`. One rounding of float32 is 6e-8; the exported networks were found within
#: 6e-7 of TensorFlow. A map has its peak at 1e-2 to 3e-1 of what was added up.
MAP_TOLERANCE = 5e-6


def convolutions(image: Any, channels: int = 6) -> Any:
    """Two convolutions with batch normalisation between; the last is named ``maps``."""
    import keras

    x = keras.layers.Conv2D(5, 3, strides=2, padding="same")(image)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.ReLU()(x)
    return keras.layers.Conv2D(channels, 3, activation="relu", name="maps")(x)


def network(head: Any, *, seed: int = 1) -> Any:
    """A network whose head is a function from maps to scores."""
    import keras

    keras.utils.set_random_seed(seed)
    image = keras.Input((SIZE, SIZE, 3))
    return shaken(keras.Model(image, head(convolutions(image))))


def shaken(model: Any) -> Any:
    """Give every weight a value that a fresh layer would not have."""
    generator = np.random.default_rng(2)
    for variable in model.variables:
        if "variance" in variable.path or "gamma" in variable.path:
            variable.assign(generator.uniform(0.5, 1.5, variable.shape))
        elif len(variable.shape) == 1 and variable.dtype == "float32":
            variable.assign(generator.normal(0, 0.2, variable.shape))
    for layer in all_layers(model):
        if type(layer).__name__ == "Normalization":
            # It computes with what it makes of its variables, as it does when a file is read.
            layer.finalize_state()
    return model


def photographs(count: int, size: int = SIZE) -> np.ndarray:
    """Smooth random pictures, uint8 (count, size, size, 3)."""
    generator = np.random.default_rng(3)
    coarse = generator.integers(0, 256, (count, 6, 6, 3))
    side = -(-size // 6)
    return coarse.repeat(side, 1).repeat(side, 2)[:, :size, :size].astype(np.uint8)


class Reference(NamedTuple):
    """What TensorFlow says.

    Attributes
    ----------
    probabilities
        float32 (N, C).
    heatmaps
        float32 (N, h, w), Grad-CAM.
    terms
        float32 (N,): how much is added up at the position where that is most, each term with its
        size and without its sign. Terms of both signs cancel out before the rectification, so
        their size, not that of what is left over, is what float32 rounds relative to.
    """

    probabilities: np.ndarray
    heatmaps: np.ndarray
    terms: np.ndarray


def reference(model: ExplainedModel, images: np.ndarray, classes: list[int]) -> Reference:
    """Softmax and Grad-CAM by ``tf.GradientTape``, as the Keras documentation does it.

    The last activation is taken off for the gradient. A class of -1 is the most probable one.
    """
    import keras
    import tensorflow as tf

    net = model.network
    probabilities = np.asarray(_scores(net(_pixels(model, images), training=False)))
    last = net.layers[-1]
    replaced = getattr(last, "activation", None)
    softmax_layer = type(last).__name__ == "Softmax"
    if replaced is not None:
        last.activation = keras.activations.linear
    elif softmax_layer:
        last.call = lambda value, **_: value
    try:
        maps, gradient = _gradient(tf, model, images, classes, probabilities)
    finally:
        if replaced is not None:
            last.activation = replaced
        elif softmax_layer:
            del last.call
    weights = gradient.mean(axis=(1, 2))
    heatmaps = np.maximum(np.einsum("nhwk,nk->nhw", maps, weights), 0)
    terms = np.einsum("nhwk,nk->nhw", np.abs(maps), np.abs(weights)).max(axis=(1, 2))
    return Reference(probabilities, heatmaps, terms)


def map_error(heatmap: np.ndarray, wanted: np.ndarray, terms: float) -> float:
    """How far two heat maps are apart, relative to what was added up; see :class:`Reference`."""
    return float(np.abs(heatmap - wanted).max() / terms)


def _gradient(
    tf: Any, model: ExplainedModel, images: np.ndarray, classes: list[int], probabilities: Any
) -> tuple[np.ndarray, np.ndarray]:
    chosen = [
        int(row.argmax()) if index < 0 else index
        for row, index in zip(probabilities, classes, strict=True)
    ]
    layer = find_layer(model.network, model.layer)
    original = layer.call
    kept: list[Any] = []
    with tf.GradientTape() as tape:

        def call(*args: Any, **kwargs: Any) -> Any:
            maps = original(*args, **kwargs)
            tape.watch(maps)
            kept.append(maps)
            return maps

        layer.call = call
        scores = _scores(model.network(_pixels(model, images), training=False))
        score = tf.gather(scores, chosen, axis=1, batch_dims=1)
    layer.call = original
    gradient = tape.gradient(score, kept[0])
    return np.asarray(kept[0]), np.asarray(gradient)


def _pixels(model: ExplainedModel, images: np.ndarray) -> Any:
    import tensorflow as tf

    return preprocess(tf.cast(images, tf.float32), model.preprocessing)


def _scores(outputs: Any) -> Any:
    return outputs["scores"] if isinstance(outputs, dict) else outputs
