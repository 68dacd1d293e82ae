"""The head on frozen features is at its optimum, with a penalty that other patients chose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fundusviewer.inference import Interval
from fundusviewer.training.config.plans import HeadPlan, Targets
from fundusviewer.training.evaluation.evaluation import PointResult, SetResult
from fundusviewer.training.learning.head import (
    Examples,
    gain_over_prior,
    head_probabilities,
    prior_answer,
    prior_loss,
    train_head,
    unseen_probabilities,
    weighted_loss,
)
from fundusviewer.training.pipeline.run_report import missed_targets
from tests.helpers.extras import require_of_export

require_of_export("sklearn")


def clinic(seed: int, patients: int, features: int = 150, *, marks: float = 0.0) -> Examples:
    """Two photographs of each patient: five grades, a weak signal, much noise, patients' marks."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(patients), 2)
    grades = np.repeat(rng.choice(5, patients, p=[0.5, 0.1, 0.2, 0.1, 0.1]), 2)
    signal = np.random.default_rng(0).normal(size=(5, features)) * 0.3
    marked = rng.normal(size=(patients, features))[groups] * marks
    values = signal[grades] + rng.normal(size=(len(grades), features)) + marked
    scale = np.random.default_rng(1).uniform(0.01, 50, features)
    values = (values * scale + scale).astype(np.float32)
    return Examples(values[None], np.eye(5, dtype=np.float32)[grades], np.ones(len(grades)), groups)


def test_it_is_the_optimum() -> None:
    from sklearn.linear_model import LogisticRegression

    examples = clinic(2, 150, features=40)
    plan = HeadPlan(epochs=2000, penalties=(0.1,))
    head = train_head(examples, examples, plan, seed=1)
    values = examples.features[0]
    standard = (values - values.mean(axis=0)) / (values.std(axis=0) + 1e-3)
    strength = 1 / (0.1 * len(values))
    other = LogisticRegression(C=strength, max_iter=5000, tol=1e-8)
    other.fit(standard, examples.targets.argmax(axis=1))
    np.testing.assert_allclose(
        head_probabilities(head, values), other.predict_proba(standard), atol=2e-3
    )


def test_few_photographs_and_many_features_beat_the_prior() -> None:
    train, unseen = clinic(3, 100), clinic(4, 200)
    head = train_head(train, unseen, HeadPlan(), seed=1)
    loss = weighted_loss(head_probabilities(head, unseen.features[0]), unseen)
    assert loss < 0.8 * prior_loss(train.targets, train.weights, unseen)


def test_features_that_tell_nothing_are_not_worse_than_the_prior() -> None:
    train, unseen = clinic(5, 100), clinic(6, 200)
    noise = np.random.default_rng(7)
    train, unseen = (
        replace(part, features=noise.normal(size=part.features.shape).astype(np.float32))
        for part in (train, unseen)
    )
    head = train_head(train, unseen, HeadPlan(), seed=1)
    loss = weighted_loss(head_probabilities(head, unseen.features[0]), unseen)
    assert loss < 1.05 * prior_loss(train.targets, train.weights, unseen)


def test_what_was_gained_is_the_difference_of_the_losses_with_an_interval_over_patients() -> None:
    train, unseen = clinic(3, 100), clinic(4, 200)
    said = head_probabilities(train_head(train, unseen, HeadPlan(), seed=1), unseen.features[0])
    one = prior_answer(train.targets, train.weights)
    assert unseen.groups is not None
    patients = [str(group) for group in unseen.groups]
    gain = gain_over_prior(said, one, unseen, patients)
    assert gain is not None
    other = prior_loss(train.targets, train.weights, unseen)
    assert gain.value == pytest.approx(other - weighted_loss(said, unseen))
    assert 0 < gain.low < gain.value < gain.high
    # Two photographs of a patient are not two patients.
    alone = gain_over_prior(said, one, unseen, [str(row) for row in range(len(patients))])
    assert alone is not None
    assert gain.high - gain.low > 1.1 * (alone.high - alone.low)
    # Against the best one answer for these photographs no other one seems to have looked.
    best = prior_answer(unseen.targets, unseen.weights)
    constant = np.broadcast_to(one, unseen.targets.shape)
    same = gain_over_prior(constant, best, unseen, patients)
    assert same is not None
    assert same.value <= 0
    # Five can each do better by chance.
    five = [str(row % 5) for row in range(len(patients))]
    assert gain_over_prior(said, one, unseen, five) is None


