"""Learn the grader from a packed folder.

::

    python -m scripts.graphics_card.grader PACK --weights lite2.npz --output RUN

The output holds ``network.npz`` for ``fundusviewer train --weights``, ``side.npz``,
``answers.npz`` (to the photographs that were not learned from) and ``run.json``.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812

from fundusviewer.atomic import write_text_atomically
from fundusviewer.errors import TrainingError
from scripts.graphics_card.command import open_output, run_command
from scripts.graphics_card.learning.augmentation import augmented
from scripts.graphics_card.learning.device import mixed_precision, open_device
from scripts.graphics_card.learning.loop import Clock, Faster, LearningPlan, learn
from scripts.graphics_card.learning.photographs import DevicePhotographs
from scripts.graphics_card.networks.efficientnet_lite import EfficientNetLite
from scripts.graphics_card.networks.grading_network import GraderLoss, GradingNetwork
from scripts.graphics_card.networks.weights import dump, load, save
from scripts.graphics_card.packed.sampling import grader_weights
from scripts.graphics_card.packed.targets import targets_of

log = logging.getLogger(__name__)

_SEED = 1
_DECAY, _AVERAGE = 0.02, 0.999
#: The last layers begin with nothing and learn faster.
_HEAD_FACTOR = 3.0
_ANSWERING_BATCH = 64
_TRIAL_STEPS, _TRIAL_WARM_UP = 14, 4


@dataclass(frozen=True)
class GraderSettings:
    """One run.

    Attributes
    ----------
    seconds
        Time to learn.
    lite
        Which EfficientNet-Lite: 0, 1 or 2.
    size
        Height and width of the input in pixels.
    batch
        Photographs a step.
    rate
        Highest learning rate.
    leave_out
        Sets that are not learned from; all of their photographs are answered.
    """

    seconds: float = 140
    lite: int = 2
    size: int = 512
    batch: int = 64
    rate: float = 4e-4
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Grader:
    """What was learned.

    Attributes
    ----------
    network
        The moving average.
    steps
        How many steps were done.
    rows
        int (M,), the photographs that were not learned from.
    probabilities
        float32 (M, 5), of grades.
    side
        float32 (M, 4), of :data:`.targets.SIDE_OUTPUTS`.
    """

    network: GradingNetwork
    steps: int
    rows: np.ndarray
    probabilities: np.ndarray
    side: np.ndarray


def train_grader(
    photographs: DevicePhotographs,
    weights: Path,
    settings: GraderSettings,
    device: torch.device,
    layout: torch.memory_format | None = None,
    clock: Clock = time.monotonic,
) -> Grader:
    """Learn a grader and let it answer.

    Parameters
    ----------
    photographs
        All of the packed folder.
    weights
        ``.npz`` of the EfficientNet-Lite to begin with.
    settings
        The run.
    device
        Where.
    layout
        How pictures lie in memory; ``None``: the faster way, which a trial tells.
    clock
        Seconds that pass.
    """
    learned, others = _sides(photographs, settings.leave_out)
    loss_of = GraderLoss(targets_of(photographs.records), device)
    encoder = EfficientNetLite(settings.lite)
    load(encoder.named_weights(), weights)
    if layout is None:
        layout = _faster_layout(photographs, loss_of, settings, device)
    torch.manual_seed(_SEED)
    model = GradingNetwork(encoder).to(device).to(memory_format=layout)
    average = GradingNetwork(EfficientNetLite(settings.lite)).to(device).to(memory_format=layout)
    average.load_state_dict(model.state_dict())
    rows = torch.tensor(learned, device=device)
    chances = grader_weights([photographs.records[row] for row in learned])
    drawn = torch.from_numpy(chances).float().to(device)

    def batch_loss() -> torch.Tensor:
        chosen = rows[torch.multinomial(drawn, settings.batch, replacement=True)]
        return _batch_loss(model, photographs, chosen, loss_of, settings.size, layout)

    plan = LearningPlan(settings.seconds, settings.rate, _DECAY, _AVERAGE, log_every=200)
    heads = Faster([*model.scores.parameters(), *model.side.parameters()], _HEAD_FACTOR)
    steps = learn(model, average, plan, batch_loss, heads, clock)
    passes = steps * settings.batch / len(learned)
    log.info("%d photographs, %.1f passes", len(learned), passes)
    left = torch.tensor(others, device=device)
    answers = _answers(average, photographs, left, settings.size, layout)
    return Grader(average, steps, np.array(others, int), *answers)


def _sides(photographs: DevicePhotographs, leave_out: Sequence[str]) -> tuple[list[int], list[int]]:
    """Return the rows that are learned from, and those that are answered afterwards."""
    records = photographs.records
    unknown = set(leave_out) - {record.set for record in records}
    if unknown:
        sets = ", ".join(sorted({record.set for record in records}))
        raise TrainingError(f"{sorted(unknown)[0]!r} is none of the packed sets: {sets}")
    is_training = [record.side == "train" and record.set not in leave_out for record in records]
    learned = [row for row, record in enumerate(records) if is_training[row] and record.teaches]
    if not learned:
        raise TrainingError("no packed photograph is on the training side and has a label")
    return learned, [row for row, training in enumerate(is_training) if not training]


def _batch_loss(
    model: GradingNetwork,
    photographs: DevicePhotographs,
    rows: torch.Tensor,
    loss_of: GraderLoss,
    size: int,
    layout: torch.memory_format,
) -> torch.Tensor:
    with torch.no_grad():
        images = augmented(photographs.views(rows, size)).to(memory_format=layout)
    with mixed_precision(images.device):
        logits, side = model(images)
    return loss_of(rows, logits, side)


def _answers(
    model: GradingNetwork,
    photographs: DevicePhotographs,
    rows: torch.Tensor,
    size: int,
    layout: torch.memory_format,
) -> tuple[np.ndarray, np.ndarray]:
    """Return probabilities of grades and of the side outputs, float32 (M, 5) and (M, 4)."""
    model.eval()
    grades, beside = [np.empty((0, 5), np.float32)], [np.empty((0, 4), np.float32)]
    with torch.no_grad():
        for part in rows.split(_ANSWERING_BATCH) if len(rows) else ():
            images = photographs.whole(part, size).to(memory_format=layout)
            with mixed_precision(images.device):
                logits, side = model(images)
            grades.append(F.softmax(logits, 1).float().cpu().numpy())
            beside.append(torch.sigmoid(side).float().cpu().numpy())
    return np.concatenate(grades), np.concatenate(beside)


def _faster_layout(
    photographs: DevicePhotographs,
    loss_of: GraderLoss,
    settings: GraderSettings,
    device: torch.device,
) -> torch.memory_format:
    """Return the order of memory in which some steps of learning take less time."""

    def photographs_a_second(layout: torch.memory_format) -> float:
        model = GradingNetwork(EfficientNetLite(settings.lite)).to(device)
        model = model.to(memory_format=layout)
        optimiser = torch.optim.AdamW(model.parameters(), lr=1e-5, fused=device.type == "cuda")
        rows = torch.arange(settings.batch, device=device) % len(photographs.records)
        start = 0.0
        for step in range(_TRIAL_STEPS):
            if step == _TRIAL_WARM_UP:
                _wait_for(device)
                start = time.monotonic()
            _batch_loss(model, photographs, rows, loss_of, settings.size, layout).backward()
            optimiser.step()
            optimiser.zero_grad()
        _wait_for(device)
        count = settings.batch * (_TRIAL_STEPS - _TRIAL_WARM_UP)
        speed = count / (time.monotonic() - start)
        log.info("%s: %.0f photographs a second", layout, speed)
        return speed

    return max((torch.channels_last, torch.contiguous_format), key=photographs_a_second)


def _wait_for(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()


def write_run(folder: Path, grader: Grader, settings: GraderSettings) -> None:
    """Write what was learned and answered.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    save(folder / "network.npz", dump(grader.network.named_weights()))
    save(folder / "side.npz", dump(grader.network.named_side_weights()))
    answers = {"rows": grader.rows, "probabilities": grader.probabilities, "side": grader.side}
    save(folder / "answers.npz", answers)
    text = json.dumps({**asdict(settings), "steps": grader.steps}, indent=2)
    write_text_atomically(folder / "run.json", text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    usual = GraderSettings()
    parser = argparse.ArgumentParser(
        prog="python -m scripts.graphics_card.grader",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("pack", type=Path, help="the packed folder")
    parser.add_argument("--output", required=True, type=Path, help="the run's folder")
    parser.add_argument("--weights", required=True, type=Path, help=".npz to begin with")
    parser.add_argument("--seconds", type=float, default=usual.seconds, help="time to learn")
    parser.add_argument(
        "--leave-out", nargs="+", default=[], metavar="SET", help="sets that are not learned from"
    )
    parser.add_argument("--lite", type=int, choices=(0, 1, 2), default=usual.lite)
    parser.add_argument("--image-size", type=int, default=usual.size, help="pixels of the input")
    parser.add_argument("--batch", type=int, default=usual.batch, help="photographs a step")
    parser.add_argument("--rate", type=float, default=usual.rate, help="highest learning rate")
    options = parser.parse_args(arguments)
    settings = GraderSettings(
        seconds=options.seconds,
        lite=options.lite,
        size=options.image_size,
        batch=options.batch,
        rate=options.rate,
        leave_out=tuple(options.leave_out),
    )

    def work() -> None:
        device = open_device()
        open_output(options.output)
        photographs = DevicePhotographs(options.pack, device)
        log.info("%d photographs on %s", len(photographs.records), device)
        write_run(
            options.output,
            train_grader(photographs, options.weights, settings, device),
            settings,
        )

    return run_command(work)


if __name__ == "__main__":
    raise SystemExit(main())
