"""Macular oedema in a finished file: its head is learned from the file's own features.

Its thresholds are then fitted to the file's own answers on validation patients, and measured on
test patients, like everything else on the card.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.grading import refers
from fundusviewer.inference import DataSource, OedemaFigures, OedemaPoint
from fundusviewer.training.config.plans import HeadPlan
from fundusviewer.training.data.oedema_targets import (
    oedema_weights,
    risk_probabilities,
    risk_ranges,
)
from fundusviewer.training.data.sample_weights import equal_sets, patient_numbers
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.oedema import OedemaAnswers, OedemaResult, evaluate_oedema
from fundusviewer.training.fitting.oedema import (
    OedemaThresholds,
    choose_oedema_thresholds,
    fit_oedema_temperature,
)
from fundusviewer.training.fitting.temperature_scaling import with_temperature
from fundusviewer.training.learning.oedema_head import (
    OedemaExamples,
    logits,
    train_oedema_head,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fundusviewer.export.sources.classifier_spec import DenseHead
    from fundusviewer.inference import ModelCard
    from fundusviewer.training.config.settings import TrainingSettings
    from fundusviewer.training.data.dataset import TrainingData
    from fundusviewer.training.data.labels import LabelledPhotograph
    from fundusviewer.training.fitting.fitting import Fitted
    from fundusviewer.training.shipping.asked import Asked

log = logging.getLogger(__name__)

#: Fewer photographs with risk 2, or without it, are too few to learn from, fit or measure on.
_FEWEST = {Split.TRAIN: 10, Split.VALIDATION: 3, Split.TEST: 3}
#: Some photographs that tell it, many features: stronger penalties than those of a grade's head.
_PLAN = HeadPlan(penalties=(100.0, 30.0, 10.0, 3.0, 1.0, 0.3, 0.1, 0.03))


@dataclass(frozen=True, eq=False)
class UnseenRisks:
    """Answers to photographs with a label that nothing behind them has learned from.

    Attributes
    ----------
    photographs
        All of them tell something of macular oedema.
    probabilities
        float (N, 2), calibrated, of risk 1 or more and of risk 2.
    """

    photographs: tuple[LabelledPhotograph, ...]
    probabilities: np.ndarray


@dataclass(frozen=True)
class ShippedOedema:
    """What the card says, and the figures on both sides."""

    answer: OedemaPoint
    validation: tuple[OedemaResult, ...]
    test: tuple[OedemaResult, ...]


def missing_labels(data: TrainingData) -> str | None:
    """Return why macular oedema cannot be learned, one sentence; ``None`` where it can."""
    for side, fewest in _FEWEST.items():
        ranges = risk_ranges(data.at(data.with_oedema(side)))
        with_it, without = int((ranges[:, 0] == 2).sum()), int((ranges[:, 1] < 2).sum())
        if min(with_it, without) < fewest:
            return (
                f"macular oedema is neither learned nor fitted: the labels name {with_it} "
                f"photographs with risk 2 and {without} without it on the {side} side; {fewest} "
                "of each are needed"
            )
    return None


def learn_oedema(
    data: TrainingData, features: np.ndarray, seed: int, *, frozen: bool
) -> tuple[DenseHead, UnseenRisks]:
    """Train and calibrate the head.

    Parameters
    ----------
    data
        With enough labels, see :func:`missing_labels`.
    features
        float32 (N, K), the finished file's pooled features of all photographs with a label.
    seed
        Of the folds.
    frozen
        Whether the features have learned from none of the training patients: then these can be
        calibrated on, too.

    Returns
    -------
    DenseHead, UnseenRisks
        The head, its calibration inside, and what it says of training patients that it is not
        known to have learned from; none where the features have.
    """
    train, held = (_examples(data, features, side) for side in (Split.TRAIN, Split.VALIDATION))
    learned = train_oedema_head(train, None if frozen else held, _PLAN, seed)
    unseen = tuple(data.at(data.with_oedema(Split.TRAIN))) if frozen else ()
    used = (*data.at(data.with_oedema(Split.VALIDATION)), *unseen)
    told = np.concatenate([logits(learned.head, held.features), learned.unseen])
    temperature = fit_oedema_temperature(told, risk_ranges(used), equal_sets(used))
    log.info("macular oedema: temperature %.3f on %d photographs", temperature, len(used))
    probabilities = risk_probabilities(learned.unseen / temperature)
    return _divided(learned.head, temperature), UnseenRisks(unseen, probabilities)


def _examples(data: TrainingData, features: np.ndarray, side: Split) -> OedemaExamples:
    rows = data.with_oedema(side)
    photographs = data.at(rows)
    return OedemaExamples(
        features[rows],
        risk_ranges(photographs),
        oedema_weights(photographs),
        patient_numbers(photographs),
    )


def ship_oedema(
    card: ModelCard,
    data: TrainingData,
    asked: Mapping[Split, Asked],
    fitted: Fitted,
    settings: TrainingSettings,
    more: UnseenRisks | None,
) -> ShippedOedema | str | None:
    """Fit the thresholds to the file's answers on validation patients, and measure them.

    Parameters
    ----------
    card
        The file's, as yet.
    data, settings
        Of the run.
    asked
        What the file says of validation and test patients.
    fitted
        What was fitted of the grades.
    more
        Further answers to fit to; ``None`` for a head that the file had before.

    Returns
    -------
    ShippedOedema, str or None
        One sentence where the labels do not suffice; ``None`` where they tell nothing of it.
    """
    if not len(data.with_oedema(*Split)):
        return None
    problem = missing_labels(data)
    if problem is not None:
        log.warning(problem)
        return problem
    validation, test = (
        _answers(data, side, asked[side], fitted) for side in (Split.VALIDATION, Split.TEST)
    )
    photographs, probabilities = validation.photographs, validation.probabilities
    if more is not None:
        photographs = (*photographs, *more.photographs)
        probabilities = np.concatenate([probabilities, more.probabilities])
    found = choose_oedema_thresholds(
        probabilities,
        risk_ranges(photographs),
        equal_sets(photographs),
        settings.targets,
    )
    log.info("macular oedema: %s", found)
    results = evaluate_oedema(test, found)
    before = card.macular_oedema
    learned_from = oedema_sources(data, settings) if before is None else before.training_data
    return ShippedOedema(
        _on_card(found, len(photographs), results, learned_from),
        evaluate_oedema(validation, found),
        results,
    )


def _on_card(
    found: OedemaThresholds,
    photographs: int,
    results: Sequence[OedemaResult],
    learned_from: tuple[DataSource, ...],
) -> OedemaPoint:
    whole = results[-1]
    if whole.sensitivity is None or whole.specificity is None:
        raise ValueError("fewer labels than missing_labels asks for")
    return OedemaPoint(
        threshold=found.risk_2,
        any_threshold=found.any_risk,
        sensitivity=whole.sensitivity,
        specificity=whole.specificity,
        measured_on=f"{whole.count} photographs of held-out patients",
        photographs=photographs,
        training_data=learned_from,
        measured=tuple(_figures(one) for one in results),
    )


def _answers(data: TrainingData, side: Split, asked: Asked, fitted: Fitted) -> OedemaAnswers:
    rows = data.with_oedema(side)
    raw, point = asked.of(rows), fitted.thresholds.screening
    if raw.oedema is None:
        raise ValueError("the file does not answer for macular oedema")
    calibrated = with_temperature(raw.probabilities, fitted.temperature)
    graded = np.array([refers(row, point) for row in calibrated.tolist()], bool)
    return OedemaAnswers(tuple(data.at(rows)), raw.oedema, graded)


def oedema_sources(data: TrainingData, settings: TrainingSettings) -> tuple[DataSource, ...]:
    """Return the sets that the head is learned from, with the terms of their photographs."""
    terms = settings.identity.terms
    counts = Counter(photo.dataset for photo in data.at(data.with_oedema(Split.TRAIN)))
    return tuple(
        DataSource(name=name, photographs=count, terms=terms.get(name, "not stated"))
        for name, count in sorted(counts.items())
    )


def _divided(head: DenseHead, temperature: float) -> DenseHead:
    from fundusviewer.export.sources.classifier_spec import DenseHead

    return DenseHead(
        (head.kernel / temperature).astype(np.float32), (head.bias / temperature).astype(np.float32)
    )


def _figures(result: OedemaResult) -> OedemaFigures:
    return OedemaFigures(
        measured_on=f"{result.name}, held-out patients, by photograph",
        photographs=result.count,
        risk_2=result.risk_2,
        auc=result.auc,
        sensitivity=result.sensitivity,
        specificity=result.specificity,
        referred=result.referred,
        remarked=result.remarked,
    )
