"""Who reads: readers and their roles, the programme, and what each has on the desk."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from fundusviewer.errors import RefusedError, StoreError
from fundusviewer.grading import DEFAULT_SHARE, Role
from fundusviewer.grading.schemes import stored_decision
from fundusviewer.screening.database.connection import StoreConnection
from fundusviewer.screening.database.records import Writer, now
from fundusviewer.screening.person import one_spelling
from fundusviewer.screening.readers import Programme, Reader, Seat, role_name

#: How long a photograph stays with the reader who has it on the desk, in seconds.
DESK_SECONDS = 15 * 60.0

_COLUMNS = ", ".join(("id", "name", "deleted_at", *Role))


class ReaderStore(StoreConnection):
    """Keeps the readers. They are marked as deleted, never deleted: their answers stay."""

    def readers(self) -> list[Reader]:
        """Return all who ever read, also deleted ones and those without a role, by name."""
        with self._reading() as connection:
            found = connection.execute(
                f"SELECT {_COLUMNS} FROM reader ORDER BY name COLLATE NOCASE"  # noqa: S608
            ).fetchall()
        return [_reader(*values) for values in found]

    def reader(self, name: str) -> Reader | None:
        """Return a reader by name, small and capital letters alike; ``None`` for nobody."""
        with self._reading() as connection:
            return _find(connection, name)

    def set_reader(self, name: str, roles: Iterable[Role]) -> Reader:
        """Add a reader, or give one other roles; one who was deleted is active again.

        Raises
        ------
        StoreError
            If the name is empty or no role is given.
        """
        wanted = frozenset(roles)
        spelled = one_spelling(name)
        if not spelled:
            raise StoreError("a reader needs a name")
        if not wanted:
            raise StoreError(f"{spelled}: a reader needs a role")
        with self._writing() as connection:
            number = _number(connection, spelled)
            connection.execute(
                "UPDATE reader SET first = ?, second = ?, arbiter = ?, administrator = ?, "
                "deleted_at = NULL WHERE id = ?",
                (*(int(role in wanted) for role in Role), number),
            )
            # What is on the desk in a role that was taken away goes back.
            lost = [role.value for role in Role if role not in wanted]
            marks = ", ".join("?" * len(lost))
            connection.execute(
                f"DELETE FROM reading WHERE reader_id = ? AND role IN ({marks})",  # noqa: S608
                (number, *lost),
            )
            return Reader(number, _stored_name(connection, number), wanted)

    def delete_reader(self, name: str) -> Reader:
        """Mark a reader as deleted: open cases go back to their queues, answers stay.

        Raises
        ------
        StoreError
            If there is no active reader of that name.
        """
        with self._writing() as connection:
            reader = _active(connection, name)
            connection.execute("DELETE FROM reading WHERE reader_id = ?", (reader.number,))
            connection.execute(
                "UPDATE reader SET deleted_at = ? WHERE id = ?", (now(), reader.number)
            )
        return reader

    def set_password(self, name: str, hashed: str | None) -> None:
        """Keep the hash of a reader's password; it is never a password itself.

        Raises
        ------
        StoreError
            If there is no active reader of that name.
        """
        with self._writing() as connection:
            reader = _active(connection, name)
            connection.execute(
                "UPDATE reader SET password = ? WHERE id = ?", (hashed, reader.number)
            )

    def password(self, name: str) -> str | None:
        """Return the hash of an active reader's password; ``None`` where there is none."""
        with self._reading() as connection:
            reader = _find(connection, name)
            if reader is None or not reader.is_active:
                return None
            found = connection.execute(
                "SELECT password FROM reader WHERE id = ?", (reader.number,)
            ).fetchone()
        return None if found[0] is None else str(found[0])

    # -- the programme -----------------------------------------------------------------------

    def programme(self) -> Programme | None:
        """Return the programme; ``None`` where one doctor's verdict counts, as it stands."""
        with self._reading() as connection:
            found = connection.execute("SELECT share, seed, begins_at FROM programme").fetchone()
        return None if found is None else Programme(*found)

    def set_programme(
        self, share: float = DEFAULT_SHARE, seed: int = 1, begins_at: str | None = None
    ) -> Programme:
        """Begin a programme, or change its settings; it keeps its beginning where none is given.

        Raises
        ------
        StoreError
            If the settings are not allowed; see :class:`.Programme`.
        """
        before = self.programme()
        begins = begins_at or (now() if before is None else before.begins_at)
        programme = Programme(share, seed, begins)
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO programme (id, share, seed, begins_at) VALUES (1, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET share = excluded.share, seed = excluded.seed, "
                "begins_at = excluded.begins_at",
                (programme.share, programme.seed, programme.begins_at),
            )
        return programme

    def end_programme(self) -> None:
        """End the programme: one doctor's verdict counts again; what disagrees stays open."""
        with self._writing() as connection:
            connection.execute("DELETE FROM programme")
            connection.execute("DELETE FROM reading")

    # -- what is on the desk -----------------------------------------------------------------

    def take(self, seat: Seat, sha256: str) -> bool:
        """Put a photograph on a reader's desk; returns whether it is still to be read.

        Not so where another reader has it on the desk, or has answered in that role.

        It stays for :data:`DESK_SECONDS`; taking it again prolongs that. Whoever answers does not
        need to have taken it: this only spares two readers the same work.
        """
        values = {
            "sha256": sha256,
            "role": seat.role.value,
            "reader": seat.number,
            "now": time.time(),
            "until": time.time() + DESK_SECONDS,
            "desk": DESK_SECONDS,
        }
        with self._writing(durable=False) as connection:
            check_seat(connection, seat)
            taken = connection.execute(
                "INSERT INTO reading (photograph_id, role, reader_id, until) "
                "SELECT id, :role, :reader, :until FROM photograph p WHERE sha256 = :sha256 "
                "AND NOT EXISTS (SELECT 1 FROM review x WHERE x.photograph_id = p.id "
                "AND x.role = :role AND x.rank IS NOT NULL AND x.reader_id != :reader) "
                "ON CONFLICT (photograph_id, role) DO UPDATE SET reader_id = excluded.reader_id, "
                "until = excluded.until WHERE reader_id = excluded.reader_id OR until < :now "
                "OR until > :now + 2 * :desk",
                values,
            )
            return taken.rowcount == 1

    def put_back(self, seat: Seat, sha256: str | None = None) -> None:
        """Take a photograph, or all, from a reader's desk: others may be given them."""
        with self._writing(durable=False) as connection:
            connection.execute(
                "DELETE FROM reading WHERE reader_id = ?1 AND role = ?2 AND (?3 IS NULL OR "
                "photograph_id = (SELECT id FROM photograph WHERE sha256 = ?3))",
                (seat.number, seat.role.value, sha256),
            )

    def on_desk(self, seat: Seat) -> list[str]:
        """Return the hashes of what lies on a reader's desk."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT p.sha256 FROM reading k JOIN photograph p ON p.id = k.photograph_id "
                "WHERE k.reader_id = ? AND k.role = ? AND k.until > ? ORDER BY p.id",
                (seat.number, seat.role.value, time.time()),
            ).fetchall()
        return [sha256 for (sha256,) in found]


def writer_of(connection: sqlite3.Connection, who: str | Seat) -> tuple[str, Writer]:
    """Return the name under which somebody's answers stand, and what writes them.

    Parameters
    ----------
    connection
        In a transaction.
    who
        See :meth:`.ReviewStore.review`.

    Raises
    ------
    StoreError
        If the person may not read in that role.
    """
    seat, is_alone = author_of(connection, who)
    write = partial(_write_alone, seat.number) if is_alone else partial(_write_in_programme, seat)
    return seat.name, write


def author_of(connection: sqlite3.Connection, who: str | Seat) -> tuple[Seat, bool]:
    """Return as whom somebody says something, and whether there is no programme.

    Parameters
    ----------
    connection, who
        See :func:`writer_of`.

    Raises
    ------
    StoreError
        See :func:`writer_of`.
    """
    if isinstance(who, Seat):
        check_seat(connection, who)
        return who, False
    name = one_spelling(who)
    if connection.execute("SELECT 1 FROM programme").fetchone() is None:
        # An empty name is refused with the words of all that is said.
        return Seat(_number(connection, name) if name else 0, who, Role.FIRST), True
    reader = _find(connection, name)
    if reader is None:
        raise RefusedError(f"{name}: is no reader of this programme; nothing was stored")
    return reader.seat(Role.FIRST), False


class OwnReview(NamedTuple):
    """What somebody's own review says before it is written."""

    grade: int | None
    ungradable: int
    form: str | None

    @property
    def is_verdict(self) -> bool:
        """Whether it decides anything."""
        return _is_answer(self._asdict())


