"""A U-Net that marks places: EfficientNet-Lite0's maps, put together again from coarse to fine.

Ronneberger et al. (MICCAI 2015) for the shape; the decoder is narrow and enlarges by repeating
pixels, so that it computes well on a processor without an accelerator.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from fundusviewer.export.sources.efficientnet_lite import EPSILON, efficientnet_lite0

#: The last layers of EfficientNet-Lite0 with maps of 1/2, 1/4, 1/8, 1/16 and 1/32 of the input.
_LEVELS = ("block0_project_bn", "block2_add", "block4_add", "block10_add", "block15_project_bn")
#: Maps of the decoder, from the coarsest level to the finest.
_WIDTHS = (128, 64, 48, 32)
#: Name of the last layer, whose values are those before the sigmoid.
MARKS = "marks"


@dataclass(frozen=True)
class MarkingShape:
    """What a marking network looks like.

    Attributes
    ----------
    size
        Height and width of the input, a multiple of 32.
    kinds
        How many kinds of places are marked.
    levels
        How many times the decoder doubles its maps, 1 to 4: with 4 they have half of the input's
        height and width.
    refinement
        Into how many rows and columns the last layer divides each place of the finest maps.
    """

    size: int
    kinds: int
    levels: int
    refinement: int = 1


#: Of the program's own files, by their role.
SHAPES = {
    "landmarks": MarkingShape(size=384, kinds=3, levels=3),
    "lesions": MarkingShape(size=1344, kinds=5, levels=4, refinement=2),
}


def marking_network(shape: MarkingShape) -> Any:
    """Build the network, untrained.

    Returns
    -------
    keras.Model
        float32 (N, size, size, 3) of −1…1 → values before the sigmoid (N, h, w, kinds).
    """
    import keras

    enlarge, divide = _layers()
    encoder = efficientnet_lite0(include_top=False, input_shape=(shape.size, shape.size, 3))
    maps = [encoder.get_layer(name).output for name in _LEVELS]
    merged = maps[-1]
    for level in range(shape.levels):
        enlarged = enlarge(name=f"up{level}")(merged)
        beside = keras.layers.Concatenate(name=f"up{level}_join")([enlarged, maps[-2 - level]])
        for part in ("a", "b"):
            beside = _convolution(beside, _WIDTHS[level], f"up{level}_{part}")
        merged = beside
    fine = shape.refinement
    last = keras.layers.Conv2D(
        shape.kinds * fine**2, 1, name=MARKS if fine == 1 else f"{MARKS}_coarse"
    )(merged)
    if fine > 1:
        last = divide(fine, name=MARKS)(last)
    return keras.Model(encoder.input, last, name="marking_efficientnetlite0")


def encoder_and_decoder(network: Any) -> tuple[Any, Any]:
    """Return the two parts of a network, which share its weights.

    Returns
    -------
    tuple of keras.Model
        From the input to the maps that are put together, and from these to the last layer.
    """
    import keras

    levels = sum(layer.name.endswith("_join") for layer in network.layers)
    maps = [network.get_layer(name).output for name in _LEVELS[-1 - levels :]]
    return keras.Model(network.input, maps), keras.Model(maps, network.output)


def _convolution(maps: Any, filters: int, name: str) -> Any:
    import keras

    layer = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"{name}_conv")
    normalised = keras.layers.BatchNormalization(epsilon=EPSILON, name=f"{name}_bn")(layer(maps))
    return keras.layers.ReLU(name=f"{name}_activation")(normalised)


@cache
def _layers() -> tuple[Any, Any]:
    """Return the two layer classes that Keras lacks.

    Keras enlarges by repeating rows, then columns, which becomes a dozen operations of the
    exported graph; what TensorFlow calls a resize becomes one.
    """
    import keras
    import tensorflow as tf

    class Enlarge(keras.layers.Layer):  # type: ignore[misc]
        """Maps (N, h, w, K) → (N, 2h, 2w, K), each value four times."""

        def call(self, maps: Any) -> Any:
            _, height, width, _ = maps.shape
            return tf.raw_ops.ResizeNearestNeighbor(images=maps, size=(2 * height, 2 * width))

    class Divide(keras.layers.Layer):  # type: ignore[misc]
        """Maps (N, h, w, f·f·K) → (N, f·h, f·w, K)."""

        def __init__(self, factor: int, name: str) -> None:
            super().__init__(name=name)
            self.factor = factor

        def call(self, maps: Any) -> Any:
            return tf.nn.depth_to_space(maps, self.factor)

    return Enlarge, Divide
