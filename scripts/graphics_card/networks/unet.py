"""A small U-Net (Ronneberger et al., MICCAI 2015) on EfficientNet-Lite's maps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from fundusviewer.export.sources.efficientnet_lite import EPSILON
from fundusviewer.export.sources.marking_network import MARKS
from scripts.graphics_card.networks.efficientnet_lite import MOMENTUM, EfficientNetLite
from scripts.graphics_card.networks.weights import (
    Layout,
    NamedWeight,
    convolution_weight,
    dump,
    load,
    normalisation_weights,
)

#: Number of maps of the decoder at strides 16, 8, 4, 2.
_WIDTHS = (128, 64, 48, 32)
#: How many steps the decoder takes from stride 32 to the one where it ends.
_STEPS = {2: 4, 4: 3}


class UNet(nn.Module):
    """Logits of several kinds at every pixel.

    Parameters
    ----------
    number
        Of the EfficientNet-Lite.
    outputs
        How many kinds.
    stop
        Stride at which the decoder ends, 2 or 4.
    finer
        Each of its pixels gives ``finer`` × ``finer`` pixels of the answer (Shi et al., "Real-Time
        Single Image and Video Super-Resolution …", CVPR 2016).
    bias
        What the answer begins with: most pixels show nothing.
    """

    def __init__(self, number: int, outputs: int, *, stop: int, finer: int, bias: float) -> None:
        super().__init__()
        self.encoder = EfficientNetLite(number, top=False)
        self.decoder = nn.ModuleList()
        below = self.encoder.widths[-1]
        for beside, width in zip(
            self.encoder.widths[-2::-1], _WIDTHS[: _STEPS[stop]], strict=False
        ):
            self.decoder.append(_Step(below + beside, width))
            below = width
        self.finer = finer
        self.answer = nn.Conv2d(below, outputs * finer * finer, 1)
        nn.init.constant_(self.answer.bias, bias)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return logits (N, outputs, H · finer / stop, W · finer / stop) of (N, 3, H, W)."""
        *beside, maps = self.encoder.pyramid(images)
        for step, finer_maps in zip(self.decoder, reversed(beside), strict=False):
            maps = F.interpolate(maps, scale_factor=2, mode="nearest")
            maps = step(torch.cat([maps, finer_maps], 1))
        answer = self.answer(maps)
        return F.pixel_shuffle(answer, self.finer) if self.finer > 1 else answer

    def written_weights(self) -> dict[str, np.ndarray]:
        """Return all weights as :mod:`fundusviewer.export.sources.weights` takes them.

        Their names are those of
        :func:`fundusviewer.export.sources.marking_network.marking_network`.
        """
        return {**dump(self._named()), **self._answer_weights()}

    def read_weights(self, path: Path) -> None:
        """Take all weights from a file of :meth:`written_weights`.

        Raises
        ------
        TrainingError
            If they are not this network's.
        """
        load(self._named(), path)
        name, maps = self._answer()
        kernel = NamedWeight(f"{name}/kernel", torch.empty_like(self.answer.weight), Layout.KERNEL)
        bias = NamedWeight(f"{name}/bias", torch.empty_like(self.answer.bias), Layout.VECTOR)
        load(iter((kernel, bias)), path)
        with torch.no_grad():
            self.answer.weight[maps] = kernel.tensor
            self.answer.bias[maps] = bias.tensor

    def _named(self) -> Iterator[NamedWeight]:
        yield from self.encoder.named_weights()
        for number, step in enumerate(self.decoder):
            for name, convolution, normalisation in step.parts():
                yield convolution_weight(f"up{number}_{name}_conv", convolution)
                yield from normalisation_weights(f"up{number}_{name}_bn", normalisation)

    def _answer_weights(self) -> dict[str, np.ndarray]:
        name, maps = self._answer()
        arrays = dump(
            [
                convolution_weight(name, self.answer),
                NamedWeight(f"{name}/bias", self.answer.bias, Layout.VECTOR),
            ]
        )
        return {key: array[..., maps] for key, array in arrays.items()}

    def _answer(self) -> tuple[str, np.ndarray]:
        """Return the last layer's name and its maps in Keras' order.

        PyTorch divides them by kind, TensorFlow by place.
        """
        maps = np.arange(self.answer.out_channels).reshape(-1, self.finer**2).T.ravel()
        return MARKS if self.finer == 1 else f"{MARKS}_coarse", maps


class _Step(nn.Module):
    """Two convolutions of 3 × 3, each normalised, with ReLU."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.first_normalisation = nn.BatchNorm2d(outputs, eps=EPSILON, momentum=MOMENTUM)
        self.second = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.second_normalisation = nn.BatchNorm2d(outputs, eps=EPSILON, momentum=MOMENTUM)

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        """Return (N, outputs, H, W)."""
        for _, convolution, normalisation in self.parts():
            maps = F.relu(normalisation(convolution(maps)))
        return maps

    def parts(self) -> Iterator[tuple[str, nn.Conv2d, nn.BatchNorm2d]]:
        """Yield name, convolution and normalisation in order."""
        yield "a", self.first, self.first_normalisation
        yield "b", self.second, self.second_normalisation
