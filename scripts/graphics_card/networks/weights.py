"""Weights between PyTorch and the ``.npz`` files that ``fundusviewer --weights`` takes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import numpy as np
import torch
from torch import nn

from fundusviewer.atomic import atomic_file
from fundusviewer.errors import TrainingError


class Layout(Enum):
    """How an array's axes stand in Keras; the value brings PyTorch's (out, in, h, w) there."""

    KERNEL = (2, 3, 1, 0)
    DEPTHWISE = (2, 3, 0, 1)
    DENSE = (1, 0)
    VECTOR = (0,)


@dataclass(frozen=True, eq=False)
class NamedWeight:
    """A tensor of a network under its name in Keras: ``stem_conv/kernel``."""

    name: str
    tensor: torch.Tensor
    layout: Layout


def convolution_weight(layer: str, convolution: nn.Conv2d) -> NamedWeight:
    """Name a convolution's kernel."""
    layout = Layout.DEPTHWISE if convolution.groups > 1 else Layout.KERNEL
    return NamedWeight(f"{layer}/kernel", convolution.weight, layout)


def normalisation_weights(layer: str, normalisation: nn.BatchNorm2d) -> Iterator[NamedWeight]:
    """Name what a batch normalisation has learned and counted."""
    for name, tensor in (
        ("gamma", normalisation.weight),
        ("beta", normalisation.bias),
        ("moving_mean", normalisation.running_mean),
        ("moving_variance", normalisation.running_var),
    ):
        yield NamedWeight(f"{layer}/{name}", tensor, Layout.VECTOR)


def dense_weights(layer: str, dense: nn.Linear) -> Iterator[NamedWeight]:
    """Name the weights of a dense layer."""
    yield NamedWeight(f"{layer}/kernel", dense.weight, Layout.DENSE)
    yield NamedWeight(f"{layer}/bias", dense.bias, Layout.VECTOR)


def load(weights: Iterator[NamedWeight], path: Path) -> None:
    """Fill a network's tensors from a file; further arrays of the file do not matter.

    Raises
    ------
    TrainingError
        If the file cannot be read, or an array is missing or of another shape.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path}: cannot be read as weights ({error})") from error
    with torch.no_grad():
        for weight in weights:
            weight.tensor.copy_(_from_keras(path, weight, arrays))


def dump(weights: Iterable[NamedWeight]) -> dict[str, np.ndarray]:
    """Return name → array as Keras holds it: kernels of convolutions float16, others float32."""
    return {weight.name: _to_keras(weight) for weight in weights}


def save(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Write arrays as ``.npz``.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with atomic_file(path) as temporary, temporary.open("wb") as stream:
        np.savez(stream, **arrays)  # type: ignore[arg-type]


def _from_keras(path: Path, weight: NamedWeight, arrays: Mapping[str, np.ndarray]) -> torch.Tensor:
    if weight.name not in arrays:
        raise TrainingError(f"{path}: {weight.name} is missing; it holds another network's weights")
    array = arrays[weight.name].astype(np.float32)
    wanted = tuple(weight.tensor.shape[axis] for axis in weight.layout.value)
    if array.shape != wanted:
        raise TrainingError(f"{path}: {weight.name} has {array.shape}, needed is {wanted}")
    order = np.argsort(weight.layout.value)
    return torch.from_numpy(np.ascontiguousarray(array.transpose(order)))


def _to_keras(weight: NamedWeight) -> np.ndarray:
    array = weight.tensor.detach().float().cpu().numpy().transpose(weight.layout.value)
    is_convolution = weight.layout in (Layout.KERNEL, Layout.DEPTHWISE)
    return np.ascontiguousarray(array, np.float16 if is_convolution else np.float32)
