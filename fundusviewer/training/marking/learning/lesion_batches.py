"""Batches for lesions: crops of pictures with their masks, half of them around something marked."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fundusviewer.training.data.augmentation import (
    Strength,
    change_compression,
    change_light,
    change_sharpness,
)
from fundusviewer.training.data.batches import made_ahead
from fundusviewer.training.marking.dataset import MarkingData, drawing_chances
from fundusviewer.training.marking.labels.masks import DRAWN
from fundusviewer.training.marking.learning.false_marks import FalseMarks
from fundusviewer.training.marking.learning.views import Reach, View, random_view
from fundusviewer.training.marking.settings import MarkingSettings

#: Pictures (B, c, c, 3) and masks (B, c, c, K), uint8; float32 (B, K), 1 where the kind is known.
LesionBatch = tuple[np.ndarray, np.ndarray, np.ndarray]

_REACH = Reach(zoom=(0.8, 1.35))
#: A microaneurysm does not survive more.
_STRENGTH = Strength(blur=1.0, jpeg=50)
_SHARPNESS = 0.5
#: Shares of crops around something marked, and how far it may lie from their middle.
_AROUND, _OFF = 0.5, 0.35
#: The same where a file has marked something on a photograph without a lesion.
_AROUND_FALSE = 0.8


class LesionBatches:
    """Makes the batch of any step; the same step gives the same batch after a restart.

    Parameters
    ----------
    data
        The photographs.
    rows
        Which of them to learn from.
    settings
        Size of the crops, of the batch, shares of the sets, seed.
    false_marks
        Where a file marks lesions on photographs that have none (:mod:`.false_marks`).
    """

    def __init__(
        self,
        data: MarkingData,
        rows: list[int],
        settings: MarkingSettings,
        false_marks: FalseMarks | None = None,
    ) -> None:
        self._data, self._rows, self._false = data, rows, false_marks or {}
        self._chances = drawing_chances(
            [data.marked[row] for row in rows],
            settings.shares,
            [len(self._false.get(row, ())) for row in rows],
        )
        self._size, self._batch = settings.learning_shape.size, settings.plan.batch
        self._whole = settings.shape.size
        self._seed = settings.split.seed

    def make(self, step: int) -> LesionBatch:
        """Return the batch of one step."""
        rng = np.random.default_rng((self._seed, step))
        drawn = rng.choice(len(self._rows), self._batch, p=self._chances)
        crops = [self._crop(self._rows[one], rng) for one in drawn]
        images, masks, known = (np.stack(arrays) for arrays in zip(*crops, strict=True))
        return images, masks, known

    def steps(self, first: int, last: int) -> Iterator[LesionBatch]:
        """Yield the batches of the steps ``first`` to ``last`` - 1, some made ahead."""
        return made_ahead(self.make, first, last)

    def _crop(self, row: int, rng: np.random.Generator) -> LesionBatch:
        masks, known = self._data.masks(row), self._data.known(row)
        view = self._view(row, masks, known, rng)
        image = view.of(self._data.prepared.image(row))
        image = change_light(image, rng, _STRENGTH)
        if rng.random() < _SHARPNESS:
            image = change_sharpness(image, rng, _STRENGTH)
        image = change_compression(image, rng, _STRENGTH)
        seen = np.zeros((len(masks), self._size, self._size), np.uint8)
        for kind, mask in enumerate(masks):
            if known[kind] and mask.any():
                seen[kind] = view.of(mask)
        return image, np.ascontiguousarray(np.moveaxis(seen, 0, -1)), known

    def _view(
        self, row: int, masks: np.ndarray, known: np.ndarray, rng: np.random.Generator
    ) -> View:
        half = self._size / 2
        centre = rng.uniform(half, self._whole - half, 2)
        drawn = [kind for kind in range(len(masks)) if known[kind] and masks[kind].any()]
        if drawn and rng.random() < _AROUND:
            # Each kind alike, or exudates would be all that is ever looked at.
            rows, columns = np.nonzero(masks[rng.choice(drawn)] > DRAWN // 2)
            if len(rows):
                one = rng.integers(len(rows))
                off = rng.uniform(-_OFF, _OFF, 2) * self._size
                centre = np.array([columns[one], rows[one]]) + off
        false = self._false.get(row)
        if false is not None and rng.random() < _AROUND_FALSE:
            centre = false[rng.integers(len(false))] + rng.uniform(-_OFF, _OFF, 2) * self._size
        inside = np.clip(centre, half, self._whole - half)
        return random_view(rng, _REACH, (float(inside[0]), float(inside[1])), self._size)
