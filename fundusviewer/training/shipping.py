"""From a trained network to a model file whose card was measured on that very file.

The file is exported first. Temperature, operating points and the heat map's absolute scale are
then fitted to its own answers on validation patients, all figures are measured with it on test
patients, and it gets its final card: what the card says holds for the file as it is, smaller
numbers included.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.errors import TrainingError
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.imaging import read_image, to_model_input
from fundusviewer.inference import Classifier, DataSource, Metric, ModelCard, OperatingPoint
from fundusviewer.resources import asset
from fundusviewer.training.answers import RawAnswers, ask
from fundusviewer.training.calibration import fit_temperature, with_temperature
from fundusviewer.training.evaluation import Answers, SetResult, evaluate
from fundusviewer.training.labels import QUALITY_NAMES
from fundusviewer.training.operating import Thresholds, choose_thresholds
from fundusviewer.training.sampling import equal_sets
from fundusviewer.training.splits import Split

if TYPE_CHECKING:
    from fundusviewer.export.explained import ExplainedModel
    from fundusviewer.training.data import TrainingData
    from fundusviewer.training.progress import Progress
    from fundusviewer.training.settings import TrainingSettings

log = logging.getLogger(__name__)

#: The heat map's scale: this share of its values on held-out photographs lies below.
SCALE_PERCENTILE = 99.0

#: Fewer heat maps than this are too few to fit the scale of a class.
_SCALE_PHOTOGRAPHS = 10

_CALIBRATION_PHOTOGRAPHS = 96

#: What holds for every model that this program trains.
LIMITS = (
    "For research use only; not for diagnosis.",
    "Macular oedema is not assessed.",
    "The heat map shows where the network looked, not where the disease is.",
)


@dataclass(frozen=True, eq=False)
class Shipped:
    """A finished model file and what was measured with it.

    Attributes
    ----------
    path
        The file.
    card
        The card inside it.
    validation, test
        Figures on validation patients (optimistic: thresholds were fitted there) and on test
        patients.
    """

    path: Path
    card: ModelCard
    validation: tuple[SetResult, ...]
    test: tuple[SetResult, ...]


def ship(
    model: ExplainedModel, data: TrainingData, settings: TrainingSettings, progress: Progress
) -> Shipped:
    """Export, fit, measure and stamp.

    Raises
    ------
    ExportError, OutputError
        If the file cannot be made.
    TrainingError
        If the validation patients do not suffice to fit on.
    """
    path = settings.output / f"{settings.identity.name}.onnx"
    _export(model, data, settings, path)
    classifier = Classifier(path, provider="cpu")
    validation, test = (
        _ask(classifier, data, data.graded(side), progress)
        for side in (Split.VALIDATION, Split.TEST)
    )
    fitted = _fit(data, validation, settings)
    points = fitted.thresholds.named()
    validation_results, results = (
        evaluate(_answers(data, side, raw, fitted.temperature), points)
        for side, raw in ((Split.VALIDATION, validation), (Split.TEST, test))
    )
    card = _final_card(classifier.card, data, settings, fitted, results)
    _restamp(path, card)
    return Shipped(path, card, validation_results, results)


@dataclass(frozen=True)
class _Fitted:
    temperature: float
    thresholds: Thresholds
    scale: float | None
    class_scales: tuple[float, ...]


def _fit(data: TrainingData, raw: RawAnswers, settings: TrainingSettings) -> _Fitted:
    rows = data.graded(Split.VALIDATION)
    weights = equal_sets(data.at(rows))
    temperature = fit_temperature(raw.probabilities, data.grades[rows], weights)
    calibrated = with_temperature(raw.probabilities, temperature)
    thresholds = choose_thresholds(data.grades[rows], calibrated, weights, settings.targets)
    # Zero where an untrained network has empty heat maps: then the card gives no scale.
    scale = float(np.percentile(raw.heatmaps, SCALE_PERCENTILE)) or None
    scales = class_scales(raw)
    log.info("temperature %.3f, %s, heat map scales %s", temperature, thresholds, scales)
    return _Fitted(temperature, thresholds, scale, scales)


def class_scales(raw: RawAnswers) -> tuple[float, ...]:
    """Return the heat map's absolute scale for each class, from answers on held-out photographs.

    The scale of a class is the :data:`SCALE_PERCENTILE` of the values of those heat maps that
    explain it, which are those of the photographs for which it is the most probable one. A class
    with too few of them takes the mean of the other classes of disease. Empty where heat maps
    hold nothing but zeros.
    """
    labels = raw.probabilities.argmax(axis=1)
    measured: dict[int, float] = {}
    for index in range(raw.probabilities.shape[1]):
        maps = raw.heatmaps[labels == index]
        if len(maps) >= _SCALE_PHOTOGRAPHS:
            measured[index] = float(np.percentile(maps, SCALE_PERCENTILE))
    disease = [value for index, value in measured.items() if index > 0 and value > 0]
    if not disease or measured.get(0) == 0:
        return ()
    rest = float(np.mean(disease))
    return tuple(measured.get(index) or rest for index in range(raw.probabilities.shape[1]))


def _ask(
    classifier: Classifier, data: TrainingData, rows: np.ndarray, progress: Progress
) -> RawAnswers:
    return ask(classifier, (data.prepared.image(row) for row in rows), len(rows), progress)


def _answers(data: TrainingData, side: Split, raw: RawAnswers, temperature: float) -> Answers:
    photographs = tuple(data.at(data.graded(side)))
    return Answers(photographs, with_temperature(raw.probabilities, temperature))


def _export(
    model: ExplainedModel, data: TrainingData, settings: TrainingSettings, path: Path
) -> None:
    """Write the file with a provisional card that claims nothing about grading yet."""
    from fundusviewer.export.writer import write_model

    identity = settings.identity
    fields = {
        "name": identity.name,
        "title": identity.title,
        "version": identity.version,
        "task": "other",
        "class_names": GRADE_NAMES,
        "licence": identity.licence,
        "input": settings.input_spec,
        "quality_names": QUALITY_NAMES if settings.quality_head else (),
    }
    write_model(
        model,
        fields,
        path,
        precision="none" if settings.precision == "float32" else settings.precision,
        calibration=_calibration(data, settings.split.seed),
        golden_image=to_model_input(
            read_image(asset("sample.jpg")).pixels, settings.input_spec
        ).pixels,
        progress=log.info,
    )


def _calibration(data: TrainingData, seed: int) -> np.ndarray:
    """Return prepared training photographs, each set alike: no test patient tunes the file."""
    rows = data.graded(Split.TRAIN)
    weights = equal_sets(data.at(rows))
    rng = np.random.default_rng(seed)
    count = min(_CALIBRATION_PHOTOGRAPHS, len(rows))
    chosen = rng.choice(rows, count, replace=False, p=weights / weights.sum())
    return np.stack([data.prepared.image(row) for row in chosen])


def _restamp(path: Path, card: ModelCard) -> None:
    from fundusviewer.export.writer import restamp

    restamp(path, card, path)


def _final_card(
    card: ModelCard,
    data: TrainingData,
    settings: TrainingSettings,
    fitted: _Fitted,
    results: Sequence[SetResult],
) -> ModelCard:
    fields = card.model_dump() | {
        "task": "diabetic_retinopathy",
        "temperature": fitted.temperature,
        "gradcam": card.gradcam.model_copy(
            update={"scale": fitted.scale, "class_scales": fitted.class_scales}
        ),
        "operating_points": _operating_points(results),
        "training_data": _sources(data, settings),
        "metrics": _metrics(results),
        "limits": (*LIMITS, *settings.identity.limits),
    }
    return ModelCard.model_validate(fields)


def _operating_points(results: Sequence[SetResult]) -> tuple[OperatingPoint, ...]:
    """Return the points measured on the photographs of all sets together."""
    whole = [result for result in results if result.unit == "photographs"][-1]
    points = []
    for point in whole.points:
        if point.sensitivity is None or point.specificity is None:
            raise TrainingError(
                "the test patients are all referable or none is: the operating points cannot be "
                "measured; more patients are needed"
            )
        points.append(
            OperatingPoint(
                name=point.name,
                threshold=point.threshold,
                sensitivity=point.sensitivity,
                specificity=point.specificity,
                measured_on=f"{whole.count} photographs of held-out patients",
            )
        )
    return tuple(points)


def _sources(data: TrainingData, settings: TrainingSettings) -> tuple[DataSource, ...]:
    counts = {name: len(data.graded(Split.TRAIN, sets=[name])) for name in data.sets}
    terms = settings.identity.terms
    return tuple(
        DataSource(name=name, photographs=count, terms=terms.get(name, "not stated"))
        for name, count in counts.items()
        if count
    )


def _metrics(results: Sequence[SetResult]) -> tuple[Metric, ...]:
    metrics = []
    photographs = {r.name: r.count for r in results if r.unit == "photographs"}
    for result in results:
        figures = {
            "quadratic weighted kappa": result.kappa,
            "AUC for referable DR": result.auc,
            "expected calibration error": result.calibration_error,
        }
        for name, interval in figures.items():
            if interval is not None:
                metrics.append(
                    Metric(
                        name=name,
                        measured_on=f"{result.name}, {_held_out(result)}",
                        photographs=photographs[result.name],
                        result=interval,
                    )
                )
    return tuple(metrics)


def _held_out(result: SetResult) -> str:
    """Say what was counted; a patient counts once, however many photographs there are."""
    by_patient = result.unit == "patients"
    return f"{result.count} held-out patients" if by_patient else "held-out patients, by photograph"
