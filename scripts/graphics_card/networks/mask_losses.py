"""Loss and figures of networks that draw masks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812

from scripts.graphics_card.networks.unet import UNet
from scripts.graphics_card.networks.weights import load

#: How much more a pixel that shows something counts.
_PIXEL_WEIGHT = 4
#: Pixels that are added to both sides of the overlap, so that nothing drawn costs little.
_SMOOTHING = 20
_BINS = 2000


def mask_loss(
    logits: torch.Tensor,
    masks: torch.Tensor,
    known: torch.Tensor,
    counted: torch.Tensor | None = None,
) -> torch.Tensor:
    """Return weighted cross-entropy and soft Dice loss (Milletari et al., "V-Net", 3DV 2016).

    Parameters
    ----------
    logits
        float (N, C, H, W).
    masks
        float (N, C, H, W), 0–1.
    known
        float (N, C), 1 where the kind was looked for; others teach nothing.
    counted
        float (C,), how often each kind counts; ``None``: once.
    """
    counted = known.new_ones(known.shape[1]) if counted is None else counted
    known = known[..., None, None]
    entropy = F.binary_cross_entropy_with_logits(logits, masks, reduction="none")
    entropy = entropy * (1 + _PIXEL_WEIGHT * masks) * counted[:, None, None]
    drawn, masks = torch.sigmoid(logits) * known, masks * known
    overlap = 2 * (drawn * masks).sum((0, 2, 3)) + _SMOOTHING
    area = (drawn * drawn).sum((0, 2, 3)) + masks.sum((0, 2, 3)) + _SMOOTHING
    pixels = known.sum() * logits.shape[-1] * logits.shape[-2] + 1
    return (entropy * known).sum() / pixels * _PIXEL_WEIGHT + (
        (1 - overlap / area) * counted
    ).mean()


def average_precision(probabilities: torch.Tensor, truth: torch.Tensor) -> float:
    """Return the area under the curve of precision and recall over pixels.

    Parameters
    ----------
    probabilities
        float (N,), 0–1; told apart in 2000 steps.
    truth
        bool (N,).
    """
    bins = (probabilities.clamp(0, 1) * (_BINS - 1)).long()
    found = _from_the_top(bins[truth])
    precision = found / _from_the_top(bins).clamp_min(1)
    recall = found / found[-1].clamp_min(1)
    return float((precision * torch.diff(recall, prepend=recall.new_zeros(1))).sum())


def _from_the_top(bins: torch.Tensor) -> torch.Tensor:
    """Return how many lie in each bin or above it, float64, from the highest bin down."""
    return torch.bincount(bins, minlength=_BINS).double().flip(0).cumsum(0)


def model_and_average(
    make: Callable[[], UNet],
    weights: Path,
    device: torch.device,
    layout: torch.memory_format,
    *,
    goes_on: bool = False,
) -> tuple[UNet, UNet]:
    """Return two equal networks that begin with a file's weights, of the encoder or of all."""
    model, average = (make().to(device).to(memory_format=layout) for _ in range(2))
    if goes_on:
        model.read_weights(weights)
    else:
        load(model.encoder.named_weights(), weights)
    average.load_state_dict(model.state_dict())
    return model, average
