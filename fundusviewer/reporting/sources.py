"""Where the rows of a report of any length come from: one after the other, and again by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from fundusviewer.errors import StoreError
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.places.address import whole
from fundusviewer.screening.rows import Row
from fundusviewer.screening.run import RunLog

#: Keys from here on are files of a run that the database does not hold.
_BESIDE = 1 << 62


class Source(Protocol):
    """The rows of a report, and all that count for its patients."""

    def stream(self) -> Iterator[tuple[int, Row, bool]]:
        """Yield each row with its key and whether it is reported, by key; nothing is held."""

    def at(self, keys: Sequence[int]) -> list[Row]:
        """Return the rows with some keys, at most a few hundred, in the order of the keys."""


class FolderRows:
    """What a database holds of some folders.

    Parameters
    ----------
    store, method
        The database, and whose results.
    folders
        Folders and files that are reported; none for all.
    """

    def __init__(self, store: Store, method: Method, folders: Sequence[Path] = ()) -> None:
        self._store, self._method = store, method
        self._wanted = [whole(folder) for folder in folders]
        self._never_seen = set(self._wanted)

    def stream(self) -> Iterator[tuple[int, Row, bool]]:
        """See :class:`Source`.

        Raises
        ------
        StoreError
            If the database knows nothing of one of the folders.
        """
        for key, row in self._store.stream(self._method):
            yield key, row, self._is_listed(row.path) if self._wanted else True
        if self._never_seen:
            missing = next(one for one in self._wanted if one in self._never_seen)
            raise StoreError(f"{self._store.path.name}: holds nothing of {missing}")

    def at(self, keys: Sequence[int]) -> list[Row]:
        """See :class:`Source`."""
        return self._store.rows_at(self._method, keys)

    def _is_listed(self, path: Path) -> bool:
        found = [one for one in self._wanted if path == one or one in path.parents]
        self._never_seen.difference_update(found)
        return bool(found)


class RunRows:
    """What a run came to, as :meth:`.RunLog.rows` and :meth:`.RunLog.everything` have it.

    Parameters
    ----------
    store, method
        The database, and how the run examined.
    log
        Of the run.
    """

    def __init__(self, store: Store, method: Method, log: RunLog) -> None:
        self._store, self._method, self._log = store, method, log

    def stream(self) -> Iterator[tuple[int, Row, bool]]:
        """See :class:`Source`."""
        for key, row in self._store.stream(self._method):
            mine = self._log.row_of(row)
            yield key, row if mine is None else mine, mine is not None
        for number, row, reached in self._log.unstored(self._store):
            yield _BESIDE + number, row, reached

    def at(self, keys: Sequence[int]) -> list[Row]:
        """See :class:`Source`."""
        stored = self._store.rows_at(self._method, [key for key in keys if key < _BESIDE])
        found = {
            key: self._log.row_of(row) or row
            for key, row in zip((key for key in keys if key < _BESIDE), stored, strict=True)
        }
        return [
            found[key] if key < _BESIDE else self._log.unstored_row(key - _BESIDE) for key in keys
        ]
