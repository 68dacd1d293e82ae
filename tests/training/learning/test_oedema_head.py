"""The head for macular oedema: solved, ordinal, content with labels that leave something open."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.screening.metrics import area_under_curve
from fundusviewer.training.config.plans import HeadPlan
from fundusviewer.training.data.oedema_targets import risk_probabilities
from fundusviewer.training.learning.oedema_head import (
    OedemaExamples,
    OedemaHead,
    logits,
    train_oedema_head,
)
from tests.helpers.extras import require_of_export

require_of_export("sklearn")

SIZE = 20
PLAN = HeadPlan(penalties=(1.0, 0.1, 0.01), folds=3)


def eyes(seed: int, count: int = 300, *, open_labels: bool = False) -> OedemaExamples:
    """Return features of which the first holds the risk, and noise."""
    rng = np.random.default_rng(seed)
    risks = rng.integers(0, 3, count)
    features = rng.normal(0, 1, (count, SIZE)).astype(np.float32)
    features[:, 0] += 2 * risks
    ranges = np.column_stack([risks, risks])
    if open_labels:
        ranges[risks < 2] = (0, 1)
    return OedemaExamples(features, ranges, np.full(count, 1 / count), np.arange(count) // 2)


def fitted(examples: OedemaExamples) -> OedemaHead:
    return train_oedema_head(examples, None, PLAN, seed=1)


def test_it_finds_both_steps_and_their_order() -> None:
    head, other = fitted(eyes(1)).head, eyes(2)
    found = risk_probabilities(logits(head, other.features))
    risks = other.ranges[:, 0]
    assert (found[:, 0] >= found[:, 1]).all()
    for step in (1, 2):
        assert area_under_curve(risks >= step, found[:, step - 1]) > 0.9
        # Calibrated, since it is fitted to the likelihood.
        assert found[:, step - 1].mean() == pytest.approx((risks >= step).mean(), abs=0.06)


def test_it_is_the_optimum_whatever_the_order() -> None:
    examples = eyes(3)
    order = np.random.default_rng(0).permutation(len(examples.weights))
    straight, shuffled = (fitted(part).head for part in (examples, examples.at(order)))
    np.testing.assert_allclose(
        logits(straight, examples.features), logits(shuffled, examples.features), atol=0.3
    )


def test_yes_and_no_teach_risk_2() -> None:
    head, other = fitted(eyes(4, open_labels=True)).head, eyes(5)
    found = risk_probabilities(logits(head, other.features))
    assert area_under_curve(other.ranges[:, 0] == 2, found[:, 1]) > 0.9
    assert found[:, 1].mean() == pytest.approx(1 / 3, abs=0.08)


def test_the_answers_of_the_folds_are_not_those_of_the_fit() -> None:
    """Features of pure noise: what was learned by heart does not come back."""
    rng = np.random.default_rng(6)
    noise = eyes(6, count=80)
    noise.features[:] = rng.normal(0, 1, noise.features.shape)
    found = fitted(noise)
    positive = noise.ranges[:, 0] == 2
    assert area_under_curve(positive, found.unseen[:, 1]) < 0.65


def test_other_patients_judge_where_the_features_know_these() -> None:
    """Features that know the training patients by heart: folds of them find no penalty too weak."""
    known, other = eyes(7), eyes(8)
    known.features[:, 1] = 9 * (known.ranges[:, 0] == 2)
    by_folds = train_oedema_head(known, None, PLAN, seed=1)
    judged = train_oedema_head(known, other, PLAN, seed=1)
    assert judged.unseen.shape == (0, 2)
    assert np.abs(judged.head.kernel).max() < np.abs(by_folds.head.kernel).max()
