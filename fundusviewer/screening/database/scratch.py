"""Tables of a run or a report that are too long for memory: on disk, and gone with their owner."""

from __future__ import annotations

import sqlite3

#: Kilobytes of them that are held in memory.
_CACHE = 32_000


class _Scratch(sqlite3.Connection):
    """Closed with its owner, as its tables are gone with it; Python 3.13 warns otherwise."""

    def __del__(self) -> None:
        self.close()


def scratch(tables: str) -> sqlite3.Connection:
    """Return a database in a temporary file without a name.

    The folder is the one that ``SQLITE_TMPDIR`` names, or the system's. Every statement is its own
    transaction unless one is begun. Threads may share it, one at a time.

    Parameters
    ----------
    tables
        SQL that makes its tables.
    """
    # A database without a name is one in a temporary file, which is gone with its connection.
    connection = sqlite3.connect(
        "", isolation_level=None, check_same_thread=False, factory=_Scratch
    )
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.executescript(tables)
    return connection
