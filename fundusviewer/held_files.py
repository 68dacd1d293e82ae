"""The databases that are open in this process: files that nobody else here may open.

POSIX drops *all* locks that a process has on a file as soon as the process closes *any* descriptor
of it (SQLite, "How to corrupt an SQLite database file", 2.2). Whoever reads, copies or hashes files
that the user names asks :func:`is_held` first; the database itself asks for its first bytes here.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

#: What SQLite keeps beside a database, by the end of the name.
COMPANIONS = ("-wal", "-shm", "-journal")

_Key = tuple[int, int]


@dataclass(eq=False)
class HeldFile:
    """A database file, with a descriptor that stays open as long as SQLite has the file open.

    Attributes
    ----------
    path
        The file, without links.
    descriptor
        For reading; closed by :func:`let_go` alone.
    users
        How often it is open here.
    """

    path: Path
    descriptor: int
    users: int = 0
    _spare: list[int] = field(default_factory=list)

    def read(self, count: int) -> bytes:
        """Return the file's first bytes without opening it again."""
        with lock:
            os.lseek(self.descriptor, 0, os.SEEK_SET)
            return os.read(self.descriptor, count)

    def is_in_place(self) -> bool:
        """Return whether the file still stands at its path."""
        try:
            return key_of(self.path.stat()) == key_of(os.fstat(self.descriptor))
        except OSError:
            return False

    def close(self) -> None:
        """Close all descriptors; SQLite must have closed the file before."""
        for descriptor in (self.descriptor, *self._spare):
            os.close(descriptor)


#: Whoever opens or closes a database holds it meanwhile.
lock = threading.RLock()

_held: dict[_Key, HeldFile] = {}


def hold(path: Path) -> HeldFile:
    """Open a database file for this process, or join those who have it open already.

    A file that is not there is made, for its owner alone.

    Raises
    ------
    OSError
        If it cannot be opened or made.
    """
    with lock:
        held = _held.get(_key(path) or (-1, -1))
        if held is None:
            held = _open(path)
        held.users += 1
        return held


def let_go(held: HeldFile) -> None:
    """Undo one :func:`hold`, after SQLite has closed its connection."""
    with lock:
        held.users -= 1
        if held.users == 0:
            del _held[key_of(os.fstat(held.descriptor))]
            held.close()


def is_held(path: Path) -> bool:
    """Return whether a path means a database that is open here, or a file that belongs to one."""
    if not _held:
        return False
    names = [path, *(_without(path, end) for end in COMPANIONS if path.name.endswith(end))]
    return any(_key(name) in _held for name in names)


def _open(path: Path) -> HeldFile:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    key = key_of(os.fstat(descriptor))
    held = _held.get(key)
    if held is None:
        held = _held[key] = HeldFile(Path(os.path.realpath(path)), descriptor)
    else:
        # The path has come to mean an open database this very moment: closing would harm it.
        held._spare.append(descriptor)
    return held


def _without(path: Path, end: str) -> Path:
    return path.with_name(path.name.removesuffix(end) or ".")


def _key(path: Path) -> _Key | None:
    try:
        return key_of(path.stat())
    except (OSError, ValueError):
        return None


def key_of(status: os.stat_result) -> _Key:
    """Return what tells a file from all others, whatever its names."""
    return status.st_dev, status.st_ino