def own_review(connection: sqlite3.Connection, who: str | Seat, sha256: str) -> OwnReview | None:
    """Return the review that :func:`writer_of` would write over; ``None`` for none.

    Parameters
    ----------
    connection, who
        See :func:`writer_of`.
    sha256
        Of the photograph.
    """
    alone = connection.execute("SELECT 1 FROM programme").fetchone() is None
    name, role = (who.name, who.role) if isinstance(who, Seat) else (one_spelling(who), Role.FIRST)
    # Without a programme there is one verdict, whoever has given it.
    anybodys = alone and not isinstance(who, Seat)
    found = connection.execute(
        "SELECT v.grade, v.ungradable, v.form FROM review v "
        "JOIN photograph p ON p.id = v.photograph_id JOIN reader x ON x.id = v.reader_id "
        "WHERE p.sha256 = ? AND v.role = ? AND (? OR x.name = ?) "
        "ORDER BY v.rank IS NULL, x.name != ?, v.id LIMIT 1",
        (sha256, role.value, anybodys, name, name),
    ).fetchone()
    return None if found is None else OwnReview(*found)


def _is_answer(row: Mapping[str, object]) -> bool:
    """Return whether columns of a review decide anything."""
    form = row.get("form")
    decided = stored_decision(form if isinstance(form, str) else None)
    return row.get("grade") is not None or bool(row.get("ungradable")) or decided is not None


