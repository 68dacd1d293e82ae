"""What a wrong answer costs: for the solver in NumPy with its slope, for the network in TensorFlow.

Probabilities are a softmax of the logits, or a sigmoid of each where several answers can be right
at once. Cross-entropy; squared error of the probabilities, the mean over the classes as Keras'
``mean_squared_error``; focal loss (Lin et al., 2017) with gamma 2. The ordinal loss is
cross-entropy with soft targets, see :mod:`..data.ordinal_targets`. What is compared between
networks and epochs is always the cross-entropy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.training.data.ordinal_targets import partial_cross_entropy

if TYPE_CHECKING:
    from collections.abc import Callable

    from fundusviewer.training.config.plans import Loss

_GAMMA = 2.0
_TINY = 1e-12


def probabilities_of(logits: np.ndarray, *, several: bool) -> np.ndarray:
    """Return probabilities, float (N, C), of logits: they sum to 1, or each is its own."""
    if several:
        return np.asarray(0.5 * (1 + np.tanh(np.asarray(logits, np.float64) / 2)))
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def cross_entropy(probabilities: np.ndarray, targets: np.ndarray, *, several: bool) -> np.ndarray:
    """Return the cross-entropy of each photograph, float (N,); with ``several`` over all labels."""
    losses = -(targets * _log(probabilities)).sum(axis=1)
    if several:
        losses = losses - ((1 - targets) * _log(1 - probabilities)).sum(axis=1)
    return np.asarray(losses)


def loss_and_slope(
    loss: Loss, logits: np.ndarray, targets: np.ndarray, *, several: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the loss of each photograph, (N,), and its slope along the logits, (N, C).

    Parameters
    ----------
    loss
        Which one.
    logits
        float (N, C).
    targets
        float (N, C): a distribution, or 0 and 1 where several answers can be right.
    several
        Whether they can.
    """
    found = probabilities_of(logits, several=several)
    if loss in ("ordinal", "cross-entropy"):
        return cross_entropy(found, targets, several=several), found - targets
    if loss == "mean-squared-error":
        classes = targets.shape[1]
        losses = np.square(found - targets).mean(axis=1)
        along = 2 * (found - targets) / classes
    else:
        losses, along = _focal(found, targets, several=several)
    if several:
        return losses, along * found * (1 - found)
    return losses, found * (along - (found * along).sum(axis=1, keepdims=True))


def _focal(
    found: np.ndarray, targets: np.ndarray, *, several: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Return the focal loss and its slope along the probabilities."""

    def part(p: np.ndarray, t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        logs, rest = _log(p), 1 - p
        value = -(t * rest**_GAMMA * logs).sum(axis=1)
        slope = t * (_GAMMA * rest ** (_GAMMA - 1) * logs - rest**_GAMMA / np.maximum(p, _TINY))
        return value, slope

    losses, along = part(found, targets)
    if several:
        other, back = part(1 - found, 1 - targets)
        return losses + other, along - back
    return losses, along


def tensor_loss(loss: Loss, *, several: bool) -> Callable[[Any, Any], Any]:
    """Return what computes the loss of each photograph, (N,), of targets and logits as tensors.

    Targets as :func:`.ordinal_targets.training_targets` makes them, where only one can be right.
    """
    import tensorflow as tf

    def per_label(targets: Any, logits: Any) -> Any:
        entropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits)
        found = tf.sigmoid(logits)
        if loss == "mean-squared-error":
            return tf.reduce_mean(tf.square(found - targets), axis=-1)
        if loss == "focal":
            right = targets * found + (1 - targets) * (1 - found)
            entropy = entropy * (1 - right) ** _GAMMA
        return tf.reduce_sum(entropy, axis=-1)

    def of_classes(targets: Any, logits: Any) -> Any:
        logs = tf.nn.log_softmax(logits)
        found = tf.exp(logs)
        if loss == "mean-squared-error":
            return tf.reduce_mean(tf.square(found - targets), axis=-1)
        return -tf.reduce_sum(targets * (1 - found) ** _GAMMA * logs, axis=-1)

    if several:
        return per_label
    return partial_cross_entropy if loss in ("ordinal", "cross-entropy") else of_classes


def _log(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.log(np.maximum(values, _TINY)))
