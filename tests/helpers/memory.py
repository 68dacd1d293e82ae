"""What the process holds of memory, without what its allocator keeps for later.

The resident size is no measure of a leak: glibc keeps what was given back, in pieces between what
is still held, and by 10 to 30 MB more or less from one run to the next. What is held it counts
exactly.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

_STATUS = Path("/proc/self/status")


class _Mallinfo2(ctypes.Structure):
    """glibc's own figures, see mallinfo(3)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        )
    )


@dataclass(frozen=True)
class Held:
    """What is held after everything was collected that can be.

    Attributes
    ----------
    megabytes
        Of all libraries: pictures, Qt's objects, the database's pages.
    blocks
        Of Python's own small objects, about 100 bytes each; they are not in ``megabytes``.
    resident
        Megabytes of the process, with what its allocator keeps.
    """

    megabytes: float
    blocks: int
    resident: float


def can_be_measured() -> bool:
    """Return whether this is glibc, 2.33 or later."""
    return sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallinfo2")


def held() -> Held:
    """Collect what nobody holds, give it back, and measure the rest."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    library = ctypes.CDLL(None)
    library.malloc_trim(0)
    library.mallinfo2.restype = _Mallinfo2
    info = library.mallinfo2()
    return Held((info.uordblks + info.hblkhd) / 1e6, sys.getallocatedblocks(), _resident())


def _resident() -> float:
    line = next(line for line in _STATUS.read_text("ascii").splitlines() if "VmRSS" in line)
    return int(line.split()[1]) / 1000
