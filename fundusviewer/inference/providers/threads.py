"""How many threads one network gets on this machine."""

from __future__ import annotations

import os

#: More threads than this for one photograph wait for each other.
MOST_THREADS = 8


def cores() -> int:
    """Return how many processors this program may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        # Windows and macOS do not tell.
        return os.cpu_count() or 1


def default_threads() -> int:
    """Return the threads of one operator: as many as there are processors, at most eight."""
    return min(MOST_THREADS, cores())


def threads_in_words() -> str:
    """Return what was chosen for this machine, and why."""
    number, threads = cores(), default_threads()
    if threads < number:
        return (
            f"{threads} of {number} processors for one photograph: more wait for each other; "
            "the others read files"
        )
    return (
        f"{threads} for one network, as many as there are processors: one network with all of them "
        "measured as fast as several networks that share them, and needs the memory once"
    )
