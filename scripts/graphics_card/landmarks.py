"""Learn where optic disc and fovea lie, and the disc's outline, from a packed folder.

::

    python -m scripts.graphics_card.landmarks PACK --weights lite0.npz --output RUN

The output holds ``landmarks.npz`` and ``landmarks.json``, the figures of the photographs that
were not learned from.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from fundusviewer.errors import TrainingError
from scripts.graphics_card.command import open_output, run_command
from scripts.graphics_card.learning.augmentation import (
    augmented,
    grid_of,
    looked_at,
    resized,
    views,
)
from scripts.graphics_card.learning.device import mixed_precision, open_device
from scripts.graphics_card.learning.drawings import DeviceDrawings
from scripts.graphics_card.learning.loop import Clock, LearningPlan, learn
from scripts.graphics_card.learning.photographs import DevicePhotographs, resized_bytes
from scripts.graphics_card.mask_run import MaskSettings, mask_parser, settings_of, write_masks
from scripts.graphics_card.networks.efficientnet_lite import preprocess
from scripts.graphics_card.networks.mask_losses import mask_loss, model_and_average
from scripts.graphics_card.networks.unet import UNet
from scripts.graphics_card.packed.archive import LANDMARKS_FILE, read_json
from scripts.graphics_card.packed.records import Landmarks, PackedPhotograph
from scripts.graphics_card.recipe import LANDMARK_SET, LESION_VALIDATION_SET, OPTIC_DISC

USUAL = MaskSettings(seconds=80, size=384, batch=32)

#: Outputs: heat maps of both centres, and the disc's mask, at a quarter of the size.
NAMES = ("disc", "fovea")
_OUTPUTS, _STRIDE = 3, 4

_SEED = 3
_LAYOUT = torch.channels_last
_RATE, _DECAY, _AVERAGE = 8e-4, 0.01, 0.998
_BIAS = -3.0
#: One sample in four teaches the disc's outline.
_OUTLINE_SHARE = 4
#: Of a heat map: its standard deviation in its pixels, and how much more its hill counts.
_SIGMA, _HILL_WEIGHT, _HEAT_WEIGHT = 5.0, 10, 5
#: Half the width, in pixels of the heat map, of what is averaged around the peak.
_AROUND_PEAK = 4.5
#: Pixels of the original (4,288 wide) that a centre may be away: the radius of a disc.
_NEAR = 250
_DRAWN = 127


@dataclass(frozen=True, eq=False)
class LandmarkData:
    """Photographs with marked centres, on the device.

    Attributes
    ----------
    records
        What is known of each, N of them.
    marks
        Where disc and fovea lie.
    pixels
        uint8 (N, 3, H, W).
    centres
        float (N, 2, 2): x, y of disc and fovea, −1…1 inside of the photograph.
    """

    records: Sequence[PackedPhotograph]
    marks: Sequence[Landmarks]
    pixels: torch.Tensor
    centres: torch.Tensor

    def on(self, *sides: str) -> list[int]:
        """Return the rows on these sides."""
        return [row for row, record in enumerate(self.records) if record.side in sides]


@dataclass(frozen=True)
class CentreFigures:
    """Distances of a centre from where it was marked, in pixels of the original."""

    mean: float
    median: float
    within_250: float


@dataclass(frozen=True)
class OutlineFigures:
    """Diameter of the drawn disc over that of the outlined one, for each photograph."""

    ratios: tuple[float, ...]


def landmark_data(folder: Path, device: torch.device) -> LandmarkData:
    """Read the photographs whose disc and fovea are marked.

    Raises
    ------
    TrainingError
        If none of those that are learned from is.
    """
    photographs = DevicePhotographs(folder, device)
    marks = read_json(folder / LANDMARKS_FILE)
    rows = [
        row
        for row, record in enumerate(photographs.records)
        if record.set == LANDMARK_SET and record.file in marks
    ]
    records = [photographs.records[row] for row in rows]
    found = [Landmarks.from_json(marks[record.file]) for record in records]
    centres = torch.tensor([[one.disc, one.fovea] for one in found], device=device).float() * 2 - 1
    data = LandmarkData(records, found, photographs.pixels(rows), centres)
    if not data.on("train", "kept_out"):
        raise TrainingError(f"{folder}: no photograph to learn from has a marked disc and fovea")
    return data


def train_landmarks(
    data: LandmarkData,
    drawings: DeviceDrawings,
    weights: Path,
    settings: MaskSettings,
    device: torch.device,
    clock: Clock = time.monotonic,
) -> UNet:
    """Return the moving average of the network.

    What was kept out of grading is learned from here: its grade is not touched by it.
    """
    learned = torch.tensor(data.on("train", "kept_out"), device=device)
    outlined = torch.tensor(_outlined(drawings), device=device)
    pictures = resized_bytes(drawings.pixels[outlined], data.pixels.shape[-1])
    outlines = drawings.masks[outlined, OPTIC_DISC : OPTIC_DISC + 1]
    torch.manual_seed(_SEED)
    model, average = model_and_average(
        lambda: UNet(settings.lite, _OUTPUTS, stop=_STRIDE, finer=1, bias=_BIAS),
        weights, device, _LAYOUT,
    )  # fmt: skip
    height = settings.size // _STRIDE
    with_outline = settings.batch // _OUTLINE_SHARE
    with_centres = settings.batch - with_outline

    def batch_loss() -> torch.Tensor:
        with torch.no_grad():
            view = views(
                settings.batch, device, zoom=(0.8, 1.6), stretch=0.12, shift=0.15, turned=0.4
            )
            grid = grid_of(view, settings.size)
            rows = learned[torch.randint(len(learned), (with_centres,), device=device)]
            drawn = torch.randint(len(outlined), (with_outline,), device=device)
            images = looked_at(torch.cat([data.pixels[rows], pictures[drawn]]), grid)
            masks = looked_at(outlines[drawn], grid[with_centres:])
            masks = F.interpolate(masks, size=(height, height), mode="area")
            heat = _heat_maps(data.centres[rows], view[:with_centres], height)
            images = augmented(images)
        with mixed_precision(device):
            logits = model(preprocess(images * 255).to(memory_format=_LAYOUT)).float()
        known = torch.ones(with_outline, 1, device=device)
        outline_loss = mask_loss(logits[with_centres:, 2:], masks, known)
        return _heat_loss(logits[:with_centres, :2], heat) + outline_loss

    learn(model, average, LearningPlan(settings.seconds, _RATE, _DECAY, _AVERAGE), batch_loss,
          clock=clock)  # fmt: skip
    return average


def _outlined(drawings: DeviceDrawings) -> list[int]:
    """Return the rows to learn from whose optic disc somebody outlined."""
    return [row for row in drawings.learned if drawings.records[row].set == LESION_VALIDATION_SET]


def _places(height: int, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Return y and x of a heat map's pixels, each (height, height), −1…1."""
    steps = torch.linspace(-1 + 1 / height, 1 - 1 / height, height, device=device)
    y, x = torch.meshgrid(steps, steps, indexing="ij")
    return y, x


