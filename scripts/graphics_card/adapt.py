r"""Let a grader go on learning from photographs as the program prepares them, on processors.

::

    python -m scripts.graphics_card.adapt --data LABELS.csv … --split-file SPLIT.csv \
        --weights RUN/network.npz --output ADAPTED

A packed folder holds photographs compressed (:mod:`.packed.archive`), and a network that learned
from it expects that. Here the grades are learned from photographs that were not, and beside them
what the network itself said to the same photograph, changed in the same way, after the compression
(Hinton et al., "Distilling the Knowledge in a Neural Network", 2015). Statistics of batch
normalisation stay. ``ADAPTED/network.npz`` is for ``fundusviewer train --weights``.
"""

from __future__ import annotations

import argparse
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from fundusviewer.errors import TrainingError
from fundusviewer.imaging import InputSpec
from fundusviewer.training.config.progress import SilentProgress
from fundusviewer.training.data.labels import LabelledPhotograph, read_labels
from fundusviewer.training.data.ordinal_targets import training_targets
from fundusviewer.training.data.prepared_images import PreparedPhotographs, prepare
from fundusviewer.training.data.split_file import on_side, read_split
from fundusviewer.training.data.splits import Split
from scripts.graphics_card.command import open_output, run_command
from scripts.graphics_card.learning.camera_changes import changed
from scripts.graphics_card.learning.loop import keep_statistics
from scripts.graphics_card.networks.efficientnet_lite import EfficientNetLite
from scripts.graphics_card.networks.grading_network import GradingNetwork, grade_losses
from scripts.graphics_card.networks.weights import dump, load, save
from scripts.graphics_card.packed.records import PackedPhotograph
from scripts.graphics_card.packed.sampling import grader_weights

log = logging.getLogger(__name__)

_SEED, _DECAY, _AVERAGE, _AVERAGE_START, _WARM_UP = 1000, 0.02, 0.99, 20, 60
_LARGEST_GRADIENT, _LOG_EVERY = 5.0, 20
#: What the labels weigh beside the network's own answers.
_LABEL_SHARE = 0.5
#: As photographs are packed.
_QUALITY = 86


@dataclass(frozen=True)
class AdaptSettings:
    """One run: which EfficientNet-Lite, its input in pixels, steps, photographs a step, rate."""

    lite: int = 2
    size: int = 512
    steps: int = 400
    batch: int = 8
    rate: float = 1e-4


def adapt(
    photographs: PreparedPhotographs, weights: Path, settings: AdaptSettings
) -> GradingNetwork:
    """Return the moving average of a network that went on learning.

    Parameters
    ----------
    photographs
        Each with a grade or a range of grades, none of them of validation or test patients.
    weights
        Of the network, with its last layer.
    settings
        The run.
    """
    torch.manual_seed(_SEED)
    model, average, before = (_network(weights, settings.lite) for _ in range(3))
    targets = torch.from_numpy(training_targets(photographs.photographs))
    is_range = targets.sum(1) > 1.5
    chances = grader_weights([_record(photo) for photo in photographs.photographs])
    optimiser = torch.optim.AdamW(_groups(model), lr=settings.rate)
    model.train()
    keep_statistics(model)
    for step in range(settings.steps):
        rng = np.random.default_rng(_SEED + step)
        rows = rng.choice(len(chances), settings.batch, p=chances)
        plain, packed = _pictures(photographs, rows, rng)
        for group in optimiser.param_groups:
            rise = min(1.0, (step + 1) / _WARM_UP)
            group["lr"] = settings.rate * rise * (1 + math.cos(math.pi * step / settings.steps)) / 2
        with torch.no_grad():
            said = F.softmax(before(packed)[0], 1)
        logits = model(plain)[0]
        exact, within = grade_losses(targets[rows], logits)
        labels = torch.where(is_range[rows], within, exact).mean()
        apart = F.kl_div(F.log_softmax(logits, 1), said, reduction="batchmean")
        optimiser.zero_grad(set_to_none=True)
        (_LABEL_SHARE * labels + apart).backward()
        nn.utils.clip_grad_norm_(model.parameters(), _LARGEST_GRADIENT)
        optimiser.step()
        _follow(average, model, min(_AVERAGE, (step + 1) / (step + 1 + _AVERAGE_START)))
        if (step + 1) % _LOG_EVERY == 0:
            log.info("step %d: labels %.3f, apart %.3f", step + 1, float(labels), float(apart))
    return average


