"""Opening a screening database: checked first, changed only when it is surely ours."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.errors import ReadOnlyError, StoreError
from fundusviewer.held_files import COMPANIONS
from fundusviewer.private_files import close_to_others, make_private_folder
from fundusviewer.resources import default_database
from fundusviewer.screening.database.lock_guard import DatabaseGuard
from fundusviewer.screening.database.schema import APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION
from fundusviewer.screening.database.soundness import damage_in_file, damaged_row

#: How long one process waits for another's transaction, in seconds.
BUSY_SECONDS = 20.0

_MAGIC = b"SQLite format 3\x00"
_HEADER_BYTES = 100
_VERSION_AT, _APPLICATION_AT = slice(60, 64), slice(68, 72)

#: The name of a database that has no file.
IN_MEMORY = Path(":memory:")


@dataclass(eq=False)
class OpenDatabase:
    """A connection, and what keeps its file safe meanwhile.

    Attributes
    ----------
    connection
        May be used by several threads, one at a time.
    guard
        ``None`` where there is no file.
    is_closed
        Whether it was closed.
    is_read_only
        Whether it is a copy to look at (:func:`.looking.open_to_look`).
    """

    connection: sqlite3.Connection
    guard: DatabaseGuard | None
    is_closed: bool = False
    is_read_only: bool = False

    def check(self) -> None:
        """Raise :class:`StoreError` where the file is not at its place any more."""
        if self.guard is not None:
            self.guard.check()

    def close(self) -> None:
        """Close the connection."""
        self.is_closed = True
        if self.guard is None:
            self.connection.close()
        else:
            self.guard.close(self.connection)


def open_database(path: Path) -> OpenDatabase:
    """Open a database or make a new one, which only its owner may read.

    Write-ahead log, foreign keys, a transaction is on the disk before it counts as done.

    Raises
    ------
    StoreError
        If the file is no screening database, of a newer version or damaged, or its folder does
        not take new files. The file is left as it is.
    ReadOnlyError
        If it cannot be written.
    """
    if path == IN_MEMORY:
        with store_errors(path):
            return OpenDatabase(_connect(path), None)
    _check_file(path)
    with store_errors(path):
        guard = DatabaseGuard(path)
        try:
            _check_header(path, guard.read_header(_HEADER_BYTES))
            connection = _connect(path, guard)
        except BaseException:
            guard.close(None)
            raise
    return OpenDatabase(connection, guard)


def _connect(path: Path, guard: DatabaseGuard | None = None) -> sqlite3.Connection:
    # The caller's lock keeps the threads apart.
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        mode = connect_checked(path, connection, read_all=guard is None or guard.is_first)
        if guard is not None and mode == "wal":
            guard.lock()
    except BaseException:
        connection.close()
        raise
    return connection


def connect_checked(path: Path, connection: sqlite3.Connection, *, read_all: bool = True) -> str:
    """Check a database that SQLite has opened, set up the connection, and renew an older one.

    Returns
    -------
    str
        The kind of its log.
    """
    _check_content(path, connection)
    if read_all:
        _check_soundness(path, connection)
    mode = _set_up(connection)
    _migrate(path, connection)
    return mode


def make_ready(path: Path) -> None:
    """Make the folder of the default database; folder and file are closed to other users.

    A database that the user has put elsewhere keeps the rights that it has.

    Raises
    ------
    StoreError
        If the folder cannot be made.
    """
    if path != default_database():
        return
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise StoreError(f"{path.parent}: cannot be made ({error.strerror})") from error
    for name in (path, *(Path(f"{path}{end}") for end in COMPANIONS)):
        close_to_others(name)


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into a :class:`StoreError` that names the file."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise StoreError(f"{path.name}: the database refuses this entry ({error})") from error
    except UnicodeDecodeError as error:
        # SQLite's message, or a text in the file, holds bytes that are no text.
        raise StoreError(f"{path.name}: {_DAMAGED} ({error})") from error
    except (sqlite3.Error, OSError) as error:
        kind = ReadOnlyError if "readonly" in str(error).lower() else StoreError
        raise kind(f"{path.name}: {_explanation(str(error))}") from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing; other processes' transactions are waited for."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After some errors (a full disk) SQLite has rolled back already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


_DAMAGED = "the database is damaged; choose another one or restore a copy"

_EXPLANATIONS = {
    "readonly": "the database is read-only; choose one that can be written",
    "malformed": _DAMAGED,
    "could not decode": _DAMAGED,
    "not a database": "is no screening database; choose another file",
    "locked": "another program keeps the database locked; try again when it is done",
    "is full": "the disk is full; free some space and try again",
    "unable to open": "the database cannot be opened or made there",
    "disk i/o": "the disk or the network drive with the database does not answer",
}


def _explanation(message: str) -> str:
    for part, explanation in _EXPLANATIONS.items():
        if part in message.lower():
            return f"{explanation} ({message})"
    return f"the database cannot be used ({message})"


def _check_file(path: Path) -> None:
    """Refuse what is no file that can be written. It is not opened: see ``held_files``."""
    try:
        if not path.exists():
            if not path.parent.is_dir():
                raise StoreError(f"{path}: there is no folder {path.parent}")
            return
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise StoreError(f"{path}: is a folder or a device; a database is a file")
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from error
    # The administrator may write every file: a file that is marked read-only is meant so.
    marked = not status.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    if marked or not os.access(path, os.W_OK):
        raise ReadOnlyError(f"{path.name}: {_EXPLANATIONS['readonly']}")


def _check_header(path: Path, header: bytes) -> None:
    """Refuse a file by its first bytes, before SQLite may touch it."""
    if not header:
        return
    if not header.startswith(_MAGIC):
        raise StoreError(f"{path.name}: {_EXPLANATIONS['not a database']}")
    if len(header) < _HEADER_BYTES:
        raise StoreError(f"{path.name}: {_DAMAGED}")
    _check_version(
        path,
        int.from_bytes(header[_APPLICATION_AT], "big"),
        int.from_bytes(header[_VERSION_AT], "big"),
    )


def _check_version(path: Path, application: int, version: int) -> None:
    if application not in (0, APPLICATION_ID) or (application == 0 and version != 0):
        raise StoreError(f"{path.name}: is a database of another program; choose another file")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path.name}: was written by a newer FundusViewer (database version {version}; "
            f"this one knows up to {SCHEMA_VERSION}); update the program"
        )


def _check_content(path: Path, connection: sqlite3.Connection) -> None:
    """Check by reading alone; the log may hold a newer state than the first bytes."""
    _check_version(path, _pragma(connection, "application_id"), _pragma(connection, "user_version"))
    tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and not _pragma(connection, "application_id"):
        raise StoreError(f"{path.name}: is a database of another program; choose another file")


def _check_soundness(path: Path, connection: sqlite3.Connection) -> None:
    """Read everything once; of an older version, the rows are looked at when it is renewed."""
    damage = damage_in_file(connection)
    if damage is None and _pragma(connection, "user_version") == SCHEMA_VERSION:
        damage = damaged_row(connection)
    if damage is not None:
        raise StoreError(f"{path.name}: {_DAMAGED} ({damage})")


def _set_up(connection: sqlite3.Connection) -> str:
    """Set what holds for every connection; returns the kind of log."""
    connection.execute("PRAGMA foreign_keys = ON")
    # The laptop's battery may die: a committed photograph is on the disk.
    connection.execute("PRAGMA synchronous = FULL")
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            # Two programs that make one database at the same moment: SQLite does not wait here.
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _migrate(path: Path, connection: sqlite3.Connection) -> None:
    if _pragma(connection, "user_version") == SCHEMA_VERSION:
        return
    with transaction(connection):
        # Asked again: another program may have done it while this one waited.
        version = _pragma(connection, "user_version")
        _check_version(path, _pragma(connection, "application_id"), version)
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        if (damage := damaged_row(connection)) is not None:
            raise StoreError(f"{path.name}: {_DAMAGED} ({damage})")
    # Into the file itself, where every program looks first.
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