def _heat_maps(centres: torch.Tensor, view: torch.Tensor, height: int) -> torch.Tensor:
    """Return hills at the centres (N, 2, 2) as each view (N, 2, 3) shows them, (N, 2, h, h)."""
    y, x = _places(height, centres.device)
    back = torch.linalg.inv(view[:, :, :2])
    places = (centres - view[:, None, :, 2]) @ back.transpose(1, 2)
    distance = (x - places[..., 0, None, None]) ** 2 + (y - places[..., 1, None, None]) ** 2
    return torch.exp(-distance / (2 * (_SIGMA / height) ** 2))


def _heat_loss(logits: torch.Tensor, heat: torch.Tensor) -> torch.Tensor:
    entropy = F.binary_cross_entropy_with_logits(logits, heat, reduction="none")
    return (entropy * (1 + _HILL_WEIGHT * heat)).mean() * _HEAT_WEIGHT


def measure_landmarks(
    network: UNet, data: LandmarkData, drawings: DeviceDrawings, size: int
) -> dict[str, CentreFigures | OutlineFigures]:
    """Measure on photographs that were not learned from."""
    network.eval()
    with torch.no_grad():
        rows = data.on("validation", "test")
        errors = np.array([_errors(network, data, row, size) for row in rows]).reshape(-1, 2)
        ratios = [_diameter_ratio(network, drawings, row, size) for row in drawings.validation]
    figures: dict[str, CentreFigures | OutlineFigures] = {}
    if len(errors):
        figures |= {name: _centre(errors[:, number]) for number, name in enumerate(NAMES)}
    return figures | {"diameter": OutlineFigures(tuple(round(ratio, 3) for ratio in ratios))}


def _centre(errors: np.ndarray) -> CentreFigures:
    return CentreFigures(
        round(float(errors.mean()), 1),
        round(float(np.median(errors)), 1),
        round(float((errors < _NEAR).mean()), 4),
    )


def _answer(network: UNet, pixels: torch.Tensor, size: int) -> torch.Tensor:
    """Return probabilities (3, size / 4, size / 4) of one photograph, uint8 (1, 3, H, W)."""
    image = preprocess(resized(pixels.float(), size)).to(memory_format=_LAYOUT)
    return torch.sigmoid(network(image).float())[0]


def _errors(network: UNet, data: LandmarkData, row: int, size: int) -> list[float]:
    """Return how far disc and fovea are from where they were marked, in original pixels."""
    answer = _answer(network, data.pixels[row : row + 1], size)
    _, _, width, height = data.records[row].region
    scale = data.marks[row].scale
    errors = []
    for number in range(len(NAMES)):
        x, y = peak(answer[number])
        true_x, true_y = data.centres[row, number].tolist()
        errors.append(
            math.hypot((x - true_x) / 2 * width / scale, (y - true_y) / 2 * height / scale)
        )
    return errors


def peak(heat: torch.Tensor) -> tuple[float, float]:
    """Return x, y (−1…1) of a heat map's hill (h, h): the mean around its highest pixel."""
    height = heat.shape[-1]
    y, x = _places(height, heat.device)
    highest = int(heat.argmax())
    top, left = divmod(highest, height)
    reach = 2 * _AROUND_PEAK / height
    near = ((y - y[top, 0]).abs() < reach) * ((x - x[0, left]).abs() < reach)
    weights = heat * near
    total = weights.sum()
    return float((weights * x).sum() / total), float((weights * y).sum() / total)


def _diameter_ratio(network: UNet, drawings: DeviceDrawings, row: int, size: int) -> float:
    answer = _answer(network, drawings.pixels[row : row + 1], size)[2]
    true = (drawings.masks[row, OPTIC_DISC] > _DRAWN).float().mean()
    return math.sqrt(float((answer > 0.5).float().mean() / true))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = mask_parser("landmarks", USUAL).parse_args(arguments)
    settings = settings_of(options)

    def work() -> None:
        device = open_device()
        open_output(options.output)
        data = landmark_data(options.pack, device)
        drawings = DeviceDrawings(options.pack, device)
        network = train_landmarks(data, drawings, options.weights, settings, device)
        figures: dict[str, Any] = measure_landmarks(network, data, drawings, settings.size)
        write_masks(options.output, "landmarks", network, settings, figures)

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
