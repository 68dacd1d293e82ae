"""The losses: their slopes are true, and NumPy and TensorFlow say the same."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.training.config.plans import LOSSES, Loss
from fundusviewer.training.learning.losses import loss_and_slope, tensor_loss
from tests.helpers.extras import require_tensorflow

RNG = np.random.default_rng(3)
LOGITS = RNG.normal(size=(6, 4)) * 2


def targets(loss: Loss, *, several: bool) -> np.ndarray:
    if several:
        return (RNG.random((6, 4)) < 0.5).astype(float)
    hard = np.eye(4)[[0, 1, 2, 3, 1, 0]]
    return 0.7 * hard + 0.3 / 4 if loss == "ordinal" else hard


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("loss", LOSSES)
def test_the_slope_is_that_of_the_loss(loss: Loss, several: bool) -> None:
    wanted = targets(loss, several=several)
    _, slope = loss_and_slope(loss, LOGITS, wanted, several=several)
    step = 1e-6
    for column in range(4):
        moved = LOGITS.copy()
        moved[:, column] += step
        above, _ = loss_and_slope(loss, moved, wanted, several=several)
        moved[:, column] -= 2 * step
        below, _ = loss_and_slope(loss, moved, wanted, several=several)
        np.testing.assert_allclose(slope[:, column], (above - below) / (2 * step), atol=1e-6)


@pytest.mark.tensorflow
@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("loss", LOSSES)
def test_the_network_learns_the_same_loss(loss: Loss, several: bool) -> None:
    require_tensorflow()
    import tensorflow as tf

    wanted = targets(loss, several=several)
    tensors = (tf.constant(values, tf.float32) for values in (wanted, LOGITS))
    found = np.asarray(tensor_loss(loss, several=several)(*tensors))
    expected, _ = loss_and_slope(loss, LOGITS, wanted, several=several)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)
