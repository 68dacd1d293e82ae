"""The screening database: what was found, what the doctor says, and who changed what when.

One store may be used by several threads, and one database by several programs. Each method is
one transaction: it is on the disk when the method returns.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from fundusviewer.grading import refers_at
from fundusviewer.imaging import DicomSource
from fundusviewer.screening.database import queries
from fundusviewer.screening.database.opening import (
    IN_MEMORY,
    open_database,
    store_errors,
    transaction,
)
from fundusviewer.screening.database.records import changes, now, revert_changes, write_changes
from fundusviewer.screening.database.result import result_columns
from fundusviewer.screening.examination.finding import Finding
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.names import Identity
from fundusviewer.screening.origin import origin_columns
from fundusviewer.screening.rows import Change, Order, Review, Row, printable

_ALL = Filter()

#: Files asked for in one statement.
_PORTION = 500

#: How long a claim on a photograph holds, in seconds.
LEASE_SECONDS = 20.0

#: What the row of a file says that has been noted and not been read.
NOT_YET = "has not been examined yet"


class Store:
    """An open database.

    Parameters
    ----------
    path
        The file; made where it is not there. Its folder must exist.
    keep_identity
        Whether patient and day of DICOM objects are stored as they are; pseudonyms otherwise.

    Raises
    ------
    StoreError
        See :func:`.open_database`; the methods raise it where the
        disk is full, the drive is gone or another program keeps the database locked.
    """

    def __init__(self, path: Path, *, keep_identity: bool = False) -> None:
        self.path = path
        self._keep_identity = keep_identity
        self._lock = threading.RLock()
        self._database = open_database(path)
        self._connection = self._database.connection
        self._connection.create_function("refers_at", 3, refers_at, deterministic=True)
        self._methods: dict[Method, int] = {}
        self._is_closed = False

    @classmethod
    def in_memory(cls) -> Self:
        """Return a store that is forgotten when it is closed: no file is touched."""
        return cls(IN_MEMORY)

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
            if not self._is_closed:
                self._is_closed = True
                self._database.close()

    # What the program finds

    def add_finding(self, finding: Finding, method: Method) -> None:
        """Store a finding. A result that is there already stays: it is never changed."""
        with self._writing() as connection:
            method_id = self._method_id(method)
            image = finding.image
            photograph = self._photograph_id(image.source.sha256, image.width, image.height)
            self._note_file(finding.path, photograph)
            if image.source.dicom is not None:
                self._note_origin(photograph, image.source.dicom)
            known = connection.execute(
                "SELECT 1 FROM result WHERE photograph_id = ? AND method_id = ?",
                (photograph, method_id),
            ).fetchone()
            if known is None:
                values = result_columns(finding)
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

    def announce(self, paths: Iterable[Path]) -> None:
        """Note files that are going to be examined; those that are known stay as they are.

        Their rows say *error: not examined yet* until they are, whatever becomes of the run.
        """
        rows = [(_encoded(path), printable(path.name), NOT_YET, now()) for path in paths]
        with self._writing() as connection:
            connection.executemany(
                "INSERT INTO file (path, name, problem, seen_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING",
                rows,
            )

    def claim(self, sha256: str, method: Method, owner: str) -> bool:
        """Claim a photograph before it is examined; returns whether nobody else has done so.

        A claim holds for :data:`LEASE_SECONDS`; each claim prolongs all of its owner's.
        """
        values = {"sha256": sha256, "owner": owner, "now": time.time(), "lease": LEASE_SECONDS}
        with self._writing(durable=False) as connection:
            values["method"] = self._method_id(method)
            connection.execute(
                "UPDATE claim SET until = :now + :lease WHERE owner = :owner", values
            )
            return connection.execute(queries.CLAIM, values).rowcount == 1

    def give_back(self, owner: str, sha256: str | None = None) -> None:
        """Give back an owner's claim on a photograph, or all claims."""
        with self._writing(durable=False) as connection:
            connection.execute(
                "DELETE FROM claim WHERE owner = ?1 AND (?2 IS NULL OR sha256 = ?2)",
                (owner, sha256),
            )

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

    def take_over(self, method: Method) -> None:
        """Give a method the results of the same network at other operating points.

        The decision is that of the method's own operating point; nothing is computed again. What
        the method has already stays.
        """
        threshold = method.threshold
        if threshold is None:
            return
        with self._writing() as connection:
            connection.execute(
                queries.TAKE_OVER,
                {
                    "method": self._method_id(method),
                    "threshold": threshold,
                    "sha256": method.model_sha256,
                    "name": method.model_name,
                    "version": method.model_version,
                    "settings": method.settings,
                },
            )

    # What the worklist shows

    def methods(self) -> list[Method]:
        """Return the methods that have results, that of the newest result first."""
        with self._lock, store_errors(self.path):
            found = self._connection.execute(
                "SELECT m.model_name, m.model_version, m.model_sha256, m.settings FROM method m "
                "JOIN result r ON r.method_id = m.id GROUP BY m.id ORDER BY max(r.id) DESC"
            ).fetchall()
        return [Method(*values) for values in found]

    def outdated(self, method: Method, wanted: Filter = _ALL) -> dict[Path, str]:
        """Return the files that only earlier versions of the method's model have examined.

        Returns
        -------
        dict of Path to str
            With the version of the model that examined each of them last.
        """
        sql, values = queries.outdated(method, wanted)
        with self._lock, store_errors(self.path):
            found = self._connection.execute(sql, values).fetchall()
        return {Path(os.fsdecode(path)): version for path, version, _ in found}

    def rows(self, method: Method, wanted: Filter = _ALL, order: Order = Order.RISK) -> list[Row]:
        """Return the worklist: a row for each file that was ever examined or tried."""
        sql, values = queries.worklist(self._known_method_id(method), wanted, order)
        with self._lock, store_errors(self.path):
            return [Row.of_values(values) for values in self._connection.execute(sql, values)]

    def keys(self, method: Method, wanted: Filter = _ALL, order: Order = Order.RISK) -> list[int]:
        """Return the keys of the rows, sorted: a fifth of the time of :meth:`rows`.

        For a list that fetches what it shows (:meth:`rows_at`). A row keeps its key.
        """
        sql, values = queries.keys(self._known_method_id(method), wanted, order)
        with self._lock, store_errors(self.path):
            return [key for (key,) in self._connection.execute(sql, values)]

    def rows_by_key(self, method: Method, order: Order = Order.RISK) -> dict[int, Row]:
        """Return all rows with their keys, in some order."""
        sql, values = queries.rows_by_key(self._known_method_id(method), order)
        with self._lock, store_errors(self.path):
            found = self._connection.execute(sql, values)
            return {key: Row.of_values(values) for key, *values in found}

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
        rows = {key: Row.of_values(values) for key, *values in found}
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

    def keys_of(self, paths: Iterable[Path]) -> dict[Path, int]:
        """Return the keys of those files that the database knows."""
        encoded = {_encoded(path): path for path in paths}
        names = list(encoded)
        found: dict[bytes, int] = {}
        for start in range(0, len(names), _PORTION):
            portion = names[start : start + _PORTION]
            sql = f"SELECT path, id FROM file WHERE path IN ({', '.join('?' * len(portion))})"  # noqa: S608
            with self._lock, store_errors(self.path):
                found.update(self._connection.execute(sql, portion).fetchall())
        return {encoded[name]: key for name, key in found.items() if name in encoded}

    def folders(self) -> dict[Path, int]:
        """Return the folders in which files were seen, with the number of files."""
        with self._lock, store_errors(self.path):
            found = self._connection.execute("SELECT path FROM file").fetchall()
        counts = Counter(os.path.dirname(path) for (path,) in found)  # noqa: PTH120 - bytes
        return {Path(os.fsdecode(folder)): count for folder, count in counts.items()}

    def version(self) -> int:
        """Return a number that is another one when somebody else has changed the database."""
        with self._lock, store_errors(self.path):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def to_review(self, method: Method, wanted: Filter = _ALL) -> int:
        """Return how many of the photographs that could be read no doctor has judged yet."""
        sql, values = queries.to_review(self._known_method_id(method), wanted)
        with self._lock, store_errors(self.path):
            return int(self._connection.execute(sql, values).fetchone()[0])

    def without_finding(self, method: Method, wanted: Filter = _ALL) -> tuple[int, int]:
        """Return how many files failed, and how many the method has not examined."""
        sql, values = queries.without_finding(self._known_method_id(method), wanted)
        with self._lock, store_errors(self.path):
            failed, not_examined = self._connection.execute(sql, values).fetchone()
        return int(failed), int(not_examined)

    # What people say

    def review(self, reviews: Mapping[str, Review], who: str) -> list[Change]:
        """Set the doctor's verdicts, all or none; the history keeps those before.

        Parameters
        ----------
        reviews
            By the photographs' hashes.
        who
            The doctor's name.

        Returns
        -------
        list of Change
            What was changed, for :meth:`revert_changes`.

        Raises
        ------
        StoreError
            If a photograph is not in the database, a grade is not 0–4, or ``who`` is empty.
        """
        values = {sha256: _review_columns(review) for sha256, review in reviews.items()}
        with self._writing() as connection:
            return write_changes(connection, "review", values, who)

    def correct(self, identities: Mapping[str, Identity], who: str) -> list[Change]:
        """Set patient, eye and date of photographs, which then stand above their files' names.

        Returns
        -------
        list of Change
            What was changed, for :meth:`revert_changes`.

        Raises
        ------
        StoreError
            If a photograph is not in the database or ``who`` is empty.
        """
        values = {sha256: _identity_columns(one) for sha256, one in identities.items()}
        with self._writing() as connection:
            return write_changes(connection, "identity", values, who)

    def revert_changes(
        self, said: Sequence[Change], who: str, identity_before: Mapping[str, Identity]
    ) -> list[Change]:
        """Set what stood before some changes, all or none; the history keeps both.

        Parameters
        ----------
        said
            What :meth:`review` or :meth:`correct` returned, or this method: then what was taken
            back counts again.
        who
            The person's name.
        identity_before
            What counted for photographs, by hash, before anybody corrected patient, eye and
            date; a verdict that was the first gives way to none.

        Raises
        ------
        StoreError
            If something else has been said of one of the photographs since.
        """
        nothing = {change.sha256: _review_columns(Review()) for change in said}
        names = {sha256: _identity_columns(one) for sha256, one in identity_before.items()}
        reviews = bool(said) and said[0].what == "review"
        with self._writing() as connection:
            return revert_changes(connection, said, who, nothing if reviews else names)

    def history(self, sha256: str | None = None) -> list[Change]:
        """Return who changed what when, the oldest first; ``None`` for all photographs."""
        with self._lock, store_errors(self.path):
            return changes(self._connection, sha256)

    def blind_verdicts(self) -> dict[str, Review]:
        """Return, by hash, the first verdict given before the network's answer was shown."""
        with self._lock, store_errors(self.path):
            found = self._connection.execute(queries.BLIND_VERDICTS).fetchall()
        verdicts = {}
        for sha256, text, _ in found:
            said = json.loads(text)
            verdicts[sha256] = Review(said["grade"], bool(said["ungradable"]), said["note"], True)
        return verdicts

    @contextmanager
    def _writing(self, *, durable: bool = True) -> Iterator[sqlite3.Connection]:
        """Write all or nothing; what need not outlive a power cut does not wait for the disk."""
        with self._lock, store_errors(self.path):
            self._database.check()
            if not durable:
                self._connection.execute("PRAGMA synchronous = NORMAL")
            try:
                with transaction(self._connection):
                    yield self._connection
            finally:
                if not durable:
                    self._connection.execute("PRAGMA synchronous = FULL")

    def _photograph_id(self, sha256: str, width: int, height: int) -> int:
        self._connection.execute(
            "INSERT INTO photograph (sha256, width, height, first_seen) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (sha256, width, height, now()),
        )
        return self._id("SELECT id FROM photograph WHERE sha256 = ?", sha256)

    def _note_origin(self, photograph: int, source: DicomSource) -> None:
        """Note what a DICOM object tells; what was noted before stays."""
        columns = origin_columns(source, keep_identity=self._keep_identity)
        self._connection.execute(
            f"INSERT INTO origin (photograph_id, {', '.join(columns)}) "  # noqa: S608
            f"VALUES ({', '.join('?' * (len(columns) + 1))}) ON CONFLICT DO NOTHING",
            (photograph, *columns.values()),
        )

    def _note_file(self, path: Path, photograph: int | None, problem: str | None = None) -> None:
        encoded = _encoded(path)
        self._connection.execute(
            "INSERT INTO file (path, name, photograph_id, problem, seen_at) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET photograph_id = excluded.photograph_id, "
            "problem = excluded.problem, seen_at = excluded.seen_at",
            (encoded, printable(path.name), photograph, problem and printable(problem), now()),
        )
        if photograph is not None:
            file_id = self._id("SELECT id FROM file WHERE path = ?", encoded)
            self._connection.execute(
                "INSERT INTO sighting VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (photograph, file_id, now()),
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


def _encoded(path: Path) -> bytes:
    """Return the path that means the same file in every working folder, in bytes."""
    return os.fsencode(path.absolute())


def _review_columns(review: Review) -> dict[str, object]:
    return {
        "grade": review.grade,
        "ungradable": int(review.ungradable),
        "note": printable(review.note),
        "blind": int(review.blind),
    }


def _identity_columns(identity: Identity) -> dict[str, object]:
    return {
        "patient": identity.patient and printable(identity.patient),
        "eye": None if identity.eye is None else identity.eye.value,
        "date": None if identity.date is None else identity.date.isoformat(),
    }
