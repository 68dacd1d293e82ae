"""What people say of photographs, as it stands in the database: who, when, and what before."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping

from fundusviewer.errors import StoreError
from fundusviewer.screening.rows import Change, printable


def say(
    connection: sqlite3.Connection,
    table: str,
    entries: Mapping[str, Mapping[str, object]],
    who: str,
) -> None:
    """Set entries of ``review`` or ``identity``; the database's triggers write the history.

    Parameters
    ----------
    connection
        In a transaction.
    table
        ``"review"`` or ``"identity"``.
    entries
        Columns and values, by the photographs' hashes.
    who
        The person.

    Raises
    ------
    StoreError
        If a photograph is not in the database or ``who`` is empty.
    """
    if not who.strip():
        raise StoreError(f"a {table} needs the name of who makes it")
    for sha256, values in entries.items():
        found = connection.execute(
            "SELECT id FROM photograph WHERE sha256 = ?", (sha256,)
        ).fetchone()
        if found is None:
            raise StoreError(f"there is no photograph {sha256} in the database")
        row = {**values, "changed_by": printable(who.strip()), "changed_at": now()}
        _set(connection, table, int(found[0]), row)


def _set(
    connection: sqlite3.Connection, table: str, photograph: int, row: Mapping[str, object]
) -> None:
    sets = ", ".join(f"{name} = ?" for name in row)
    changed = connection.execute(
        f"UPDATE {table} SET {sets} WHERE photograph_id = ?",  # noqa: S608
        (*row.values(), photograph),
    ).rowcount
    if not changed:
        marks = ", ".join("?" * (len(row) + 1))
        connection.execute(
            f"INSERT INTO {table} (photograph_id, {', '.join(row)}) VALUES ({marks})",  # noqa: S608
            (photograph, *row.values()),
        )


def changes(connection: sqlite3.Connection, sha256: str | None) -> list[Change]:
    """Return who changed what when, the oldest first; ``None`` for all photographs."""
    found = connection.execute(
        "SELECT h.at, h.who, h.what, p.sha256, h.old, h.new FROM history h "
        "JOIN photograph p ON p.id = h.photograph_id "
        "WHERE ?1 IS NULL OR p.sha256 = ?1 ORDER BY h.id",
        (sha256,),
    ).fetchall()
    return [Change._make(values) for values in found]


def now() -> str:
    """Return the time as it is stored: ISO 8601, UTC, in seconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
