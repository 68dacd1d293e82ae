"""Whether a database is whole: SQLite's own check, and what our columns promise beyond it."""

from __future__ import annotations

import sqlite3


def _is_json(value: str, kind: str) -> str:
    return f"CASE WHEN json_valid({value}) THEN json_type({value}) = '{kind}' END"


#: What does not hold for a row whose bytes were damaged, by table. The rest is in the schema's
#: constraints, which SQLite's check looks at too.
_PROMISES = {
    "method": (_is_json("settings", "object"),),
    "result": (
        _is_json("reasons", "array"),
        _is_json("coalesce(probabilities, '{}')", "object"),
        _is_json("coalesce(grade_set, '[]')", "array"),
        "datetime(examined_at) IS NOT NULL",
    ),
    "review": (
        "datetime(changed_at) IS NOT NULL",
        _is_json("coalesce(form, '{}')", "object"),
    ),
    "identity": ("date IS NULL OR date(date) IS NOT NULL",),
    "origin": ("date IS NULL OR date(date) IS NOT NULL",),
    "history": (
        _is_json("new", "object"),
        _is_json("coalesce(old, '{}')", "object"),
        "what IN ('review', 'identity', 'mark')",
        "(what != 'review' OR json_type(new, '$.grade') IS NOT NULL)",
        "(what != 'review' OR json_type(new, '$.ungradable') IS NOT NULL)",
        "(what != 'review' OR json_type(new, '$.note') IS NOT NULL)",
        "(what != 'mark' OR json_type(new, '$.uid') IS NOT NULL)",
        "datetime(at) IS NOT NULL",
    ),
    "mark": (
        _is_json("points", "array"),
        _is_json("coalesce(length, '{}')", "object"),
        "datetime(made_at) IS NOT NULL",
        "datetime(changed_at) IS NOT NULL",
    ),
    "reader": ("datetime(added_at) IS NOT NULL",),
    "programme": ("datetime(begins_at) IS NOT NULL",),
    "report": ("datetime(at) IS NOT NULL",),
}


def damage_in_file(connection: sqlite3.Connection) -> str | None:
    """Return the first damage that SQLite finds in pages, indexes and constraints, in its words.

    Raises
    ------
    sqlite3.Error
        If the damage is such that SQLite cannot go on reading.
    """
    said = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return None if said == "ok" else said


def damaged_row(connection: sqlite3.Connection) -> str | None:
    """Return the first row that cannot have been written so; the tables are those of today."""
    for table, promises in _PROMISES.items():
        broken = " OR ".join(f"NOT coalesce({promise}, 0)" for promise in promises)
        found = connection.execute(f"SELECT 1 FROM {table} WHERE {broken}").fetchone()  # noqa: S608
        if found is not None:
            return f"an entry in {table}"
    return None
