"""State of a training run on disk: arrays and a few numbers, written atomically."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fundusviewer.atomic import atomic_file
from fundusviewer.errors import TrainingError

_NUMBERS = "numbers"


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """What is needed to go on.

    Attributes
    ----------
    arrays
        Name of a group → its arrays in order.
    numbers
        Whatever JSON can hold.
    """

    arrays: Mapping[str, Sequence[np.ndarray]]
    numbers: Mapping[str, Any]


def save(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint so that a kill leaves the old one or the new one, nothing between.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    entries: dict[str, Any] = {
        f"{group}/{position:04d}": array
        for group, arrays in checkpoint.arrays.items()
        for position, array in enumerate(arrays)
    }
    entries[_NUMBERS] = np.frombuffer(json.dumps(checkpoint.numbers).encode(), np.uint8)
    with atomic_file(path) as temporary, temporary.open("wb") as stream:
        np.savez(stream, **entries)


def load(path: Path) -> Checkpoint | None:
    """Read a checkpoint; ``None`` where there is none.

    Raises
    ------
    TrainingError
        If the file is damaged.
    """
    if not path.exists():
        return None
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            numbers = json.loads(file[_NUMBERS].tobytes())
            arrays: dict[str, list[np.ndarray]] = {}
            for name in sorted(set(file.files) - {_NUMBERS}):
                arrays.setdefault(name.split("/")[0], []).append(file[name])
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise TrainingError(
            f"{path}: is damaged ({error}); delete it to start this stage again"
        ) from error
    return Checkpoint(arrays, numbers)
