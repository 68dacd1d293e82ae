"""What each backbone expects of its pixels, as an operation inside the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Preprocessing = Literal["none", "tf", "caffe", "torch", "caffe_squeezenet"]

#: Mean of the ImageNet training set as the SqueezeNet authors used it, BGR, 0–255.
_SQUEEZENET_MEAN_BGR = (104.006, 116.669, 122.679)


def preprocess(pixels: Any, mode: Preprocessing) -> Any:
    """Apply a backbone's preprocessing to a tensor.

    Parameters
    ----------
    pixels
        float32 tensor (N, H, W, 3), RGB, 0–255.
    mode
        ``none``: unchanged, the network does it itself; ``tf``: −1…1; ``caffe``: BGR minus the
        ImageNet mean; ``torch``: 0…1, minus mean, divided by standard deviation;
        ``caffe_squeezenet``: like ``caffe`` with the mean of the SqueezeNet authors.

    Returns
    -------
    tensor
        float32 (N, H, W, 3).
    """
    return _MODES[mode](pixels)


def _unchanged(pixels: Any) -> Any:
    return pixels


def _keras(mode: str) -> Callable[[Any], Any]:
    def apply(pixels: Any) -> Any:
        from keras.src.applications import imagenet_utils

        return imagenet_utils.preprocess_input(pixels, data_format="channels_last", mode=mode)

    return apply


def _squeezenet(pixels: Any) -> Any:
    import numpy as np

    return pixels[..., ::-1] - np.asarray(_SQUEEZENET_MEAN_BGR, np.float32)


_MODES: dict[Preprocessing, Callable[[Any], Any]] = {
    "none": _unchanged,
    "tf": _keras("tf"),
    "caffe": _keras("caffe"),
    "torch": _keras("torch"),
    "caffe_squeezenet": _squeezenet,
}
