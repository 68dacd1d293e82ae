"""Distances from what was learned from."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.training.learning.familiarity import EMBEDDING_SIZE, distances, fit_familiarity


def around(center: np.ndarray, count: int, seed: int, spread: float = 0.1) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, spread, (count, len(center)))
    return np.maximum(center + noise, 0).astype(np.float32)


@pytest.fixture
def centers() -> np.ndarray:
    return np.random.default_rng(7).uniform(0, 2, (3, 100))


def test_strangers_are_farther_than_kin(centers: np.ndarray) -> None:
    known = np.concatenate([around(center, 200, seed) for seed, center in enumerate(centers[:2])])
    familiarity = fit_familiarity(known, np.ones(len(known)))
    assert familiarity.references.shape == (50, EMBEDDING_SIZE)
    kin = distances(familiarity, around(centers[0], 50, 11))
    strangers = distances(familiarity, around(centers[2], 50, 12))
    assert kin.max() < 0.5 * strangers.min()


def test_strength_alone_is_not_strange(centers: np.ndarray) -> None:
    known = around(centers[0], 200, 1)
    familiarity = fit_familiarity(known, np.ones(len(known)))
    new = around(centers[0], 20, 2)
    np.testing.assert_allclose(
        distances(familiarity, new), distances(familiarity, 3 * new), atol=1e-5
    )


def test_what_the_embedding_leaves_out_counts(centers: np.ndarray) -> None:
    """A new direction, across to all that was learned from, is seen as a distance."""
    known = around(centers[0], 300, 1, spread=0.02)
    known[:, 90:] = 0
    familiarity = fit_familiarity(known, np.ones(len(known)))
    strange = known[:20].copy()
    strange[:, 90:] = 2
    assert distances(familiarity, strange).min() > 5 * distances(familiarity, known).max()


def test_few_photographs_are_enough(centers: np.ndarray) -> None:
    known = around(centers[0], 5, 1)
    familiarity = fit_familiarity(known, np.ones(5))
    assert familiarity.references.shape == (1, 6)
    assert np.isfinite(distances(familiarity, known)).all()
