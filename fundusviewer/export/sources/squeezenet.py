"""SqueezeNet 1.1 (Iandola et al., 2016) in Keras, as its authors released it for Caffe."""

from __future__ import annotations

from typing import Any

from fundusviewer.errors import ExportError

#: Squeeze and expand filters of the fire modules 2 to 9; a pooling follows modules 3 and 5.
_FIRES = {
    2: (16, 64),
    3: (16, 64),
    4: (32, 128),
    5: (32, 128),
    6: (48, 192),
    7: (48, 192),
    8: (64, 256),
    9: (64, 256),
}
_POOLED_AFTER = (3, 5)


def squeezenet(
    *,
    include_top: bool = True,
    weights: str | None = None,
    input_shape: tuple[int, int, int] = (227, 227, 3),
    classes: int = 1000,
) -> Any:
    """Build SqueezeNet 1.1.

    Parameters
    ----------
    include_top
        With the 1×1 convolution, average pooling and softmax over ``classes``; without them the
        model ends with the maps of the last fire module.
    weights
        Must be ``None``: Keras offers no download for this network.
    input_shape
        Height, width, 3; BGR minus the mean (``caffe_squeezenet``).
    classes
        Number of classes of the top.

    Returns
    -------
    keras.Model
        float32 (N, H, W, 3) → softmax (N, classes) or maps (N, h, w, 512).
    """
    if weights is not None:
        raise ExportError(
            "there is no download of SqueezeNet's weights; give --weights none or the .npz file"
        )
    import keras

    image = keras.Input(input_shape)
    maps = keras.layers.Conv2D(64, 3, strides=2, activation="relu", name="conv1")(image)
    maps = _pool(maps, 1)
    for number, (squeeze, expand) in _FIRES.items():
        maps = _fire(maps, number, squeeze, expand)
        if number in _POOLED_AFTER:
            maps = _pool(maps, number)
    output = _top(maps, classes) if include_top else maps
    return keras.Model(image, output, name="squeezenet")


def _pool(maps: Any, number: int) -> Any:
    import keras

    return keras.layers.MaxPooling2D(3, strides=2, name=f"pool{number}")(maps)


def _fire(maps: Any, number: int, squeeze: int, expand: int) -> Any:
    import keras

    def convolution(source: Any, filters: int, size: int, part: str) -> Any:
        return keras.layers.Conv2D(
            filters, size, padding="same", activation="relu", name=f"fire{number}_{part}"
        )(source)

    squeezed = convolution(maps, squeeze, 1, "squeeze1x1")
    parts = [
        convolution(squeezed, expand, 1, "expand1x1"),
        convolution(squeezed, expand, 3, "expand3x3"),
    ]
    return keras.layers.Concatenate(name=f"fire{number}_concat")(parts)


def _top(maps: Any, classes: int) -> Any:
    import keras

    dropped = keras.layers.Dropout(0.5, name="drop9")(maps)
    scores = keras.layers.Conv2D(classes, 1, activation="relu", name="conv10")(dropped)
    pooled = keras.layers.GlobalAveragePooling2D(name="pool10")(scores)
    return keras.layers.Softmax(name="softmax")(pooled)
