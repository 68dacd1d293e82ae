"""How much each photograph counts, so that no set and no grade drowns the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np

from fundusviewer.training.data.labels import LabelledPhotograph


def sampling_weights(photographs: Sequence[LabelledPhotograph], balance: float = 0.5) -> np.ndarray:
    """Return the chance of each photograph to be drawn in training.

    Parameters
    ----------
    photographs
        The training photographs.
    balance
        0 draws as they come; 1 draws each grade of each set equally often, however few
        photographs it has; in between, the square root and so on.

    Returns
    -------
    numpy.ndarray
        float64 (N,), sums to 1.
    """
    sizes = _sizes(
        [
            (photograph.dataset, photograph.grade, photograph.grade_range)
            for photograph in photographs
        ]
    )
    weights = sizes ** -float(balance)
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


def _sizes(keys: Sequence[Hashable]) -> np.ndarray:
    counts = Counter(keys)
    return np.array([counts[key] for key in keys], dtype=float)
