"""The absolute scales of the heat map."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.training.config.plans import Targets
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.fitting.fitting import Calibration, class_scales, fit, gate_limits
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


def clinic(name: str, count: int, *, right: float, seed: int) -> Calibration:
    """Return very sure answers, a share of which is ``right``."""
    rng = np.random.default_rng(seed)
    grades = rng.integers(0, 5, count)
    said = np.where(rng.random(count) < right, grades, rng.integers(0, 5, count))
    photographs = tuple(
        LabelledPhotograph(Path(f"{name}{i}.png"), name, f"{name}{i}.png", int(grade))
        for i, grade in enumerate(grades)
    )
    return Calibration(0.96 * np.eye(5)[said] + 0.008, photographs)


def test_further_patients_count_where_only_the_probabilities_do() -> None:
    few, many = clinic("home", 40, right=0.95, seed=1), clinic("home", 400, right=0.6, seed=2)
    raw = RawAnswers(few.probabilities, np.ones((40, 3, 3), np.float32), np.full((40, 2), 0.2))
    alone, together = (fit(raw, few.photographs, Targets(), more) for more in (None, many))
    assert (alone.photographs, together.photographs) == (40, 440)
    assert together.temperature > 1.5 * alone.temperature
    assert together.set_threshold != alone.set_threshold
    assert (together.scale, together.gate_limits) == (alone.scale, alone.gate_limits)
