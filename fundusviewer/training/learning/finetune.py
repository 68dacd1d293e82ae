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
from fundusviewer.training.learning import checkpoint
from fundusviewer.training.learning.checkpoint import Checkpoint
from fundusviewer.training.learning.losses import tensor_loss
from fundusviewer.training.learning.network import values_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.data.batches import BatchMaker
    from fundusviewer.training.learning.network import TransferNetwork

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Validation:
    """What the validation patients say: the loss, and how well the answers agree.

    The score is the weighted kappa of grades, the balanced accuracy of other classes, the mean AUC
    of several labels.
    """

    loss: float
    score: float


@dataclass(frozen=True)
class Epoch:
    """What one epoch came to: mean training loss, and the averaged weights on validation patients.

    Earlier versions did not keep the score; see :class:`Validation`.
    """

    number: int
    training_loss: float
    validation_loss: float
    validation_score: float | None = None


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
    several
        Whether several answers can be right at once.
    on_epoch
        Told of each epoch, those of a run that goes on included.
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
        several: bool = False,
        on_epoch: Callable[[Epoch], None] = lambda _: None,
    ) -> None:
        import keras
        import tensorflow as tf

        self._batches = batches
        self._validate = validate
        self._plan = plan
        self._per_epoch = steps_per_epoch
        self._folder = folder
        self._on_epoch = on_epoch
        self._learned = network.release_upper(plan.share)
        # What batch normalisation has seen belongs to the weights that have seen it.
        seen = network.statistics() if plan.batch_statistics else []
        self._variables = [*self._learned, *seen]
        self._optimizer = keras.optimizers.AdamW(
            plan.learning_rate, weight_decay=plan.weight_decay, clipnorm=1.0
        )
        self._optimizer.build(self._learned)
        self._average = [
            tf.Variable(value, trainable=False) for value in values_of(self._variables)
        ]
        self._step = self._compiled(network, several=several)
        self._done = 0
        self._losses: list[Any] = []
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
                    self.learn(images, targets, total)
                    task.advance()
                if self._done == (len(self._history) + 1) * self._per_epoch:
                    self._end_epoch()
                self._save()
        self._use_best()
        return tuple(self._history)

    def learn(self, images: np.ndarray, targets: np.ndarray, total: int) -> Any:
        """Take one step of ``total``; return its loss, a tensor."""
        # A young average follows quickly, so that it is not held back by the start.
        momentum = min(self._plan.averaging, (self._done + 1) / (self._done + 11))
        numbers = np.array([self._rate(total), momentum], np.float32)
        loss = self._step(images, targets, np.array([0, self._done]), numbers)
        self._losses.append(loss)
        self._done += 1
        return loss

    def _rate(self, total: int) -> float:
        warm = max(1, total // 20)
        cosine = 0.5 * (1 + math.cos(math.pi * self._done / total))
        return self._plan.learning_rate * min(1.0, (self._done + 1) / warm) * cosine

    def _end_epoch(self) -> None:
        present = values_of(self._variables)
        average = values_of(self._average)
        self._assign(average)
        found = self._validate()
        loss = found.loss
        if not self._history or loss < min(epoch.validation_loss for epoch in self._history):
            checkpoint.save(self._best_path, Checkpoint({"average": average}, {}))
        self._assign(present)
        mean = float(np.mean([float(loss) for loss in self._losses]))
        self._losses = []
        self._history.append(Epoch(len(self._history) + 1, mean, loss, found.score))
        log.info(
            "fine-tuning, epoch %d: loss %.4f, validation loss %.4f, score %.3f",
            len(self._history),
            mean,
            loss,
            found.score,
        )
        self._on_epoch(self._history[-1])

    def _stalled(self) -> bool:
        losses = [epoch.validation_loss for epoch in self._history]
        return bool(losses) and len(losses) - 1 - int(np.argmin(losses)) >= self._plan.patience

    def _save(self) -> None:
        arrays = {
            "variables": values_of(self._variables),
            "average": values_of(self._average),
            "optimizer": values_of(self._optimizer.variables),
        }
        numbers = {
            "plan": asdict(self._plan),
            "done": self._done,
            "losses": [float(loss) for loss in self._losses],
            "history": [vars(epoch) for epoch in self._history],
        }
        checkpoint.save(self._folder / "last.npz", Checkpoint(arrays, numbers))

    def _restore(self) -> None:
        stored = checkpoint.load(self._folder / "last.npz")
        if stored is None:
            return
        # What an earlier version did not know was as it is today by default.
        if asdict(FineTunePlan()) | stored.numbers["plan"] != asdict(self._plan):
            raise TrainingError(
                f"{self._folder}: holds a fine-tuning with other settings; give the same to go on "
                "with it, or delete that folder"
            )
        self._assign(stored.arrays["variables"])
        for variable, value in zip(self._average, stored.arrays["average"], strict=True):
            variable.assign(value)
        pairs = zip(self._optimizer.variables, stored.arrays["optimizer"], strict=True)
        for variable, value in pairs:
            variable.assign(value)
        self._done = int(stored.numbers["done"])
        self._losses = list(stored.numbers["losses"])
        self._history = [_epoch(entry) for entry in stored.numbers["history"]]
        for epoch in self._history:
            self._on_epoch(epoch)
        log.info("fine-tuning goes on after step %d", self._done)

    def _use_best(self) -> None:
        best = checkpoint.load(self._best_path)
        self._assign(best.arrays["average"] if best else values_of(self._average))

    @property
    def _best_path(self) -> Path:
        return self._folder / "best.npz"

    def _assign(self, values: Any) -> None:
        for variable, value in zip(self._variables, values, strict=True):
            variable.assign(value)

    def _compiled(self, network: TransferNetwork, *, several: bool) -> Callable[..., Any]:
        """Return one step: losses, gradients, weights and their moving average in one graph."""
        import tensorflow as tf

        plan, optimizer, learned = self._plan, self._optimizer, self._learned
        loss_of = tensor_loss(plan.loss, several=several)
        averages = list(zip(self._average, self._variables, strict=True))

        def step(images: Any, targets: Any, seed: Any, numbers: Any) -> Any:
            optimizer.learning_rate.assign(numbers[0])
            with tf.GradientTape() as tape:
                # Stateless: a run that goes on drops what it would have dropped.
                pooled = tf.nn.experimental.stateless_dropout(
                    network.pooled(images, learning=plan.batch_statistics), plan.dropout, seed
                )
                loss = tf.reduce_mean(loss_of(targets, network.dense(pooled)))
            optimizer.apply_gradients(zip(tape.gradient(loss, learned), learned, strict=True))
            for average, variable in averages:
                average.assign_sub((1 - numbers[1]) * (average - variable.value))
            return loss

        compiled: Callable[..., Any] = tf.function(step, reduce_retracing=True)
        return compiled


def _epoch(stored: dict[str, Any]) -> Epoch:
    """Return an epoch as it was stored, also by versions that knew the kappa alone."""
    score = stored.pop("validation_kappa", None)
    return Epoch(**{"validation_score": score} | stored)
