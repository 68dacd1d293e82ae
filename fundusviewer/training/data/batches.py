"""Augmented training batches, made ahead of the network by threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from fundusviewer.training.data.augmentation import augment
from fundusviewer.training.data.prepared_images import PreparedPhotographs

Batch = tuple[np.ndarray, np.ndarray]
T = TypeVar("T")

_AHEAD = 4


def made_ahead(make: Callable[[int], T], first: int, last: int) -> Iterator[T]:
    """Yield what is made of the numbers ``first`` to ``last`` - 1, some of it made ahead."""
    waiting: deque[Future[T]] = deque()
    with ThreadPoolExecutor(max_workers=2) as pool:
        for number in range(first, last):
            waiting.append(pool.submit(make, number))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class BatchMaker:
    """Makes the batch of any step; the same step gives the same batch after a restart.

    Parameters
    ----------
    prepared
        The photographs.
    rows
        int (N,): which of them to learn from.
    targets
        float32 (N, C), one row for each of ``rows``.
    weights
        float64 (N,), the chance of each of ``rows`` to be drawn.
    size
        Photographs in a batch.
    seed
        Of draws and augmentation.
    """

    def __init__(
        self,
        prepared: PreparedPhotographs,
        rows: np.ndarray,
        targets: np.ndarray,
        weights: np.ndarray,
        *,
        size: int,
        seed: int,
    ) -> None:
        self._prepared = prepared
        self._rows = rows
        self._targets = targets
        self._chance = weights / weights.sum()
        self._size = size
        self._seed = seed

    def make(self, step: int) -> Batch:
        """Return uint8 (B, H, W, 3) images and float32 (B, C) targets of one step."""
        rng = np.random.default_rng((self._seed, step))
        drawn = rng.choice(len(self._rows), self._size, p=self._chance)
        images = [augment(self._prepared.image(self._rows[one]), rng) for one in drawn]
        return np.stack(images), self._targets[drawn]

    def steps(self, first: int, last: int) -> Iterator[Batch]:
        """Yield the batches of the steps ``first`` to ``last`` - 1, some made ahead."""
        return made_ahead(self.make, first, last)
