"""The quality head, on features drawn from what is in the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from fundusviewer.training.data.dataset import TrainingData
from fundusviewer.training.data.labels import QUALITY_NAMES
from fundusviewer.training.data.prepared_images import PreparedPhotographs
from fundusviewer.training.data.splits import Split
from fundusviewer.training.learning.head import head_probabilities
from fundusviewer.training.learning.quality_head import QualityHead, needed_rows, train_quality_head
from tests.helpers.extras import require_tensorflow
from tests.training.photographs import photograph

require_tensorflow()

pytestmark = pytest.mark.tensorflow

COUNT, SIDE = 240, 24


def data(*, labels: bool) -> TrainingData:
    """Bright squares; rejects are dark. Every second one is graded, the others have a label."""
    names = [QUALITY_NAMES[i // 2 % 3] if labels and i % 2 else None for i in range(COUNT)]
    photographs = tuple(
        replace(photograph(f"{i}", None if i % 2 else i % 5), quality=name)
        for i, name in enumerate(names)
    )
    rng = np.random.default_rng(1)
    pixels = rng.integers(150, 170, (COUNT, SIDE, SIDE, 3)).astype(np.uint8)
    pixels[np.array([name == "reject" for name in names])] //= 8
    grades = np.array([-1 if i % 2 else i % 5 for i in range(COUNT)])
    sides = (Split.TRAIN, Split.TRAIN, Split.VALIDATION, Split.TEST)
    split = tuple(sides[i // 12 % 4] for i in range(COUNT))
    prepared = PreparedPhotographs(photographs, pixels, np.arange(COUNT), ())
    return TrainingData(prepared, split, grades)


def extract(images: Iterator[np.ndarray], count: int) -> np.ndarray:
    """Mean, spread, edges and a black share: enough to see what was spoiled."""
    rows = []
    for image in images:
        values = image.astype(np.float32) / 255
        edges = np.abs(np.diff(values, axis=0)).mean()
        rows.append([values.mean(), values.std(), 20 * edges, (values < 0.1).mean(), 1.0])
    assert len(rows) == count
    return np.array(rows, np.float32)


def trained(*, labels: bool) -> QualityHead:
    drawn = data(labels=labels)
    rows = needed_rows(drawn)
    features = np.full((COUNT, 5), np.nan, np.float32)
    features[rows] = extract((drawn.prepared.image(row) for row in rows), len(rows))
    return train_quality_head(drawn, features, extract, seed=1)


def test_the_head_tells_rejects_apart_and_says_how_well() -> None:
    quality = trained(labels=True)
    assert quality.photographs == 30
    assert quality.rejects == 10
    assert quality.auc is not None
    assert quality.auc.value > 0.95
    assert quality.head.kernel.shape == (5, 3)
    dark = head_probabilities(quality.head, extract(iter([np.full((9, 9, 3), 15, "u1")]), 1))
    assert dark[0, 2] > 0.5


def test_without_labels_it_learns_from_spoiled_photographs() -> None:
    quality = trained(labels=False)
    assert (quality.photographs, quality.rejects, quality.auc) == (0, 0, None)
    assert quality.spoiled_auc is not None
    assert quality.spoiled_auc.value > 0.8
