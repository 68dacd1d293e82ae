"""Calibration and thresholds of macular oedema, fitted to answers that were not learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fundusviewer.training.data.oedema_targets import range_likelihood, risk_probabilities
from fundusviewer.training.fitting.operating_points import weighted_quantile

_TINY = 1e-12
_LOWEST, _HIGHEST = 0.005, 0.9


@dataclass(frozen=True)
class OedemaThresholds:
    """From which probability on it is risk 2, and from which on risk 1 or more."""

    risk_2: float
    any_risk: float


def fit_oedema_temperature(values: np.ndarray, ranges: np.ndarray, weights: np.ndarray) -> float:
    """Return by what logits, (N, 2), are divided, 0.2–5, for the least negative log likelihood.

    Parameters
    ----------
    values
        Logits of risk 1 or more and of risk 2.
    ranges
        int (N, 2), lowest and highest risk of each photograph.
    weights
        float (N,), how much each photograph counts.
    """

    def loss(temperature: float) -> float:
        likelihood = range_likelihood(risk_probabilities(values / temperature), ranges)
        return float(-(weights * np.log(np.maximum(likelihood, _TINY))).sum())

    return float(min(np.geomspace(0.2, 5.0, 323), key=loss))


def choose_oedema_thresholds(
    probabilities: np.ndarray, ranges: np.ndarray, weights: np.ndarray, sensitivity: float
) -> OedemaThresholds:
    """Return the highest thresholds that reach the sensitivity.

    Where no photograph is known to have no exudates at all (labels that say yes or no), what is
    not risk 2 is risk 0: both thresholds are the same.

    Parameters
    ----------
    probabilities
        float (N, 2), calibrated.
    ranges, weights
        See :func:`fit_oedema_temperature`; one photograph at least has risk 2.
    sensitivity
        What to reach, 0–1.
    """

    def reached(step: int) -> float:
        positive = ranges[:, 0] >= step
        scores = probabilities[positive, step - 1]
        found = weighted_quantile(scores, weights[positive], 1 - sensitivity)
        return float(np.clip(found, _LOWEST, _HIGHEST))

    risk_2 = reached(2)
    return OedemaThresholds(risk_2, reached(1) if (ranges[:, 1] == 0).any() else risk_2)
