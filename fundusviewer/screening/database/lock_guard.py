"""Keeps the locks that other programs must see, whatever happens to SQLite's own in this process.

As long as a database is open in write-ahead mode, SQLite holds a read lock on it and on its shared
memory. They tell other programs that they are not the last one to close: the last one deletes the
log. These locks belong to the process, and any code in it that opens and closes the file drops
them: a file dialog that looks into files, a library, a virus scanner's hook. So the same two locks
are held here once more, on descriptors of our own (Linux: open file description locks), where
nobody can drop them.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import struct
import sys
from pathlib import Path

from fundusviewer import held_files
from fundusviewer.errors import StoreError
from fundusviewer.held_files import HeldFile

if sys.platform == "linux":
    import fcntl

#: Where SQLite locks (os_unix.c): the bytes of its readers in the database, and in the shared
#: memory the "dead man's switch", which is held as long as that is in use.
_READERS, _IN_USE = (0x40000000 + 2, 510), (128, 1)


class DatabaseGuard:
    """One user's share in an open database file.

    Parameters
    ----------
    path
        The file; made where it is not there.

    Raises
    ------
    OSError
        If it cannot be opened or made.
    StoreError
        If it is open in this process under another name, to which SQLite's log belongs.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = held_files.hold(path)
        if self._held.path != Path(os.path.realpath(path)):
            other = self._held.path
            held_files.let_go(self._held)
            raise StoreError(f"{path.name}: is the same file as {other}, which is open")

    @property
    def is_first(self) -> bool:
        """Whether nobody else in this process has the file open."""
        return self._held.users == 1

    def read_header(self, count: int) -> bytes:
        """Return the first bytes of the file."""
        return self._held.read(count)

    def lock(self) -> None:
        """Hold the locks; SQLite must have the file open in write-ahead mode."""
        with held_files.lock:
            if self._held in _memories:
                return
            memory = _memories[self._held] = _shared_memory(self._held)
            _lock(self._held, memory)

    def check(self) -> None:
        """Refuse to go on with a file that is not at its place any more.

        Raises
        ------
        StoreError
            If the file was moved, deleted or replaced: nobody would find what is written now.
        """
        memory = _memories.get(self._held)
        if not self._held.is_in_place() or (memory is not None and not os.fstat(memory).st_nlink):
            raise StoreError(
                f"{self._path.name}: the database's file was moved, deleted or replaced while it "
                "was open; put it back, or open the database again"
            )

    def close(self, connection: sqlite3.Connection | None) -> None:
        """Close the connection; the last one of this process gives the locks up just before."""
        with held_files.lock:
            last = self._held.users == 1
            memory = _memories.pop(self._held, None) if last else None
            if last:
                _unlock(self._held, memory)
            if connection is not None:
                connection.close()
            if memory is not None:
                os.close(memory)
            held_files.let_go(self._held)


#: Descriptors of the shared memory of the databases whose locks are held.
_memories: dict[HeldFile, int | None] = {}


def _shared_memory(held: HeldFile) -> int | None:
    """Open the shared memory; ``None`` where the system needs no such care."""
    if sys.platform != "linux":
        return None
    try:
        return os.open(f"{held.path}-shm", os.O_RDONLY)
    except OSError:
        return None


def _lock(held: HeldFile, memory: int | None) -> None:
    """Take the locks; a file system that knows none of this kind is left to SQLite's own."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            _set(held.descriptor, fcntl.F_RDLCK, _READERS)
            if memory is not None:
                _set(memory, fcntl.F_RDLCK, _IN_USE)


def _unlock(held: HeldFile, memory: int | None) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            _set(held.descriptor, fcntl.F_UNLCK, _READERS)
            if memory is not None:
                _set(memory, fcntl.F_UNLCK, _IN_USE)


if sys.platform == "linux":

    def _set(descriptor: int, kind: int, place: tuple[int, int]) -> None:
        # struct flock: kind, from the start of the file, first byte, number of bytes, no process.
        record = struct.pack("hhqqi0q", kind, os.SEEK_SET, *place, 0)
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, record)
