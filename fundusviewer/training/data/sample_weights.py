"""How much each photograph counts, so that no set and no grade drowns the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np

from fundusviewer.training.config.plans import Balance
from fundusviewer.training.data.labels import LabelledPhotograph


def sampling_weights(
    photographs: Sequence[LabelledPhotograph], balance: Balance | None = None
) -> np.ndarray:
    """Return the chance of each photograph to be drawn in training.

    Parameters
    ----------
    photographs
        The training photographs.
    balance
        How much more rare ones count. A photograph that is drawn twice as often counts twice, as
        one whose loss is doubled does.

    Returns
    -------
    numpy.ndarray
        float64 (N,), sums to 1.
    """
    balance = balance or Balance()
    if balance.weights:
        weights = np.array([_of_classes(photo, balance.weights) for photo in photographs])
        return np.asarray(weights / weights.sum())
    sizes = _sizes(
        [
            (photograph.dataset, photograph.grade, photograph.grade_range)
            for photograph in photographs
        ]
    )
    weights = sizes ** -float(balance.share)
    return np.asarray(weights / weights.sum())


def equal_sets(photographs: Sequence[LabelledPhotograph]) -> np.ndarray:
    """Return weights, float64 (N,) with mean 1, that let each set count alike."""
    sizes = _sizes([photograph.dataset for photograph in photographs])
    weights = 1 / sizes
    return np.asarray(weights / weights.mean())


def patient_numbers(photographs: Sequence[LabelledPhotograph]) -> np.ndarray:
    """Return int (N,): the same number for photographs of one patient."""
    patients = [f"{photograph.dataset}/{photograph.patient}" for photograph in photographs]
    return np.unique(patients, return_inverse=True)[1]


def _of_classes(photo: LabelledPhotograph, weights: Sequence[float]) -> float:
    """Return what a photograph counts: the weight of its class, the mean where it may be several.

    Of several labels the largest weight of those that hold, 1 where none does.
    """
    if photo.labels:
        held = [weight for weight, label in zip(weights, photo.labels, strict=True) if label]
        return max(held, default=1.0)
    if photo.grade is None and photo.grade_range is not None:
        lowest, highest = photo.grade_range
        return float(np.mean(weights[lowest : highest + 1]))
    return weights[photo.grade or 0]


def _sizes(keys: Sequence[Hashable]) -> np.ndarray:
    counts = Counter(keys)
    return np.array([counts[key] for key in keys], dtype=float)
