"""Batches for optic disc and fovea: whole pictures, hills at the places, the disc's mask."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from fundusviewer.training.data.augmentation import (
    Strength,
    change_compression,
    change_frame,
    change_light,
    change_sharpness,
)
from fundusviewer.training.data.batches import made_ahead
from fundusviewer.training.marking.dataset import MarkingData
from fundusviewer.training.marking.labels.kinds import DISC
from fundusviewer.training.marking.labels.marked import Point
from fundusviewer.training.marking.learning.views import Reach, View, random_view
from fundusviewer.training.marking.settings import MarkingSettings

#: Pictures uint8 (B, S, S, 3); targets float32 (B, h, h, 3) of disc, fovea and the disc's mask;
#: float32 (B, 3), 1 where that is known.
LandmarkBatch = tuple[np.ndarray, np.ndarray, np.ndarray]

#: Of a hill: its standard deviation in cells of the map.
SIGMA = 2.5
_REACH = Reach(zoom=(0.8, 1.6), turned=0.4)
_SHIFT = 0.15
_STRENGTH = Strength()
_STEPS = (change_light, change_sharpness, change_compression, change_frame)


class LandmarkBatches:
    """Makes the batch of any step; see :class:`.lesion_batches.LesionBatches`."""

    def __init__(self, data: MarkingData, rows: list[int], settings: MarkingSettings) -> None:
        self._data, self._rows = data, rows
        self._batch, self._seed = settings.plan.batch, settings.split.seed
        self._size = settings.shape.size

    def make(self, step: int) -> LandmarkBatch:
        """Return the batch of one step."""
        rng = np.random.default_rng((self._seed, step))
        drawn = rng.choice(len(self._rows), self._batch)
        made = [self._one(self._rows[one], rng) for one in drawn]
        images, targets, known = (np.stack(arrays) for arrays in zip(*made, strict=True))
        return images, targets, known

    def steps(self, first: int, last: int) -> Iterator[LandmarkBatch]:
        """Yield the batches of the steps ``first`` to ``last`` - 1, some made ahead."""
        return made_ahead(self.make, first, last)

    def _one(self, row: int, rng: np.random.Generator) -> LandmarkBatch:
        middle = (self._size - 1) / 2
        shift = rng.uniform(-_SHIFT, _SHIFT, 2) * self._size
        view = random_view(rng, _REACH, (middle + shift[0], middle + shift[1]), self._size)
        image = view.of(self._data.prepared.image(row))
        for change in _STEPS:
            image = change(image, rng, _STRENGTH)
        return (image, *landmark_targets(self._data, row, self._size, view))


def landmark_targets(
    data: MarkingData, row: int, size: int, view: View | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return what the maps of a photograph are to be, float32 (h, h, 3), and what of it is known.

    Parameters
    ----------
    data, row
        The photograph.
    size
        Height and width of its prepared picture; the maps have a quarter of it.
    view
        How it is looked at.
    """
    cells = size // 4
    targets, known = np.zeros((cells, cells, 3), np.float32), np.zeros(3, np.float32)
    one = data.marked[row]
    for number, point in enumerate((one.disc, one.fovea)):
        if point is not None:
            place = data.on_picture(row, point)
            targets[..., number] = hill(place if view is None else view.place(place), cells)
            known[number] = 1
    mask = _disc_mask(data, row, size)
    if mask is not None:
        seen = mask if view is None else view.of(mask)
        targets[..., 2] = cv2.resize(seen, (cells, cells), interpolation=cv2.INTER_AREA) / 255
        known[2] = 1
    return targets, known


def hill(place: Point, cells: int) -> np.ndarray:
    """Return a hill of height 1 at a place of the picture, float32 (cells, cells).

    Parameters
    ----------
    place
        In pixels of a picture that is four times as wide as the map.
    cells
        Height and width of the map.
    """
    column, row = ((value + 0.5) / 4 - 0.5 for value in place)
    steps = np.arange(cells)
    across = np.exp(-((steps - column) ** 2) / (2 * SIGMA**2))
    down = np.exp(-((steps - row) ** 2) / (2 * SIGMA**2))
    return np.asarray(down[:, None] * across[None], np.float32)


def _disc_mask(data: MarkingData, row: int, size: int) -> np.ndarray | None:
    """Return the disc on the prepared picture, uint8 (S, S): its mask, or a circle as wide."""
    one = data.marked[row]
    if one.masks.get(DISC):
        return np.asarray(data.masks(row)[0])
    diameter = data.disc_diameter(row)
    if diameter is None or one.disc is None:
        return None
    region = data.region(row)
    x, y = data.on_picture(row, one.disc)
    axes = (diameter / 2 / region.width * size, diameter / 2 / region.height * size)
    drawn = np.zeros((size, size), np.uint8)
    cv2.ellipse(drawn, ((x, y), (2 * axes[0], 2 * axes[1]), 0), 255, thickness=-1)
    return drawn
