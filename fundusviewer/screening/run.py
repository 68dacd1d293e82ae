"""What one run did: which files it reached, and what became of each. Kept on disk."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from fundusviewer.errors import StoreError
from fundusviewer.grading import Awaited
from fundusviewer.screening.database.scratch import scratch
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.examine import Failure
from fundusviewer.screening.examination.finding import Finding
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.identity import identity_of
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.pipeline import Known, Outcome
from fundusviewer.screening.places.address import encoded
from fundusviewer.screening.rows import Order, Row

#: Files whose rows are read at once.
_PORTION = 400

#: What is said of a file that the database does not hold, and whose reading did not fail.
_NOT_STORED = "the result is not in the database"

#: ``reached``: whether the run has come to an outcome.
_TABLES = """
    CREATE TABLE file (
        number INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, reached INTEGER NOT NULL,
        problem TEXT
    );
    CREATE TABLE awaited (sha256 TEXT PRIMARY KEY, who TEXT) WITHOUT ROWID;
"""

_NOTE = """
    INSERT INTO file (path, reached, problem) VALUES (?, 1, ?)
    ON CONFLICT (path) DO UPDATE SET reached = 1, problem = excluded.problem
"""


class RunLog:
    """Collects the outcomes of a run.

    Attributes
    ----------
    computed
        Findings that were made by this run.
    known
        Photographs whose result was there already.
    """

    def __init__(self) -> None:
        self.computed = 0
        self.known = 0
        self._table = scratch(_TABLES)
        self._lock = threading.Lock()

    def expect(self, paths: Iterable[Path]) -> None:
        """Take down what the run is to reach; on any thread."""
        with self._lock:
            self._table.executemany(
                "INSERT OR IGNORE INTO file (path, reached) VALUES (?, 0)",
                [(encoded(path),) for path in paths],
            )

    def note(self, outcome: Outcome) -> None:
        """Take down one outcome; a later one for the same file replaces it."""
        problem = outcome.reason if isinstance(outcome, Failure) else None
        with self._lock:
            self._table.execute(_NOTE, (encoded(outcome.path), problem))
        self.known += isinstance(outcome, Known)
        self.computed += isinstance(outcome, Finding)

    @property
    def count(self) -> int:
        """How many files were reached."""
        return self._count("SELECT count(*) FROM file WHERE reached")

    @property
    def unreached_count(self) -> int:
        """How many files the run was to reach and did not."""
        return self._count("SELECT count(*) FROM file WHERE NOT reached")

    @property
    def failure_count(self) -> int:
        """How many files could not be examined or stored."""
        return self._count("SELECT count(*) FROM file WHERE problem IS NOT NULL")

    @property
    def failures(self) -> dict[Path, str]:
        """The files that could not be examined or stored, with the reasons."""
        return dict(self.each_failure())

    def each_failure(self) -> Iterator[tuple[Path, str]]:
        """Yield them one after the other, in the order of the run."""
        sql = "SELECT path, problem FROM file WHERE problem IS NOT NULL ORDER BY number"
        for path, problem in self._table.execute(sql):
            yield _path_of(path), problem

    def rows(self, store: Store, method: Method) -> list[Row]:
        """Return the rows of this run's files, the most urgent first.

        A failure of this run counts also where the database could not take it, or holds an
        earlier result of the file. Where the database cannot be read any more, each file is an
        error that says so.
        """
        rows: dict[bytes, Row] = {}
        unknown = _NOT_STORED
        try:
            for row in store.rows(method, order=Order.RISK):
                mine = self.row_of(row)
                if mine is not None:
                    rows[row.encoded_path] = mine
        except StoreError as error:
            rows, unknown = {}, _unreadable(error)
        unstored = [
            Row.of_file(_path_of(path), problem or unknown)
            for path, problem in self._table.execute(_REACHED)
            if path not in rows
        ]
        return [*rows.values(), *unstored]

    @property
    def unreached(self) -> list[Path]:
        """The files that the run was to reach and did not."""
        return [_path_of(path) for (path,) in self._table.execute(_UNREACHED)]

    def everything(self, store: Store, method: Method) -> list[Row]:
        """Return all that counts for the patients of this run, beside :meth:`rows`.

        All rows of the database, and the files that were not reached, which nobody has examined.
        """
        try:
            stored = store.rows(method)
        except StoreError:
            # Every row of the run says so.
            stored = []
        known = {row.path for row in stored}
        return [*stored, *(Row.of_file(path) for path in self.unreached if path not in known)]

    def row_of(self, row: Row) -> Row | None:
        """Return a database's row as this run leaves it; ``None`` where it did not reach it."""
        found = self._table.execute(
            "SELECT problem FROM file WHERE path = ? AND reached", (row.encoded_path,)
        ).fetchone()
        if found is None:
            return None
        return row if found[0] is None else row.failed(found[0])

    def stream(self, store: Store, method: Method) -> Iterator[Row]:
        """Yield the same rows as :meth:`rows`, in the order of the run; nothing is held.

        A row with an error that the run did not note is noted as a failure of it.
        """
        files = self._table.execute(_REACHED)
        unreadable: str | None = None
        while portion := list(islice(files, _PORTION)):
            stored: dict[bytes, Row] = {}
            if unreadable is None:
                try:
                    keys = store.keys_of(_path_of(path) for path, _ in portion)
                    found = store.rows_at(method, list(keys.values()))
                    stored = {row.encoded_path: row for row in found}
                except StoreError as error:
                    unreadable = _unreadable(error)
            for path, problem in portion:
                row = stored.get(path)
                if row is None:
                    row = Row.of_file(_path_of(path), problem or unreadable or _NOT_STORED)
                elif problem is not None:
                    row = row.failed(problem)
                if problem is None and row.problem is not None:
                    self._table.execute(_NOTE, (path, row.problem))
                yield row

    def unstored(self, store: Store) -> Iterator[tuple[int, Row, bool]]:
        """Yield the files that the database does not hold: number, row, whether it was reached."""
        files = self._table.execute(f"{_FILE} ORDER BY number")
        while portion := list(islice(files, _PORTION)):
            keys = store.keys_of(_path_of(path) for _, path, _, _ in portion)
            for number, path, problem, reached in portion:
                if _path_of(path) not in keys:
                    yield number, _row_beside(path, problem, reached), bool(reached)

    def unstored_row(self, number: int) -> Row:
        """Return the row of a file that the database does not hold, by its number."""
        found = self._table.execute(f"{_FILE} WHERE number = ?", (number,)).fetchone()
        return _row_beside(*found[1:])

    def summary(self, store: Store, method: Method, pattern: NamePattern) -> Summary:
        """Count the rows of this run."""
        decisions: Counter[str] = Counter()
        remarks: Counter[str] = Counter()
        once = pattern.without_memory()
        for row in self.stream(store, method):
            decisions[decision_name(row)] += 1
            remarks.update(identity_of(row, once).remarks)
            awaited = row.final.awaited
            if row.sha256 is not None:
                who = None if awaited is None else awaited.value
                self._table.execute(
                    "INSERT OR REPLACE INTO awaited VALUES (?, ?)", (row.sha256, who)
                )
        by_who = dict(self._table.execute("SELECT who, count(*) FROM awaited GROUP BY who"))
        return Summary(
            decisions.total(),
            dict(decisions.most_common()),
            {one.value: by_who[one.value] for one in Awaited if one.value in by_who},
            dict(remarks.most_common()),
        )

    def __contains__(self, path: Path) -> bool:
        sql = "SELECT 1 FROM file WHERE path = ? AND reached"
        return self._table.execute(sql, (encoded(path),)).fetchone() is not None

    def _count(self, sql: str) -> int:
        with self._lock:
            return int(self._table.execute(sql).fetchone()[0])


