"""Calibration and thresholds of macular oedema, fitted to answers that were not learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fundusviewer.training.config.plans import Targets
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
    probabilities: np.ndarray, ranges: np.ndarray, weights: np.ndarray, targets: Targets
) -> OedemaThresholds:
    """Choose from which probabilities on it is risk 2, and risk 1.

    Parameters
    ----------
    probabilities
        float (N, 2), calibrated.
    ranges, weights
        See :func:`fit_oedema_temperature`; some photographs have risk 2 and some have not.
    targets
        What to reach.

    Returns
    -------
    OedemaThresholds
        That of risk 2 is the highest that reaches the sensitivity, and not below the lowest that
        reaches the specificity. Where the specificity decides, it is moved up half of the way, in
        log odds, to the least probable photograph with risk 2 above it: what lies between would
        be referred without one more being found. That of risk 1 or more is the highest that finds
        as large a share of all with exudates, and nearly all with risk 2, so that none of these
        passes without a remark.
    """
    has_2, has_any = ranges[:, 0] == 2, ranges[:, 0] >= 1

    def below(step: int, positive: np.ndarray, share: float) -> float:
        return weighted_quantile(probabilities[positive, step - 1], weights[positive], share)

    missed = 1 - targets.oedema_sensitivity
    without = ranges[:, 1] < 2
    risk_2 = max(below(2, has_2, missed), below(2, without, targets.oedema_specificity))
    found = probabilities[has_2, 1] >= risk_2
    if found.any():
        risk_2 = _between(risk_2, float(probabilities[has_2, 1][found].min()))
    any_risk = min(below(1, has_any, missed), below(1, has_2, 1 - targets.oedema_remarked))
    return OedemaThresholds(_allowed(risk_2), _allowed(any_risk))


def _between(low: float, high: float) -> float:
    """Return the middle of two probabilities in log odds."""
    odds = [np.log(value / (1 - value)) for value in np.clip((low, high), _TINY, 1 - 1e-9)]
    return min(high, float(1 / (1 + np.exp(-np.mean(odds)))))


def _allowed(threshold: float) -> float:
    return float(np.clip(threshold, _LOWEST, _HIGHEST))
