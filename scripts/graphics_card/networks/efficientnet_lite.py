"""EfficientNet-Lite in PyTorch, layer by layer as Keras' in ``export/sources``.

Tan & Le (ICML 2019) for the shape, the authors' "lite" release (2020) for what was left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from fundusviewer.export.sources.efficientnet_lite import (
    EPSILON,
    STAGES,
    STEM,
    TOP,
    Stage,
    rounded_filters,
)
from scripts.graphics_card.networks.weights import (
    NamedWeight,
    convolution_weight,
    normalisation_weights,
)

#: Factors on the number of maps and of blocks of Lite0, Lite1 and Lite2.
_FACTORS = ((1.0, 1.0), (1.0, 1.1), (1.1, 1.2))
#: Stages after whose last block the size halves, or the network ends: strides 2, 4, 8, 16, 32.
_PYRAMID = (0, 1, 2, 4, 6)

#: How fast the statistics of batch normalisation follow.
MOMENTUM = 0.03


def preprocess(pixels: torch.Tensor) -> torch.Tensor:
    """Return values −1…1 of values 0–255, Keras' mode ``tf``."""
    return pixels / 127.5 - 1.0


class Convolution(nn.Conv2d):
    """A convolution without bias, padded as TensorFlow does it ("same")."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int = 1, stride: int = 1, groups: int = 1
    ) -> None:
        super().__init__(inputs, outputs, kernel, stride, 0, groups=groups, bias=False)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        """Return (N, outputs, ⌈H / stride⌉, ⌈W / stride⌉)."""
        kernel, stride = self.kernel_size[0], self.stride[0]
        padding = kernel // 2
        if stride > 1 and kernel > 1:
            top, bottom = _padding(maps.shape[-2], kernel, stride)
            left, right = _padding(maps.shape[-1], kernel, stride)
            maps, padding = F.pad(maps, (left, right, top, bottom)), 0
        return F.conv2d(maps, self.weight, None, self.stride, padding, 1, self.groups)


class Unit(nn.Module):
    """Convolution, batch normalisation and, where ``activate``, ReLU6."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel: int = 1,
        stride: int = 1,
        groups: int = 1,
        *,
        activate: bool = True,
    ) -> None:
        super().__init__()
        self.convolution = Convolution(inputs, outputs, kernel, stride, groups)
        self.normalisation = nn.BatchNorm2d(outputs, eps=EPSILON, momentum=MOMENTUM)
        self.activate = activate

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        """Return (N, outputs, H', W')."""
        maps = self.normalisation(self.convolution(maps))
        return F.relu6(maps) if self.activate else maps


class Block(nn.Module):
    """Expand, filter each map by itself, project; add the input where the shapes agree.

    ``drop`` is the chance to leave a sample's inner path out in training (Huang et al., "Deep
    Networks with Stochastic Depth", ECCV 2016).
    """

    def __init__(self, inputs: int, outputs: int, stage: Stage, stride: int, drop: float) -> None:
        super().__init__()
        inner = inputs * stage.expansion
        self.expand = Unit(inputs, inner) if stage.expansion > 1 else None
        self.depthwise = Unit(inner, inner, stage.kernel, stride, inner)
        self.project = Unit(inner, outputs, activate=False)
        self.adds = inputs == outputs and stride == 1
        self.drop = drop

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        """Return (N, outputs, H / stride, W / stride)."""
        inner = maps if self.expand is None else self.expand(maps)
        inner = self.project(self.depthwise(inner))
        if not self.adds:
            return inner
        if self.training and self.drop:
            kept = torch.rand(len(inner), 1, 1, 1, device=inner.device) >= self.drop
            inner = inner * (kept.to(inner.dtype) / (1 - self.drop))
        return maps + inner


class EfficientNetLite(nn.Module):
    """The convolutional part of EfficientNet-Lite.

    Parameters
    ----------
    number
        0, 1 or 2.
    top
        With the last convolution to 1280 maps.
    drop
        Chance of the deepest block's path to be left out; that of others grows with their depth.
    """

    features = TOP

    def __init__(self, number: int, *, top: bool = True, drop: float = 0.1) -> None:
        super().__init__()
        width, depth = _FACTORS[number]
        self.stem = Unit(3, STEM, 3, 2)
        shapes = list(_shapes(width, depth))
        self.blocks = nn.ModuleList(
            Block(inputs, outputs, stage, stride, drop * index / len(shapes))
            for index, (stage, inputs, outputs, stride) in enumerate(shapes)
        )
        ends = [
            index
            for index, (stage, *_) in enumerate(shapes)
            if index + 1 == len(shapes) or shapes[index + 1][0] is not stage
        ]
        self._taps = tuple(ends[position] for position in _PYRAMID)
        #: Number of maps at strides 2, 4, 8, 16, 32.
        self.widths = tuple(shapes[tap][2] for tap in self._taps)
        self.top = Unit(shapes[-1][2], TOP) if top else None

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return maps (N, 1280, H / 32, W / 32) of preprocessed images (N, 3, H, W)."""
        maps = self.stem(images)
        for block in self.blocks:
            maps = block(maps)
        return maps if self.top is None else self.top(maps)

    def pyramid(self, images: torch.Tensor) -> list[torch.Tensor]:
        """Return the maps at strides 2, 4, 8, 16, 32."""
        maps, found = self.stem(images), []
        for index, block in enumerate(self.blocks):
            maps = block(maps)
            if index in self._taps:
                found.append(maps)
        return found

    def named_weights(self) -> Iterator[NamedWeight]:
        """Yield all weights with their names in Keras."""
        for layer, suffix, unit in self._units():
            yield convolution_weight(f"{layer}{suffix}", unit.convolution)
            yield from normalisation_weights(f"{layer}_bn", unit.normalisation)

    def _units(self) -> Iterator[tuple[str, str, Unit]]:
        yield "stem", "_conv", self.stem
        for number, block in enumerate(self.blocks):
            if block.expand is not None:
                yield f"block{number}_expand", "_conv", block.expand
            yield f"block{number}_depthwise", "", block.depthwise
            yield f"block{number}_project", "_conv", block.project
        if self.top is not None:
            yield "top", "_conv", self.top


def _shapes(width: float, depth: float) -> Iterator[tuple[Stage, int, int, int]]:
    """Yield stage, inputs, outputs and stride of each block."""
    inputs = STEM
    for position, stage in enumerate(STAGES):
        # First and last stage keep their one block and the stem its size: that is the "lite".
        fixed = position in (0, len(STAGES) - 1)
        outputs = rounded_filters(stage.filters * width)
        for repeat in range(stage.repeats if fixed else math.ceil(stage.repeats * depth)):
            yield stage, inputs, outputs, stage.stride if repeat == 0 else 1
            inputs = outputs


def _padding(length: int, kernel: int, stride: int) -> tuple[int, int]:
    total = max((math.ceil(length / stride) - 1) * stride + kernel - length, 0)
    return total // 2, total - total // 2
