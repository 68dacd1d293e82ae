"""The photographs of a run, found while it goes on and kept on disk: memory stays the same."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from fundusviewer.errors import FundusViewerError, InputError
from fundusviewer.screening.database.scratch import scratch
from fundusviewer.screening.folders import LeftOut
from fundusviewer.screening.places.address import address_of, encoded

#: Files that are noted at once.
_PORTION = 1000

#: Photographs that are taken from the list at once.
_TAKEN = 200

#: Seconds between two looks at a list that is found more slowly than it is examined.
_LOOK_AGAIN = 0.2

_TABLES = """
    CREATE TABLE photograph (
        number INTEGER PRIMARY KEY, path BLOB NOT NULL, file BLOB NOT NULL UNIQUE
    );
    CREATE TABLE left_out (
        number INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, file BLOB NOT NULL,
        reason TEXT NOT NULL, may_be INTEGER NOT NULL
    );
"""

_LEFT_OUT = """
    SELECT path, reason, may_be FROM left_out o
    WHERE NOT EXISTS (SELECT 1 FROM photograph p WHERE p.file = o.file AND p.path = o.path)
    ORDER BY number
"""


class Listing:
    """Finds the photographs of a run, each once, and hands them out in their order.

    They are looked for on a thread of its own, so that the number is known long before the end.

    Parameters
    ----------
    places
        The photographs, and what is left out; asked on the other thread. What a second name of the
        same file stands for is not listed again.
    note
        Called with each thousand photographs before they are handed out, on the other thread.

    Attributes
    ----------
    found
        How many there are so far.
    is_whole
        Whether that is all of them.
    """

    def __init__(
        self, places: Iterable[Path | LeftOut], note: Callable[[list[Path]], None]
    ) -> None:
        self.found = 0
        self.is_whole = False
        self._places = iter(places)
        self._note = note
        self._handed_out = self._last = 0
        self._error: Exception | None = None
        self._ended = threading.Event()
        self._whole = threading.Event()
        self._lock = threading.Lock()
        try:
            self._table = scratch(_TABLES)
        except sqlite3.Error as error:
            raise _unkept(error) from error
        self._thread = threading.Thread(target=self._look, name="listing", daemon=True)
        self._thread.start()

    @property
    def total(self) -> int | None:
        """How many there are; ``None`` while that is not known."""
        return self.found if self.is_whole else None

    @property
    def is_done(self) -> bool:
        """Whether all photographs were handed out."""
        return self.is_whole and self._handed_out == self.found

    def wait(self, seconds: float, cancelled: Callable[[], bool] = lambda: False) -> None:
        """Wait until all is found, at most so long.

        Raises
        ------
        FundusViewerError
            If the list cannot be read to its end.
        """
        until = time.monotonic() + seconds
        while not cancelled() and time.monotonic() < until:
            if self._whole.wait(_LOOK_AGAIN):
                break
        if self._error is not None:
            raise self._error

    def next(self, most: int) -> list[Path]:
        """Return the next photographs; none where none has been found yet, or none is left.

        Raises
        ------
        FundusViewerError
            If the list cannot be read to its end.
        """
        if self._error is not None:
            raise self._error
        # Those that stand in the table and are not noted yet have to wait.
        count = min(most, self.found - self._handed_out)
        if not count:
            return []
        with self._lock:
            found = self._table.execute(
                "SELECT number, path FROM photograph WHERE number > ? ORDER BY number LIMIT ?",
                (self._last, count),
            ).fetchall()
        self._last = found[-1][0]
        self._handed_out += count
        return [Path(os.fsdecode(path)) for _, path in found]

    def each(self, cancelled: Callable[[], bool] = lambda: False) -> Iterator[Path]:
        """Yield the photographs as they are found, until the end or until it is cancelled.

        Raises
        ------
        FundusViewerError
            If the list cannot be read to its end.
        """
        while not self.is_done and not cancelled():
            portion = self.next(_TAKEN)
            yield from portion
            if not portion:
                self._whole.wait(_LOOK_AGAIN)

    def left_out(self) -> Iterator[LeftOut]:
        """Yield what was left out and is not named itself, each once; after :meth:`end`."""
        for path, reason, may_be in self._table.execute(_LEFT_OUT):
            yield LeftOut(Path(os.fsdecode(path)), reason, bool(may_be))

    def end(self) -> None:
        """Stop looking; what is listed stays."""
        self._ended.set()
        self._thread.join()

    def close(self) -> None:
        """Stop looking, and forget the list."""
        self.end()
        self._table.close()

    def _look(self) -> None:
        try:
            while not self._ended.is_set() and (portion := list(islice(self._places, _PORTION))):
                self._take(portion)
            self.is_whole = not self._ended.is_set()
        except FundusViewerError as error:
            self._error = error
        except sqlite3.Error as error:
            self._error = _unkept(error)
        except OSError as error:
            self._error = InputError(f"the list cannot be read ({error.strerror})")
        finally:
            self._whole.set()

    def _take(self, portion: list[Path | LeftOut]) -> None:
        named = [(one, encoded(one), _file_of(one)) for one in portion if isinstance(one, Path)]
        left_out = [one for one in portion if isinstance(one, LeftOut)]
        new: list[Path] = []
        with self._lock:
            self._table.execute("BEGIN")
            try:
                for path, name, file in named:
                    if self._table.execute(
                        "INSERT OR IGNORE INTO photograph (path, file) VALUES (?, ?)", (name, file)
                    ).rowcount:
                        new.append(path)
                self._table.executemany(
                    "INSERT OR IGNORE INTO left_out (path, file, reason, may_be) "
                    "VALUES (?, ?, ?, ?)",
                    [
                        (encoded(one.path), _file_of(one.path), one.reason, one.may_be_photograph)
                        for one in left_out
                    ],
                )
            finally:
                self._table.execute("COMMIT")
        if new:
            self._note(new)
            self.found += len(new)


def _unkept(error: sqlite3.Error) -> InputError:
    return InputError(
        f"the list cannot be kept in the folder for temporary files ({error}); SQLITE_TMPDIR names "
        "another one"
    )


def _file_of(path: Path) -> bytes:
    """Return what two spellings of one file share; the path itself where it cannot be told."""
    name = encoded(path)
    if address_of(path) is not None:
        return name
    folder, last = os.path.split(name)
    try:
        if last in (b"", b".", b"..") or os.path.islink(name):  # noqa: PTH114 - bytes
            return os.path.realpath(name)
        # Most files of a list lie in one folder, one after the other.
        return os.path.join(_real_folder(folder), last)  # noqa: PTH118 - bytes
    except (OSError, ValueError):
        return name


@lru_cache(256)
def _real_folder(folder: bytes) -> bytes:
    return os.path.realpath(folder)
