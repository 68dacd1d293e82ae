"""Two models on the same photographs."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.training.evaluation.comparison import compare
from fundusviewer.training.evaluation.evaluation import Answers
from fundusviewer.training.evaluation.report import differences_table
from tests.training.photographs import photograph

RNG = np.random.default_rng(1)
GRADES = RNG.integers(0, 5, 200).tolist()


def answers(skill: float, *, dataset: str = "a", skip: int = 0) -> Answers:
    noise = np.random.default_rng(2).normal(size=(len(GRADES), 5))
    logits = skill * np.eye(5)[GRADES] + noise
    rows = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    photographs = tuple(
        photograph(f"{i}", grade, dataset=dataset, patient=f"p{i // 2}")
        for i, grade in enumerate(GRADES)
    )
    return Answers(photographs[skip:], rows[skip:])


def test_a_better_model_is_better_beyond_chance() -> None:
    (difference,) = compare(answers(1.0), answers(3.0), (0.5, 0.5), resamples=200)
    assert (difference.name, difference.count) == ("a", 200)
    for name in ("kappa", "auc", "sensitivity", "specificity"):
        figure = difference.figures[name]
        assert figure is not None
        assert 0 < figure.low < figure.value < figure.high, name


def test_a_model_against_itself_differs_by_nothing() -> None:
    (difference,) = compare(answers(1.0), answers(1.0), (0.5, 0.5), resamples=50)
    assert [one and (one.low, one.high) for one in difference.figures.values()] == [(0, 0)] * 5


def test_only_what_both_could_read_is_compared_in_one_order() -> None:
    whole = answers(2.0)
    turned = whole.at(list(range(len(GRADES) - 1, -1, -1)))
    (difference,) = compare(turned, answers(2.0, skip=20), (0.5, 0.5), resamples=20)
    assert difference.count == 180
    assert difference.figures["auc"] is not None
    assert difference.figures["auc"].value == pytest.approx(0, abs=1e-12)


def test_nothing_in_common_is_an_error() -> None:
    with pytest.raises(LabelsError, match="no photograph that both models could read"):
        compare(answers(1.0).at([0, 1]), answers(1.0).at([2, 3]), (0.5, 0.5))


def test_the_table_shows_signs() -> None:
    table = differences_table(compare(answers(1.0), answers(3.0), (0.5, 0.5), resamples=20))
    assert "| set | n | kappa | auc | calibration_error | sensitivity | specificity |" in table
    assert "| a | 200 | +0." in table
