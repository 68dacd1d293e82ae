"""The photographs as the network sees them, prepared once and kept on disk.

Prepared with the product's own ``read_image`` and ``to_model_input``, so that a model is trained
on exactly what it will be shown. The cache survives a kill: a later run goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from fundusviewer.errors import ImageReadError, LabelsError, TrainingError
from fundusviewer.imaging import FundusImage, InputSpec, PreparedInput, read_image, to_model_input
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.data.labels import LabelledPhotograph

log = logging.getLogger(__name__)

#: More unreadable photographs than this share are a broken folder, not a few broken files.
MAX_UNREADABLE = 0.10

_TODO, _DONE, _UNREADABLE = 0, 1, 2
_CHUNK = 64


@dataclass(frozen=True, eq=False)
class PreparedPhotographs:
    """Network inputs of the readable photographs.

    Attributes
    ----------
    photographs
        The readable ones, in the order of ``pixels``.
    pixels
        uint8 (N, H, W, 3) RGB, read-only, on disk.
    unreadable
        Paths of the photographs that could not be read.
    """

    photographs: tuple[LabelledPhotograph, ...]
    pixels: np.ndarray
    rows: np.ndarray
    unreadable: tuple[Path, ...]

    def __len__(self) -> int:
        return len(self.photographs)

    def image(self, index: int) -> np.ndarray:
        """Return one prepared photograph, uint8 (H, W, 3) RGB."""
        return np.asarray(self.pixels[self.rows[index]])


class Beside(Protocol):
    """What is kept beside the prepared pictures, made from the same reading of the photographs."""

    @property
    def key(self) -> str:
        """What it depends on beyond the photographs; its cache is named after that, too."""

    def open(self, stem: Path, count: int) -> None:
        """Open the files of ``count`` photographs, whose names begin with ``stem``."""

    def add(self, index: int, image: FundusImage, prepared: PreparedInput) -> None:
        """Keep what belongs to one photograph; called from several threads."""

    def flush(self) -> None:
        """Write what was added."""


def prepare(
    photographs: Sequence[LabelledPhotograph],
    spec: InputSpec,
    folder: Path,
    progress: Progress,
    beside: Beside | None = None,
) -> PreparedPhotographs:
    """Prepare all photographs, or take them from ``folder`` where that was done before.

    Parameters
    ----------
    photographs
        What to prepare.
    spec
        How; a part of the later model's card.
    folder
        Where the arrays are kept; made if it does not exist.
    progress
        Told of each step.
    beside
        Keeps something else of each photograph in the same folder.

    Returns
    -------
    PreparedPhotographs

    Raises
    ------
    LabelsError
        If more than one photograph in ten cannot be read; the message names the first.
    TrainingError
        If the folder cannot be written.
    """
    stem = f"prepared-{_digest(photographs, spec, '' if beside is None else beside.key)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        pixels = stored_array(
            folder / f"{stem}.npy", (len(photographs), spec.height, spec.width, 3)
        )
        state = stored_array(folder / f"{stem}-state.npy", (len(photographs),))
        if beside is not None:
            beside.open(folder / stem, len(photographs))
    except OSError as error:
        raise TrainingError(f"{folder}: cannot be written ({error.strerror})") from error
    _fill(photographs, spec, pixels, state, progress, beside)
    return _readable(photographs, pixels, state)


def stored_array(path: Path, shape: tuple[int, ...], dtype: type = np.uint8) -> np.memmap:
    """Open an array on disk, or make one of zeros."""
    if path.exists():
        return np.lib.format.open_memmap(path, mode="r+")
    return np.lib.format.open_memmap(path, mode="w+", dtype=dtype, shape=shape)


def _fill(
    photographs: Sequence[LabelledPhotograph],
    spec: InputSpec,
    pixels: np.memmap,
    state: np.memmap,
    progress: Progress,
    beside: Beside | None,
) -> None:
    def one(index: int) -> int:
        try:
            image = read_image(photographs[index].path)
        except ImageReadError as error:
            log.warning("left out: %s", error)
            return _UNREADABLE
        prepared = to_model_input(image.pixels, spec)
        pixels[index] = prepared.pixels
        if beside is not None:
            beside.add(index, image, prepared)
        return _DONE

    todo = np.flatnonzero(np.asarray(state) == _TODO)
    with (
        progress.task("Preparing photographs", len(photographs)) as task,
        ThreadPoolExecutor() as pool,
    ):
        task.advance(len(photographs) - len(todo))
        for start in range(0, len(todo), _CHUNK):
            chunk = todo[start : start + _CHUNK]
            results = list(pool.map(one, chunk.tolist()))
            pixels.flush()  # before the state says that they are there
            if beside is not None:
                beside.flush()
            state[chunk] = results
            state.flush()
            task.advance(len(chunk))


def _readable(
    photographs: Sequence[LabelledPhotograph], pixels: np.memmap, state: np.memmap
) -> PreparedPhotographs:
    unreadable = tuple(photographs[i].path for i in np.flatnonzero(state == _UNREADABLE).tolist())
    if len(unreadable) > MAX_UNREADABLE * len(photographs):
        raise LabelsError(
            f"{len(unreadable)} of {len(photographs)} photographs cannot be read, the first is "
            f"{unreadable[0]}; at most {MAX_UNREADABLE:.0%} may be unreadable"
        )
    rows = np.flatnonzero(state == _DONE)
    pixels.flags.writeable = False
    return PreparedPhotographs(
        tuple(photographs[row] for row in rows.tolist()), pixels, rows, unreadable
    )


def _digest(photographs: Sequence[LabelledPhotograph], spec: InputSpec, key: str) -> str:
    """Name the cache after everything that it depends on: the files and how they are prepared."""
    digest = hashlib.sha256((spec.model_dump_json() + key).encode())
    for photograph in photographs:
        stat = photograph.path.stat()
        digest.update(f"{photograph.path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
