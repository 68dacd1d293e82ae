"""The Keras network while it is trained: a backbone, average pooling, one dense layer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.resources import bundled_models_dir
from fundusviewer.training.config.plans import Arithmetic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fundusviewer.export.sources.backbones import Backbone
    from fundusviewer.export.sources.classifier_spec import DenseHead, ExplainedModel
    from fundusviewer.training.learning.start_file import StartFile


#: The weights that Keras downloads.
IMAGENET = "imagenet"

#: No weights: learning begins with random ones.
SCRATCH = "none"

#: The weights of the grader that comes with the program: a start that has seen retinas.
RETINA = "retina"
#: What they fit, and the size that they were trained at.
RETINA_BACKBONE, RETINA_SIZE = "efficientnetlite2", 512

_RETINA_FILE = "fundusviewer-dr-efficientnetlite2.npz"

_POLICIES = {"float32": "float32", "bfloat16": "mixed_bfloat16"}


@dataclass(frozen=True, eq=False)
class TransferNetwork:
    """A backbone and its head.

    Attributes
    ----------
    backbone
        The entry of the registry.
    maps
        ``keras.Model``: preprocessed images (N, H, W, 3) to maps (N, h, w, K).
    dense
        ``keras.layers.Dense``: pooled maps (N, K) to logits (N, C), float32.
    several
        Whether several answers can be right at once: sigmoids in the place of the softmax.
    """

    backbone: Backbone | StartFile
    maps: Any
    dense: Any
    several: bool = False

    def pooled(self, images: Any, *, learning: bool = False) -> Any:
        """Return pooled features, float32 (N, K), of a uint8 tensor (N, H, W, 3) RGB.

        Batch normalisation uses its stored statistics, in training too: batches of photographs
        of one organ would shift them. With ``learning`` it uses and learns those of the batch, as
        a network must that begins with random weights.
        """
        import tensorflow as tf

        from fundusviewer.export.sources.preprocessing import preprocess

        inputs = preprocess(tf.cast(images, tf.float32), self.backbone.preprocessing)
        return tf.reduce_mean(
            tf.cast(self.maps(inputs, training=learning), tf.float32), axis=[1, 2]
        )

    def extractor(self) -> Callable[[np.ndarray], np.ndarray]:
        """Return the compiled way from uint8 images to pooled features."""
        import tensorflow as tf

        compiled = tf.function(self.pooled, reduce_retracing=True)
        return lambda images: np.asarray(compiled(images))

    def head(self) -> DenseHead:
        """Return the dense layer's present weights."""
        from fundusviewer.export.sources.classifier_spec import DenseHead

        return DenseHead(*self.dense.get_weights())

    def release_upper(self, share: float) -> list[Any]:
        """Let the last ``share`` (0–1) of the layers learn; return all variables that learn."""
        from fundusviewer.export.sources.keras_layers import all_layers

        layers = [layer for layer in all_layers(self.maps) if not hasattr(layer, "layers")]
        first = round(len(layers) * (1 - share))
        self.maps.trainable = True
        for position, layer in enumerate(layers):
            layer.trainable = position >= first
        return [*self.maps.trainable_variables, *self.dense.trainable_variables]

    def statistics(self) -> list[Any]:
        """Return the variables that batch normalisation counts in."""
        return [
            variable
            for variable in self.maps.non_trainable_variables
            if variable.name.startswith("moving_")
        ]

    def set_head(self, head: DenseHead) -> None:
        """Put other weights into the dense layer."""
        self.dense.set_weights([head.kernel, head.bias])

    def save(self, path: Path) -> None:
        """Write the weights, head included, as a start for another run (``--weights``).

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        from fundusviewer.export.sources.weights import save_weights

        save_weights(self.explained().network, path)

    def explained(self) -> ExplainedModel:
        """Return the network in float32 as the exporter takes it."""
        return self.with_head(self.head())

    def with_head(self, head: DenseHead) -> ExplainedModel:
        """Return the network in float32 with another head, of any number of classes."""
        from fundusviewer.export.sources.classifier_spec import transfer_model

        maps = self.backbone.build(include_top=False, size=int(self.maps.input_shape[1]))
        maps.set_weights(self.maps.get_weights())
        return transfer_model(maps, self.backbone, head, several=self.several)

    def save_keras(self, path: Path) -> None:
        """Write a ``.keras`` file from pixels of 0–255 to probabilities, for plain Keras.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        from fundusviewer.atomic import atomic_file
        from fundusviewer.training.learning.keras_out import from_pixels

        model = from_pixels(self.explained())
        with atomic_file(path) as temporary:
            # Keras looks at the suffix.
            written = temporary.with_name(f"{temporary.name}.keras")
            try:
                model.save(written)
                written.replace(temporary)
            finally:
                written.unlink(missing_ok=True)


