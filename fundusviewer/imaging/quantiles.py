"""Percentiles and medians of finite numbers: numpy's to the last bit, without its detours.

A photograph is measured by some fifty of them. numpy looks for numbers that are none, for the least
and the largest one as well, and for axes; of a small photograph that is a fifth of all measuring.
"""

from __future__ import annotations

import math

import numpy as np


def percentile(values: np.ndarray, percent: float) -> float:
    """Return what ``np.percentile`` returns, interpolated between two neighbours.

    Parameters
    ----------
    values
        Of any shape, finite, at least one.
    percent
        0–100.
    """
    flat = values.ravel()
    place = (flat.size - 1) * (percent / 100)
    low = math.floor(place)
    high = min(low + 1, flat.size - 1)
    parted = np.partition(flat, (low, high))
    first, second, share = parted[low], parted[high], place - low
    # In the numbers' own precision, as numpy does it.
    step = second - first
    return float(first + step * share if share < 0.5 else second - step * (1 - share))


def median(values: np.ndarray) -> float:
    """Return what ``np.median`` returns.

    Parameters
    ----------
    values
        Of any shape, finite, at least one.
    """
    flat = values.ravel()
    middle = flat.size // 2
    if flat.size % 2:
        return float(np.partition(flat, middle)[middle])
    parted = np.partition(flat, (middle - 1, middle))
    return float(np.mean(parted[middle - 1 : middle + 1]))