def _network(weights: Path, lite: int) -> GradingNetwork:
    model = GradingNetwork(EfficientNetLite(lite))
    load(model.named_weights(), weights)
    model.to(memory_format=torch.channels_last).eval()
    return model


def _record(photograph: LabelledPhotograph) -> PackedPhotograph:
    """Return what the chance to be drawn hangs on; what it does not stays empty."""
    grade = photograph.grade
    grades = photograph.grade_range if grade is None else (grade, grade)
    return PackedPhotograph(
        photograph.dataset, photograph.file, "", "train", grades, None, None, (0, 0, 1, 1), (1, 1)
    )


def _groups(model: nn.Module) -> list[dict[str, object]]:
    """Return parameters with and without weight decay: kernels, and all that is one number each."""
    kernels = [one for one in model.parameters() if one.ndim > 1]
    others = [one for one in model.parameters() if one.ndim <= 1]
    return [
        {"params": kernels, "weight_decay": _DECAY},
        {"params": others, "weight_decay": 0.0},
    ]


def _follow(average: nn.Module, model: nn.Module, kept: float) -> None:
    with torch.no_grad():
        pairs = zip(average.parameters(), model.parameters(), strict=True)
        for averaged, learned in pairs:
            averaged.lerp_(learned, 1 - kept)


def _pictures(
    photographs: PreparedPhotographs, rows: np.ndarray, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return photographs as they are and as they are packed, changed alike, (N, 3, S, S), 0–1."""
    seeds = rng.integers(1 << 31, size=len(rows))
    images = [photographs.image(int(row)) for row in rows]
    both = []
    for pictures in (images, [_compressed(image) for image in images]):
        made = [
            changed(image, np.random.default_rng(seed))
            for image, seed in zip(pictures, seeds, strict=True)
        ]
        stack = torch.from_numpy(np.stack(made).transpose(0, 3, 1, 2).copy())
        both.append(stack.contiguous(memory_format=torch.channels_last))
    return both[0], both[1]


def _compressed(pixels: np.ndarray) -> np.ndarray:
    quality = [cv2.IMWRITE_WEBP_QUALITY, _QUALITY]
    written = cv2.imencode(".webp", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), quality)[1]
    found = cv2.imdecode(written, cv2.IMREAD_COLOR)
    if found is None:
        raise TrainingError("WebP cannot be read back; is OpenCV whole?")
    return cv2.cvtColor(found, cv2.COLOR_BGR2RGB)


def learnable(data: Sequence[Path], split_file: Path) -> tuple[LabelledPhotograph, ...]:
    """Return the photographs of the training side with a grade or a range of grades.

    Raises
    ------
    LabelsError, TrainingError
        If a file cannot be read, or there are none.
    """
    found = on_side(read_labels(data), read_split(split_file), Split.TRAIN)
    kept = tuple(photo for photo in found if photo.is_gradable or photo.is_ranged)
    if not kept:
        raise TrainingError(f"{split_file}: no photograph of the training side has a grade")
    return kept


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    usual = AdaptSettings()
    parser = argparse.ArgumentParser(
        prog="python -m scripts.graphics_card.adapt",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--data", nargs="+", required=True, type=Path, metavar="LABELS.csv")
    parser.add_argument("--split-file", required=True, type=Path, metavar="SPLIT.csv")
    parser.add_argument("--weights", required=True, type=Path, help=".npz with the last layer")
    parser.add_argument("--output", required=True, type=Path, help="the run's folder")
    parser.add_argument("--lite", type=int, choices=(0, 1, 2), default=usual.lite)
    parser.add_argument("--image-size", type=int, default=usual.size, help="pixels of the input")
    parser.add_argument("--steps", type=int, default=usual.steps)
    options = parser.parse_args(arguments)
    settings = AdaptSettings(options.lite, options.image_size, options.steps)

    def work() -> None:
        open_output(options.output)
        spec = InputSpec(height=settings.size, width=settings.size, crop="field_of_view")
        chosen = learnable(options.data, options.split_file)
        prepared = prepare(chosen, spec, options.output / "prepared", SilentProgress())
        network = adapt(prepared, options.weights, settings)
        save(options.output / "network.npz", dump(network.named_weights()))

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
