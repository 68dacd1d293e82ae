from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.screening.metrics import (
    area_under_curve,
    bootstrap,
    expected_calibration_error,
    quadratic_weighted_kappa,
    wilson,
)
from fundusviewer.training.fitting.temperature_scaling import fit_temperature, with_temperature

RNG = np.random.default_rng(5)
TRUTH = RNG.integers(0, 5, 300)
PREDICTED = np.clip(TRUTH + RNG.integers(-1, 2, 300), 0, 4)


def test_kappa_agrees_with_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    expected = metrics.cohen_kappa_score(TRUTH, PREDICTED, weights="quadratic")
    assert quadratic_weighted_kappa(TRUTH, PREDICTED) == pytest.approx(expected)


def test_kappa_of_full_agreement_chance_and_one_grade() -> None:
    assert quadratic_weighted_kappa(TRUTH, TRUTH) == 1
    assert abs(quadratic_weighted_kappa(TRUTH, RNG.permutation(TRUTH))) < 0.2
    assert np.isnan(quadratic_weighted_kappa(np.zeros(4, int), np.zeros(4, int)))


def test_auc_agrees_with_scikit_learn_on_ties() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    scores = np.round(RNG.random(300), 1)
    expected = metrics.roc_auc_score(TRUTH >= 2, scores)
    assert area_under_curve(TRUTH >= 2, scores) == pytest.approx(expected)


def test_auc_of_one_class_is_not_defined() -> None:
    assert np.isnan(area_under_curve(np.ones(3, bool), np.arange(3.0)))


def test_calibration_error() -> None:
    sure = np.eye(5)[np.array([0, 1, 2, 3])]
    assert expected_calibration_error(np.array([0, 1, 2, 3]), sure) == 0
    assert expected_calibration_error(np.array([1, 2, 3, 4]), sure) == 1


def test_wilson_interval_is_the_published_one() -> None:
    # Newcombe (1998), table I: 81 of 263.
    interval = wilson(81, 263)
    assert (interval.low, interval.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(10, 10).high == 1
    assert wilson(10, 10).low < 0.75


def test_bootstrap_over_patients_is_wider_than_over_photographs() -> None:
    values = np.repeat(RNG.random(30), 10)
    photographs = bootstrap(lambda rows: float(values[rows].mean()), [str(i) for i in range(300)])
    patients = bootstrap(
        lambda rows: float(values[rows].mean()), [str(i // 10) for i in range(300)]
    )
    assert photographs is not None
    assert patients is not None
    assert patients.high - patients.low > 2 * (photographs.high - photographs.low)
    assert patients.low < values.mean() < patients.high


def test_bootstrap_of_what_is_not_defined() -> None:
    assert bootstrap(lambda _: float("nan"), ["a", "b"]) is None


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.5])
def test_the_temperature_is_found_again(temperature: float) -> None:
    rng = np.random.default_rng(1)
    calibrated = rng.dirichlet(np.ones(5), 4000)
    truth = np.array([rng.choice(5, p=row) for row in calibrated])
    shown = with_temperature(calibrated, 1 / temperature)
    assert fit_temperature(shown, truth) == pytest.approx(temperature, rel=0.08)


def test_temperature_keeps_order_and_sum() -> None:
    rows = np.random.default_rng(2).dirichlet(np.ones(5), 50)
    scaled = with_temperature(rows, 3.0)
    assert np.allclose(scaled.sum(axis=1), 1)
    assert (scaled.argmax(axis=1) == rows.argmax(axis=1)).all()
