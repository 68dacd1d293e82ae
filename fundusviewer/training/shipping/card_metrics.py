"""The card of a finished file: what was fitted and measured, in the card's own terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fundusviewer.errors import TrainingError
from fundusviewer.inference import (
    Coverage,
    DataSource,
    Metric,
    ModelCard,
    NetworkGate,
    OedemaPoint,
    OperatingPoint,
    PredictionSets,
    Refusals,
)
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.evaluation import SetResult
from fundusviewer.training.fitting.conformal import COVERAGE
from fundusviewer.training.fitting.fitting import Fitted

if TYPE_CHECKING:
    from fundusviewer.training.config.settings import Identity, TrainingSettings
    from fundusviewer.training.data.dataset import TrainingData

#: What holds for every model that this program trains.
LIMITS = (
    "For research use only; not for diagnosis.",
    "The heat map shows where the network looked, not where the disease is.",
)
#: What holds for models without macular oedema, and for those with it.
_NO_OEDEMA = "Macular oedema is not assessed."
_OEDEMA = (
    "Macular oedema is judged by what one photograph shows, hard exudates above all; thickening "
    "without them is not seen. Only OCT shows it."
)


def final_card(
    card: ModelCard,
    identity: Identity,
    fitted: Fitted,
    results: Sequence[SetResult],
    oedema: OedemaPoint | None = None,
) -> ModelCard:
    """Return a card with what was fitted on validation patients and measured on test patients.

    Parameters
    ----------
    card
        What the file's graph decides, and what it was trained on.
    identity
        Its limits are added to those of every model.
    fitted
        On the file's own answers.
    results
        Of the test patients.
    oedema
        What was fitted and measured of macular oedema; ``None`` leaves the card what it says.

    Raises
    ------
    TrainingError
        If the test patients are all referable or none is.
    """
    answered = oedema or card.macular_oedema
    heat = {"scale": fitted.scale, "class_scales": fitted.class_scales}
    fields = card.model_dump() | {
        "task": "diabetic_retinopathy",
        "temperature": fitted.temperature,
        "gradcam": card.gradcam.model_copy(update=heat),
        "operating_points": _operating_points(results),
        "prediction_sets": _prediction_sets(fitted, results),
        "gate": _gate(fitted, results),
        "metrics": (*_metrics(results), *_oedema_metrics(answered)),
        "macular_oedema": answered,
        "limits": tuple(
            dict.fromkeys([*LIMITS, _OEDEMA if answered else _NO_OEDEMA, *identity.limits])
        ),
    }
    return ModelCard.model_validate(fields)


def sources(data: TrainingData, settings: TrainingSettings) -> tuple[DataSource, ...]:
    """Return the sets that were learned from, with the terms of their photographs."""
    counts = {name: len(data.graded(Split.TRAIN, sets=[name])) for name in data.sets}
    terms = settings.identity.terms
    return tuple(
        DataSource(name=name, photographs=count, terms=terms.get(name, "not stated"))
        for name, count in counts.items()
        if count
    )


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


def _prediction_sets(fitted: Fitted, results: Sequence[SetResult]) -> PredictionSets:
    return PredictionSets(
        coverage=COVERAGE,
        threshold=fitted.set_threshold,
        calibration_photographs=fitted.photographs,
        measured=tuple(
            Coverage(
                measured_on=f"{result.name}, {_held_out(result)}",
                photographs=result.count,
                coverage=result.coverage,
                mean_size=result.set_size,
            )
            for result in results
            if result.coverage is not None and result.set_size is not None
        ),
    )


def _gate(fitted: Fitted, results: Sequence[SetResult]) -> NetworkGate | None:
    if fitted.gate_limits is None:
        return None
    reject, unfamiliarity = fitted.gate_limits
    return NetworkGate(
        reject=reject,
        unfamiliarity=unfamiliarity,
        photographs=fitted.photographs,
        measured=tuple(
            Refusals(
                measured_on=f"{result.name}, {_held_out(result)}",
                photographs=result.count,
                refused=result.refused,
            )
            for result in results
            if result.refused is not None
        ),
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


def _oedema_metrics(answered: OedemaPoint | None) -> tuple[Metric, ...]:
    return tuple(
        Metric(
            name="AUC for macular oedema of risk 2",
            measured_on=part.measured_on,
            photographs=part.photographs,
            result=part.auc,
        )
        for part in (() if answered is None else answered.measured)
        if part.auc is not None
    )


def _held_out(result: SetResult) -> str:
    """Say what was counted; a patient counts once, however many photographs there are."""
    by_patient = result.unit == "patients"
    return f"{result.count} held-out patients" if by_patient else "held-out patients, by photograph"
