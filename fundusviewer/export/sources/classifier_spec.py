"""A Keras classifier with what must be known to export and explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from fundusviewer.errors import ExportError

if TYPE_CHECKING:
    import numpy as np

    from fundusviewer.export.sources.preprocessing import Preprocessing

#: The outputs that a network may give by name.
SCORES, QUALITY, EMBEDDING = "scores", "quality", "embedding"

#: The layer between the maps and the last layer of a network that :func:`transfer_model` builds.
POOLED = "pooled"


@dataclass(frozen=True, eq=False)
class ExplainedModel:
    """A Keras classifier that is ready to be exported.

    Attributes
    ----------
    network
        ``keras.Model`` with one input, float32 (N, H, W, 3) after ``preprocessing``. It gives
        the scores (N, C), as softmax, sigmoids or before, or a dictionary with ``scores`` and, if
        there are such, ``quality`` (N, Q; softmax) and ``embedding`` (N, D).
    preprocessing
        What the pixels (RGB, 0–255) go through before the network.
    layer
        Name of the layer, nested or not, whose maps (N, h, w, K) the heat map explains.
    backbone
        The backbone's name for the card.
    """

    network: Any
    preprocessing: Preprocessing
    layer: str
    backbone: str

    @property
    def input_size(self) -> tuple[int, int]:
        """Height and width of the input in pixels."""
        _, height, width, _ = self.network.input_shape
        return int(height), int(width)

    @property
    def classes(self) -> int:
        """Number of scores that the network gives."""
        shape = self.network.output_shape
        return int((shape[SCORES] if isinstance(shape, dict) else shape)[-1])


@dataclass(frozen=True, eq=False)
class DenseHead:
    """A linear layer with softmax on the pooled maps.

    Attributes
    ----------
    kernel
        float32 (K, C).
    bias
        float32 (C,).
    """

    kernel: np.ndarray
    bias: np.ndarray

    def __post_init__(self) -> None:
        if self.kernel.ndim != 2 or self.bias.shape != self.kernel.shape[1:]:
            raise ExportError(
                f"a head's kernel {self.kernel.shape} and bias {self.bias.shape} "
                "do not have the shapes (features, classes) and (classes,)"
            )


class Source(Protocol):
    """What a network's convolutional part came from."""

    @property
    def name(self) -> str:
        """For the card."""

    @property
    def preprocessing(self) -> Preprocessing:
        """What its pixels go through before it."""

    @property
    def layer(self) -> str:
        """The layer whose maps Grad-CAM explains."""


def transfer_model(
    features: Any, backbone: Source, head: DenseHead, *, several: bool = False
) -> ExplainedModel:
    """Put a trained head on a convolutional part: average pooling, then one Dense.

    Parameters
    ----------
    features
        ``keras.Model``: preprocessed images (N, H, W, 3) → maps (N, h, w, K), frozen or
        fine-tuned, with the layer names of ``backbone``.
    backbone
        The entry of the registry that ``features`` was built from.
    head
        From the K pooled features to the classes.
    several
        Whether several classes can be right at once: a sigmoid for each in the place of softmax.

    Returns
    -------
    ExplainedModel
        Ready for :func:`fundusviewer.export.pipeline.writer.write_model`.
    """
    import keras

    pooled = keras.layers.GlobalAveragePooling2D(name=POOLED)(features.output)
    activation = "sigmoid" if several else "softmax"
    layer = keras.layers.Dense(head.kernel.shape[1], activation=activation, name=SCORES)
    network = keras.Model(features.input, layer(pooled), name=f"{backbone.name}_transfer")
    layer.set_weights([head.kernel, head.bias])
    return ExplainedModel(network, backbone.preprocessing, backbone.layer, backbone.name)
