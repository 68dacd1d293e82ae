"""What a training run came to; its report is written from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fundusviewer.inference.card import Interval
from fundusviewer.training.evaluation.evaluation import SetResult
from fundusviewer.training.learning.finetune import Epoch
from fundusviewer.training.shipping.classes import ShippedClasses
from fundusviewer.training.shipping.shipping import Shipped


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a run came to.

    Attributes
    ----------
    shipped
        The model file and its figures.
    report
        The Markdown report.
    frozen_loss, fine_tuned_loss
        Validation losses of the two stages; the file holds the better one. ``None`` for a stage
        that was not run.
    epochs
        Of the fine-tuning.
    left_out
        Figures of each set for a frozen network that never saw it, where that was asked for.
    prior_loss
        Validation loss of saying the same of every photograph, the best for them.
    gain
        By how much that of the network in the file is below it, over the validation patients;
        ``None`` where nothing was trained or they are too few to tell.
    keras_file
        The network for plain Keras; ``None`` where nothing was trained.
    """

    shipped: Shipped | ShippedClasses
    report: Path
    frozen_loss: float | None = None
    fine_tuned_loss: float | None = None
    epochs: tuple[Epoch, ...] = ()
    left_out: tuple[SetResult, ...] = ()
    prior_loss: float | None = None
    gain: Interval | None = None
    keras_file: Path | None = None
