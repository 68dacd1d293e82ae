"""What photographs with a label teach of macular oedema, and how likely an answer makes that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.oedema_labels import RiskRange


def risk_ranges(photographs: Sequence[LabelledPhotograph]) -> np.ndarray:
    """Return lowest and highest risk of each, int (N, 2); all must tell something of it."""
    ranges: list[RiskRange] = [photo.oedema for photo in photographs if photo.oedema is not None]
    return np.array(ranges, int).reshape(-1, 2)


def oedema_weights(photographs: Sequence[LabelledPhotograph]) -> np.ndarray:
    """Return how much each photograph counts, float64 (N,): rare risks and small sets more.

    As :func:`.sample_weights.sampling_weights` does it for grades, by the root of their number.
    """
    keys = [(photo.dataset, photo.oedema) for photo in photographs]
    sizes = Counter(keys)
    weights = np.array([sizes[key] ** -0.5 for key in keys])
    return np.asarray(weights / weights.sum())


def risk_probabilities(values: np.ndarray) -> np.ndarray:
    """Return probabilities, float (N, 2), of logits of risk 1 or more and of risk 2."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -50, 50))))


def range_likelihood(probabilities: np.ndarray, ranges: np.ndarray) -> np.ndarray:
    """Return the probability, float (N,), that the risk is within each range.

    Parameters
    ----------
    probabilities
        float (N, 2), of risk 1 or more and of risk 2.
    ranges
        int (N, 2), lowest and highest risk.
    """
    count = len(probabilities)
    edges = np.column_stack([np.ones(count), probabilities, np.zeros(count)])
    rows = np.arange(count)
    return np.asarray(edges[rows, ranges[:, 0]] - edges[rows, ranges[:, 1] + 1])
