"""What readers mark on photographs: kept with who and when, taken away but never lost."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from fundusviewer.anatomy import MOST_MARKS, Mark, MarkLength, Shape, check_mark
from fundusviewer.errors import RefusedError, StoreError
from fundusviewer.grading import Role
from fundusviewer.screening.database.connection import StoreConnection
from fundusviewer.screening.database.reader_store import author_of
from fundusviewer.screening.database.records import now, read_changes
from fundusviewer.screening.readers import Seat
from fundusviewer.screening.rows import Change, printable

_Columns = Mapping[str, object]


class MarkStore(StoreConnection):
    """Keeps marks. A mark is its reader's; without a programme anybody may change it."""

    def mark(self, sha256: str, marks: Sequence[Mark], who: str | Seat) -> list[Change]:
        """Set marks on a photograph, all or none; the history keeps what stood before.

        Parameters
        ----------
        sha256
            Of the photograph.
        marks
            New ones, and others as they are to be from now on; one that ``is_deleted`` is taken
            away. Who made them and when is the database's to say.
        who
            See :meth:`.ReviewStore.review`.

        Returns
        -------
        list of Change
            What was changed, for :meth:`revert_marks`.

        Raises
        ------
        StoreError
            If the photograph is not in the database, ``who`` is empty or may not read, a mark
            is another reader's or none of this photograph, or there are too many.
        """
        with self._writing() as connection:
            photograph, width, height = _photograph(connection, sha256)
            for mark in marks:
                check_mark(mark, width, height)
            return _write(connection, photograph, [(one.uid, _columns(one)) for one in marks], who)

    def revert_marks(self, said: Sequence[Change], who: str | Seat) -> list[Change]:
        """Set what stood before some changes of marks, all or none; the history keeps both.

        Parameters
        ----------
        said
            What :meth:`mark` returned, or this method: then what was taken back counts again.
        who
            See :meth:`.ReviewStore.review`.

        Raises
        ------
        StoreError
            If one of the marks has been changed otherwise since.
        """
        entries: list[tuple[str, _Columns]] = []
        with self._writing() as connection:
            for change in said:
                new = json.loads(change.new_json)
                latest = read_changes(
                    connection,
                    "p.sha256 = ? AND h.what = 'mark' AND json_extract(h.new, '$.uid') = ?",
                    change.sha256,
                    new["uid"],
                )[-1]
                if json.loads(latest.new_json) != new:
                    raise StoreError(f"{latest.who} has changed a mark since; nothing was undone")
                # A mark that was new gives way to none.
                before = json.loads(change.old_json) if change.old_json else {**new, "deleted": 1}
                entries.append((before.pop("uid"), before))
            if not said:
                return []
            photograph, _, _ = _photograph(connection, said[0].sha256)
            return _write(connection, photograph, entries, who)

    def marks(self, sha256s: Iterable[str]) -> dict[str, tuple[Mark, ...]]:
        """Return the marks on photographs, by hash, the oldest first; without marks: left out.

        For a reader who must not see other readers' answers: the reader's own.
        """
        condition = self._view().marks
        sql = (
            "SELECT m.uid, m.shape, m.points, m.kind, m.text, m.length, x.name, m.role, "  # noqa: S608
            "m.made_at, m.changed_at FROM mark m JOIN photograph p ON p.id = m.photograph_id "
            f"JOIN reader x ON x.id = m.reader_id WHERE p.sha256 = ? AND {condition} ORDER BY m.id"
        )
        found = {}
        with self._reading() as connection:
            for sha256 in sha256s:
                lines = connection.execute(sql, (sha256,)).fetchall()
                if lines:
                    found[sha256] = tuple(_mark(*values) for values in lines)
        return found


def _photograph(connection: sqlite3.Connection, sha256: str) -> tuple[int, int, int]:
    """Return number, width and height."""
    found = connection.execute(
        "SELECT id, width, height FROM photograph WHERE sha256 = ?", (sha256,)
    ).fetchone()
    if found is None:
        raise StoreError(f"there is no photograph {sha256} in the database")
    return int(found[0]), int(found[1]), int(found[2])


def _write(
    connection: sqlite3.Connection,
    photograph: int,
    entries: Iterable[tuple[str, _Columns]],
    who: str | Seat,
) -> list[Change]:
    """Write columns of marks by their uid; the database's triggers write the history."""
    last = connection.execute("SELECT coalesce(max(id), 0) FROM history").fetchone()[0]
    author, is_alone = author_of(connection, who)
    if not author.name.strip():
        raise StoreError("a mark needs the name of who makes it")
    if not author.reads:
        raise RefusedError("an administrator marks nothing; nothing was stored")
    for uid, values in entries:
        row = {**values, "changed_by": printable(author.name.strip()), "changed_at": now()}
        found = connection.execute(
            "SELECT id, photograph_id, reader_id, role FROM mark WHERE uid = ?", (uid,)
        ).fetchone()
        if found is None:
            fixed = {
                "uid": uid,
                "photograph_id": photograph,
                "reader_id": author.number,
                "role": author.role.value,
                "made_at": row["changed_at"],
            }
            _insert(connection, {**fixed, **row})
            continue
        number, marked, reader, role = found
        if marked != photograph:
            raise RefusedError("a mark of another photograph; nothing was stored")
        if not is_alone and (reader, role) != (author.number, author.role.value):
            raise RefusedError("a mark of another reader; nothing was stored")
        sets = ", ".join(f"{name} = ?" for name in row)
        connection.execute(
            f"UPDATE mark SET {sets} WHERE id = ?",  # noqa: S608
            (*row.values(), number),
        )
    _check_number(connection, photograph)
    return read_changes(connection, "h.id > ?", last)


def _insert(connection: sqlite3.Connection, row: _Columns) -> None:
    connection.execute(
        f"INSERT INTO mark ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608
        tuple(row.values()),
    )


def _check_number(connection: sqlite3.Connection, photograph: int) -> None:
    found = connection.execute(
        "SELECT count(*) FROM mark WHERE photograph_id = ? AND deleted = 0 "
        "GROUP BY reader_id, role ORDER BY count(*) DESC LIMIT 1",
        (photograph,),
    ).fetchone()
    if found is not None and found[0] > MOST_MARKS:
        raise RefusedError(
            f"more than {MOST_MARKS} marks of one reader on a photograph; nothing was stored"
        )


def _columns(mark: Mark) -> dict[str, object]:
    return {
        "shape": mark.shape.value,
        "points": json.dumps([[round(x, 1), round(y, 1)] for x, y in mark.points]),
        "kind": mark.kind,
        # One line: it stands beside the mark.
        "text": printable(" ".join(mark.text.split())),
        "length": None if mark.length is None else json.dumps(asdict(mark.length)),
        "deleted": int(mark.is_deleted),
    }


def _mark(
    uid: str,
    shape: str,
    points: str,
    kind: str | None,
    text: str,
    length: str | None,
    by: str,
    role: str,
    made_at: str,
    changed_at: str,
) -> Mark:
    return Mark(
        uid,
        Shape(shape),
        tuple((x, y) for x, y in json.loads(points)),
        kind,
        text,
        None if length is None else MarkLength(**json.loads(length)),
        by=by,
        role=Role(role),
        made_at=made_at,
        changed_at=changed_at,
    )
