"""Calibration and thresholds of macular oedema."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.training.config.plans import Targets
from fundusviewer.training.data.oedema_targets import risk_probabilities
from fundusviewer.training.fitting.oedema import choose_oedema_thresholds, fit_oedema_temperature


def answers(count: int = 3000, apart: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    """Return logits, (N, 2), that mean what they say, and ranges drawn from them."""
    rng = np.random.default_rng(1)
    values = rng.normal(0, apart, count)[:, None] + np.array([1.0, -1.0])
    found = risk_probabilities(values)
    risks = (rng.random(count)[:, None] < found).sum(axis=1)
    return values, np.column_stack([risks, risks])


def test_the_temperature_undoes_what_is_too_sure() -> None:
    values, ranges = answers()
    assert fit_oedema_temperature(3 * values, ranges, np.ones(len(values))) == pytest.approx(
        3, rel=0.1
    )


def test_the_thresholds_reach_what_is_asked_for() -> None:
    values, ranges = answers(apart=6.0)
    found = risk_probabilities(values)
    targets = Targets(oedema_sensitivity=0.95, oedema_specificity=0.5, oedema_remarked=0.98)
    limits = choose_oedema_thresholds(found, ranges, np.ones(len(found)), targets)
    has_2, has_any = ranges[:, 0] == 2, ranges[:, 0] >= 1
    assert (found[has_2, 1] >= limits.risk_2).mean() == pytest.approx(0.95, abs=0.01)
    assert (found[has_any, 0] >= limits.any_risk).mean() >= 0.95
    assert (found[has_2, 0] >= limits.any_risk).mean() >= 0.98


def test_the_specificity_is_not_given_away() -> None:
    values, ranges = answers(apart=1.0)
    found = risk_probabilities(values)
    targets = Targets(oedema_sensitivity=0.99, oedema_specificity=0.8)
    limits = choose_oedema_thresholds(found, ranges, np.ones(len(found)), targets)
    without = ranges[:, 1] < 2
    assert (found[without, 1] < limits.risk_2).mean() == pytest.approx(0.8, abs=0.01)
    # Whom that misses has risk 1 at least.
    has_2 = ranges[:, 0] == 2
    assert (found[has_2, 0] >= limits.any_risk).mean() >= 0.98


def test_of_few_eyes_none_is_missed() -> None:
    found = np.array([[0.9, 0.8], [0.6, 0.3], [0.2, 0.1], [0.1, 0.05], [0.3, 0.2]])
    ranges = np.array([[2, 2], [2, 2], [0, 1], [0, 0], [0, 1]])
    limits = choose_oedema_thresholds(found, ranges, np.ones(5), Targets())
    assert 0.2 < limits.risk_2 <= 0.3
    assert limits.any_risk <= 0.6


def test_nobody_is_referred_for_a_gap() -> None:
    """Between the least specificity and the next eye with risk 2 there is nobody to find."""
    found = np.array([[p, p] for p in (0.9, 0.2, 0.01, *np.linspace(0.001, 0.05, 17))])
    ranges = np.array([[2, 2]] * 3 + [[0, 1]] * 17)
    targets = Targets(oedema_sensitivity=0.95, oedema_specificity=0.8)
    limits = choose_oedema_thresholds(found, ranges, np.ones(20), targets)
    assert 0.05 < limits.risk_2 < 0.2
