"""What each backbone expects of its pixels, as an operation inside the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

Preprocessing = Literal[
    "none", "1/255", "tf", "caffe", "torch", "bgr", "bgr/255", "caffe_squeezenet"
]

#: What may be asked for by name, and what it does to pixels of 0–255, RGB.
CHOICES: dict[Preprocessing, str] = {
    "none": "nothing: the network takes pixels of 0–255 as they are, RGB",
    "1/255": "divided by 255, RGB",
    "tf": "scaled to −1…1, RGB",
    "caffe": "BGR minus the mean of ImageNet",
    "torch": "divided by 255, minus mean and divided by deviation of ImageNet, RGB",
    "bgr": "nothing but the order of the colours: BGR, 0–255, as OpenCV reads them",
    "bgr/255": "divided by 255, BGR",
}

#: Mean of the ImageNet training set as the SqueezeNet authors used it, BGR, 0–255.
_SQUEEZENET_MEAN_BGR = (104.006, 116.669, 122.679)


def preprocess(pixels: Any, mode: Preprocessing) -> Any:
    """Apply a backbone's preprocessing to a tensor.

    Parameters
    ----------
    pixels
        float32 tensor (N, H, W, 3), RGB, 0–255.
    mode
        One of :data:`CHOICES`; ``caffe_squeezenet``: like ``caffe`` with the mean of the
        SqueezeNet authors.

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


def _share(pixels: Any) -> Any:
    return pixels / 255.0


def _swapped(pixels: Any) -> Any:
    import keras

    # PyTorch's tensors are not read backwards by a slice.
    torch = keras.backend.backend() == "torch"
    return keras.ops.flip(pixels, axis=-1) if torch else pixels[..., ::-1]


def _squeezenet(pixels: Any) -> Any:
    import keras

    mean = keras.ops.convert_to_tensor(_SQUEEZENET_MEAN_BGR, dtype="float32")
    return _swapped(pixels) - mean


_MODES: dict[Preprocessing, Callable[[Any], Any]] = {
    "none": _unchanged,
    "1/255": _share,
    "tf": _keras("tf"),
    "caffe": _keras("caffe"),
    "torch": _keras("torch"),
    "bgr": _swapped,
    "bgr/255": lambda pixels: _share(_swapped(pixels)),
    "caffe_squeezenet": _squeezenet,
}
