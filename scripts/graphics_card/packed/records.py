"""What is known of each packed photograph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scripts.graphics_card.packed.archive import LARGE, SMALL, read_archive


@dataclass(frozen=True)
class PackedPhotograph:
    """A photograph for the grader.

    Attributes
    ----------
    set, file
        Which one it is; see :class:`.labels.LabelledPhotograph`.
    patient
        Who it shows, unique within the set.
    side
        ``train``, ``validation``, ``test`` or ``kept_out``.
    grades
        Lowest and highest grade that it can have, equal where the grade is known; ``None`` where
        nothing is.
    oedema
        What the labels say of macular oedema, 0–2 or 0–1 (:mod:`.recipe`); ``None``: nothing.
    quality
        ``good``, ``usable``, ``reject`` or ``None``.
    region
        Left, top, width, height of what is shown, in pixels of the photograph.
    shape
        Height and width of the photograph.
    """

    set: str
    file: str
    patient: str
    side: str
    grades: tuple[int, int] | None
    oedema: float | None
    quality: str | None
    region: tuple[float, float, float, float]
    shape: tuple[int, int]

    @property
    def grade(self) -> int | None:
        """The grade, where it is known."""
        return self.grades[0] if self.grades and self.grades[0] == self.grades[1] else None

    @property
    def teaches(self) -> bool:
        """Whether anything can be learned from it."""
        return not (self.grades is None and self.oedema is None and self.quality is None)

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> PackedPhotograph:
        """Return what :meth:`to_json` wrote."""
        grades, region, shape = row["grades"], tuple(row["region"]), tuple(row["shape"])
        return cls(**{**row, "grades": grades and tuple(grades), "region": region, "shape": shape})

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)


@dataclass(frozen=True)
class PackedDrawing:
    """A photograph with what somebody drew on it.

    Attributes
    ----------
    set, file
        Which one it is.
    known
        The kinds (:data:`.recipe.KINDS`) that somebody looked for.
    picture
        Number of the photograph's piece in the archive.
    masks
        Kind → number of its mask's piece.
    """

    set: str
    file: str
    known: tuple[str, ...]
    picture: int
    masks: Mapping[str, int]

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> PackedDrawing:
        """Return what :meth:`to_json` wrote."""
        return cls(**{**row, "known": tuple(row["known"])})

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)


@dataclass(frozen=True)
class Landmarks:
    """Centres of optic disc and fovea.

    Attributes
    ----------
    disc, fovea
        x, y as shares of the packed region, 0–1 inside of it.
    scale
        Pixels of the photograph for one pixel of the original that was marked.
    """

    disc: tuple[float, float]
    fovea: tuple[float, float]
    scale: float

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Landmarks:
        """Return what :meth:`to_json` wrote."""
        return cls(tuple(row["disc"]), tuple(row["fovea"]), row["scale"])

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return asdict(self)


def packed_photographs(folder: Path) -> tuple[PackedPhotograph, ...]:
    """Return the photographs of a packed folder, those of small sets first.

    Raises
    ------
    TrainingError
        If it is no packed folder.
    """
    rows = [row for name in (SMALL, LARGE) for row in read_archive(folder, name).rows]
    return tuple(map(PackedPhotograph.from_json, rows))
