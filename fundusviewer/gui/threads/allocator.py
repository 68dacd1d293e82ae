"""How many pools of memory the threads of the window have."""

from __future__ import annotations

import ctypes
import sys

#: The number of glibc's parameter (malloc.h), and the pools that all threads share.
_M_ARENA_MAX, _POOLS = -8, 2


def share_memory() -> bool:
    """Let all threads take their memory from a few pools, before there are any threads.

    glibc gives each thread one of its own, eight for each processor at most, and what one thread
    has freed no other one uses: of the threads that read photographs each kept what its largest
    one had needed, 40 to 70 MB together.

    Returns
    -------
    bool
        Whether that is so; ``False`` where the system's library knows nothing of it.
    """
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _POOLS))
    except (AttributeError, OSError):
        return False
