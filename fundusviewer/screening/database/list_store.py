"""What the worklist shows: rows, their keys, and how many there are."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from fundusviewer.grading import Awaited
from fundusviewer.screening.database import queries
from fundusviewer.screening.database.connection import StoreConnection
from fundusviewer.screening.database.finding_store import encoded_path
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.filters import Filter
from fundusviewer.screening.rows import Order, Row

#: A file's key, the place of its decision among the urgencies, its path in the file system's own
#: bytes, and then what :data:`.rows.TOLD` names. A plain tuple: there are as many as files.
NamedFile = tuple[Any, ...]

_ALL = Filter()

#: Files asked for in one statement, and rows that are read at once.
_PORTION, _STREAMED = 500, 2000


class ListStore(StoreConnection):
    """Reads; changes nothing."""

    def methods(self) -> list[Method]:
        """Return the methods that have results, that of the newest result first."""
        with self._reading() as connection:
            found = connection.execute(
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
        sql, values = queries.outdated(self._view(), method, wanted)
        with self._reading() as connection:
            found = connection.execute(sql, values).fetchall()
        return {Path(os.fsdecode(path)): version for path, version, _ in found}

    def rows(self, method: Method, wanted: Filter = _ALL, order: Order = Order.RISK) -> list[Row]:
        """Return the worklist: a row for each file that was ever examined or tried."""
        sql, values = queries.worklist(self._view(), self._known_method_id(method), wanted, order)
        with self._reading() as connection:
            return [Row.of_values(values) for values in connection.execute(sql, values)]

    def keys(self, method: Method, wanted: Filter = _ALL, order: Order = Order.RISK) -> list[int]:
        """Return the keys of the rows, sorted: a fifth of the time of :meth:`rows`.

        For a list that fetches what it shows (:meth:`rows_at`). A row keeps its key.
        """
        sql, values = queries.keys(self._view(), self._known_method_id(method), wanted, order)
        with self._reading() as connection:
            return [key for (key,) in connection.execute(sql, values)]

    def rows_by_key(self, method: Method, order: Order = Order.RISK) -> dict[int, Row]:
        """Return all rows with their keys, in some order."""
        sql, values = queries.rows_by_key(self._view(), self._known_method_id(method), order)
        with self._reading() as connection:
            found = connection.execute(sql, values)
            return {key: Row.of_values(values) for key, *values in found}

    def named(self, method: Method, order: Order) -> list[NamedFile]:
        """Return of every file, sorted, how urgent it is and what tells whose it is.

        A third of the time of :meth:`rows`, and nothing of what was found is in it.
        """
        sql, values = queries.named(self._view(), self._known_method_id(method), order)
        with self._reading() as connection:
            return connection.execute(sql, values).fetchall()

    def stream(self, method: Method) -> Iterator[tuple[int, Row]]:
        """Yield all rows with their keys, in the order of the keys; nothing is held."""
        method_id = self._known_method_id(method)
        last = 0
        while True:
            sql, values = queries.rows_after(self._view(), method_id, last, _STREAMED)
            with self._reading() as connection:
                found = connection.execute(sql, values).fetchall()
            for key, *columns in found:
                yield key, Row.of_values(columns)
            if len(found) < _STREAMED:
                return
            last = found[-1][0]

    def rows_at(self, method: Method, keys: Sequence[int]) -> list[Row]:
        """Return the rows with some keys, at most a few hundred, in the order of the keys.

        Raises
        ------
        KeyError
            If there is no row with a key.
        """
        sql, values = queries.rows_at(self._view(), self._known_method_id(method), keys)
        with self._reading() as connection:
            found = connection.execute(sql, values).fetchall()
        rows = {key: Row.of_values(values) for key, *values in found}
        return [rows[key] for key in keys]

    def decisions(self, method: Method) -> dict[str, int]:
        """Return how many files have each final decision; ``"not_graded"`` where there is none."""
        sql, values = queries.decisions(self._view(), self._known_method_id(method))
        with self._reading() as connection:
            return dict(connection.execute(sql, values).fetchall())

    def paths_of(self, sha256: str) -> list[Path]:
        """Return every path at which a photograph was seen, the first one first."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT f.path FROM sighting s JOIN file f ON f.id = s.file_id "
                "JOIN photograph p ON p.id = s.photograph_id WHERE p.sha256 = ? ORDER BY f.id",
                (sha256,),
            ).fetchall()
        return [Path(os.fsdecode(path)) for (path,) in found]

    def keys_of(self, paths: Iterable[Path]) -> dict[Path, int]:
        """Return the keys of those files that the database knows."""
        encoded = {encoded_path(path): path for path in paths}
        names = list(encoded)
        found: dict[bytes, int] = {}
        for start in range(0, len(names), _PORTION):
            portion = names[start : start + _PORTION]
            sql = f"SELECT path, id FROM file WHERE path IN ({', '.join('?' * len(portion))})"  # noqa: S608
            with self._reading() as connection:
                found.update(connection.execute(sql, portion).fetchall())
        return {encoded[name]: key for name, key in found.items() if name in encoded}

    def folders(self) -> dict[Path, int]:
        """Return the folders in which files were seen, with the number of files."""
        with self._reading() as connection:
            found = connection.execute("SELECT path FROM file").fetchall()
        counts = Counter(os.path.dirname(path) for (path,) in found)  # noqa: PTH120 - bytes
        return {Path(os.fsdecode(folder)): count for folder, count in counts.items()}

    def version(self) -> int:
        """Return a number that is another one when somebody else has changed the database."""
        with self._reading() as connection:
            return int(connection.execute("PRAGMA data_version").fetchone()[0])

    def to_review(self, method: Method, wanted: Filter = _ALL) -> int:
        """Return how many of the photographs that could be read wait for a verdict.

        For a reader at work: how many are in the reader's queue.
        """
        sql, values = queries.to_review(self._view(), self._known_method_id(method), wanted)
        with self._reading() as connection:
            return int(connection.execute(sql, values).fetchone()[0])

    def awaited(self, method: Method, wanted: Filter = _ALL) -> dict[Awaited, int]:
        """Return how many photographs wait for whose answer."""
        sql, values = queries.awaited(self._view(), self._known_method_id(method), wanted)
        with self._reading() as connection:
            found = dict(connection.execute(sql, values).fetchall())
        return {one: found[one.value] for one in Awaited if one.value in found}

    def without_finding(self, method: Method, wanted: Filter = _ALL) -> tuple[int, int]:
        """Return how many files failed, and how many the method has not examined."""
        sql, values = queries.without_finding(self._view(), self._known_method_id(method), wanted)
        with self._reading() as connection:
            failed, not_examined = connection.execute(sql, values).fetchone()
        return int(failed), int(not_examined)
