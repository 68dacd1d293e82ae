"""Two models on the same photographs: what one does better, with paired intervals.

Both intervals of a table overlap long before a difference is a matter of chance, since hard
photographs are hard for both. Here each bootstrap sample of patients is given to both models.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fundusviewer.errors import LabelsError
from fundusviewer.grading import refers
from fundusviewer.inference.card import Interval
from fundusviewer.screening.metrics import (
    area_under_curve,
    bootstrap,
    expected_calibration_error,
    quadratic_weighted_kappa,
    referable,
    referable_scores,
)
from fundusviewer.training.evaluation.evaluation import Answers

_Statistic = Callable[[Answers, float], float]


@dataclass(frozen=True)
class Difference:
    """The second model's figures minus the first one's, on one set of photographs.

    Attributes
    ----------
    name
        The set, or ``all``.
    count
        Number of photographs that both could read.
    figures
        Name of the figure → difference; ``None`` where it is not defined on these photographs.
        Sensitivity and specificity are those of each model's own first operating point.
    """

    name: str
    count: int
    figures: dict[str, Interval | None]


def compare(
    first: Answers, second: Answers, thresholds: tuple[float, float], resamples: int = 1000
) -> tuple[Difference, ...]:
    """Compare two models over the photographs of each set and of all.

    Parameters
    ----------
    first, second
        Their answers.
    thresholds
        Each model's operating point.
    resamples
        Of the bootstrap over patients.

    Raises
    ------
    LabelsError
        If there is no photograph that both could read.
    """
    first, second = _common(first, second)
    names = sorted({photo.dataset for photo in first.photographs})
    parts = [(name, first.of_set(name), second.of_set(name)) for name in names]
    if len(names) > 1:
        parts.append(("all", first, second))
    return tuple(
        Difference(name, len(one.photographs), _differences(one, other, thresholds, resamples))
        for name, one, other in parts
    )


def _common(first: Answers, second: Answers) -> tuple[Answers, Answers]:
    """Keep the photographs that both models could read, in one order."""
    rows = {photo.path: row for row, photo in enumerate(second.photographs)}
    both = [row for row, photo in enumerate(first.photographs) if photo.path in rows]
    if not both:
        raise LabelsError("there is no photograph that both models could read")
    return first.at(both), second.at([rows[first.photographs[row].path] for row in both])


def _differences(
    first: Answers, second: Answers, thresholds: tuple[float, float], resamples: int
) -> dict[str, Interval | None]:
    patients = first.patients

    def paired(statistic: _Statistic) -> Interval | None:
        def difference(rows: np.ndarray) -> float:
            chosen = rows.tolist()
            before = statistic(first.at(chosen), thresholds[0])
            return statistic(second.at(chosen), thresholds[1]) - before

        return bootstrap(difference, patients, resamples=resamples)

    return {name: paired(statistic) for name, statistic in _STATISTICS.items()}


def _kappa(answers: Answers, _: float) -> float:
    return quadratic_weighted_kappa(answers.grades, answers.probabilities.argmax(axis=1))


def _auc(answers: Answers, _: float) -> float:
    return area_under_curve(referable(answers.grades), referable_scores(answers.probabilities))


def _calibration_error(answers: Answers, _: float) -> float:
    return expected_calibration_error(answers.grades, answers.probabilities)


def _sensitivity(answers: Answers, threshold: float) -> float:
    return _share(_referred(answers, threshold)[referable(answers.grades)])


def _specificity(answers: Answers, threshold: float) -> float:
    return _share(~_referred(answers, threshold)[~referable(answers.grades)])


def _referred(answers: Answers, threshold: float) -> np.ndarray:
    return np.array([refers(row, threshold) for row in answers.probabilities.tolist()], bool)


def _share(hits: np.ndarray) -> float:
    return float(hits.mean()) if len(hits) else float("nan")


_STATISTICS: dict[str, _Statistic] = {
    "kappa": _kappa,
    "auc": _auc,
    "calibration_error": _calibration_error,
    "sensitivity": _sensitivity,
    "specificity": _specificity,
}
