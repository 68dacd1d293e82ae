"""How many reviewed photographs are needed for figures that say something.

The rule (Buderer, Academic Emergency Medicine 3, 1996, with Wilson's interval): so many patients
with a referable photograph that the interval of a sensitivity as it is aimed at is at most as wide
as wanted, and as many others for the specificity. Patients are counted and not photographs, for the
two eyes of one are not independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fundusviewer.errors import TrainingError
from fundusviewer.screening.metrics import wilson
from fundusviewer.training.clinic.cases import Case
from fundusviewer.training.config.plans import Targets

#: How far an interval may reach to either side: ten percentage points.
HALF_WIDTH = 0.10

_MOST = 100_000


@dataclass(frozen=True)
class Needed:
    """How many patients there are, and how many are needed.

    Attributes
    ----------
    referable, others
        With a photograph that the doctor calls referable, and with one that is not.
    referable_needed, others_needed
        Of each.
    """

    referable: int
    others: int
    referable_needed: int
    others_needed: int

    @property
    def is_enough(self) -> bool:
        """Whether there are enough."""
        return not self.missing_referable and not self.missing_others

    @property
    def missing_referable(self) -> int:
        """How many patients with a referable photograph are missing."""
        return max(0, self.referable_needed - self.referable)

    @property
    def missing_others(self) -> int:
        """How many patients with a photograph that is not referable are missing."""
        return max(0, self.others_needed - self.others)


def needed_for(expected: float, half_width: float) -> int:
    """Return the least number for which Wilson's interval is narrow enough.

    Parameters
    ----------
    expected
        The share that is aimed at, 0–1.
    half_width
        Half of the width that the 95 % interval may have.

    Raises
    ------
    TrainingError
        If it is not between 0.01 and 0.5.

    Examples
    --------
    >>> needed_for(0.9, 0.1)
    38
    """
    if not 0.01 <= half_width <= 0.5:
        raise TrainingError(
            f"intervals of ±{half_width:.1%} cannot be had; allowed are 1 % to 50 %"
        )
    low, high = 1, _MOST
    while low < high:
        count = (low + high) // 2
        interval = wilson(round(expected * count), count)
        if interval.high - interval.low <= 2 * half_width:
            high = count
        else:
            low = count + 1
    return low


def needed(cases: Sequence[Case], targets: Targets, half_width: float = HALF_WIDTH) -> Needed:
    """Return how many patients there are among cases, and how many are needed."""
    referable = {case.patient for case in cases if case.is_referable}
    others = {case.patient for case in cases if not case.is_referable}
    return Needed(
        len(referable),
        len(others),
        needed_for(targets.sensitivity, half_width),
        needed_for(targets.specificity, half_width),
    )
