"""What pixels go through before a network, as one multiplication and one addition for each colour.

The same choices as in :mod:`.preprocessing`, for graphs that no Keras is at hand for, and any other
mean and deviation beside them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fundusviewer.export.sources.preprocessing import CHOICES

#: Of the photographs of ImageNet: mean and deviation of 0–1 (RGB), mean of 0–255 (BGR).
_MEAN, _DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_MEAN_BGR = (103.939, 116.779, 123.68)


@dataclass(frozen=True)
class PixelArithmetic:
    """(pixel / divide - mean) / deviation, each colour by itself.

    Attributes
    ----------
    name
        What the card of the model says.
    bgr
        Whether the network takes blue, green, red. ``mean`` and ``deviation`` stand in the
        network's order.
    divide
        What pixels of 0–255 are divided by.
    mean, deviation
        Subtracted and divided by after that.
    """

    name: str
    bgr: bool = False
    divide: float = 1.0
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    deviation: tuple[float, float, float] = (1.0, 1.0, 1.0)

    @property
    def factor(self) -> np.ndarray:
        """What pixels are multiplied with, float32 (3,)."""
        return np.asarray(1 / (self.divide * np.asarray(self.deviation)), np.float32)

    @property
    def offset(self) -> np.ndarray:
        """What is added then, float32 (3,)."""
        return np.asarray(-np.asarray(self.mean) / np.asarray(self.deviation), np.float32)

    def apply(self, pixels: np.ndarray) -> np.ndarray:
        """Return what the network takes, float32 (N, H, W, 3), of uint8 (N, H, W, 3) RGB."""
        ordered = pixels[..., ::-1] if self.bgr else pixels
        return np.asarray(ordered.astype(np.float32) * self.factor + self.offset, np.float32)


_BY_NAME = {
    "none": PixelArithmetic("none"),
    "1/255": PixelArithmetic("1/255", divide=255),
    "tf": PixelArithmetic("tf", divide=127.5, mean=(1, 1, 1)),
    "caffe": PixelArithmetic("caffe", bgr=True, mean=_MEAN_BGR),
    "torch": PixelArithmetic("torch", divide=255, mean=_MEAN, deviation=_DEVIATION),
    "bgr": PixelArithmetic("bgr", bgr=True),
    "bgr/255": PixelArithmetic("bgr/255", bgr=True, divide=255),
}
if set(_BY_NAME) != set(CHOICES):
    raise AssertionError("a choice of preprocessing has no arithmetic")


def arithmetic_of(name: str) -> PixelArithmetic:
    """Return one of the choices of :data:`.preprocessing.CHOICES`."""
    return _BY_NAME[name]
