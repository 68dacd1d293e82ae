"""A whole run of a network that marks places, from labels to a model file (TensorFlow)."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.errors import LabelsError
from fundusviewer.inference import Marker, open_marker
from fundusviewer.training.config.settings import FINE_TUNE, open_run_folder
from fundusviewer.training.data.splits import Split
from fundusviewer.training.marking.dataset import PREPARED, MarkingData, labelled, load_data
from fundusviewer.training.marking.figures.examples import write_examples
from fundusviewer.training.marking.learning.false_marks import FalseMarks, find_false_marks
from fundusviewer.training.marking.learning.landmark_batches import (
    LandmarkBatches,
    landmark_targets,
)
from fundusviewer.training.marking.learning.learner import Batches, Loss, MarkingLearner
from fundusviewer.training.marking.learning.lesion_batches import LesionBatches
from fundusviewer.training.marking.learning.losses import landmark_loss, mask_loss
from fundusviewer.training.marking.learning.network import MarkingNetwork, start_network
from fundusviewer.training.marking.report import MarkingOutcome, write_reports
from fundusviewer.training.marking.shipping import ship

if TYPE_CHECKING:
    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.marking.settings import MarkingSettings

log = logging.getLogger(__name__)

#: The network's weights in the run's folder: a start for other runs.
WEIGHTS_FILE = "network.npz"
#: Validation photographs that are looked at after each round; all of them choose thresholds.
_LOOKED_AT = 32
#: Photographs that calibrate a smaller file.
_FEWEST = 3


def train_marking(settings: MarkingSettings, progress: Progress) -> MarkingOutcome:
    """Train a network that marks places, or go on with a run that was stopped.

    Parameters
    ----------
    settings
        What to do; the same settings with the same output folder go on where they stopped.
    progress
        Told of each step.

    Returns
    -------
    MarkingOutcome
        The file, its figures and the report are in ``settings.output``.

    Raises
    ------
    LabelsError
        If labels, points or masks cannot be used.
    TrainingError, ExportError, OutputError
        If the run cannot start, go on or be finished.
    """
    settings.check()
    folder = open_run_folder(settings)
    labels = labelled(settings, progress)
    # Weights that do not fit are noticed before an hour of photographs is prepared.
    network = start_network(settings)
    data = load_data(settings, labels, progress)
    _check_sides(data, settings)
    learner = _learner(network, data, settings, progress)
    rounds = learner.run(progress)
    _save(network, settings)
    shipped = ship(network, data, settings, progress)
    write_examples(Marker(shipped.path, "cpu"), data, data.on(Split.TEST), folder)
    outcome = MarkingOutcome(shipped, folder / "report.md", rounds)
    write_reports(outcome, data, settings)
    return outcome


def _learner(
    network: MarkingNetwork, data: MarkingData, settings: MarkingSettings, progress: Progress
) -> MarkingLearner:
    train = data.on(Split.TRAIN)
    plan = settings.plan
    if plan.epochs:
        plan = replace(plan, steps=plan.epochs * math.ceil(len(train) / plan.batch))
    batches: Batches
    loss: Loss
    if settings.role == "lesions":
        batches = LesionBatches(data, train, settings, _false_marks(data, settings, progress))
        loss = mask_loss
    else:
        batches, loss = LandmarkBatches(data, train, settings), landmark_loss
    validate = _validation(network, data, settings, loss)
    return MarkingLearner(network, batches, loss, validate, plan, settings.output / FINE_TUNE)


def _false_marks(data: MarkingData, settings: MarkingSettings, progress: Progress) -> FalseMarks:
    if settings.hard_negatives is None:
        return {}
    marker = open_marker(settings.hard_negatives)
    folder = settings.output / PREPARED
    return find_false_marks(marker, data, data.on(Split.TRAIN), folder, progress)


def _validation(
    network: MarkingNetwork, data: MarkingData, settings: MarkingSettings, loss: Loss
) -> Callable[[], float]:
    """Return the way to the mean loss of the whole network on validation photographs."""
    rows = data.on(Split.VALIDATION)
    rows = rows[:: max(1, len(rows) // _LOOKED_AT)][:_LOOKED_AT]
    answer = network.answer()

    def mean() -> float:
        losses = []
        for row in rows:
            logits = answer(data.prepared.image(row)[None])
            targets, known = _targets(data, row, settings)
            losses.append(float(loss(logits, targets[None], known[None])))
        return float(np.mean(losses))

    return mean


def _targets(
    data: MarkingData, row: int, settings: MarkingSettings
) -> tuple[np.ndarray, np.ndarray]:
    if settings.role == "landmarks":
        return landmark_targets(data, row, settings.shape.size)
    masks = np.moveaxis(data.masks(row), 0, -1).astype(np.float32) / 255
    return masks, data.known(row)


def _save(network: MarkingNetwork, settings: MarkingSettings) -> None:
    from fundusviewer.export.sources.weights import save_weights

    save_weights(network.whole, settings.output / WEIGHTS_FILE)


def _check_sides(data: MarkingData, settings: MarkingSettings) -> None:
    """Refuse a split on which there is nothing to learn, or nothing to measure."""
    for side in (Split.TRAIN, Split.VALIDATION, Split.TEST):
        rows = data.on(side)
        marked = data.marked
        if settings.role == "lesions":
            there = any(marked[row].drawn for row in rows)
        else:
            there = any(marked[row].disc or marked[row].fovea for row in rows)
        if not there:
            what = "lesion is drawn" if settings.role == "lesions" else "place is marked"
            raise LabelsError(
                f"the {side} side of the split has {len(rows)} photographs, and no {what} on any "
                "of them; more patients with marks are needed"
            )
    if len(data.on(Split.TRAIN)) < _FEWEST:
        raise LabelsError(
            f"{len(data.on(Split.TRAIN))} photographs to learn from are too few; at least "
            f"{_FEWEST} are needed"
        )
