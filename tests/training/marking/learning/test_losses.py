from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.training.marking.learning.losses import landmark_loss, mask_loss
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow


def by_hand(logits: np.ndarray, masks: np.ndarray, known: np.ndarray) -> float:
    """Return the loss of masks, sum by sum."""
    drawn = 1 / (1 + np.exp(-logits))
    entropy = -(masks * np.log(drawn) + (1 - masks) * np.log(1 - drawn)) * (1 + 4 * masks)
    pixels, total, dice = 1.0, 0.0, 0.0
    for kind in range(masks.shape[-1]):
        rows = known[:, kind] > 0
        pixels += rows.sum() * masks.shape[1] * masks.shape[2]
        total += entropy[rows][..., kind].sum()
        own, true = drawn[rows][..., kind], masks[rows][..., kind]
        dice += 1 - (2 * (own * true).sum() + 20) / ((own**2).sum() + true.sum() + 20)
    return float(total / pixels * 4 + dice / masks.shape[-1])


def test_the_loss_of_masks_is_what_it_says() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(size=(3, 8, 8, 2)).astype(np.float32)
    masks = (rng.random((3, 8, 8, 2)) < 0.3).astype(np.float32)
    known = np.array([[1, 0], [1, 1], [0, 1]], np.float32)
    found = float(mask_loss(logits, masks, known))
    assert found == pytest.approx(by_hand(logits, masks, known), rel=1e-5)
    # What nobody looked for does not matter.
    masks[0, ..., 1] = 1 - masks[0, ..., 1]
    logits[2, ..., 0] += 3
    assert float(mask_loss(logits, masks, known)) == pytest.approx(found, rel=1e-6)


def test_right_answers_cost_least() -> None:
    masks = np.zeros((1, 16, 16, 3), np.float32)
    masks[0, 4:8, 4:8] = 1
    known = np.ones((1, 3), np.float32)
    right, wrong = np.where(masks > 0, 9, -9), np.where(masks > 0, -9, 9)
    for loss in (mask_loss, landmark_loss):
        costs = [
            float(loss(logits.astype(np.float32), masks, known))
            for logits in (right, np.zeros_like(masks), wrong)
        ]
        assert costs == sorted(costs)
        assert costs[0] < 0.05


def test_a_photograph_without_anything_known_costs_nothing_more() -> None:
    logits = np.random.default_rng(2).normal(size=(2, 8, 8, 3)).astype(np.float32)
    targets = np.zeros_like(logits)
    nothing = landmark_loss(logits, targets, np.zeros((2, 3), np.float32))
    assert float(nothing) == pytest.approx(0, abs=1e-6)
