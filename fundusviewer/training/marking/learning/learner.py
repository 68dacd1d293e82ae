"""Learning to mark: AdamW along a cosine, a moving average, checkpoints (TensorFlow)."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from fundusviewer.errors import TrainingError
from fundusviewer.training.learning import checkpoint
from fundusviewer.training.learning.checkpoint import Checkpoint
from fundusviewer.training.learning.network import values_of

if TYPE_CHECKING:
    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.marking.learning.network import MarkingNetwork
    from fundusviewer.training.marking.settings import MarkingPlan

log = logging.getLogger(__name__)

_LARGEST_GRADIENT = 5.0
#: Share of the steps in which the rate rises.
_WARM_UP = 0.04
#: The moving average forgets the beginning: it spans a twentieth of the steps done at first.
_AVERAGE_START = 20
#: Steps between two looks at the validation photographs, at least.
_SHORTEST_ROUND = 20

#: Logits, targets, known → a number; see :mod:`.losses`.
Loss = Callable[[Any, Any, Any], Any]


class Batches(Protocol):
    """Where batches come from."""

    def steps(self, first: int, last: int) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Yield pictures, targets and what is known of them for these steps."""


@dataclass(frozen=True)
class Round:
    """What some steps came to: mean loss, and that of the average on validation patients."""

    steps: int
    training_loss: float
    validation_loss: float


class MarkingLearner:
    """Learns, stores its state and goes on from it.

    Parameters
    ----------
    network
        Starts from its weights; its whole network holds the best averaged ones after :meth:`run`.
    batches
        Makes the batches.
    loss
        Of one batch.
    validate
        The loss of the whole network as it is on validation patients.
    plan
        How to learn; its ``steps`` count.
    folder
        Where the checkpoints are.
    """

    def __init__(
        self,
        network: MarkingNetwork,
        batches: Batches,
        loss: Loss,
        validate: Callable[[], float],
        plan: MarkingPlan,
        folder: Path,
    ) -> None:
        import keras

        self._network, self._batches, self._validate = network, batches, validate
        rate = plan.learning_rate or network.usual_rate
        self._plan, self._rate, self._folder = replace(plan, learning_rate=rate), rate, folder
        self._variables = network.learning.variables
        self._optimizer = keras.optimizers.AdamW(
            rate, weight_decay=plan.weight_decay, global_clipnorm=_LARGEST_GRADIENT
        )
        self._optimizer.build(network.learning.trainable_variables)
        self._average = values_of(self._variables)
        self._step = self._compiled(loss)
        self._done = 0
        self._losses: list[float] = []
        self._history: list[Round] = []

    def run(self, progress: Progress, save_every: int = 50) -> tuple[Round, ...]:
        """Learn to the end; return the rounds.

        Raises
        ------
        TrainingError
            If a checkpoint is damaged or belongs to other settings, or the loss is no number.
        OutputError
            If a checkpoint cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._restore()
        total = self._plan.steps
        ends = self._round_ends()
        with progress.task("Learning", total) as task:
            task.advance(self._done)
            while self._done < total:
                goal = next(end for end in ends if end > self._done)
                until = min(self._done + save_every, goal)
                for batch in self._batches.steps(self._done, until):
                    self._learn(batch)
                    task.advance()
                if self._done == goal:
                    self._end_round()
                self._save()
        self._network.use(self._best())
        return tuple(self._history)

    def _round_ends(self) -> list[int]:
        # Looking at the validation photographs takes as long as some steps do.
        rounds = max(1, min(self._plan.rounds, self._plan.steps // _SHORTEST_ROUND))
        return [round(self._plan.steps * (one + 1) / rounds) for one in range(rounds)]

    def _learn(self, batch: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
        self._optimizer.learning_rate.assign(self._present_rate())
        loss = float(self._step(*batch))
        if not math.isfinite(loss):
            raise TrainingError(
                f"the loss is no number after {self._done} steps; a lower --learning-rate helps"
            )
        self._losses.append(loss)
        self._done += 1
        # A young average follows quickly, so that it is not held back by the start.
        kept = min(self._plan.averaging, self._done / (self._done + _AVERAGE_START))
        for average, variable in zip(self._average, self._variables, strict=True):
            average *= kept
            average += (1 - kept) * variable.numpy()

    def _present_rate(self) -> float:
        done = self._done / self._plan.steps
        rising = min(1.0, (self._done + 1) / max(1.0, _WARM_UP * self._plan.steps))
        return self._rate * rising * (0.5 + 0.5 * math.cos(math.pi * done))

    def _end_round(self) -> None:
        self._network.use(self._average)
        loss = self._validate()
        if not self._history or loss < min(one.validation_loss for one in self._history):
            checkpoint.save(self._best_path, Checkpoint({"average": self._average}, {}))
        mean = float(np.mean(self._losses))
        self._losses = []
        self._history.append(Round(self._done, mean, loss))
        log.info("step %d: loss %.4f, validation loss %.4f", self._done, mean, loss)

    def _best(self) -> list[np.ndarray]:
        best = checkpoint.load(self._best_path)
        return list(best.arrays["average"]) if best else self._average

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
            "history": [asdict(one) for one in self._history],
        }
        checkpoint.save(self._folder / "last.npz", Checkpoint(arrays, numbers))

    def _restore(self) -> None:
        stored = checkpoint.load(self._folder / "last.npz")
        if stored is None:
            return
        if stored.numbers["plan"] != asdict(self._plan):
            raise TrainingError(
                f"{self._folder}: holds a training with other settings; give the same to go on "
                "with it, or delete that folder"
            )
        for variables, values in (
            (self._variables, stored.arrays["variables"]),
            (self._optimizer.variables, stored.arrays["optimizer"]),
        ):
            for variable, value in zip(variables, values, strict=True):
                variable.assign(value)
        self._average = list(stored.arrays["average"])
        self._done = int(stored.numbers["done"])
        self._losses = list(stored.numbers["losses"])
        self._history = [Round(**one) for one in stored.numbers["history"]]
        log.info("learning goes on after step %d", self._done)

    @property
    def _best_path(self) -> Path:
        return self._folder / "best.npz"

    def _compiled(self, loss: Loss) -> Callable[[Any, Any, Any], Any]:
        import tensorflow as tf

        forward, optimizer = self._network.logits(), self._optimizer
        variables = self._network.learning.trainable_variables

        def step(images: Any, targets: Any, known: Any) -> Any:
            whole = targets.dtype == tf.uint8
            wanted = tf.cast(targets, tf.float32) / 255 if whole else targets
            with tf.GradientTape() as tape:
                found = loss(forward(images), wanted, known)
            optimizer.apply_gradients(zip(tape.gradient(found, variables), variables, strict=True))
            return found

        compiled: Callable[[Any, Any, Any], Any] = tf.function(step, reduce_retracing=True)
        return compiled
