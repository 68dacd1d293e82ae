from __future__ import annotations

import cv2
import numpy as np
import pytest

from fundusviewer.training.marking.learning.views import Reach, random_view

REACH = Reach(zoom=(0.8, 1.4))


@pytest.mark.parametrize("seed", range(6))
def test_a_place_goes_where_the_picture_goes(seed: int) -> None:
    picture = np.zeros((200, 200), np.uint8)
    cv2.circle(picture, (80, 120), 4, 255, -1)
    view = random_view(np.random.default_rng(seed), REACH, (90, 110), 128)
    seen = view.of(picture)
    assert seen.shape == (128, 128)
    rows, columns = np.nonzero(seen > 127)
    assert len(rows)
    assert view.place((80, 120)) == pytest.approx((columns.mean(), rows.mean()), abs=1)


def test_the_middle_stays_the_middle() -> None:
    view = random_view(np.random.default_rng(1), REACH, (70, 40), 64)
    assert view.place((70, 40)) == pytest.approx((31.5, 31.5))


def test_it_is_zoomed_as_far_as_was_said() -> None:
    rng = np.random.default_rng(2)
    areas = [abs(np.linalg.det(random_view(rng, REACH, (50, 50), 64).matrix)) for _ in range(200)]
    assert 1 / 1.4**2 <= min(areas) < 0.6
    assert 1.3 < max(areas) <= 1 / 0.8**2
