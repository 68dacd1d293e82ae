"""The C library's allocator in the tests' own process."""

from __future__ import annotations

import ctypes
import sys

#: mallopt(3): from how much on is given back at the end of the heap; how many pieces of their own
#: the system is asked for.
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4


def keep_what_is_freed() -> None:
    """Keep freed memory for the next picture.

    glibc gives large pieces back at once, and the system fills each new one with zeros: a third of
    the system's time of all tests. Programs that the tests start do as they do for users.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_TRIM_THRESHOLD, 2**31 - 1)
        mallopt(_MMAP_MAX, 0)
