"""What people say of photographs, as it stands in the database: who, when, and what before."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence

from fundusviewer.errors import StoreError
from fundusviewer.screening.readers import Seat
from fundusviewer.screening.rows import Change, printable

#: Writes one row of a table: connection, number of the photograph, columns and values.
Writer = Callable[[sqlite3.Connection, int, Mapping[str, object]], None]


def write_changes(
    connection: sqlite3.Connection,
    table: str,
    entries: Mapping[str, Mapping[str, object]],
    who: str,
    write: Writer | None = None,
) -> list[Change]:
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
    write
        Writes a row; ``None`` where a photograph has one row in the table.

    Returns
    -------
    list of Change
        What the history has to say of it.

    Raises
    ------
    StoreError
        If a photograph is not in the database or ``who`` is empty.
    """
    last = connection.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0]
    if not who.strip():
        raise StoreError(f"a {table} needs the name of who makes it")
    for sha256, values in entries.items():
        found = connection.execute(
            "SELECT id FROM photograph WHERE sha256 = ?", (sha256,)
        ).fetchone()
        if found is None:
            raise StoreError(f"there is no photograph {sha256} in the database")
        row = {**values, "changed_by": printable(who.strip()), "changed_at": now()}
        if write is None:
            _set(connection, table, int(found[0]), row)
        else:
            write(connection, int(found[0]), row)
    return read_changes(connection, "h.id > ?", last)


def revert_changes(
    connection: sqlite3.Connection,
    said: Sequence[Change],
    who: str,
    identity_before: Mapping[str, Mapping[str, object]],
    write: Writer | None = None,
) -> list[Change]:
    """Set what stood before some changes; the history goes on, nothing is removed from it.

    Parameters
    ----------
    connection
        In a transaction.
    said
        Changes of one kind, as :func:`write_changes` or this function returned them.
    who
        The person.
    identity_before
        Columns and values, by hash, for photographs of which nothing had been said before.
    write
        See :func:`write_changes`.

    Returns
    -------
    list of Change
        Given to this function again, they take this taking back back.

    Raises
    ------
    StoreError
        If something else has been said of one of the photographs since; nothing is changed.
    """
    for change in said:
        latest = read_changes(
            connection,
            "p.sha256 = ? AND h.what = ? AND h.role IS ?",
            *(change.sha256, change.what, change.role),
        )[-1]
        if json.loads(latest.new_json) != json.loads(change.new_json):
            raise StoreError(
                f"{latest.who} has changed a photograph's review since; nothing was undone"
            )
    before = {
        change.sha256: json.loads(change.old_json)
        if change.old_json
        else identity_before[change.sha256]
        for change in said
    }
    return write_changes(connection, said[0].what, before, who, write) if said else []


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


def changes(
    connection: sqlite3.Connection, sha256: str | None, seat: Seat | None = None
) -> list[Change]:
    """Return who changed what when, the oldest first; ``None`` for all photographs.

    From a seat that must not see other readers' answers: its own answers and marks, and identities.
    """
    own = "1"
    if seat is not None and not seat.sees_others:
        own = f"(h.what = 'identity' OR h.reader_id IS {seat.number})"
    return read_changes(connection, f"(?1 IS NULL OR p.sha256 = ?1) AND {own}", sha256)


def read_changes(connection: sqlite3.Connection, condition: str, *values: object) -> list[Change]:
    """Return lines of the history ``h`` of photographs ``p``, the oldest first."""
    found = connection.execute(
        "SELECT h.at, h.who, h.what, p.sha256, h.old, h.new, h.role FROM history h "  # noqa: S608
        f"JOIN photograph p ON p.id = h.photograph_id WHERE {condition} ORDER BY h.id",
        values,
    ).fetchall()
    return [Change._make(values) for values in found]


def now() -> str:
    """Return the time as it is stored: ISO 8601, UTC, in seconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
