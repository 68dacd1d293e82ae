"""Pooled features of the frozen backbone, for each photograph and its augmented copies.

The backbone does not change in this stage, so each picture passes through it once; what is
trained after that is as fast as a logistic regression. Kept on disk part by part: a killed run
goes on where it stopped. Uses TensorFlow through the model that it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from fundusviewer.atomic import atomic_file
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.data.augmentation import augment
from fundusviewer.training.data.prepared_images import PreparedPhotographs

#: uint8 (N, H, W, 3) RGB to pooled features, float32 (N, D).
Extractor = Callable[[np.ndarray], np.ndarray]

_BATCH = 16
_PART = 256


def extract(
    extractor: Extractor,
    prepared: PreparedPhotographs,
    folder: Path,
    progress: Progress,
    *,
    copies: int,
    seed: int,
) -> np.ndarray:
    """Compute the features of all photographs and of ``copies`` augmented copies of each.

    Parameters
    ----------
    extractor
        The frozen backbone.
    prepared
        The photographs.
    folder
        Where finished parts are kept; it belongs to this backbone and these photographs alone.
    progress
        Told of each part.
    copies
        Number of augmented copies, at least 0.
    seed
        Of the augmentation.

    Returns
    -------
    numpy.ndarray
        float32 (1 + copies, N, D); the first row is the photographs as they are.

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    starts = range(0, len(prepared), _PART)
    folder.mkdir(parents=True, exist_ok=True)
    passes = []
    with progress.task("Computing features", (1 + copies) * len(starts)) as task:
        for copy in range(1 + copies):
            parts = []
            for start in starts:
                rows = range(start, min(start + _PART, len(prepared)))
                path = folder / f"copy{copy}-{start:06d}.npy"
                parts.append(_part(path, extractor, prepared, rows, (seed, copy)))
                task.advance()
            passes.append(np.concatenate(parts))
    return np.stack(passes)


def _part(
    path: Path,
    extractor: Extractor,
    prepared: PreparedPhotographs,
    rows: Sequence[int],
    seed: tuple[int, int],
) -> np.ndarray:
    if path.exists():
        return np.asarray(np.load(path, allow_pickle=False))
    features = np.concatenate(
        [
            extractor(np.stack([_copy(prepared, row, seed) for row in rows[at : at + _BATCH]]))
            for at in range(0, len(rows), _BATCH)
        ]
    )
    with atomic_file(path) as temporary, temporary.open("wb") as stream:
        np.save(stream, features)
    return features


def _copy(prepared: PreparedPhotographs, row: int, seed: tuple[int, int]) -> np.ndarray:
    """Return the photograph, or one augmented copy that depends on seed, copy and row alone."""
    if seed[1] == 0:
        return prepared.image(row)
    return augment(prepared.image(row), np.random.default_rng((*seed, row)))
