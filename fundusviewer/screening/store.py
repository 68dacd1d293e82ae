"""The screening database: what was found, what the doctor says, and who changed what when.

One store may be used by several threads, and one database by several programs. Each method is
one transaction: it is on the disk when the method returns.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from fundusviewer import __version__
from fundusviewer.errors import StoreError
from fundusviewer.screening import queries
from fundusviewer.screening.database import open_database, store_errors, transaction
from fundusviewer.screening.finding import Finding
from fundusviewer.screening.method import Method
from fundusviewer.screening.names import Identity
from fundusviewer.screening.rows import Change, Filter, Order, Review, Row, printable

_ALL = Filter()


class Store:
    """An open database.

    Parameters
    ----------
    path
        The file; made where it is not there. Its folder must exist.

    Raises
    ------
    StoreError
        See :func:`fundusviewer.screening.database.open_database`; the methods raise it where the
        disk is full, the drive is gone or another program keeps the database locked.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection = open_database(path)
        self._methods: dict[Method, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; nothing can be asked of the store afterwards."""
        with self._lock:
            self._connection.close()

    # What the program finds

    def add_finding(self, finding: Finding, method: Method) -> None:
        """Store a finding. A result that is there already stays: it is never changed."""
        with self._writing() as connection:
            method_id = self._method_id(method)
            image = finding.image
            photograph = self._photograph_id(image.source.sha256, image.width, image.height)
            self._note_file(finding.path, photograph)
            known = connection.execute(
                "SELECT 1 FROM result WHERE photograph_id = ? AND method_id = ?",
                (photograph, method_id),
            ).fetchone()
            if known is None:
                values = _result_of(finding)
                names = ["photograph_id", "method_id", *values]
                connection.execute(
                    f"INSERT INTO result ({', '.join(names)}) "  # noqa: S608
                    f"VALUES ({', '.join('?' * len(names))})",
                    (photograph, method_id, *values.values()),
                )

    def add_failure(self, path: Path, reason: str) -> None:
        """Store that a file could not be examined; its row says *error* until it could be."""
        with self._writing():
            self._note_file(path, None, reason)

    def knows(self, path: Path, sha256: str, method: Method) -> bool:
        """Return whether the method's result for a photograph is there, and note the file.

        Parameters
        ----------
        path
            Where the photograph was seen now.
        sha256
            Its hash.
        method
            How the result was made.
        """
        with self._lock, store_errors(self.path):
            found = self._connection.execute(
                "SELECT p.id FROM photograph p JOIN result r ON r.photograph_id = p.id "
                "WHERE p.sha256 = ? AND r.method_id = ?",
                (sha256, self._known_method_id(method)),
            ).fetchone()
            if found is None:
                return False
            noted = self._connection.execute(
                "SELECT 1 FROM file WHERE path = ? AND photograph_id = ? AND problem IS NULL",
                (_encoded(path), found[0]),
            ).fetchone()
        if noted is None:
            with self._writing():
                self._note_file(path, int(found[0]))
        return True

    # What the worklist shows

    def rows(self, method: Method, wanted: Filter = _ALL, order: Order = Order.RISK) -> list[Row]:
        """Return the worklist: a row for each file that was ever examined or tried."""
        sql, values = queries.worklist(self._known_method_id(method), wanted, order)
        with self._lock, store_errors(self.path):
            return [Row._make(values) for values in self._connection.execute(sql, values)]

    def keys(self, method: Method, wanted: Filter = _ALL, order: Order = Order.RISK) -> list[int]:
        """Return the keys of the rows, sorted: a fifth of the time of :meth:`rows`.

        For a list that fetches what it shows (:meth:`rows_at`). A row keeps its key.
        """
        sql, values = queries.keys(self._known_method_id(method), wanted, order)
        with self._lock, store_errors(self.path):
            return [key for (key,) in self._connection.execute(sql, values)]

    def rows_at(self, method: Method, keys: Sequence[int]) -> list[Row]:
        """Return the rows with some keys, at most a few hundred, in the order of the keys.

        Raises
        ------
        KeyError
            If there is no row with a key.
        """
        sql, values = queries.rows_at(self._known_method_id(method), keys)
        with self._lock, store_errors(self.path):
            found = self._connection.execute(sql, values).fetchall()
        rows = {key: Row._make(values) for key, *values in found}
        return [rows[key] for key in keys]

    def paths_of(self, sha256: str) -> list[Path]:
        """Return every path at which a photograph was seen, the first one first."""
        with self._lock, store_errors(self.path):
            found = self._connection.execute(
                "SELECT f.path FROM sighting s JOIN file f ON f.id = s.file_id "
                "JOIN photograph p ON p.id = s.photograph_id WHERE p.sha256 = ? ORDER BY f.id",
                (sha256,),
            ).fetchall()
        return [Path(os.fsdecode(path)) for (path,) in found]

    def to_review(self, method: Method) -> int:
        """Return how many of the photographs that could be read no doctor has judged yet."""
        sql, values = queries.to_review(self._known_method_id(method))
        with self._lock, store_errors(self.path):
            return int(self._connection.execute(sql, values).fetchone()[0])

    # What people say

    def review(self, sha256: str, review: Review, who: str) -> None:
        """Set the doctor's verdict on a photograph; the history keeps the one before.

        Raises
        ------
        StoreError
            If the photograph is not in the database, the grade is not 0–4, or ``who`` is empty.
        """
        values = {
            "grade": review.grade,
            "ungradable": int(review.ungradable),
            "note": printable(review.note),
        }
        self._say("review", sha256, values, who)

    def correct(self, sha256: str, identity: Identity, who: str) -> None:
        """Set patient, eye and date of a photograph, which then stand above its file's name.

        Raises
        ------
        StoreError
            If the photograph is not in the database or ``who`` is empty.
        """
        values = {
            "patient": identity.patient and printable(identity.patient),
            "eye": None if identity.eye is None else identity.eye.value,
            "date": None if identity.date is None else identity.date.isoformat(),
        }
        self._say("identity", sha256, values, who)

    def history(self, sha256: str | None = None) -> list[Change]:
        """Return who changed what when, the oldest first; ``None`` for all photographs."""
        with self._lock, store_errors(self.path):
            found = self._connection.execute(
                "SELECT h.at, h.who, h.what, p.sha256, h.old, h.new FROM history h "
                "JOIN photograph p ON p.id = h.photograph_id "
                "WHERE ?1 IS NULL OR p.sha256 = ?1 ORDER BY h.id",
                (sha256,),
            ).fetchall()
        return [Change._make(values) for values in found]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, store_errors(self.path), transaction(self._connection):
            yield self._connection

    def _say(self, table: str, sha256: str, values: Mapping[str, object], who: str) -> None:
        if not who.strip():
            raise StoreError(f"a {table} needs the name of who makes it")
        row = {**values, "changed_by": printable(who), "changed_at": _now()}
        with self._writing() as connection:
            found = connection.execute(
                "SELECT id FROM photograph WHERE sha256 = ?", (sha256,)
            ).fetchone()
            if found is None:
                raise StoreError(f"{self.path.name}: there is no photograph {sha256}")
            sets = ", ".join(f"{name} = ?" for name in row)
            changed = connection.execute(
                f"UPDATE {table} SET {sets} WHERE photograph_id = ?",  # noqa: S608
                (*row.values(), found[0]),
            ).rowcount
            if not changed:
                marks = ", ".join("?" * (len(row) + 1))
                connection.execute(
                    f"INSERT INTO {table} (photograph_id, {', '.join(row)}) "  # noqa: S608
                    f"VALUES ({marks})",
                    (found[0], *row.values()),
                )

    def _photograph_id(self, sha256: str, width: int, height: int) -> int:
        self._connection.execute(
            "INSERT INTO photograph (sha256, width, height, first_seen) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (sha256, width, height, _now()),
        )
        return self._id("SELECT id FROM photograph WHERE sha256 = ?", sha256)

    def _note_file(self, path: Path, photograph: int | None, problem: str | None = None) -> None:
        encoded = _encoded(path)
        self._connection.execute(
            "INSERT INTO file (path, name, photograph_id, problem, seen_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET photograph_id = excluded.photograph_id, "
            "problem = excluded.problem, seen_at = excluded.seen_at",
            (encoded, printable(path.name), photograph, problem and printable(problem), _now()),
        )
        if photograph is not None:
            file_id = self._id("SELECT id FROM file WHERE path = ?", encoded)
            self._connection.execute(
                "INSERT INTO sighting VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (photograph, file_id, _now()),
            )

    def _method_id(self, method: Method) -> int:
        """Return the method's number, with a new one for a new method."""
        row = (method.model_name, method.model_version, method.model_sha256, method.settings)
        self._connection.execute(
            "INSERT INTO method (model_name, model_version, model_sha256, settings) "
            "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            row,
        )
        return self._known_method_id(method)

    def _known_method_id(self, method: Method) -> int:
        """Return the method's number, 0 where nothing was made with it."""
        if method in self._methods:
            return self._methods[method]
        with self._lock, store_errors(self.path):
            found = self._connection.execute(
                "SELECT id FROM method WHERE model_name = ? AND model_version = ? "
                "AND model_sha256 = ? AND settings = ?",
                (method.model_name, method.model_version, method.model_sha256, method.settings),
            ).fetchone()
            # Not while it is being written: a transaction that fails takes the number back.
            if found is not None and not self._connection.in_transaction:
                self._methods[method] = int(found[0])
        return 0 if found is None else int(found[0])

    def _id(self, sql: str, value: object) -> int:
        return int(self._connection.execute(sql, (value,)).fetchone()[0])


def _result_of(finding: Finding) -> dict[str, object]:
    """Return the columns of a result."""
    assessment, prediction = finding.assessment, finding.prediction
    probabilities = None
    if prediction is not None:
        values = (round(float(value), 6) for value in prediction.probabilities)
        probabilities = json.dumps(dict(zip(finding.card.class_names, values, strict=True)))
    return {
        "decision": None if assessment is None else assessment.decision.value,
        "grade": None if assessment is None else assessment.grade,
        "referable_probability": (None if assessment is None else assessment.referable_probability),
        "label": finding.label,
        "probability": finding.probability,
        "probabilities": probabilities,
        "reasons": json.dumps(finding.reasons),
        "grade_set": json.dumps(finding.grade_set) if finding.grade_set else None,
        "provider": finding.provider.name,
        "application_version": __version__,
        "milliseconds": round(finding.timings.total, 1),
        "examined_at": _now(),
    }


def _encoded(path: Path) -> bytes:
    """Return the path that means the same file in every working folder, in bytes."""
    return os.fsencode(path.absolute())


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
