"""What the grader's answers are to be, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.training.data.ordinal_targets import soft_ordinal_targets
from scripts.graphics_card.packed.records import PackedPhotograph
from scripts.graphics_card.recipe import OEDEMA_RISK_SETS

#: What ``known`` says of a photograph's grade.
NOTHING, GRADE, RANGE = 0, 1, 2

#: The outputs beside the grades: any sign of macular oedema, oedema that is referred; worse than
#: good, ungradable.
SIDE_OUTPUTS = ("oedema_any", "oedema", "quality_below_good", "quality_reject")
OEDEMA = SIDE_OUTPUTS.index("oedema")

_UNKNOWN = (np.nan, np.nan)
_QUALITY = {None: _UNKNOWN, "good": (0, 0), "usable": (1, 0), "reject": (1, 1)}


@dataclass(frozen=True, eq=False)
class Targets:
    """Targets of N photographs.

    Attributes
    ----------
    grades
        float32 (N, 5): a soft ordinal distribution (Diaz & Marathe, CVPR 2019) for a grade, ones
        for each grade that is possible for a range, zeros where nothing is known.
    known
        int64 (N,): :data:`NOTHING`, :data:`GRADE` or :data:`RANGE`.
    side
        float32 (N, 4): 0, 1 or NaN (not known) for each of :data:`SIDE_OUTPUTS`.
    """

    grades: np.ndarray
    known: np.ndarray
    side: np.ndarray


def targets_of(photographs: Sequence[PackedPhotograph]) -> Targets:
    """Return the targets of photographs."""
    grades = soft_ordinal_targets(np.array([photo.grade or 0 for photo in photographs], int))
    known = np.full(len(photographs), GRADE)
    for row, photo in enumerate(photographs):
        if photo.grade is None:
            known[row] = NOTHING if photo.grades is None else RANGE
            grades[row] = _possible(photo.grades)
    side = [(*_oedema(photo), *_QUALITY[photo.quality]) for photo in photographs]
    return Targets(grades, known, np.array(side, np.float32).reshape(-1, len(SIDE_OUTPUTS)))


def _possible(grades: tuple[int, int] | None) -> np.ndarray:
    every = np.arange(len(GRADE_NAMES))
    return np.zeros(len(every)) if grades is None else (every >= grades[0]) & (every <= grades[1])


def _oedema(photo: PackedPhotograph) -> tuple[float, float]:
    if photo.oedema is None:
        return _UNKNOWN
    if photo.set in OEDEMA_RISK_SETS:
        return float(photo.oedema >= 1), float(photo.oedema >= 2)
    # Where only "oedema" is told, exudates away from the fovea may still be there.
    return (1.0 if photo.oedema else np.nan), photo.oedema
