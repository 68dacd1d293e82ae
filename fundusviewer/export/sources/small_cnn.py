"""The classic small network of textbooks: convolution, pooling, and dense layers on top.

LeCun et al. (1998) for the shape; ReLU and maximum pooling as every introduction writes it. It has
no weights that could be downloaded: it learns from the start, in minutes, on small pictures.
"""

from __future__ import annotations

from typing import Any

from fundusviewer.errors import ExportError

#: Maps of each convolution; all but the last are pooled to half the size.
FILTERS = (32, 64, 128, 128)
#: Of the dense layer before the classes.
DENSE = 128


def small_cnn(
    *,
    include_top: bool = True,
    weights: str | None = None,
    input_shape: tuple[int | None, int | None, int] = (150, 150, 3),
    classes: int = 1000,
) -> Any:
    """Build it.

    Parameters
    ----------
    include_top
        With pooling, one dense layer and softmax over ``classes``; without them the last maps.
    weights
        Must be ``None``: nobody offers any.
    input_shape
        Height, width, 3; values 0…1.
    classes
        Number of classes of the top.

    Returns
    -------
    keras.Model
        float32 (N, H, W, 3) → softmax (N, classes) or maps (N, h, w, 128).

    Raises
    ------
    ExportError
        If ``weights`` asks for a download.
    """
    if weights is not None:
        raise ExportError(
            "there are no ImageNet weights of the small CNN; it learns from the start: --weights "
            "none"
        )
    import keras

    image = keras.Input(input_shape)
    maps = image
    for number, filters in enumerate(FILTERS, start=1):
        if number > 1:
            maps = keras.layers.MaxPooling2D(name=f"small_pool{number - 1}")(maps)
        maps = keras.layers.Conv2D(filters, 3, activation="relu", name=f"small_conv{number}")(maps)
    if not include_top:
        return keras.Model(image, maps, name="smallcnn")
    flat = keras.layers.Flatten(name="small_flatten")(
        keras.layers.MaxPooling2D(name=f"small_pool{len(FILTERS)}")(maps)
    )
    dense = keras.layers.Dense(DENSE, activation="relu", name="small_dense")(flat)
    output = keras.layers.Dense(classes, activation="softmax", name="predictions")(dense)
    return keras.Model(image, output, name="smallcnn")
