"""Looking at a database that cannot be written: a copy in memory, as it is at this moment."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from pathlib import Path

from fundusviewer.errors import StoreError
from fundusviewer.screening.database.opening import (
    IN_MEMORY,
    OpenDatabase,
    connect_checked,
    store_errors,
)

#: The log with what is not in the file itself yet.
_LOG = "-wal"

#: So often a file is copied that changes meanwhile.
_ATTEMPTS = 5


def open_to_look(path: Path) -> OpenDatabase:
    """Open a copy of a database; file and folder are left as they are, and nothing can be written.

    Other programs may go on writing to the file: the copy does not change. A database of an older
    version is renewed in the copy.

    Raises
    ------
    StoreError
        If the file is no screening database, of a newer version or damaged, or cannot be read.
    """
    with store_errors(path):
        held = sqlite3.connect(IN_MEMORY, isolation_level=None, check_same_thread=False)
        try:
            _copy(path, held)
            connect_checked(path, held)
            held.execute("PRAGMA query_only = ON")
        except BaseException:
            held.close()
            raise
    return OpenDatabase(held, None, is_read_only=True)


def _copy(path: Path, target: sqlite3.Connection) -> None:
    """Copy a database with its log; SQLite would make files beside it, even to read it."""
    log = Path(f"{path}{_LOG}")
    with tempfile.TemporaryDirectory(prefix="fundusviewer-") as name:
        copy = Path(name) / "copy.sqlite"
        for _ in range(_ATTEMPTS):
            before = _state(path), _state(log)
            shutil.copyfile(path, copy)
            Path(f"{copy}{_LOG}").unlink(missing_ok=True)
            if log.is_file():
                shutil.copyfile(log, f"{copy}{_LOG}")
            if before == (_state(path), _state(log)):
                break
        else:
            raise StoreError(
                f"{path.name}: another program writes to it all the time; try again when it is done"
            )
        source = sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            source.close()


def _state(path: Path) -> tuple[int, int] | None:
    """Return size and last change of a file: it is a moment's only where they stay."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_size, status.st_mtime_ns
