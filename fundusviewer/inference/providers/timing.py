"""How long something takes, without what else the machine does at the moment."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

_ROUNDS = 9


def fastest(run: Callable[[], Any], most: float) -> float:
    """Return the shortest of some runs in milliseconds, after one that is not counted.

    Parameters
    ----------
    run
        What is timed.
    most
        Seconds after which no further run is begun.
    """
    run()
    begin = time.perf_counter()
    taken: list[float] = []
    while len(taken) < _ROUNDS and (not taken or time.perf_counter() - begin < most):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken) * 1000