@dataclass(frozen=True)
class Summary:
    """What the rows of a run come to.

    Attributes
    ----------
    count
        How many there are.
    decisions
        How many have each final decision, the most frequent first; see :func:`decision_name`.
    awaited
        How many photographs wait for whose answer; one in several files counts once.
    remarks
        How many have each remark on whose photograph it is, the most frequent first.
    """

    count: int = 0
    decisions: dict[str, int] = field(default_factory=dict)
    awaited: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, int] = field(default_factory=dict)


def decisions_of(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many rows have each final decision (:func:`decision_name`)."""
    return dict(Counter(map(decision_name, rows)).most_common())


def decision_name(row: Row) -> str:
    """Return the name of a row's final decision.

    ``"open"`` where a reader has answered and others are to, ``"not_graded"`` where there is none.
    """
    final = row.final
    if final.decision is not None:
        return final.decision.value
    return "open" if final.by_doctor else "not_graded"


def awaited_of(rows: list[Row]) -> dict[str, int]:
    """Return how many photographs wait for whose answer; one in several files counts once."""
    found = {row.sha256: row.final.awaited for row in rows if row.sha256 is not None}
    counts = Counter(one for one in found.values() if one is not None)
    return {one.value: counts[one] for one in Awaited if counts[one]}


_REACHED = "SELECT path, problem FROM file WHERE reached ORDER BY number"
_FILE = "SELECT number, path, problem, reached FROM file"
_UNREACHED = "SELECT path FROM file WHERE NOT reached ORDER BY number"


def _row_beside(path: bytes, problem: str | None, reached: int) -> Row:
    return Row.of_file(_path_of(path), problem or (_NOT_STORED if reached else None))


def _path_of(encoded_path: bytes) -> Path:
    return Path(os.fsdecode(encoded_path))


def _unreadable(error: StoreError) -> str:
    return f"the result cannot be read back: {error}"
