"""How far a run is: what was examined, what failed, what is left, and for how long. No Qt."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

#: Photographs from whose times the rest is estimated, and how many there must be.
_LOOKED_BACK, _LEAST = 40, 4


class RunState(StrEnum):
    """What a run does."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class RunPart(StrEnum):
    """What became of photographs of a run; each number of a :class:`Tally` counts one part."""

    EXAMINED = "examined"
    FAILED = "failed"
    NOT_EXAMINED = "not examined"


@dataclass(frozen=True)
class Tally:
    """A run in numbers; every photograph of it is counted in exactly one.

    Attributes
    ----------
    state
        What the run does.
    examined, failed, not_examined
        How many photographs.
    seconds_left
        ``None`` where that is not known (yet), and while nothing is examined.
    """

    state: RunState = RunState.IDLE
    examined: int = 0
    failed: int = 0
    not_examined: int = 0
    seconds_left: float | None = None

    @property
    def done(self) -> int:
        """How many photographs are done, well or not."""
        return self.examined + self.failed

    @property
    def total(self) -> int:
        """How many photographs the run has."""
        return self.done + self.not_examined

    def count(self, part: RunPart) -> int:
        """Return the number of one part."""
        return {
            RunPart.EXAMINED: self.examined,
            RunPart.FAILED: self.failed,
            RunPart.NOT_EXAMINED: self.not_examined,
        }[part]


class Pace:
    """Estimates from the photographs done last how long the rest takes.

    Examples
    --------
    >>> moments = iter([0.0, 2.0, 4.0, 6.0])
    >>> pace = Pace(lambda: next(moments))
    >>> for _ in range(4):
    ...     pace.note()
    >>> pace.seconds(100)
    200.0
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._moments: deque[float] = deque(maxlen=_LOOKED_BACK)

    def note(self) -> None:
        """Count one more photograph that is done."""
        self._moments.append(self._clock())

    def forget(self) -> None:
        """Begin anew: the time that nothing was done does not count."""
        self._moments.clear()

    def seconds(self, photographs: int) -> float | None:
        """Return how long so many photographs take; ``None`` where that is not known yet."""
        if len(self._moments) < _LEAST:
            return None
        passed = self._moments[-1] - self._moments[0]
        return passed / (len(self._moments) - 1) * photographs
