"""The absolute scales of the heat map."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.training.fitting.fitting import class_scales, gate_limits
from fundusviewer.training.fitting.predictions import RawAnswers


def answers(counts: list[int], heats: list[float]) -> RawAnswers:
    """Return ``counts[c]`` answers for class c with a heat map of the value ``heats[c]``."""
    labels = np.repeat(np.arange(len(counts)), counts)
    return RawAnswers(
        np.eye(len(counts), dtype=np.float32)[labels],
        np.asarray(heats, np.float32)[labels][:, None, None] * np.ones((1, 3, 3), np.float32),
    )


def test_each_class_has_the_scale_of_its_own_evidence() -> None:
    scales = class_scales(answers([20, 20, 20], [0.3, 0.1, 0.2]))
    assert scales == pytest.approx((0.3, 0.1, 0.2))


def test_a_rare_class_takes_the_mean_of_the_other_diseases() -> None:
    scales = class_scales(answers([20, 20, 20, 2], [0.9, 0.1, 0.3, 5.0]))
    assert scales == pytest.approx((0.9, 0.1, 0.3, 0.2))


@pytest.mark.parametrize("heats", [[0.0, 0.0], [0.0, 0.1], [0.3, 0.0]])
def test_empty_heat_maps_give_no_scale(heats: list[float]) -> None:
    assert class_scales(answers([20, 20], heats)) == ()


def test_no_set_loses_more_than_one_photograph_in_a_hundred_to_each_answer() -> None:
    rng = np.random.default_rng(1)
    sets = ["large"] * 1000 + ["small"] * 200
    gate = rng.uniform(0, 0.5, (1200, 2))
    gate[1000:, 1] += 0.3
    reject, unfamiliarity = gate_limits(gate, sets)
    over = gate > (reject, unfamiliarity)
    assert over[:1000].mean(axis=0).max() <= 0.01
    assert over[1000:].mean(axis=0).max() <= 0.01
    assert over[:1000, 1].sum() == 0 < over[1000:, 1].sum()
