"""The last layer on frozen features: dropout and a dense softmax (TensorFlow)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from fundusviewer.export.explained import DenseHead

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class HeadPlan:
    """How the head is trained.

    Attributes
    ----------
    epochs
        At most so many; it stops earlier when the validation loss no longer falls.
    patience
        Epochs without a fall before it stops.
    dropout
        Share of the features that is dropped, 0–1.
    learning_rate, weight_decay
        Of AdamW (Loshchilov & Hutter, 2019), on standardised features.
    batch
        Photographs in one step.
    """

    epochs: int = 60
    patience: int = 8
    dropout: float = 0.5
    learning_rate: float = 3e-4
    weight_decay: float = 0.05
    batch: int = 128


@dataclass(frozen=True, eq=False)
class Examples:
    """What a head is trained or judged on.

    Attributes
    ----------
    features
        float32 (K, N, D): photographs as they are, then K - 1 augmented copies.
    targets
        float32 (N, C), one distribution for each photograph.
    weights
        float64 (N,), how much each photograph counts.
    """

    features: np.ndarray
    targets: np.ndarray
    weights: np.ndarray


def train_head(train: Examples, validation: Examples, plan: HeadPlan, seed: int) -> DenseHead:
    """Train a head and return the one with the lowest validation loss.

    The features are standardised for training; the returned head takes them as they are.
    """
    import keras

    from fundusviewer.export.explained import DenseHead

    flat = train.features.reshape(-1, train.features.shape[-1])
    mean, deviation = flat.mean(axis=0), flat.std(axis=0) + 1e-3
    keras.utils.set_random_seed(seed)
    dense = keras.layers.Dense(train.targets.shape[1])
    dense.build((None, flat.shape[1]))
    dense.set_weights([np.zeros_like(weight) for weight in dense.get_weights()])
    step = _step(dense, plan)

    def unstandardised() -> DenseHead:
        kernel, bias = dense.get_weights()
        return DenseHead(kernel / deviation[:, None], bias - (mean / deviation) @ kernel)

    best, best_loss, waited = unstandardised(), np.inf, 0
    rng = np.random.default_rng(seed)
    for epoch in range(plan.epochs):
        for features, targets in _batches(train, plan.batch, rng):
            step((features - mean) / deviation, targets)
        head = unstandardised()
        loss = weighted_loss(head_probabilities(head, validation.features[0]), validation)
        log.info("head, epoch %d: validation loss %.4f", epoch + 1, loss)
        waited = 0 if loss < best_loss else waited + 1
        if loss < best_loss:
            best, best_loss = head, loss
        if waited >= plan.patience:
            break
    return best


def head_probabilities(head: DenseHead, features: np.ndarray) -> np.ndarray:
    """Return softmax probabilities, float (N, C), of features, float32 (N, D)."""
    logits = features @ head.kernel + head.bias
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=1, keepdims=True))


def weighted_loss(probabilities: np.ndarray, examples: Examples) -> float:
    """Return the weighted mean cross entropy of probabilities, (N, C), with the targets."""
    logs = np.log(np.maximum(probabilities, 1e-12))
    losses = -(examples.targets * logs).sum(axis=1)
    return float((losses * examples.weights).sum() / examples.weights.sum())


def _batches(train: Examples, size: int, rng: np.random.Generator) -> Any:
    """Yield one epoch: photographs drawn by weight, each as it is or as one of its copies."""
    copies, count = train.features.shape[:2]
    chance = train.weights / train.weights.sum()
    for _ in range(max(1, copies * count // size)):
        rows = rng.choice(count, size, p=chance)
        yield train.features[rng.integers(copies, size=size), rows], train.targets[rows]


def _step(dense: Any, plan: HeadPlan) -> Callable[[np.ndarray, np.ndarray], None]:
    import keras
    import tensorflow as tf

    optimizer = keras.optimizers.AdamW(plan.learning_rate, weight_decay=plan.weight_decay)
    optimizer.build(dense.trainable_variables)

    def step(features: Any, targets: Any) -> None:
        with tf.GradientTape() as tape:
            logits = dense(tf.nn.dropout(features, plan.dropout))
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(targets, logits))
        variables = dense.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables, strict=True))

    compiled: Callable[[np.ndarray, np.ndarray], None]
    compiled = tf.function(step, reduce_retracing=True)
    return compiled
