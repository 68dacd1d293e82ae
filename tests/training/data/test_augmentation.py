from __future__ import annotations

import numpy as np
import pytest

from fundusviewer.training.data.augmentation import (
    Strength,
    augment,
    change_frame,
    change_geometry,
    change_light,
)
from tests.training.photographs import draw_fundus


def test_shape_type_and_reproducibility() -> None:
    pixels = draw_fundus(1, 3)
    one, again, other = (augment(pixels, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.shape == pixels.shape
    assert one.dtype == np.uint8
    assert (one == again).all()
    assert (one != other).any()


def test_the_original_is_left_alone() -> None:
    pixels = draw_fundus(1, 3)
    before = pixels.copy()
    pixels.setflags(write=False)
    for seed in range(20):
        augment(pixels, np.random.default_rng(seed))
    assert (pixels == before).all()


def test_no_geometry_is_the_identity_or_a_flip() -> None:
    pixels = draw_fundus(1, 3)
    still = Strength(rotation=0, zoom=(1.0, 1.0), stretch=0, shift=0)
    for seed in range(8):
        moved = change_geometry(pixels, np.random.default_rng(seed), still)
        flips = [pixels, pixels[::-1], pixels[:, ::-1], pixels[::-1, ::-1]]
        assert any((moved == flip).all() for flip in flips)


def test_frames_are_cut_at_top_and_bottom_for_every_grade() -> None:
    pixels = np.full((100, 100, 3), 200, np.uint8)
    framed = [change_frame(pixels, np.random.default_rng(seed), Strength()) for seed in range(200)]
    cut = np.mean([(picture[0] == 0).all() for picture in framed])
    assert 0.6 < cut < 0.95
    assert max(int((picture[:, 50] == 0).all(axis=1).sum()) for picture in framed) < 40


@pytest.mark.parametrize("level", [0, 255])
def test_light_stays_in_range(level: int) -> None:
    pixels = np.full((10, 10, 3), level, np.uint8)
    changed = change_light(pixels, np.random.default_rng(1), Strength())
    assert changed.dtype == np.uint8
    assert np.abs(changed.astype(int) - level).max() < 110
