from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.training.config.plans import Balance
from fundusviewer.training.data.ordinal_targets import soft_ordinal_targets
from fundusviewer.training.data.sample_weights import equal_sets, sampling_weights
from tests.training.photographs import photograph

PHOTOGRAPHS = [photograph(f"a{i}", 0) for i in range(90)] + [
    photograph(f"b{i}", i % 2, dataset="b") for i in range(10)
]


@pytest.mark.parametrize(("balance", "share"), [(0.0, 0.9), (1.0, 1 / 3)])
def test_balance_goes_from_as_it_is_to_equal_cells(balance: float, share: float) -> None:
    weights = sampling_weights(PHOTOGRAPHS, Balance(balance))
    assert weights.sum() == pytest.approx(1)
    assert weights[:90].sum() == pytest.approx(share)


def test_sets_count_alike() -> None:
    weights = equal_sets(PHOTOGRAPHS)
    assert weights[:90].sum() == pytest.approx(weights[90:].sum())
    assert weights.mean() == pytest.approx(1)


def test_soft_targets_fall_with_the_distance() -> None:
    targets = soft_ordinal_targets(np.arange(5))
    assert targets.dtype == np.float32
    assert np.allclose(targets.sum(axis=1), 1)
    assert (targets.argmax(axis=1) == np.arange(5)).all()
    assert (np.diff(targets[0]) < 0).all()


def test_infinitely_sharp_targets_are_one_hot() -> None:
    assert (soft_ordinal_targets(np.arange(5), np.inf) == np.eye(5)).all()
