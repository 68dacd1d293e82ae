from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.errors import TrainingError
from fundusviewer.training.config.plans import Targets
from fundusviewer.training.fitting.operating_points import choose_thresholds


def probabilities(referable: np.ndarray) -> np.ndarray:
    """Spread them so that the most probable grade is referable from 0.75 on."""
    rows = np.empty((len(referable), 5))
    rows[:, :2] = np.array([1.0, 0.0]) * (1 - referable)[:, None]
    rows[:, 2:] = referable[:, None] / 3
    return rows


def test_targets_are_reached_and_not_overshot() -> None:
    rng = np.random.default_rng(3)
    grades = rng.integers(0, 5, 2000)
    scores = np.clip(rng.normal(0.35 + 0.3 * (grades >= 2), 0.15), 0.01, 0.99)
    weights = np.ones(2000)
    points = choose_thresholds(grades, probabilities(scores), weights, Targets(0.9, 0.95))
    sick, healthy = scores[grades >= 2], scores[grades < 2]
    assert (sick >= points.screening).mean() == pytest.approx(0.9, abs=2e-3)
    assert (healthy < points.specific).mean() == pytest.approx(0.95, abs=2e-3)
    assert [name for name, _ in points.named()] == ["screening", "specific"]


def test_a_perfect_network_gives_ordered_thresholds_inside_the_open_interval() -> None:
    grades = np.array([0, 0, 3, 4])
    points = choose_thresholds(
        grades, probabilities(np.array([0.0, 0.0, 1.0, 1.0])), np.ones(4), Targets()
    )
    assert points.specific <= 0.9
    assert 0 < points.screening <= points.specific < 1


def test_weights_decide() -> None:
    grades = np.array([0, 2, 2])
    scores = probabilities(np.array([0.1, 0.3, 0.9]))
    low = choose_thresholds(grades, scores, np.array([1.0, 5.0, 1.0]), Targets(0.5, 0.5))
    high = choose_thresholds(grades, scores, np.array([1.0, 1.0, 5.0]), Targets(0.5, 0.5))
    assert (low.screening, high.screening) == pytest.approx((0.3, 0.9))


def test_one_class_only_is_refused() -> None:
    with pytest.raises(TrainingError, match="all referable or none is"):
        choose_thresholds(
            np.array([0, 1]), probabilities(np.array([0.1, 0.2])), np.ones(2), Targets()
        )


def test_a_referable_grade_refers_at_every_point() -> None:
    # The healthy eye with a referable grade is referred at any threshold: it cannot be won back.
    grades = np.array([0, 0, 0, 2])
    scores = probabilities(np.array([0.1, 0.2, 0.85, 0.6]))
    points = choose_thresholds(grades, scores, np.ones(4), Targets(0.9, 0.95))
    assert points.screening == pytest.approx(0.6)
    assert points.specific == 0.9