def check_seat(connection: sqlite3.Connection, seat: Seat) -> None:
    """Refuse a reader who was deleted, or has lost the role, since the seat was taken.

    Raises
    ------
    RefusedError
        If so.
    """
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM reader WHERE id = ?",  # noqa: S608
        (seat.number,),
    ).fetchone()
    if found is None:
        raise RefusedError(f"{seat.name}: is no reader of this database; nothing was stored")
    reader = _reader(*found)
    if not reader.is_active or seat.role not in reader.roles:
        raise RefusedError(
            f"{seat.name} reads as {role_name(seat.role)} no more; nothing was stored"
        )


def _write_alone(
    reader: int, connection: sqlite3.Connection, photograph: int, row: Mapping[str, object]
) -> None:
    """Write the one verdict that counts without a programme: the last one who says so has it."""
    found = connection.execute(
        "SELECT id, reader_id FROM review WHERE photograph_id = ? AND role = 'first' "
        "ORDER BY rank IS NULL, reader_id != ?, id LIMIT 1",
        (photograph, reader),
    ).fetchone()
    if found is None:
        _insert(connection, photograph, reader, Role.FIRST, row)
        return
    number, holder = found
    own = connection.execute(
        "SELECT 1 FROM review WHERE photograph_id = ? AND role = 'first' AND reader_id = ?",
        (photograph, reader),
    ).fetchone()
    _update(connection, number, {**row, "reader_id": holder if own else reader})


