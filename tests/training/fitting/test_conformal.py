"""Prediction sets hold the true grade as often as they promise."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.training.evaluation.evaluation import Answers, evaluate
from fundusviewer.training.evaluation.report import results_table
from fundusviewer.training.fitting.conformal import fit_set_threshold, set_hits, set_sizes
from tests.training.photographs import photograph


def drawn(count: int, seed: int, doubt: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Return probabilities and grades drawn from them; more ``doubt`` than they state if not 1."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 2, (count, 5))

    def softmax(values: np.ndarray) -> np.ndarray:
        powers = np.exp(values)
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))

    truth = softmax(logits / doubt)
    grades = np.array([rng.choice(5, p=row) for row in truth])
    return softmax(logits), grades


@pytest.mark.parametrize("doubt", [1.0, 3.0])
@pytest.mark.parametrize("coverage", [0.8, 0.9])
def test_the_promise_holds_on_others(coverage: float, doubt: float) -> None:
    shares = []
    for seed in range(20):
        threshold = fit_set_threshold(*drawn(300, seed, doubt), np.ones(300), coverage)
        shares.append(set_hits(*drawn(1000, seed + 100, doubt), threshold).mean())
    assert np.mean(shares) == pytest.approx(coverage, abs=0.02)


def test_a_quantile_with_one_photograph_more() -> None:
    """Of nine scores the ninth is needed for 90 %, of eight none suffices."""
    scores = np.linspace(0.1, 0.9, 9)
    probabilities = np.zeros((9, 5))
    probabilities[:, 0], probabilities[:, 1] = np.maximum(scores, 1 - scores), 0
    probabilities[:, 1] = 1 - probabilities[:, 0]
    ones = np.ones(9, int)
    threshold = fit_set_threshold(probabilities, ones, np.ones(9), 0.9)
    assert threshold == probabilities[:, 0].max()
    assert fit_set_threshold(probabilities[:8], ones[:8], np.ones(8), 0.9) == 1.0


def test_heavy_photographs_decide() -> None:
    sure, unsure = [0.9, 0.1, 0, 0, 0], [0.5, 0.4, 0.1, 0, 0]
    probabilities = np.array([sure] * 50 + [unsure] * 50)
    grades = np.array([0] * 50 + [2] * 50)
    light = fit_set_threshold(probabilities, grades, np.array([1.0] * 50 + [0.01] * 50), 0.9)
    heavy = fit_set_threshold(probabilities, grades, np.ones(100), 0.9)
    assert light == 0
    assert heavy == pytest.approx(0.9)


def test_the_table_of_figures() -> None:
    photographs = tuple(photograph(f"{eye}", eye, patient="one") for eye in range(3))
    rows = np.array([[0.9, 0.1, 0, 0, 0], [0.6, 0.3, 0.1, 0, 0], [0.6, 0.3, 0.1, 0, 0]])
    assert set_sizes(rows, 0.7).tolist() == [1, 2, 2]
    answers = Answers(photographs, rows)
    points = [("screening", 0.5)]
    (result, patients) = evaluate(answers, points, resamples=20, set_threshold=0.7)
    assert result.coverage is not None
    assert result.coverage.value == pytest.approx(2 / 3)
    assert result.set_size == pytest.approx(5 / 3)
    assert patients.coverage is None
    header, _, line, other = results_table([result, patients]).splitlines()
    assert header.endswith("| grade set: coverage | size |")
    assert line.endswith("| 1.67 |")
    assert len(header.split("|")) == len(line.split("|")) == len(other.split("|"))
    (without, _patients) = evaluate(answers, points, resamples=20)
    assert without.coverage is None
    assert "grade set" not in results_table([without])
