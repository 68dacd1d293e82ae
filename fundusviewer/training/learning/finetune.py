"""Fine-tuning: the upper half of the backbone and the head learn together (TensorFlow)."""

from __future__ import annotations

import logging
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import TrainingError
from fundusviewer.training.config.plans import FineTunePlan
from fundusviewer.training.data.ordinal_targets import partial_cross_entropy
from fundusviewer.training.learning import checkpoint
from fundusviewer.training.learning.checkpoint import Checkpoint
from fundusviewer.training.learning.network import values_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.data.batches import BatchMaker
    from fundusviewer.training.learning.network import TransferNetwork

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Validation:
    """What the validation patients say: the loss, and the weighted kappa of the grades."""

    loss: float
    kappa: float


@dataclass(frozen=True)
class Epoch:
    """What one epoch came to: mean training loss, and the averaged weights on validation patients.

    Earlier versions did not keep the kappa.
    """

    number: int
    training_loss: float
    validation_loss: float
    validation_kappa: float | None = None


class FineTuner:
    """Trains, keeps the moving average, stores checkpoints and goes on from them.

    Parameters
    ----------
    network
        Starts from its weights and holds the best averaged ones after :meth:`run`.
    batches
        Makes the training batches.
    validate
        What the validation patients say of the network as it is; called with the averaged
        weights in place.
    plan
        How to train.
    steps_per_epoch
        Number of batches in an epoch.
    folder
        Where the checkpoints are.
    """

    def __init__(
        self,
        network: TransferNetwork,
        batches: BatchMaker,
        validate: Callable[[], Validation],
        plan: FineTunePlan,
        *,
        steps_per_epoch: int,
        folder: Path,
    ) -> None:
        import keras

        self._batches = batches
        self._validate = validate
        self._plan = plan
        self._per_epoch = steps_per_epoch
        self._folder = folder
        self._variables = network.release_upper(plan.share)
        self._optimizer = keras.optimizers.AdamW(
            plan.learning_rate, weight_decay=plan.weight_decay, clipnorm=1.0
        )
        self._optimizer.build(self._variables)
        self._average = values_of(self._variables)
        self._step = self._compiled(network)
        self._done = 0
        self._losses: list[float] = []
        self._history: list[Epoch] = []

    def run(self, progress: Progress, save_every: int = 100) -> tuple[Epoch, ...]:
        """Train to the end, or until the validation loss stays; return the epochs.

        Raises
        ------
        TrainingError
            If a checkpoint is damaged or belongs to a fine-tuning with other settings.
        OutputError
            If a checkpoint cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._restore()
        total = self._plan.epochs * self._per_epoch
        with progress.task("Fine-tuning", total) as task:
            task.advance(self._done)
            while self._done < total and not self._stalled():
                end = min(self._done + save_every, (len(self._history) + 1) * self._per_epoch)
                for images, targets in self._batches.steps(self._done, end):
                    self._learn(images, targets, total)
                    task.advance()
                if self._done == (len(self._history) + 1) * self._per_epoch:
                    self._end_epoch()
                self._save()
        self._use_best()
        return tuple(self._history)

    def _learn(self, images: np.ndarray, targets: np.ndarray, total: int) -> None:
        self._optimizer.learning_rate.assign(self._rate(total))
        self._losses.append(float(self._step(images, targets, np.array([0, self._done]))))
        self._done += 1
        # A young average follows quickly, so that it is not held back by the start.
        momentum = min(self._plan.averaging, self._done / (self._done + 10))
        for average, variable in zip(self._average, self._variables, strict=True):
            average *= momentum
            average += (1 - momentum) * variable.numpy()

    def _rate(self, total: int) -> float:
        warm = max(1, total // 20)
        cosine = 0.5 * (1 + math.cos(math.pi * self._done / total))
        return self._plan.learning_rate * min(1.0, (self._done + 1) / warm) * cosine

    def _end_epoch(self) -> None:
        present = values_of(self._variables)
        self._assign(self._average)
        found = self._validate()
        loss = found.loss
        if not self._history or loss < min(epoch.validation_loss for epoch in self._history):
            checkpoint.save(self._best_path, Checkpoint({"average": self._average}, {}))
        self._assign(present)
        mean = float(np.mean(self._losses))
        self._losses = []
        self._history.append(Epoch(len(self._history) + 1, mean, loss, found.kappa))
        log.info(
            "fine-tuning, epoch %d: loss %.4f, validation loss %.4f, kappa %.3f",
            len(self._history),
            mean,
            loss,
            found.kappa,
        )

    def _stalled(self) -> bool:
        losses = [epoch.validation_loss for epoch in self._history]
        return bool(losses) and len(losses) - 1 - int(np.argmin(losses)) >= self._plan.patience

    def _save(self) -> None:
        arrays = {
            "variables": values_of(self._variables),
            "average": self._average,
            "optimizer": values_of(self._optimizer.variables),
        }
        numbers = {
            "plan": asdict(self._plan),
            "done": self._done,
            "losses": self._losses,
            "history": [vars(epoch) for epoch in self._history],
        }
        checkpoint.save(self._folder / "last.npz", Checkpoint(arrays, numbers))

    def _restore(self) -> None:
        stored = checkpoint.load(self._folder / "last.npz")
        if stored is None:
            return
        if stored.numbers["plan"] != asdict(self._plan):
            raise TrainingError(
                f"{self._folder}: holds a fine-tuning with other settings; give the same to go on "
                "with it, or delete that folder"
            )
        self._assign(stored.arrays["variables"])
        self._average = list(stored.arrays["average"])
        pairs = zip(self._optimizer.variables, stored.arrays["optimizer"], strict=True)
        for variable, value in pairs:
            variable.assign(value)
        self._done = int(stored.numbers["done"])
        self._losses = list(stored.numbers["losses"])
        self._history = [Epoch(**epoch) for epoch in stored.numbers["history"]]
        log.info("fine-tuning goes on after step %d", self._done)

    def _use_best(self) -> None:
        best = checkpoint.load(self._best_path)
        self._assign(best.arrays["average"] if best else self._average)

    @property
    def _best_path(self) -> Path:
        return self._folder / "best.npz"

    def _assign(self, values: Any) -> None:
        for variable, value in zip(self._variables, values, strict=True):
            variable.assign(value)

    def _compiled(self, network: TransferNetwork) -> Callable[[Any, Any, Any], Any]:
        import tensorflow as tf

        plan, variables, optimizer = self._plan, self._variables, self._optimizer

        def step(images: Any, targets: Any, seed: Any) -> Any:
            with tf.GradientTape() as tape:
                # Stateless: a run that goes on drops what it would have dropped.
                pooled = tf.nn.experimental.stateless_dropout(
                    network.pooled(images), plan.dropout, seed
                )
                losses = partial_cross_entropy(targets, network.dense(pooled))
                loss = tf.reduce_mean(losses)
            optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))
            return loss

        compiled: Callable[[Any, Any, Any], Any] = tf.function(step, reduce_retracing=True)
        return compiled
