"""What each photograph teaches. Soft ordinal targets: a neighbour is a smaller mistake.

A photograph whose grade is known within a range only teaches that range and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.training.config.plans import Loss
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.tasks import GRADING_TASK, Task

#: The sum of a distribution is 1, that of a range at least 2.
_MORE_THAN_A_DISTRIBUTION = 1.5


def task_targets(photographs: Sequence[LabelledPhotograph], task: Task, loss: Loss) -> np.ndarray:
    """Return what each photograph's answer is to be, float32 (N, C).

    A soft ordinal distribution for the ordinal loss, one class for the others, 0 and 1 for several
    labels; of a photograph without any the first class, which nobody looks at.
    """
    if task.several:
        nothing = (0,) * len(task.names)
        return np.array([photo.labels or nothing for photo in photographs], np.float32)
    grades = np.array([photo.grade or 0 for photo in photographs], int)
    sharpness = 2.0 if loss == "ordinal" else np.inf
    return soft_ordinal_targets(grades, sharpness, len(task.names))


def training_targets(
    photographs: Sequence[LabelledPhotograph], task: Task = GRADING_TASK, loss: Loss = "ordinal"
) -> np.ndarray:
    """Return what each photograph's answer is to be, for :func:`partial_cross_entropy`.

    Parameters
    ----------
    photographs
        Each with a class, or a range of grades.
    task, loss
        Of the run.

    Returns
    -------
    numpy.ndarray
        float32 (N, C): as :func:`task_targets`, ones for each grade that is possible (sum 2 to 5)
        for a range.
    """
    targets = task_targets(photographs, task, loss)
    for row, photo in zip(targets, photographs, strict=True):
        if photo.grade is None and photo.grade_range is not None:
            lowest, highest = photo.grade_range
            row[:] = 0
            row[lowest : highest + 1] = 1
    return targets


def partial_cross_entropy(targets: Any, logits: Any) -> Any:
    """Return the loss of each photograph, float32 (N,), of tensors as in :func:`training_targets`.

    A distribution costs its cross-entropy. A range costs the negative logarithm of the
    probability that the grade lies in it: what is not known is not taught (Cour et al.,
    "Learning from Partial Labels", JMLR 2011).
    """
    import tensorflow as tf

    scores = tf.nn.log_softmax(logits)
    exact = -tf.reduce_sum(targets * scores, axis=-1)
    within = -tf.reduce_logsumexp(tf.where(targets > 0, scores, -1e9), axis=-1)
    return tf.where(tf.reduce_sum(targets, axis=-1) > _MORE_THAN_A_DISTRIBUTION, within, exact)


def soft_ordinal_targets(
    grades: np.ndarray, sharpness: float = 2.0, classes: int = len(GRADE_NAMES)
) -> np.ndarray:
    """Return target distributions around the true grade (Diaz & Marathe, CVPR 2019).

    Parameters
    ----------
    grades
        int (N,), grades 0–4.
    sharpness
        The distance of one grade costs this much in the exponent; infinite gives one-hot targets.
    classes
        Number of grades C.

    Returns
    -------
    numpy.ndarray
        float32 (N, C), each row sums to 1.
    """
    distance = np.abs(grades[:, None] - np.arange(classes)[None])
    with np.errstate(invalid="ignore"):
        exponent = np.where(distance == 0, 0.0, -sharpness * distance)
    weights = np.exp(exponent)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)
