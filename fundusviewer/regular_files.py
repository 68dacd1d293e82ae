"""Opening files that others name: never a pipe, a socket or a device.

Reading one of those may never end, and opening some of them does something.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path


class NotRegularError(OSError):
    """It is a pipe, a socket or a device."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, os.strerror(errno.EINVAL))


def open_regular(path: Path) -> BufferedReader:
    """Open a file, or what a link leads to, for reading bytes.

    Raises
    ------
    NotRegularError
        If it is no file.
    OSError
        If it cannot be opened.
    """
    _check(path.stat())
    # Without waiting for a writer: it may have become a pipe this very moment.
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    try:
        _check(os.fstat(descriptor))
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def _check(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError
