"""The Keras network that marks places, while it learns and as a whole (TensorFlow)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.training.marking.learning.model_weights import convolutions_of, set_convolutions
from fundusviewer.training.marking.settings import IMAGENET

if TYPE_CHECKING:
    from fundusviewer.inference.marking_card import Role
    from fundusviewer.training.config.plans import Arithmetic
    from fundusviewer.training.marking.settings import MarkingSettings

_POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}
#: A layer of the decoder: a weights file that has it holds a whole network.
_DECODER_LAYER = "up0_a_conv"
#: Of the decoder's batch normalisation while it learns its statistics: a run may be short.
_MOMENTUM = 0.9
#: What most of a map begins with: one place in some fifty, in some twenty shows something.
_BIASES = {"lesions": -4.0, "landmarks": -3.0}
#: Learning rates that suit a network that has learned to mark, and a decoder that has not.
_RATES = {True: 3e-4, False: 8e-4}

_NO_DOWNLOAD = (
    "there is no download of EfficientNet-Lite's ImageNet weights; make lite0.npz as "
    "docs/training.md says (scripts.efficientnet_lite_weights) and give it to --weights"
)


@dataclass(frozen=True, eq=False)
class MarkingNetwork:
    """One network in two sizes.

    Attributes
    ----------
    learning
        ``keras.Model`` of the size that is learned at, in the run's arithmetic.
    whole
        ``keras.Model`` of the finished size, float32.
    has_decoder
        Whether its weights have learned to mark; otherwise those of the backbone alone have seen
        pictures.
    """

    learning: Any
    whole: Any
    has_decoder: bool

    @property
    def usual_rate(self) -> float:
        """The learning rate that suits its weights."""
        return _RATES[self.has_decoder]

    def logits(self) -> Callable[[Any], Any]:
        """Return the way from a uint8 tensor (N, S, S, 3) to values before the sigmoid, float32.

        The backbone's batch normalisation keeps its statistics; the decoder's learns its own where
        it begins with random weights.
        """
        import tensorflow as tf

        from fundusviewer.export.sources.marking_network import encoder_and_decoder
        from fundusviewer.export.sources.preprocessing import preprocess

        encoder, decoder = encoder_and_decoder(self.learning)
        fresh = not self.has_decoder
        if fresh:
            for layer in decoder.layers:
                if hasattr(layer, "momentum"):
                    layer.momentum = _MOMENTUM

        def forward(images: Any) -> Any:
            pixels = preprocess(tf.cast(images, tf.float32), "tf")
            maps = encoder(pixels, training=False)
            return tf.cast(decoder(maps, training=fresh), tf.float32)

        return forward

    def answer(self) -> Callable[[np.ndarray], np.ndarray]:
        """Return the compiled whole network: uint8 (N, S, S, 3) to values before the sigmoid."""
        import tensorflow as tf

        from fundusviewer.export.sources.preprocessing import preprocess

        def forward(images: Any) -> Any:
            return self.whole(preprocess(tf.cast(images, tf.float32), "tf"), training=False)

        compiled = tf.function(forward, reduce_retracing=True)
        return lambda images: np.asarray(compiled(images))

    def use(self, values: list[np.ndarray]) -> None:
        """Give the whole network the weights of the learning one, in its order of variables."""
        for variable, value in zip(self.whole.variables, values, strict=True):
            variable.assign(value)


def start_network(settings: MarkingSettings) -> MarkingNetwork:
    """Build the network of a run with the weights that it begins with.

    Raises
    ------
    ExportError
        If the weights cannot be had or do not fit.
    """
    from fundusviewer.export.sources.marking_network import marking_network

    whole = marking_network(settings.shape)
    has_decoder = _load(whole, settings)
    learning = _build(settings, settings.plan.arithmetic)
    for target, source in zip(learning.variables, whole.variables, strict=True):
        target.assign(source)
    return MarkingNetwork(learning, whole, has_decoder)


def _build(settings: MarkingSettings, arithmetic: Arithmetic) -> Any:
    import keras

    from fundusviewer.export.sources.marking_network import marking_network

    before = keras.mixed_precision.dtype_policy()
    keras.mixed_precision.set_dtype_policy(_POLICIES[arithmetic])
    try:
        return marking_network(settings.learning_shape)
    finally:
        keras.mixed_precision.set_dtype_policy(before)


def _load(network: Any, settings: MarkingSettings) -> bool:
    """Load weights; return whether the decoder's were among them."""
    from fundusviewer.export.sources.weights import has_layer, load_weights

    weights, role = settings.weights, settings.role
    if weights == IMAGENET:
        raise ExportError(_NO_DOWNLOAD)
    start, file = settings.start_file, Path(weights)
    if start is not None:
        set_convolutions(network, convolutions_of(start), start)
        return True
    if has_layer(file, _DECODER_LAYER) or file.name.lower().endswith((".h5", ".keras")):
        load_weights(network, file)
        return True
    _load_encoder(network, file)
    _begin_empty(network, role)
    return False


def _load_encoder(network: Any, file: Path) -> None:
    """Load a backbone's weights; those above the maps that are used do not matter."""
    from fundusviewer.export.sources.efficientnet_lite import efficientnet_lite0
    from fundusviewer.export.sources.weights import load_weights

    size = network.input_shape[1]
    backbone = efficientnet_lite0(include_top=False, input_shape=(size, size, 3))
    load_weights(backbone, file)
    given = {layer.name: layer for layer in backbone.layers if layer.weights}
    for layer in network.layers:
        if layer.weights and layer.name in given:
            layer.set_weights(given[layer.name].get_weights())


def _begin_empty(network: Any, role: Role) -> None:
    """Let the last layer say of most places that there is nothing."""
    from fundusviewer.export.sources.marking_network import MARKS

    layer = next(one for one in network.layers if one.name.startswith(MARKS) and one.weights)
    kernel, bias = layer.get_weights()
    layer.set_weights([kernel, np.full_like(bias, _BIASES[role])])
