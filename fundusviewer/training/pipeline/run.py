"""A whole training run, from labels to a model file and a report (TensorFlow)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.screening.metrics import quadratic_weighted_kappa
from fundusviewer.training.config.plans import Arithmetic
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.config.settings import (
    FEATURES,
    FINE_TUNE,
    TrainingSettings,
    open_run_folder,
)
from fundusviewer.training.data.batches import BatchMaker
from fundusviewer.training.data.dataset import TrainingData, labelled, load_data
from fundusviewer.training.data.ordinal_targets import soft_ordinal_targets, training_targets
from fundusviewer.training.data.sample_weights import equal_sets, patient_numbers, sampling_weights
from fundusviewer.training.data.splits import Split
from fundusviewer.training.learning.features import Extractor, extract
from fundusviewer.training.learning.finetune import Epoch, FineTuner, Validation
from fundusviewer.training.learning.head import (
    Examples,
    Unseen,
    head_probabilities,
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
from fundusviewer.training.pipeline.leave_out import leave_each_set_out
from fundusviewer.training.pipeline.outcome import Outcome
from fundusviewer.training.pipeline.run_report import write_reports
from fundusviewer.training.shipping.shipping import export_and_fit, refit

if TYPE_CHECKING:
    from fundusviewer.export.sources.classifier_spec import DenseHead

log = logging.getLogger(__name__)

#: The network's weights with its head, in the run's folder: a start for other runs.
WEIGHTS_FILE = "network.npz"

_BATCH = 16


def train(settings: TrainingSettings, progress: Progress) -> Outcome:
    """Train a model, or go on with a run that was stopped.

    Parameters
    ----------
    settings
        What to do; the same settings with the same output folder go on where they stopped.
    progress
        Told of each step.

    Returns
    -------
    Outcome
        The file, its figures and the report are in ``settings.output``.

    Raises
    ------
    LabelsError
        If the labels cannot be used.
    TrainingError, ExportError, OutputError
        If the run cannot start, go on or be finished.
    """
    folder = open_run_folder(settings)
    photographs = labelled(settings)
    if settings.fit_only is None:
        # Weights that do not fit are noticed before an hour of photographs is prepared.
        start = _start(settings)
        data = load_data(settings, photographs, progress)
        outcome = _trained(start, data, settings, progress)
    else:
        data = load_data(settings, photographs, progress)
        shipped = refit(settings.fit_only, data, settings, progress)
        outcome = Outcome(shipped, folder / "report.md")
    write_reports(outcome, data, settings)
    return outcome


@dataclass(frozen=True)
class _Start:
    """The network that a run begins with, and whether its head has learned already."""

    network: TransferNetwork
    has_head: bool


def _start(settings: TrainingSettings) -> _Start:
    network = _build(settings, "float32")
    return _Start(network, load_pretrained(network, settings.weights))


def _build(settings: TrainingSettings, arithmetic: Arithmetic) -> TransferNetwork:
    from fundusviewer.export.sources.backbones import find_backbone

    backbone = find_backbone(settings.backbone)
    return build_network(backbone, settings.image_size, len(GRADE_NAMES), arithmetic)


def _trained(
    start: _Start, data: TrainingData, settings: TrainingSettings, progress: Progress
) -> Outcome:
    run = _Run(start, settings, data, progress)
    frozen = run.train_frozen()
    left_out = (
        leave_each_set_out(data, run.features, run.targets, settings)
        if settings.leave_one_set_out
        else ()
    )
    network, fine_tuned_loss, epochs = run.fine_tune(frozen)
    # The better network is the frozen one where fine-tuning did not help.
    unseen = frozen.unseen if fine_tuned_loss is None or fine_tuned_loss >= frozen.loss else None
    shipped = export_and_fit(network.explained(), data, settings, progress, unseen=unseen)
    report = settings.output / "report.md"
    return Outcome(
        shipped, report, frozen.loss, fine_tuned_loss, epochs, left_out, run.prior_loss()
    )


@dataclass(frozen=True, eq=False)
class _Frozen:
    """A head on the frozen backbone, its validation loss, and how it is calibrated."""

    head: DenseHead
    loss: float
    unseen: Unseen | None


class _Run:
    """The stages of one run and what they share."""

    def __init__(
        self, start: _Start, settings: TrainingSettings, data: TrainingData, progress: Progress
    ) -> None:
        self._settings = settings
        self._data = data
        self._progress = progress
        self._train = data.graded(Split.TRAIN)
        self._learned = data.learned()
        self._validation = data.graded(Split.VALIDATION)
        self._drawn = sampling_weights(data.at(self._train), settings.balance)
        self._counted = equal_sets(data.at(self._validation))
        self.targets = soft_ordinal_targets(np.maximum(data.grades, 0))
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

    def train_frozen(self) -> _Frozen:
        """Train the head on the frozen backbone.

        A head that is to start untrained stays as it is, and so does one that came with the
        weights of an earlier run. That of the bundled grader stays where it does better on the
        validation patients than one that has learned from the training patients.
        """
        plan, seed = self._settings.head, self._settings.split.seed
        own = self._settings.weights == RETINA
        given: _Frozen | None = None
        if self._has_head or plan.epochs == 0:
            head = self._pretrained.head()
            loss = self._validator(self._pretrained)().loss
            log.info("as it was loaded: validation loss %.4f", loss)
            given = _Frozen(head, loss, partial(_answers_of, head) if own else None)
        if given is not None and (not own or plan.epochs == 0):
            return given
        train = Examples(
            self.features[:, self._train],
            self.targets[self._train],
            self._drawn,
            patient_numbers(self._data.at(self._train)),
        )
        validation = self._examples(self.features[0][self._validation])
        head = train_head(train, validation, plan, seed)
        loss = weighted_loss(head_probabilities(head, validation.features[0]), validation)
        log.info("frozen backbone: validation loss %.4f", loss)
        solved = _Frozen(head, loss, partial(unseen_probabilities, plan=plan, seed=seed))
        return solved if given is None or solved.loss < given.loss else given

    def prior_loss(self) -> float:
        """Return the validation loss of saying the same of every photograph."""
        nothing = np.empty((len(self._validation), 0), np.float32)
        return prior_loss(self.targets[self._train], self._drawn, self._examples(nothing))

    def fine_tune(self, start: _Frozen) -> tuple[TransferNetwork, float | None, tuple[Epoch, ...]]:
        """Fine-tune if asked to; return the better network."""
        frozen = self._pretrained
        frozen.set_head(start.head)
        plan = self._settings.fine_tune
        if plan.epochs == 0:
            return frozen, None, ()
        network = _build(self._settings, plan.arithmetic)
        network.maps.set_weights(frozen.maps.get_weights())
        network.set_head(start.head)
        tuner = FineTuner(
            network,
            self._batches(),
            self._validator(network),
            plan,
            steps_per_epoch=max(1, len(self._learned) // plan.batch),
            folder=self._settings.output / FINE_TUNE,
        )
        epochs = tuner.run(self._progress)
        loss = min(epoch.validation_loss for epoch in epochs)
        log.info("fine-tuned: validation loss %.4f, frozen %.4f", loss, start.loss)
        better = network if loss < start.loss else frozen
        better.save(self._settings.output / WEIGHTS_FILE)
        return better, loss, epochs

    def _batches(self) -> BatchMaker:
        photographs = self._data.at(self._learned)
        return BatchMaker(
            self._data.prepared,
            self._learned,
            training_targets(photographs),
            sampling_weights(photographs, self._settings.balance),
            size=self._settings.fine_tune.batch,
            seed=self._settings.split.seed,
        )

    def _validator(self, network: TransferNetwork) -> Callable[[], Validation]:
        extractor = network.extractor()

        def validate() -> Validation:
            features = _features(extractor, self._data, self._validation)
            probabilities = head_probabilities(network.head(), features)
            grades = self._data.grades[self._validation]
            return Validation(
                weighted_loss(probabilities, self._examples(features)),
                quadratic_weighted_kappa(grades, probabilities.argmax(axis=1)),
            )

        return validate

    def _examples(self, features: np.ndarray) -> Examples:
        return Examples(features[None], self.targets[self._validation], self._counted)


def _answers_of(head: DenseHead, examples: Examples) -> np.ndarray:
    """Return what a head says that learned from none of these photographs."""
    return head_probabilities(head, examples.features[0])


def _features(extractor: Extractor, data: TrainingData, rows: np.ndarray) -> np.ndarray:
    parts = [rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH)]
    return np.concatenate(
        [extractor(np.stack([data.prepared.image(row) for row in part])) for part in parts]
    )
