"""Figures of one grading against another, in NumPy: kappa, AUC, calibration error, intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from fundusviewer.grading import FIRST_REFERABLE_GRADE, GRADE_NAMES
from fundusviewer.inference.card import Interval

#: Two-sided 95 % quantile of the normal distribution.
_Z = 1.959963984540054


def referable(grades: np.ndarray) -> np.ndarray:
    """Return which grades, int (N,), are referable, bool (N,)."""
    return np.asarray(grades >= FIRST_REFERABLE_GRADE)


def referable_scores(probabilities: np.ndarray) -> np.ndarray:
    """Return the probability of referable DR, (N,), from grade probabilities (N, 5)."""
    return np.asarray(probabilities[:, FIRST_REFERABLE_GRADE:].sum(axis=1))


def quadratic_weighted_kappa(truth: np.ndarray, predicted: np.ndarray) -> float:
    """Agreement of two gradings beyond chance, large errors counting more (Cohen, 1968).

    Parameters
    ----------
    truth, predicted
        int (N,), grades 0–4.

    Returns
    -------
    float
        1 for full agreement, 0 for chance; NaN where both gradings are one and the same grade
        throughout.
    """
    classes = len(GRADE_NAMES)
    observed = np.bincount(truth * classes + predicted, minlength=classes**2)
    observed = observed.reshape(classes, classes).astype(float)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / max(1, len(truth))
    grade = np.arange(classes)
    weights = (grade[:, None] - grade[None]) ** 2
    chance = float((weights * expected).sum())
    return 1 - float((weights * observed).sum()) / chance if chance > 0 else float("nan")


def area_under_curve(positive: np.ndarray, scores: np.ndarray) -> float:
    """Area under the ROC curve (Hanley & McNeil, 1982), ties counting half.

    Parameters
    ----------
    positive
        bool (N,).
    scores
        float (N,), higher for positive.

    Returns
    -------
    float
        0–1; NaN where all are positive or none is.
    """
    count = int(positive.sum())
    others = len(positive) - count
    if count == 0 or others == 0:
        return float("nan")
    _, inverse, sizes = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = np.cumsum(sizes) - (sizes - 1) / 2
    return float((ranks[inverse][positive].sum() - count * (count + 1) / 2) / (count * others))


def expected_calibration_error(
    truth: np.ndarray, probabilities: np.ndarray, bins: int = 15
) -> float:
    """How far the stated probability of the top grade is from its hit rate (Guo et al., 2017).

    Parameters
    ----------
    truth
        int (N,), grades.
    probabilities
        float (N, 5).
    bins
        Number of equally wide bins.

    Returns
    -------
    float
        0–1, 0 for perfect calibration.
    """
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == truth
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = np.bincount(which, weights=confidence - correct, minlength=bins)
    return float(np.abs(gaps).sum() / max(1, len(truth)))


def wilson(hits: int, total: int) -> Interval:
    """Return a proportion with its 95 % interval (Wilson, 1927); ``total`` is at least 1."""
    return _wilson(hits / total, total)


def clustered_share(hits: np.ndarray, clusters: Sequence[str]) -> Interval | None:
    """Return a proportion with a 95 % interval that knows which cases are one patient's.

    Wilson's interval with the effective number of cases: that of the cases, divided by how much
    more the proportion varies than it would with independent ones (Rao and Scott, Biometrics 48,
    1992), and not above it. Where it cannot vary, all being hits or none, patients are counted.

    Parameters
    ----------
    hits
        bool (N,).
    clusters
        The cluster (patient) of each.

    Returns
    -------
    Interval or None
        ``None`` where there is no case.
    """
    if len(hits) == 0:
        return None
    _, which = np.unique(np.asarray(clusters), return_inverse=True)
    sizes = np.bincount(which)
    share, count = float(hits.mean()), len(sizes)
    residuals = np.bincount(which, weights=hits) - share * sizes
    # What the variance of the share would be with independent cases.
    alone = share * (1 - share) / len(hits)
    if alone == 0 or count == 1:
        effective = float(count)
    else:
        together = count / (count - 1) * float((residuals**2).sum()) / len(hits) ** 2
        effective = len(hits) / max(1.0, together / alone)
    return _wilson(share, effective)


def bootstrap(
    statistic: Callable[[np.ndarray], float],
    clusters: Sequence[str],
    *,
    resamples: int = 1000,
    seed: int = 1,
) -> Interval | None:
    """Bootstrap a statistic over clusters (Efron & Tibshirani, 1993), the percentile interval.

    Parameters
    ----------
    statistic
        From indices, int (M,), to a number; NaN where it is not defined for that resample.
    clusters
        The cluster (patient) of each index: a cluster is drawn as a whole, since the two eyes
        of a patient are not independent.
    resamples
        How often to draw.
    seed
        Of the draws.

    Returns
    -------
    Interval or None
        ``None`` where the statistic is not defined on the whole.
    """
    value = statistic(np.arange(len(clusters)))
    if np.isnan(value):
        return None
    _, which = np.unique(np.asarray(clusters), return_inverse=True)
    order = np.argsort(which, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(which))[:-1])
    rng = np.random.default_rng(seed)
    drawn = [
        statistic(
            np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))])
        )
        for _ in range(resamples)
    ]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return _interval(value, float(low), float(high))


def _wilson(share: float, total: float) -> Interval:
    center = (share + _Z**2 / (2 * total)) / (1 + _Z**2 / total)
    half = _Z * np.sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2)) / (1 + _Z**2 / total)
    return _interval(share, max(0.0, center - half), min(1.0, center + half))


def _interval(value: float, low: float, high: float) -> Interval:
    """Percentiles of a skewed statistic can leave the value just outside: it belongs inside."""
    return Interval(value=value, low=min(low, value), high=max(high, value))
