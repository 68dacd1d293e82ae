from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("tensorflow", reason="the export extra is not installed")

from fundusviewer.errors import LabelsError
from fundusviewer.training.data import TrainingData
from fundusviewer.training.head import HeadPlan
from fundusviewer.training.labels import QUALITY_NAMES
from fundusviewer.training.prepared import PreparedPhotographs
from fundusviewer.training.quality import train_quality_head
from fundusviewer.training.settings import Identity, TrainingSettings
from fundusviewer.training.splits import Split
from tests.training.photographs import photograph

pytestmark = pytest.mark.tensorflow

COUNT = 240
SETTINGS = TrainingSettings((), Path("run"), Identity("a", "A"), head=HeadPlan(dropout=0.1))


def labelled(names: tuple[str, ...] = QUALITY_NAMES) -> TrainingData:
    """Every fourth photograph has no quality label; the sides take turns."""
    photographs = tuple(
        replace(photograph(f"{i}", None), quality=None if i % 4 == 3 else names[i % len(names)])
        for i in range(COUNT)
    )
    pixels = np.zeros((COUNT, 1, 1, 3), np.uint8)
    prepared = PreparedPhotographs(photographs, pixels, np.arange(COUNT), ())
    sides = (Split.TRAIN, Split.TRAIN, Split.VALIDATION, Split.TEST)
    split = tuple(sides[i // 12 % 4] for i in range(COUNT))
    return TrainingData(prepared, split, np.full(COUNT, -1))


def test_the_head_tells_rejects_apart_and_says_how_well() -> None:
    data = labelled()
    noise = np.random.default_rng(1).normal(size=(COUNT, 6)).astype(np.float32)
    for row, photo in enumerate(data.photographs):
        if photo.quality is not None:
            noise[row, QUALITY_NAMES.index(photo.quality)] += 8
    quality = train_quality_head(data, lambda rows: noise[rows], SETTINGS)
    assert quality.photographs == 45
    assert quality.rejects == 15
    assert quality.auc is not None
    assert quality.auc.value > 0.95
    assert quality.head.kernel.shape == (6, 3)


def test_noise_gives_no_better_than_chance() -> None:
    data = labelled()
    noise = np.random.default_rng(1).normal(size=(COUNT, 6)).astype(np.float32)
    quality = train_quality_head(data, lambda rows: noise[rows], SETTINGS)
    assert quality.auc is not None
    assert quality.auc.low < 0.5 < quality.auc.high


def test_a_missing_quality_is_named() -> None:
    with pytest.raises(
        LabelsError, match="train side of the split has no photograph of quality rej"
    ):
        train_quality_head(
            labelled(("good", "usable")), lambda rows: np.zeros((len(rows), 6)), SETTINGS
        )