def _write_in_programme(
    seat: Seat, connection: sqlite3.Connection, photograph: int, row: Mapping[str, object]
) -> None:
    """Write a reader's own answer, where it is the reader's turn."""
    own = connection.execute(
        "SELECT id FROM review WHERE photograph_id = ? AND reader_id = ? AND role = ?",
        (photograph, seat.number, seat.role.value),
    ).fetchone()
    if _is_answer(row):
        _check_turn(connection, seat, photograph)
        connection.execute(
            "DELETE FROM reading WHERE photograph_id = ? AND role = ?",
            (photograph, seat.role.value),
        )
    if own is None:
        _insert(connection, photograph, seat.number, seat.role, row)
    else:
        _update(connection, own[0], row)


def _check_turn(connection: sqlite3.Connection, seat: Seat, photograph: int) -> None:
    answers = {
        Role(role): (reader, rank)
        for role, reader, rank in connection.execute(
            "SELECT role, reader_id, rank FROM review WHERE photograph_id = ? AND rank IS NOT NULL",
            (photograph,),
        )
    }
    others = [role for role, (reader, _) in answers.items() if reader == seat.number]
    others = [role for role in others if role is not seat.role]
    if others:
        raise RefusedError(
            f"{seat.name} has read this photograph as {role_name(others[0])}; nothing was stored"
        )
    holder = answers.get(seat.role)
    if holder is not None:
        if holder[0] != seat.number:
            raise RefusedError(
                f"another {role_name(seat.role)} has read this photograph; nothing was stored"
            )
        return
    if seat.role is not Role.FIRST and Role.FIRST not in answers:
        raise RefusedError("no first reader has read this photograph yet; nothing was stored")
    if seat.role is Role.ARBITER:
        first, second = answers[Role.FIRST], answers.get(Role.SECOND)
        if second is None or first[1] // 10 == second[1] // 10:
            raise RefusedError("the readers do not disagree on this photograph; nothing was stored")


def _insert(
    connection: sqlite3.Connection,
    photograph: int,
    reader: int,
    role: Role,
    row: Mapping[str, object],
) -> None:
    values = {"photograph_id": photograph, "reader_id": reader, "role": role.value, **row}
    connection.execute(
        f"INSERT INTO review ({', '.join(values)}) "  # noqa: S608
        f"VALUES ({', '.join('?' * len(values))})",
        tuple(values.values()),
    )


def _update(connection: sqlite3.Connection, number: int, row: Mapping[str, object]) -> None:
    sets = ", ".join(f"{name} = ?" for name in row)
    connection.execute(
        f"UPDATE review SET {sets} WHERE id = ?",  # noqa: S608
        (*row.values(), number),
    )


def _find(connection: sqlite3.Connection, name: str) -> Reader | None:
    spelled = one_spelling(name).casefold()
    # SQLite's own comparison knows capital letters of English alone.
    for values in connection.execute(f"SELECT {_COLUMNS} FROM reader"):  # noqa: S608
        if one_spelling(values[1]).casefold() == spelled:
            return _reader(*values)
    return None


def _active(connection: sqlite3.Connection, name: str) -> Reader:
    reader = _find(connection, name)
    if reader is None or not reader.is_active:
        raise StoreError(f"{name}: there is no reader of this name")
    return reader


def _number(connection: sqlite3.Connection, name: str) -> int:
    """Return the number of a reader, who is made where there is none of that name."""
    found = _find(connection, name)
    if found is not None:
        return found.number
    made = connection.execute("INSERT INTO reader (name, added_at) VALUES (?, ?)", (name, now()))
    return int(made.lastrowid or 0)


def _stored_name(connection: sqlite3.Connection, number: int) -> str:
    found = connection.execute("SELECT name FROM reader WHERE id = ?", (number,)).fetchone()
    return str(found[0])


def _reader(number: int, name: str, deleted_at: str | None, *has_role: int) -> Reader:
    roles = (role for role, has in zip(Role, has_role, strict=True) if has)
    return Reader(number, name, frozenset(roles), deleted_at)
