"""What a photograph teaches whose grade is known, and one whose grade is known within a range."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.ordinal_targets import (
    partial_cross_entropy,
    soft_ordinal_targets,
    training_targets,
)


def photograph(grade: int | None, within: tuple[int, int] | None = None) -> LabelledPhotograph:
    return LabelledPhotograph(Path("a.png"), "clinic", "a.png", grade=grade, grade_range=within)


def test_a_grade_is_a_distribution_and_a_range_is_all_that_is_possible() -> None:
    exact, ranged = training_targets([photograph(3), photograph(None, (1, 3))])
    assert exact == pytest.approx(soft_ordinal_targets(np.array([3]))[0])
    assert ranged.tolist() == [0, 1, 1, 1, 0]


@pytest.mark.tensorflow
def test_a_range_costs_nothing_inside_and_much_outside() -> None:
    pytest.importorskip("tensorflow", reason="the export extra is not installed")
    targets = training_targets([photograph(None, (2, 4))] * 3)
    sure = 20 * np.eye(5, dtype=np.float32)
    losses = np.asarray(partial_cross_entropy(targets, sure[[2, 4, 0]]))
    assert losses[:2] == pytest.approx([0, 0], abs=1e-5)
    assert losses[2] == pytest.approx(20 - np.log(3), abs=1e-3)


@pytest.mark.tensorflow
def test_a_grade_costs_its_cross_entropy() -> None:
    tf = pytest.importorskip("tensorflow", reason="the export extra is not installed")
    targets = training_targets([photograph(0), photograph(4)])
    logits = np.random.default_rng(1).normal(size=(2, 5)).astype(np.float32)
    expected = tf.nn.softmax_cross_entropy_with_logits(targets, logits)
    losses = np.asarray(partial_cross_entropy(targets, logits))
    assert losses == pytest.approx(np.asarray(expected), abs=1e-5)
