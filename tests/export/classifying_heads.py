"""What may stand between the last maps and the scores: the heads that the tests explain."""

from __future__ import annotations

from typing import Any


def layers() -> Any:
    """Return ``keras.layers``, loaded when a head is made."""
    import keras

    return keras.layers


def pooled_dense(maps: Any) -> Any:
    of = layers()
    pooled = of.Dropout(0.3)(of.GlobalAveragePooling2D()(maps))
    return of.Dense(4, activation="softmax")(pooled)


def flattened(maps: Any) -> Any:
    of = layers()
    x = of.Flatten()(of.MaxPooling2D(2)(maps))
    x = of.Dense(9, activation="relu")(x)
    x = of.Dense(7, activation="relu")(x)
    return of.Dense(4, activation="softmax")(x)


def overlapping_pools(maps: Any) -> Any:
    of = layers()
    x = of.Conv2D(5, 3, padding="same", activation="elu")(maps)
    x = of.MaxPooling2D(3, strides=2, padding="same")(x)
    x = of.AveragePooling2D(2)(x)
    return of.Dense(4, activation="softmax")(of.Flatten()(x))


def two_poolings(maps: Any) -> Any:
    of = layers()
    both = [of.GlobalAveragePooling2D()(maps), of.GlobalMaxPooling2D()(maps)]
    x = of.Dense(8, activation="gelu")(of.Concatenate()(both))
    x = of.BatchNormalization()(x)
    return of.Dense(4, activation="softmax")(x)


def attention(maps: Any) -> Any:
    of = layers()
    gate = of.Dense(6, activation="sigmoid")(of.GlobalAveragePooling2D()(maps))
    weighted = of.Multiply()([maps, of.Reshape((1, 1, 6))(gate)])
    x = of.LayerNormalization()(of.GlobalAveragePooling2D()(weighted))
    return of.Dense(4, activation="softmax")(of.Dense(5, activation="swish")(x))


def strided_convolutions(maps: Any) -> Any:
    of = layers()
    x = of.Conv2D(7, 3, strides=2, padding="same", activation="leaky_relu")(maps)
    x = of.DepthwiseConv2D(3, activation="relu6")(x)
    x = of.Add()([x, of.Conv2D(7, 1, activation="tanh")(x)])
    return of.Dense(4, activation="softmax")(of.GlobalAveragePooling2D()(x))


def scores_as_maps(maps: Any) -> Any:
    of = layers()
    x = of.Conv2D(4, 1, activation="relu")(maps)
    return of.Softmax()(of.GlobalAveragePooling2D()(x))


def selu_and_softplus(maps: Any) -> Any:
    of = layers()
    x = of.Dense(6, activation="selu")(of.GlobalAveragePooling2D()(maps))
    x = of.Dense(6, activation="softplus")(x)
    return of.Dense(4)(x)


def padded_and_cast(maps: Any) -> Any:
    import keras

    of = layers()
    x = keras.ops.cast(of.ZeroPadding2D(((1, 0), (2, 3)))(maps), "float64")
    x = of.Conv2D(5, 3, activation="relu")(keras.ops.cast(x, "float32"))
    return of.Dense(4, activation="softmax")(of.Flatten()(x))


def normed_and_gated(maps: Any) -> Any:
    of = layers()
    x = of.Activation("hard_swish")(of.Conv2D(8, 3, groups=2, strides=2, padding="same")(maps))
    x = of.AveragePooling2D(3, strides=2, padding="same")(of.UnitNormalization()(x))
    x = of.PReLU(shared_axes=[1, 2])(of.AveragePooling2D(3, strides=1, padding="same")(x))
    x = of.Dense(6, activation="mish")(of.Activation("softsign")(of.Flatten()(x)))
    return of.Dense(4, activation="softmax")(x)


def self_attention(maps: Any) -> Any:
    of = layers()
    x = of.Reshape((-1, maps.shape[-1]))(maps)
    normed = of.LayerNormalization()(x)
    x = of.LayerNormalization()(of.Add()([x, of.MultiHeadAttention(2, 4)(normed, normed)]))
    return of.Dense(4, activation="softmax")(of.GlobalAveragePooling1D()(x))


def nested_softmax(maps: Any) -> Any:
    import keras

    of = layers()
    inside = keras.Sequential(
        [keras.Input(maps.shape[1:]), of.GlobalAveragePooling2D(), of.Dense(4)]
    )
    return of.Softmax()(inside(maps))


HEADS = [
    padded_and_cast,
    pooled_dense,
    flattened,
    overlapping_pools,
    two_poolings,
    attention,
    strided_convolutions,
    scores_as_maps,
    selu_and_softplus,
    normed_and_gated,
    self_attention,
    nested_softmax,
]
