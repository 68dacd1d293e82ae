"""Optic disc to optic disc, fovea to fovea."""

from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.anatomy import Disc, Fovea, Landmarks, lay_over


def places(disc: tuple[float, float], fovea: tuple[float, float]) -> Landmarks:
    return Landmarks(Disc(*disc, 80, 0.9), Fovea(*fovea, 0.9))


def test_both_places_meet() -> None:
    fixed, moved = places((620, 400), (380, 430)), places((250, 300), (110, 350))
    matrix = lay_over(fixed, moved)
    assert matrix is not None
    there = np.array([[250, 300, 1], [110, 350, 1]], float).T
    np.testing.assert_allclose(matrix @ there, [[620, 380], [400, 430]], atol=1e-9)
    # Turned and scaled, not sheared and not mirrored.
    (a, b), (c, d) = matrix[:, :2]
    assert (a, b) == pytest.approx((d, -c))


@pytest.mark.parametrize(
    "moved",
    [
        None,
        Landmarks(),
        Landmarks(disc=Disc(1, 1, 9, 0.9)),
        Landmarks(fovea=Fovea(1, 1, 0.9)),
        places((5, 5), (5, 5)),
        places((250, 300), (200, 300)),
    ],
)
def test_nothing_is_guessed(moved: Landmarks | None) -> None:
    """The last one would be five times as large, which no camera does."""
    fixed = places((620, 400), (370, 400))
    assert lay_over(fixed, moved) is None
    assert lay_over(moved, fixed) is None
