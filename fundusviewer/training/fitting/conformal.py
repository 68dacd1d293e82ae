"""The threshold of the prediction sets, and how often they hold the true grade.

Split conformal prediction: the threshold is a quantile of what the true grades of validation
photographs have as their score (:func:`fundusviewer.grading.masses_before`).
"""

from __future__ import annotations

import numpy as np

from fundusviewer.grading import grade_set, masses_before

#: The share of photographs whose set is to hold the true grade.
COVERAGE = 0.90


def fit_set_threshold(
    probabilities: np.ndarray, grades: np.ndarray, weights: np.ndarray, coverage: float = COVERAGE
) -> float:
    """Return the lowest threshold whose sets hold the true grade often enough.

    The quantile is taken as if one more photograph, as heavy as the heaviest, had no set that
    holds its grade: so the coverage holds for a new photograph (weighted conformal prediction;
    Tibshirani et al., 2019).

    Parameters
    ----------
    probabilities
        float (N, 5), calibrated, of photographs that were not learned from.
    grades
        int (N,), their true grades.
    weights
        float (N,), how much each photograph counts.
    coverage
        What to reach, 0–1.

    Returns
    -------
    float
        0–1; 1, which puts every grade into every set, where the photographs are too few.
    """
    scores = _scores(probabilities, grades)
    order = np.argsort(scores)
    held = np.cumsum(weights[order]) / (weights.sum() + weights.max())
    position = int(np.searchsorted(held, coverage))
    return float(scores[order][position]) if position < len(scores) else 1.0


def set_hits(probabilities: np.ndarray, grades: np.ndarray, threshold: float) -> np.ndarray:
    """Return whether each photograph's set holds its true grade, bool (N,)."""
    return _scores(probabilities, grades) <= threshold


def set_sizes(probabilities: np.ndarray, threshold: float) -> np.ndarray:
    """Return how many grades each photograph's set holds, int (N,)."""
    return np.array([len(grade_set(row, threshold)) for row in probabilities.tolist()], int)


def _scores(probabilities: np.ndarray, grades: np.ndarray) -> np.ndarray:
    rows = zip(probabilities.tolist(), grades.tolist(), strict=True)
    return np.array([masses_before(row)[grade] for row, grade in rows], float)
