"""Learn to draw lesions and optic disc, pixel by pixel, from a packed folder.

::

    python -m scripts.graphics_card.lesions PACK --weights lite0.npz --output RUN

The output holds ``lesions.npz`` and ``lesions.json``, the figures of the photographs that were
not learned from.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from scripts.graphics_card.command import open_output, run_command
from scripts.graphics_card.learning.augmentation import (
    compressed,
    grid_of,
    light,
    looked_at,
    sharpness,
    views,
    without_benchmark,
)
from scripts.graphics_card.learning.device import mixed_precision, open_device
from scripts.graphics_card.learning.drawings import DeviceDrawings
from scripts.graphics_card.learning.loop import Clock, LearningPlan, learn
from scripts.graphics_card.mask_run import MaskSettings, mask_parser, settings_of, write_masks
from scripts.graphics_card.networks.efficientnet_lite import preprocess
from scripts.graphics_card.networks.mask_losses import (
    average_precision,
    mask_loss,
    model_and_average,
)
from scripts.graphics_card.networks.unet import UNet
from scripts.graphics_card.packed.sampling import lesion_weights
from scripts.graphics_card.recipe import KINDS, OPTIC_DISC

USUAL = MaskSettings(seconds=105, size=512, batch=24)

_SEED = 2
_LAYOUT = torch.channels_last
_DECAY = 0.01
#: Rate, and how much of the average is kept, of a network that begins and of one that goes on.
_BEGINS, _GOES_ON = (8e-4, 0.998), (3e-4, 0.995)
#: How often each kind counts where it goes on: microaneurysms are what is missed most.
_COUNTED = (2.0, 1.0, 1.0, 1.0, 0.3)
#: Share of the crops that lie around something that is marked.
_AROUND_SHARE = 0.5
#: A pixel shows a lesion in one of 55 at first.
_BIAS = -4.0
#: Shares of batches whose sharpness, and of samples whose compression is changed.
_SHARPNESS_SHARE, _COMPRESSED_SHARE, _LOWEST_QUALITY = 0.5, 0.4, 50
#: Of a mask, where its edge is averaged.
_DRAWN = 127


@dataclass(frozen=True)
class LesionFigures:
    """How well a kind is drawn.

    Attributes
    ----------
    average_precision
        Over all pixels of all photographs, 0–1.
    peak_on, with_kind
        Photographs whose most probable pixel lies in a mask, of those that have one.
    """

    average_precision: float
    peak_on: int
    with_kind: int


def train_lesions(
    drawings: DeviceDrawings,
    weights: Path,
    settings: MaskSettings,
    device: torch.device,
    clock: Clock = time.monotonic,
) -> UNet:
    """Return the moving average of the network that draws :data:`.recipe.KINDS`.

    Its answer has the size of its input.
    """
    torch.manual_seed(_SEED)
    model, average = model_and_average(
        lambda: UNet(settings.lite, len(KINDS), stop=2, finer=2, bias=_BIAS),
        weights, device, _LAYOUT, goes_on=settings.goes_on,
    )  # fmt: skip
    rows = torch.tensor(drawings.learned, device=device)
    chances = lesion_weights([drawings.records[row] for row in drawings.learned])
    drawn = torch.from_numpy(chances).float().to(device)
    counted = torch.tensor(_COUNTED, device=device) if settings.goes_on else None
    rate, kept = _GOES_ON if settings.goes_on else _BEGINS
    plan = LearningPlan(settings.seconds, rate, _DECAY, kept, keeps_statistics=settings.goes_on)

    def batch_loss() -> torch.Tensor:
        chosen = rows[torch.multinomial(drawn, settings.batch, replacement=True)]
        with torch.no_grad(), without_benchmark():
            images, masks = _crops(drawings, chosen, settings.size, device)
        with mixed_precision(device):
            logits = model(preprocess(images * 255).to(memory_format=_LAYOUT))
        return mask_loss(logits.float(), masks, drawings.known[chosen], counted)

    learn(model, average, plan, batch_loss, clock=clock)
    return average


def _crops(
    drawings: DeviceDrawings, rows: torch.Tensor, size: int, device: torch.device
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return crops of photographs and their masks, float (N, 3 and 5, size, size), 0–1."""
    count = len(rows)
    view = views(count, device, zoom=(0.8, 1.35), stretch=0.12, shift=0.0)
    share = size / drawings.size
    place = torch.rand(count, 1, 1, 2, device=device) * 2 - 1
    for at, row in enumerate(rows.tolist()):
        if float(torch.rand(())) < _AROUND_SHARE:
            _move_to_a_mark(place[at, 0, 0], drawings.masks[row, :OPTIC_DISC], share)
    grid = grid_of(view, size) * share + place * (1 - share)
    images = looked_at(drawings.pixels[rows], grid)
    masks = looked_at(drawings.masks[rows], grid)
    images = light(images)
    if float(torch.rand(())) < _SHARPNESS_SHARE:
        images = sharpness(images)
    images = compressed(images, share=_COMPRESSED_SHARE, lowest=_LOWEST_QUALITY)
    return images, masks


def _move_to_a_mark(place: torch.Tensor, masks: torch.Tensor, share: float) -> None:
    """Put a crop's place, float (2,) of −1…1, near a random pixel of a random kind, if any."""
    kinds = [mask for mask in masks > _DRAWN if mask.any()]
    if not kinds:
        return
    pixels = kinds[int(torch.randint(len(kinds), ()))].nonzero()
    row, column = pixels[int(torch.randint(len(pixels), ()))].tolist()
    middle = (torch.tensor([column, row]) + 0.5) / masks.shape[-1] * 2 - 1
    beside = (torch.rand(2) * 2 - 1) * share / 3
    place.copy_(((middle + beside) / max(1 - share, 1e-6)).clamp(-1, 1))


def measure_lesions(
    network: UNet, drawings: DeviceDrawings, device: torch.device
) -> dict[str, LesionFigures]:
    """Measure on whole photographs that were not learned from."""
    network.eval()
    drawn, truth = [], []
    with torch.no_grad(), mixed_precision(device):
        for row in drawings.validation:
            image = preprocess(drawings.pixels[row : row + 1].float()).to(memory_format=_LAYOUT)
            drawn.append(torch.sigmoid(network(image).float())[0])
            truth.append(drawings.masks[row] > _DRAWN)
    return {
        kind: _figures([one[number] for one in drawn], [one[number] for one in truth])
        for number, kind in enumerate(KINDS)
    }


def _figures(drawn: Sequence[torch.Tensor], truth: Sequence[torch.Tensor]) -> LesionFigures:
    peaks = [
        bool(mask.flatten()[probabilities.argmax()])
        for probabilities, mask in zip(drawn, truth, strict=True)
        if mask.any()
    ]
    precision = average_precision(torch.stack(list(drawn)).flatten(),
                                  torch.stack(list(truth)).flatten())  # fmt: skip
    return LesionFigures(round(precision, 4), sum(peaks), len(peaks))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = mask_parser("lesions", USUAL).parse_args(arguments)
    settings = settings_of(options)

    def work() -> None:
        device = open_device()
        open_output(options.output)
        drawings = DeviceDrawings(options.pack, device)
        network = train_lesions(drawings, options.weights, settings, device)
        figures: dict[str, Any] = measure_lesions(network, drawings, device)
        write_masks(options.output, "lesions", network, settings, figures)

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
