from __future__ import annotations

import numpy as np
import pytest

from scripts.graphics_card.packed.records import PackedPhotograph
from scripts.graphics_card.packed.targets import GRADE, NOTHING, RANGE, targets_of
from tests.scripts.graphics_card.packs import packed


def test_a_grade_is_a_hill_a_range_is_even_nothing_is_nothing() -> None:
    photographs = [packed(grades=(2, 2)), packed(grades=(1, 3)), packed(grades=None, oedema=1.0)]
    targets = targets_of(photographs)
    assert targets.known.tolist() == [GRADE, RANGE, NOTHING]
    assert targets.grades[0].sum() == pytest.approx(1)
    assert targets.grades[0].argmax() == 2
    assert targets.grades[0, 1] / targets.grades[0, 2] == pytest.approx(np.exp(-2))
    assert targets.grades[1].tolist() == [0, 1, 1, 1, 0]
    assert targets.grades[2].tolist() == [0] * 5


_UNKNOWN = float("nan")


@pytest.mark.parametrize(
    ("photograph", "side"),
    [
        (packed(), [_UNKNOWN] * 4),
        (packed(quality="good"), [_UNKNOWN, _UNKNOWN, 0, 0]),
        (packed(quality="usable"), [_UNKNOWN, _UNKNOWN, 1, 0]),
        (packed(quality="reject"), [_UNKNOWN, _UNKNOWN, 1, 1]),
        (packed(dataset="idrid_grading", oedema=0.0), [0, 0, _UNKNOWN, _UNKNOWN]),
        (packed(dataset="idrid_grading", oedema=1.0), [1, 0, _UNKNOWN, _UNKNOWN]),
        (packed(dataset="idrid_grading", oedema=2.0), [1, 1, _UNKNOWN, _UNKNOWN]),
        (packed(dataset="messidor2", oedema=1.0), [1, 1, _UNKNOWN, _UNKNOWN]),
        # Without oedema there may be exudates away from the fovea: not known.
        (packed(dataset="messidor2", oedema=0.0), [_UNKNOWN, 0, _UNKNOWN, _UNKNOWN]),
    ],
)
def test_oedema_and_quality(photograph: PackedPhotograph, side: list[float]) -> None:
    assert np.array_equal(targets_of([photograph]).side[0], np.array(side), equal_nan=True)
