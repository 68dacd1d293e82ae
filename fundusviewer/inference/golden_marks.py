"""The golden vector of a model that marks places: a stored input with its maps, made coarse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from pydantic import Field

from fundusviewer.inference.card import Probability, validated
from fundusviewer.inference.golden_picture import GoldenPicture, apart, png_of

#: The maps are stored as the means of so many rows and columns of blocks.
_BLOCKS = 16


class GoldenMarks(GoldenPicture):
    """A stored input with the maps that the model gave for it when it was made.

    ``marks`` are the means of 16 × 16 blocks of each map, row by row, all kinds of a block
    together; ``tolerance`` is how far another machine's may lie from them.
    """

    marks: tuple[Probability, ...]
    tolerance: float = Field(gt=0, le=0.1)

    @classmethod
    def encode(cls, image: np.ndarray, maps: np.ndarray, tolerance: float) -> GoldenMarks:
        """Make a golden vector of a prepared input, uint8 (H, W, 3), and its maps, (h, w, K)."""
        marks = tuple(np.clip(_coarse(maps), 0, 1).tolist())
        return cls(image_png=png_of(image), marks=marks, tolerance=tolerance)

    def to_json(self) -> str:
        """Return the JSON document that is stored in the model file."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a golden vector; raises :class:`ModelContractError` like the card does."""
        return validated(cls, text, "golden vector")


@dataclass(frozen=True)
class MarksCheck:
    """Whether a model marks here what it marked when it was made.

    Attributes
    ----------
    passed
        Whether the difference is within the file's tolerance.
    difference
        Largest absolute difference of a block's mean.
    """

    passed: bool
    difference: float

    def __str__(self) -> str:
        return f"marks differ by {self.difference:.1e}"


def compare_marks(golden: GoldenMarks, maps: np.ndarray) -> MarksCheck:
    """Compare a model's maps of the golden picture with the stored ones.

    Raises
    ------
    ModelContractError
        If another number of values is stored.
    """
    difference = float(np.abs(apart("marks", golden.marks, _coarse(maps))).max())
    return MarksCheck(difference <= golden.tolerance, difference)


def _coarse(maps: np.ndarray) -> np.ndarray:
    """Return the means of the blocks of (h, w, K) maps, flattened."""
    rows = np.array_split(maps, min(_BLOCKS, len(maps)), axis=0)
    means = np.stack([row.mean(axis=0) for row in rows])
    columns = np.array_split(means, min(_BLOCKS, means.shape[1]), axis=1)
    return np.stack([column.mean(axis=1) for column in columns], axis=1).ravel()
