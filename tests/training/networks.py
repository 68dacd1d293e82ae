"""A tiny Keras network in the place of a backbone."""

from __future__ import annotations

import numpy as np

from fundusviewer.export.sources.backbones import Backbone
from fundusviewer.training.learning.network import TransferNetwork, values_of

SIZE = 32


def tiny_backbone() -> Backbone:
    """Return a registry entry; its ``build`` is not used."""
    return Backbone("tiny", "Tiny", "none:none", SIZE, "tf", "last")


def tiny_network(seed: int = 1) -> TransferNetwork:
    """Return two convolutions and a head of zeros for five grades."""
    import keras

    keras.utils.set_random_seed(seed)
    inputs = keras.Input((SIZE, SIZE, 3))
    maps = keras.layers.Conv2D(8, 3, strides=2, activation="relu", name="first")(inputs)
    maps = keras.layers.Conv2D(8, 3, strides=2, activation="relu", name="last")(maps)
    dense = keras.layers.Dense(5, kernel_initializer="zeros")
    dense.build((None, 8))
    return TransferNetwork(tiny_backbone(), keras.Model(inputs, maps), dense)


def weights_of(network: TransferNetwork) -> list[np.ndarray]:
    """Return copies of all weights."""
    return values_of([*network.maps.weights, *network.dense.weights])
