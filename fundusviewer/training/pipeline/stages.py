"""The stages of a training and what they share: a head on the frozen backbone, fine-tuning."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.screening.metrics import quadratic_weighted_kappa
from fundusviewer.training.config.plans import Arithmetic
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.config.settings import FEATURES, FINE_TUNE, TrainingSettings
from fundusviewer.training.data.batches import BatchMaker
from fundusviewer.training.data.dataset import TrainingData
from fundusviewer.training.data.ordinal_targets import task_targets, training_targets
from fundusviewer.training.data.sample_weights import equal_sets, patient_numbers, sampling_weights
from fundusviewer.training.data.splits import Split
from fundusviewer.training.data.tasks import Task
from fundusviewer.training.evaluation.classes import score_of
from fundusviewer.training.evaluation.evaluation import person
from fundusviewer.training.learning.features import Extractor, extract
from fundusviewer.training.learning.finetune import Epoch, FineTuner, Validation
from fundusviewer.training.learning.head import (
    Examples,
    Unseen,
    gain_over_prior,
    head_probabilities,
    prior_answer,
    prior_loss,
    train_head,
    unseen_probabilities,
    weighted_loss,
)
from fundusviewer.training.learning.network import (
    RETINA,
    TransferNetwork,
    build_network,
    load_pretrained,
)
from fundusviewer.training.learning.start_file import StartFile, read_start

if TYPE_CHECKING:
    from fundusviewer.export.sources.backbones import Backbone
    from fundusviewer.export.sources.classifier_spec import DenseHead
    from fundusviewer.inference.card import Interval

log = logging.getLogger(__name__)

#: The network's weights with its head, in the run's folder: a start for other runs.
WEIGHTS_FILE = "network.npz"

_BATCH = 16
#: Losses that know what to learn where a grade is known within a range only.
_OF_RANGES = ("ordinal", "cross-entropy")


@dataclass(frozen=True)
class Start:
    """The network that a run begins with, and whether its head has learned already."""

    network: TransferNetwork
    has_head: bool
    source: Backbone | StartFile

    def fresh(self, settings: TrainingSettings, arithmetic: Arithmetic) -> TransferNetwork:
        """Return the same network, in another arithmetic."""
        return _build(self.source, settings, self.network, arithmetic)


def begin(settings: TrainingSettings, task: Task) -> Start:
    """Build the network and load its weights, before a photograph is read.

    Raises
    ------
    ExportError
        If the weights cannot be had or do not fit.
    """
    from fundusviewer.export.sources.backbones import find_backbone

    classes, several = len(task.names), task.several
    if settings.start is None:
        backbone = find_backbone(settings.backbone)
        network = build_network(backbone, settings.image_size, classes, several=several)
        return Start(network, load_pretrained(network, settings.weights), backbone)
    file = read_start(settings.start)
    network = build_network(file, settings.image_size, classes, several=several)
    has_head = file.head is not None and file.head.kernel.shape[1] == classes
    if has_head and file.head is not None:
        network.set_head(file.head)
    return Start(network, has_head, file)


def _build(
    source: Backbone | StartFile,
    settings: TrainingSettings,
    like: TransferNetwork,
    arithmetic: Arithmetic,
) -> TransferNetwork:
    classes = int(like.dense.kernel.shape[1])
    return build_network(source, settings.image_size, classes, arithmetic, several=like.several)


@dataclass(frozen=True, eq=False)
class Frozen:
    """A head on the frozen backbone, its validation loss, and how it is calibrated."""

    head: DenseHead
    loss: float
    unseen: Unseen | None


class Stages:
    """The stages of one run and what they share."""

    def __init__(
        self, start: Start, settings: TrainingSettings, data: TrainingData, progress: Progress
    ) -> None:
        self._settings = settings
        self._data = data
        self._progress = progress
        self._start = start
        self._train = data.graded(Split.TRAIN)
        ranged = settings.fine_tune.loss in _OF_RANGES
        self._learned = data.learned() if ranged else self._train
        self._validation = data.graded(Split.VALIDATION)
        self._drawn = sampling_weights(data.at(self._train), settings.balance)
        self._counted = equal_sets(data.at(self._validation))
        self.targets = task_targets(data.photographs, data.task, settings.head.loss)
        self._pretrained, self._has_head = start.network, start.has_head

    @cached_property
    def features(self) -> np.ndarray:
        """Pooled features of the frozen backbone, float32 (1 + copies, N, D)."""
        return extract(
            self._pretrained.extractor(),
            self._data.prepared,
            self._settings.output / FEATURES,
            self._progress,
            copies=self._settings.copies,
            seed=self._settings.split.seed,
        )

    def train_frozen(self) -> Frozen:
        """Train the head on the frozen backbone.

        A head that is to start untrained stays as it is, and so does one that came with the
        weights of an earlier run. That of the bundled grader stays where it does better on the
        validation patients than one that has learned from the training patients.
        """
        plan, seed = self._settings.head, self._settings.split.seed
        own = self._settings.weights == RETINA and self._settings.start is None and self._has_head
        given: Frozen | None = None
        if self._has_head or plan.epochs == 0:
            head = self._pretrained.head()
            loss = self._validator(self._pretrained)().loss
            log.info("as it was loaded: validation loss %.4f", loss)
            given = Frozen(head, loss, partial(_answers_of, head) if own else None)
        if given is not None and (not own or plan.epochs == 0):
            return given
        train = Examples(
            self.features[:, self._train],
            self.targets[self._train],
            self._drawn,
            patient_numbers(self._data.at(self._train)),
            self._data.task.several,
        )
        validation = self._examples(self.features[0][self._validation])
        head = train_head(train, validation, plan, seed)
        loss = weighted_loss(self._probabilities(head, validation.features[0]), validation)
        log.info("frozen backbone: validation loss %.4f", loss)
        solved = Frozen(head, loss, partial(unseen_probabilities, plan=plan, seed=seed))
        return solved if given is None or solved.loss < given.loss else given

    def prior_loss(self) -> float:
        """Return the validation loss of saying the same of every photograph.

        The best answer of that kind for these photographs: against that of the training patients a
        network that says another one would seem to have looked at them.
        """
        nothing = np.empty((len(self._validation), 0), np.float32)
        return prior_loss(self.targets[self._validation], self._counted, self._examples(nothing))

    def gain(self, network: TransferNetwork) -> Interval | None:
        """Return by how much a network's validation loss is below the same of every photograph."""
        features = _features(network.extractor(), self._data, self._validation)
        return gain_over_prior(
            self._probabilities(network.head(), features),
            prior_answer(self.targets[self._validation], self._counted),
            self._examples(features),
            [person(photograph) for photograph in self._data.at(self._validation)],
        )

    def fine_tune(
        self, start: Frozen, on_epoch: Callable[[Epoch], None]
    ) -> tuple[TransferNetwork, float | None, tuple[Epoch, ...]]:
        """Fine-tune if asked to; return the better network."""
        frozen = self._pretrained
        frozen.set_head(start.head)
        plan = self._settings.fine_tune
        if plan.epochs == 0:
            return frozen, None, ()
        network = self._start.fresh(self._settings, plan.arithmetic)
        network.maps.set_weights(frozen.maps.get_weights())
        network.set_head(start.head)
        tuner = FineTuner(
            network,
            self.batches(),
            self._validator(network),
            plan,
            steps_per_epoch=max(1, len(self._learned) // plan.batch),
            folder=self._settings.output / FINE_TUNE,
            several=self._data.task.several,
            on_epoch=on_epoch,
        )
        epochs = tuner.run(self._progress)
        loss = min(epoch.validation_loss for epoch in epochs)
        log.info("fine-tuned: validation loss %.4f, frozen %.4f", loss, start.loss)
        better = network if self.keeps_fine_tuned(loss, start) else frozen
        if self._settings.start is None:
            better.save(self._settings.output / WEIGHTS_FILE)
        return better, loss, epochs

    def keeps_fine_tuned(self, loss: float, start: Frozen) -> bool:
        """Whether the fine-tuned network is kept: where it is better, and where nothing else is.

        A network of random weights is no answer, however well it does by saying the same of all.
        """
        return loss < start.loss or self._settings.fine_tune.batch_statistics

    def batches(self) -> BatchMaker:
        """Return what makes the batches of fine-tuning."""
        photographs = self._data.at(self._learned)
        return BatchMaker(
            self._data.prepared,
            self._learned,
            training_targets(photographs, self._data.task, self._settings.fine_tune.loss),
            sampling_weights(photographs, self._settings.balance),
            size=self._settings.fine_tune.batch,
            seed=self._settings.split.seed,
        )

    def _validator(self, network: TransferNetwork) -> Callable[[], Validation]:
        extractor = network.extractor()

        def validate() -> Validation:
            features = _features(extractor, self._data, self._validation)
            probabilities = self._probabilities(network.head(), features)
            return Validation(
                weighted_loss(probabilities, self._examples(features)), self._score(probabilities)
            )

        return validate

    def _score(self, probabilities: np.ndarray) -> float:
        task, photographs = self._data.task, self._data.at(self._validation)
        grades = self._data.grades[self._validation]
        if task.grades:
            return quadratic_weighted_kappa(grades, probabilities.argmax(axis=1))
        truth = (
            np.array([photo.labels for photo in photographs], bool)
            if task.several
            else np.eye(len(task.names), dtype=bool)[grades]
        )
        return score_of(probabilities, truth, several=task.several)

    def _probabilities(self, head: DenseHead, features: np.ndarray) -> np.ndarray:
        return head_probabilities(head, features, several=self._data.task.several)

    def _examples(self, features: np.ndarray) -> Examples:
        return Examples(
            features[None],
            self.targets[self._validation],
            self._counted,
            several=self._data.task.several,
        )


def _answers_of(head: DenseHead, examples: Examples) -> np.ndarray:
    """Return what a head says that learned from none of these photographs."""
    return head_probabilities(head, examples.features[0])


def _features(extractor: Extractor, data: TrainingData, rows: np.ndarray) -> np.ndarray:
    parts = [rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH)]
    return np.concatenate(
        [extractor(np.stack([data.prepared.image(row) for row in part])) for part in parts]
    )