def values_of(variables: Iterable[Any]) -> list[np.ndarray]:
    """Return copies of the values of Keras variables."""
    return [np.array(variable.numpy()) for variable in variables]


def build_network(
    backbone: Backbone | StartFile,
    size: int,
    classes: int,
    arithmetic: Arithmetic = "float32",
    *,
    several: bool = False,
) -> TransferNetwork:
    """Build a network with random weights below and a head of zeros.

    Parameters
    ----------
    backbone
        The entry of the registry.
    size
        Height and width of the input in pixels.
    classes
        Number of classes C.
    arithmetic
        ``bfloat16`` is about 1.6 times as fast in training on a processor that has it.
    several
        Whether several answers can be right at once.
    """
    import keras

    before = keras.mixed_precision.dtype_policy()
    keras.mixed_precision.set_dtype_policy(_POLICIES[arithmetic])
    try:
        maps = backbone.build(include_top=False, size=size)
    finally:
        keras.mixed_precision.set_dtype_policy(before)
    dense = keras.layers.Dense(classes, kernel_initializer="zeros", dtype="float32")
    dense.build((None, int(maps.output_shape[-1])))
    return TransferNetwork(backbone, maps, dense, several)


def load_pretrained(network: TransferNetwork, weights: str) -> bool:
    """Load the backbone's weights: ``imagenet`` (the Keras download), ``retina`` or a file.

    Returns
    -------
    bool
        Whether the head was in the file too: what an earlier run wrote is a whole grader.

    Raises
    ------
    ExportError
        If the download or the file cannot be used.
    """
    from fundusviewer.export.pipeline.request import downloaded
    from fundusviewer.export.sources.backbones import find_backbone
    from fundusviewer.export.sources.classifier_spec import SCORES, DenseHead
    from fundusviewer.export.sources.weights import has_layer, layer_arrays, load_weights

    if weights == SCRATCH:
        return False
    if weights == IMAGENET:
        source = downloaded(find_backbone(network.backbone.name), include_top=False)
        network.maps.set_weights(source.get_weights())
        return False
    file = _retina_file(network) if weights == RETINA else Path(weights)
    if not has_layer(file, SCORES):
        load_weights(network.maps, file)
        return False
    kernel, bias = layer_arrays(file, SCORES)
    known = network.dense.kernel.shape
    # Of another task the backbone is a start, and its last layer says nothing.
    fits = tuple(kernel.shape) == tuple(known) and not network.several
    own = kernel if fits else np.zeros(known[:1] + kernel.shape[1:], np.float32)
    whole = network.with_head(DenseHead(own, bias)).network
    load_weights(whole, file)
    *backbone, kernel, bias = whole.get_weights()
    network.maps.set_weights(backbone)
    if fits:
        network.set_head(DenseHead(kernel, bias))
    return fits


def _retina_file(network: TransferNetwork) -> Path:
    name = network.backbone.name
    if name != RETINA_BACKBONE:
        raise ExportError(
            f"--weights {RETINA} are those of {RETINA_BACKBONE}; for {name} give {IMAGENET} or a "
            "weights file"
        )
    return bundled_models_dir() / _RETINA_FILE