def test_the_penalty_is_chosen_on_other_patients() -> None:
    """Where two photographs of a patient are alike, folds that divide them believe the marks."""
    train, unseen = clinic(8, 100, marks=3.0), clinic(9, 200, marks=3.0)

    def loss(examples: Examples) -> float:
        head = train_head(examples, examples, HeadPlan(), seed=1)
        return weighted_loss(head_probabilities(head, unseen.features[0]), unseen)

    divided = replace(train, groups=np.arange(len(train.weights)))
    assert loss(train) < 0.95 * loss(divided)


def test_weights_count_and_copies_are_used() -> None:
    examples = clinic(10, 100, features=30)
    doubled = replace(examples, features=np.repeat(examples.features, 2, axis=0))
    plan = HeadPlan(epochs=500, penalties=(0.3,))
    one, two = (train_head(part, part, plan, seed=1) for part in (examples, doubled))
    np.testing.assert_allclose(one.kernel, two.kernel, atol=1e-3)

    healthy = examples.targets[:, 0] == 1
    weighted = replace(examples, weights=np.where(healthy, 0.01, 1.0))
    head = train_head(weighted, weighted, plan, seed=1)
    said = [head_probabilities(part, examples.features[0])[:, 0].mean() for part in (one, head)]
    assert said[1] < said[0] / 2


def test_nobody_is_answered_by_a_head_that_saw_them() -> None:
    examples, plan = clinic(11, 60, features=30), HeadPlan(penalties=(0.3,))
    before = unseen_probabilities(examples, plan, seed=1)
    assert before is not None
    patient = np.asarray(examples.groups) == 7
    targets = np.where(patient[:, None], examples.targets[:, ::-1], examples.targets)
    after = unseen_probabilities(replace(examples, targets=targets), plan, seed=1)
    assert after is not None
    np.testing.assert_array_equal(after[patient], before[patient])
    assert not np.array_equal(after[~patient], before[~patient])


def test_answers_to_unseen_patients_are_as_good_as_in_another_clinic() -> None:
    train, other = clinic(12, 150, marks=3.0), clinic(13, 400, marks=3.0)
    unseen = unseen_probabilities(train, HeadPlan(), seed=1)
    assert unseen is not None
    head = train_head(train, other, HeadPlan(), seed=1)
    fitted, elsewhere = (
        weighted_loss(head_probabilities(head, part.features[0]), part) for part in (train, other)
    )
    assert weighted_loss(unseen, train) == pytest.approx(elsewhere, rel=0.15)
    assert fitted < 0.8 * elsewhere


def test_unknown_patients_give_no_folds() -> None:
    examples = replace(clinic(14, 20), groups=None)
    assert unseen_probabilities(examples, HeadPlan(), seed=1) is None


def _result(unit: str, sensitivity: float, specificity: float) -> SetResult:
    points = (
        PointResult("screening", 0.2, Interval(value=sensitivity, low=0, high=1), None),
        PointResult("specific", 0.5, None, Interval(value=specificity, low=0, high=1)),
    )
    return SetResult("all", unit, 10, 5, None, None, None, points)


def test_a_target_that_was_missed_is_said() -> None:
    patients = _result("patients", 0.1, 0.1)
    assert missed_targets((_result("photographs", 0.9, 0.95), patients), Targets()) == ()
    (line,) = missed_targets((_result("photographs", 0.93, 0.68), patients), Targets())
    assert line == (
        "The operating point specific reaches a specificity of 0.68 on the validation patients, "
        "0.95 was asked for."
    )
