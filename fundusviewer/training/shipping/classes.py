"""From a network of any classes to a model file whose card was measured on that very file.

As :mod:`.shipping` does it for grades, without what belongs to grades alone: operating points,
grade sets, macular oedema, and the gate, which knows no other photographs than those of retinas.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.inference import Classifier, Metric, ModelCard
from fundusviewer.training.data.sample_weights import equal_sets
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.classes import (
    GIVEN,
    ClassAnswers,
    ClassResult,
    classes_table,
    evaluate_classes,
)
from fundusviewer.training.fitting.fitting import SCALE_PERCENTILE
from fundusviewer.training.fitting.predictions import RawAnswers, ask
from fundusviewer.training.fitting.temperature_scaling import fit_temperature, with_temperature
from fundusviewer.training.shipping.card_metrics import LIMITS
from fundusviewer.training.shipping.shipping import export_unmeasured, file_of, restamped

if TYPE_CHECKING:
    from fundusviewer.export.sources.classifier_spec import ExplainedModel
    from fundusviewer.inference import Interval
    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.config.settings import TrainingSettings
    from fundusviewer.training.data.dataset import TrainingData

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class ShippedClasses:
    """A finished model file of any classes and what was measured with it.

    Attributes
    ----------
    path
        The file.
    card
        The card inside it.
    validation, test
        Figures on validation patients, where the temperature was fitted, and on test patients.
    answers
        To the test photographs.
    heatmaps
        float32 (N, h, w) of the test photographs, each of its most probable class.
    """

    path: Path
    card: ModelCard
    validation: tuple[ClassResult, ...]
    test: tuple[ClassResult, ...]
    answers: ClassAnswers
    heatmaps: np.ndarray


def ship_classes(
    model: ExplainedModel, data: TrainingData, settings: TrainingSettings, progress: Progress
) -> ShippedClasses:
    """Export, fit the temperature and the heat map's scale, measure and stamp.

    Raises
    ------
    ExportError, OutputError
        If the file cannot be made.
    TrainingError
        If no validation photograph is left to fit on.
    """
    path = file_of(settings)
    export_unmeasured(model, data, settings, path)
    classifier = Classifier(path, provider="cpu")
    raw = {side: _ask(classifier, data, side, progress) for side in (Split.VALIDATION, Split.TEST)}
    temperature = _temperature(data, raw[Split.VALIDATION])
    sides = {side: _answers(data, side, one, temperature) for side, one in raw.items()}
    validation, test = (evaluate_classes(sides[side]) for side in raw)
    scale = float(np.percentile(raw[Split.VALIDATION].heatmaps, SCALE_PERCENTILE)) or None
    card = classifier.card
    fields = card.model_dump() | {
        "temperature": temperature,
        "gradcam": card.gradcam.model_copy(update={"scale": scale}),
        "metrics": _metrics(test),
        "limits": tuple(dict.fromkeys([*LIMITS, *_limits(data), *settings.identity.limits])),
    }
    card = restamped(path, ModelCard.model_validate(fields))
    log.info("temperature %.3f; held-out patients:\n%s", temperature, classes_table(test))
    heatmaps = raw[Split.TEST].heatmaps
    return ShippedClasses(path, card, validation, test, sides[Split.TEST], heatmaps)


def _ask(classifier: Classifier, data: TrainingData, side: Split, progress: Progress) -> RawAnswers:
    rows = data.graded(side)
    return ask(classifier, (data.prepared.image(row) for row in rows), len(rows), progress)


def _temperature(data: TrainingData, raw: RawAnswers) -> float:
    rows = data.graded(Split.VALIDATION)
    photographs = data.at(rows)
    weights = equal_sets(photographs)
    if not data.task.several:
        return fit_temperature(raw.probabilities, data.grades[rows], weights)
    # Each label of each photograph is one answer of two classes.
    truth = np.array([photo.labels for photo in photographs], int)
    found = raw.probabilities.ravel()
    pairs = np.stack([1 - found, found], axis=1)
    return fit_temperature(pairs, truth.ravel(), np.repeat(weights, truth.shape[1]))


def _answers(data: TrainingData, side: Split, raw: RawAnswers, temperature: float) -> ClassAnswers:
    photographs = tuple(data.at(data.graded(side)))
    if data.task.several:
        found = np.clip(raw.probabilities.astype(float), 1e-7, 1 - 1e-7)
        logits = np.log(found / (1 - found)) / temperature
        probabilities = 0.5 * (1 + np.tanh(logits / 2))
    else:
        probabilities = with_temperature(raw.probabilities, temperature)
    return ClassAnswers(photographs, probabilities, data.task)


def _limits(data: TrainingData) -> list[str]:
    limits = [
        "Nothing refuses a photograph that cannot be judged, or that shows something else: this "
        "model answers whatever it is shown."
    ]
    if data.task.several:
        limits.append(
            f"Each label has a probability of its own; figures hold for labels given from {GIVEN} "
            "on."
        )
    return limits


def _metrics(results: Sequence[ClassResult]) -> tuple[Metric, ...]:
    metrics = []
    for result in results:
        figures: dict[str, Interval | None] = {
            "accuracy": result.accuracy,
            "balanced accuracy": result.balanced,
            "mean AUC": result.auc,
            "expected calibration error": result.calibration_error,
        }
        figures |= {f"AUC for {one.name}": one.auc for one in result.classes}
        metrics += [
            Metric(
                name=name,
                measured_on=f"{result.name}, held-out patients, by photograph",
                photographs=result.count,
                result=interval,
            )
            for name, interval in figures.items()
            if interval is not None
        ]
    return tuple(metrics)
