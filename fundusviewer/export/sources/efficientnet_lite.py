"""EfficientNet-Lite in Keras: EfficientNet without squeeze-and-excitation, with ReLU6.

Tan & Le (ICML 2019) for the shape, the authors' "lite" release (2020) for what was left out so
that it computes well in 8 bits and on processors without an accelerator. At the same number of
pixels it needs a twentieth of Xception's multiplications, which pays for a larger picture: a
microaneurysm is gone at 299 pixels and there at 448.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from fundusviewer.errors import ExportError


@dataclass(frozen=True)
class Stage:
    """Some blocks of the same shape: the first one changes size and number of maps."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    filters: int


#: Maps of the first and of the last convolution, and the stages between them, of Lite0.
STEM, TOP = 32, 1280
STAGES = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)
#: Of the released weights.
EPSILON = 1e-3
_DIVISOR = 8


def efficientnet_lite0(**options: Any) -> Any:
    """Build EfficientNet-Lite0; see :func:`efficientnet_lite`."""
    return efficientnet_lite(width=1.0, depth=1.0, name="efficientnetlite0", **options)


def efficientnet_lite1(**options: Any) -> Any:
    """Build EfficientNet-Lite1; see :func:`efficientnet_lite`."""
    return efficientnet_lite(width=1.0, depth=1.1, name="efficientnetlite1", **options)


def efficientnet_lite2(**options: Any) -> Any:
    """Build EfficientNet-Lite2; see :func:`efficientnet_lite`."""
    return efficientnet_lite(width=1.1, depth=1.2, name="efficientnetlite2", **options)


def efficientnet_lite(
    *,
    width: float,
    depth: float,
    name: str,
    include_top: bool = True,
    weights: str | None = None,
    input_shape: tuple[int | None, int | None, int] = (224, 224, 3),
    classes: int = 1000,
) -> Any:
    """Build an EfficientNet-Lite.

    Parameters
    ----------
    width, depth
        Factors on the number of maps and of blocks.
    name
        Of the Keras model.
    include_top
        With average pooling and softmax over ``classes``.
    weights
        Must be ``None``: Keras offers no download for this network.
    input_shape
        Height, width, 3; values −1…1.
    classes
        Number of classes of the top.

    Returns
    -------
    keras.Model
        float32 (N, H, W, 3) → softmax (N, classes) or maps (N, H / 32, W / 32, 1280).

    Raises
    ------
    ExportError
        If ``weights`` asks for a download.
    """
    if weights is not None:
        raise ExportError(
            "there is no download of EfficientNet-Lite's weights; give --weights none or the "
            ".npz file (docs/training.md)"
        )
    import keras

    image = keras.Input(input_shape)
    maps = _convolution(image, STEM, 3, "stem", stride=2)
    number, filters = 0, STEM
    for position, stage in enumerate(STAGES):
        # First and last stage keep their one block and the stem its size: that is the "lite".
        fixed = position in (0, len(STAGES) - 1)
        repeats = stage.repeats if fixed else math.ceil(stage.repeats * depth)
        wanted = rounded_filters(stage.filters * width)
        for repeat in range(repeats):
            maps = _block(maps, stage, filters, wanted, number, first=repeat == 0)
            filters, number = wanted, number + 1
    maps = _convolution(maps, TOP, 1, "top")
    output = _classes(maps, classes) if include_top else maps
    return keras.Model(image, output, name=name)


def _block(maps: Any, stage: Stage, filters: int, wanted: int, number: int, *, first: bool) -> Any:
    """Expand, filter each map by itself, project; add the input where the shapes agree."""
    import keras

    name = f"block{number}"
    stride = stage.stride if first else 1
    inside = maps
    if stage.expansion > 1:
        inside = _convolution(inside, filters * stage.expansion, 1, f"{name}_expand")
    depthwise = keras.layers.DepthwiseConv2D(
        stage.kernel, stride, padding="same", use_bias=False, name=f"{name}_depthwise"
    )
    inside = _normalised(depthwise(inside), f"{name}_depthwise")
    inside = _convolution(inside, wanted, 1, f"{name}_project", activate=False)
    if stride > 1 or filters != wanted:
        return inside
    return keras.layers.Add(name=f"{name}_add")([maps, inside])


def _convolution(
    maps: Any, filters: int, kernel: int, name: str, *, stride: int = 1, activate: bool = True
) -> Any:
    import keras

    layer = keras.layers.Conv2D(
        filters, kernel, stride, padding="same", use_bias=False, name=f"{name}_conv"
    )
    return _normalised(layer(maps), name, activate=activate)


def _normalised(maps: Any, name: str, *, activate: bool = True) -> Any:
    import keras

    maps = keras.layers.BatchNormalization(epsilon=EPSILON, name=f"{name}_bn")(maps)
    return keras.layers.ReLU(6.0, name=f"{name}_activation")(maps) if activate else maps


def _classes(maps: Any, classes: int) -> Any:
    import keras

    pooled = keras.layers.GlobalAveragePooling2D(name="avg_pool")(maps)
    return keras.layers.Dense(classes, activation="softmax", name="predictions")(pooled)


def rounded_filters(filters: float) -> int:
    """Return the next multiple of eight, at least 90 % of what was asked for."""
    rounded = max(_DIVISOR, int(filters + _DIVISOR / 2) // _DIVISOR * _DIVISOR)
    return rounded + _DIVISOR if rounded < 0.9 * filters else rounded
