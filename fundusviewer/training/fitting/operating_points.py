"""Operating points: from which probability on a photograph is called referable.

Chosen on validation patients, measured on test patients. Where the most probable grade is itself
referable, the photograph is referred at every operating point; the points are chosen under that
rule (:func:`fundusviewer.grading.refers`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fundusviewer.errors import TrainingError
from fundusviewer.screening.metrics import referable, referable_scores
from fundusviewer.training.config.plans import Targets

_LOWEST, _HIGHEST = 0.001, 0.9


@dataclass(frozen=True)
class Thresholds:
    """Referable from this probability on: ``screening`` misses few, ``specific`` alarms little."""

    screening: float
    specific: float

    def named(self) -> tuple[tuple[str, float], ...]:
        """Return the points as the card names them, the default first."""
        return (("screening", self.screening), ("specific", self.specific))


def choose_thresholds(
    grades: np.ndarray,
    probabilities: np.ndarray,
    weights: np.ndarray,
    targets: Targets,
    referred: np.ndarray | None = None,
) -> Thresholds:
    """Choose both operating points.

    Parameters
    ----------
    grades
        int (N,), true grades of validation photographs.
    probabilities
        float (N, 5), calibrated.
    weights
        float (N,), how much each photograph counts.
    targets
        What to reach.
    referred
        bool (N,), what is referred whatever the threshold; ``None`` for nothing but what has a
        referable grade.

    Returns
    -------
    Thresholds
        ``screening`` is the highest threshold that reaches the sensitivity, ``specific`` the
        lowest that reaches the specificity and is not below ``screening``. Both lie between
        0.001 and 0.9, even where a target cannot be reached there.

    Raises
    ------
    TrainingError
        If all photographs are referable or none is.
    """
    positive = referable(grades)
    if positive.all() or not positive.any():
        raise TrainingError(
            "the validation patients are all referable or none is: operating points cannot be "
            "chosen; more patients are needed"
        )
    grade_refers = referable(probabilities.argmax(axis=1))
    if referred is not None:
        grade_refers = grade_refers | referred
    scores = np.where(grade_refers, 1.0, referable_scores(probabilities))
    screening = weighted_quantile(scores[positive], weights[positive], 1 - targets.sensitivity)
    specific = weighted_quantile(scores[~positive], weights[~positive], targets.specificity)
    screening = float(np.clip(screening, _LOWEST, _HIGHEST))
    return Thresholds(screening, float(np.clip(specific, screening, _HIGHEST)))


def weighted_quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """Return the value below which ``share`` of the weight lies."""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) / weights.sum()
    position = min(int(np.searchsorted(below, share, side="right")), len(values) - 1)
    return float(values[order][position])
