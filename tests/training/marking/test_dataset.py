from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.training.marking.dataset import drawing_chances
from fundusviewer.training.marking.labels.marked import MarkedPhotograph
from tests.training.photographs import photograph


def marked(dataset: str, **masks: str) -> MarkedPhotograph:
    return MarkedPhotograph(photograph("a", dataset=dataset), "", Path(), masks)


MANY = [marked("fine", MA="a", EX="b")] * 4 + [marked("coarse", EX="c")] * 16
HEALTHY = [marked("healthy", MA="", EX="")] * 100


def test_sets_count_by_their_root_and_their_kinds() -> None:
    chances = drawing_chances([*MANY, *HEALTHY])
    assert chances.sum() == pytest.approx(1)
    assert chances[20:].sum() == pytest.approx(0.12)
    # 2 kinds × √4 and 1 kind × √16.
    assert chances[:4].sum() == pytest.approx(chances[4:20].sum())
    assert drawing_chances(HEALTHY) == pytest.approx(0.01)


def test_somebody_can_say_how_often_a_set_is_drawn() -> None:
    chances = drawing_chances([*MANY, *HEALTHY], (("fine", 0.7),))
    assert chances[:4].sum() == pytest.approx(0.7)
    assert chances.sum() == pytest.approx(1)
    assert chances[4:20].sum() > chances[20:].sum()
