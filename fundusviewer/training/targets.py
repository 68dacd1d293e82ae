"""Soft ordinal targets: a neighbouring grade is a smaller mistake than a distant one."""

from __future__ import annotations

import numpy as np

from fundusviewer.grading import GRADE_NAMES


def soft_ordinal_targets(grades: np.ndarray, sharpness: float = 2.0) -> np.ndarray:
    """Return target distributions around the true grade (Diaz & Marathe, CVPR 2019).

    Parameters
    ----------
    grades
        int (N,), grades 0–4.
    sharpness
        The distance of one grade costs this much in the exponent; infinite gives one-hot targets.

    Returns
    -------
    numpy.ndarray
        float32 (N, 5), each row sums to 1.
    """
    distance = np.abs(grades[:, None] - np.arange(len(GRADE_NAMES))[None])
    with np.errstate(invalid="ignore"):
        exponent = np.where(distance == 0, 0.0, -sharpness * distance)
    weights = np.exp(exponent)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)
