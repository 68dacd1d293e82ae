"""Temperature scaling (Guo et al., 2017): probabilities that mean what they say."""

from __future__ import annotations

import numpy as np

from fundusviewer.errors import TrainingError

_TINY = 1e-12


def with_temperature(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Return softmax(log p / T), float (N, C), of probabilities p made with temperature 1."""
    logits = np.log(np.maximum(probabilities, _TINY)) / temperature
    scaled = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(scaled / scaled.sum(axis=1, keepdims=True))


def fit_temperature(
    probabilities: np.ndarray, truth: np.ndarray, weights: np.ndarray | None = None
) -> float:
    """Find the temperature with the least negative log likelihood.

    Parameters
    ----------
    probabilities
        float (N, C), made with temperature 1, of photographs that were not learned from.
    truth
        int (N,), the true class.
    weights
        float (N,), how much each photograph counts; all alike by default.

    Returns
    -------
    float
        Between 0.2 and 5.

    Raises
    ------
    TrainingError
        If there is no photograph.
    """
    if len(truth) == 0:
        raise TrainingError("no validation photograph is left to fit the temperature on")
    counts = np.ones(len(truth)) if weights is None else weights
    rows = np.arange(len(truth))

    def loss(temperature: float) -> float:
        likelihood = with_temperature(probabilities, temperature)[rows, truth]
        return float(-(counts * np.log(np.maximum(likelihood, _TINY))).sum() / counts.sum())

    candidates = np.geomspace(0.2, 5.0, 323)  # steps of one percent
    return float(min(candidates, key=loss))
