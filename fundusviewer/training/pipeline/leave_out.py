"""Leave one whole set out: how a model does in a clinic that it never saw.

Done with the frozen backbone: its features are there already, and only the head is trained anew.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.training.data.sample_weights import equal_sets, patient_numbers, sampling_weights
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.evaluation import Answers, SetResult, evaluate
from fundusviewer.training.fitting.conformal import fit_set_threshold
from fundusviewer.training.fitting.operating_points import choose_thresholds
from fundusviewer.training.fitting.temperature_scaling import fit_temperature, with_temperature
from fundusviewer.training.learning.head import Examples, head_probabilities, train_head

if TYPE_CHECKING:
    from fundusviewer.training.config.settings import TrainingSettings
    from fundusviewer.training.data.dataset import TrainingData

log = logging.getLogger(__name__)


def leave_each_set_out(
    data: TrainingData, features: np.ndarray, targets: np.ndarray, settings: TrainingSettings
) -> tuple[SetResult, ...]:
    """Train a head without each set in turn and measure it on the whole of that set.

    Parameters
    ----------
    data
        The photographs; those kept out of training are measured on, too.
    features
        float32 (1 + copies, N, D), see :func:`fundusviewer.training.learning.features.extract`.
    targets
        float32 (N, C).
    settings
        The run's settings.

    Returns
    -------
    tuple of SetResult
        Figures of each set for a head that saw nothing of it, temperature, thresholds and
        prediction sets included. Empty where there is only one set.
    """
    results: list[SetResult] = []
    for name in data.sets if len(data.sets) > 1 else ():
        others = [other for other in data.sets if other != name]
        train, validation = (
            data.graded(side, sets=others) for side in (Split.TRAIN, Split.VALIDATION)
        )
        drawn = sampling_weights(data.at(train), settings.balance)
        counted = equal_sets(data.at(validation))
        patients = patient_numbers(data.at(train))
        head = train_head(
            Examples(features[:, train], targets[train], drawn, patients),
            Examples(features[:1, validation], targets[validation], counted),
            settings.head,
            settings.split.seed,
        )
        raw = head_probabilities(head, features[0][validation])
        temperature = fit_temperature(raw, data.grades[validation], counted)
        calibrated, grades = with_temperature(raw, temperature), data.grades[validation]
        thresholds = choose_thresholds(grades, calibrated, counted, settings.targets)
        sets = fit_set_threshold(calibrated, grades, counted)
        rows = data.graded(*Split, sets=[name])
        unseen = with_temperature(head_probabilities(head, features[0][rows]), temperature)
        answers = Answers(tuple(data.at(rows)), unseen)
        results += evaluate(answers, thresholds.named(), set_threshold=sets)
        log.info("without %s: AUC %s", name, results[-1].auc)
    return tuple(results)
