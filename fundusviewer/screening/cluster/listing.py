"""The photographs of a run, found while it goes on and kept on disk: memory stays the same."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from fundusviewer.errors import FundusViewerError, InputError
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.places.address import encoded

#: Files that are noted in one transaction.
_PORTION = 1000

#: No path of any system holds it.
_END = b"\0"


class Listing:
    """Notes all photographs in the database, and hands them out in their order.

    They are looked for on a thread of its own, so that the number is known long before the end, and
    so that a file that the run never reaches stands in the database as what it is.

    Parameters
    ----------
    photographs
        The files; asked on the other thread.
    store
        The database; the names wait in a file without a name beside it.

    Attributes
    ----------
    found
        How many there are so far.
    is_whole
        Whether that is all of them.
    """

    def __init__(self, photographs: Iterable[Path], store: Store) -> None:
        self.found = 0
        self.is_whole = False
        self._photographs = iter(photographs)
        self._store = store
        self._handed_out = 0
        self._position = 0
        self._error: Exception | None = None
        self._ended = threading.Event()
        self._lock = threading.Lock()
        try:
            # Without a name, so that nothing is left of it whatever happens.
            self._file = tempfile.TemporaryFile(dir=store.path.parent)  # noqa: SIM115
        except OSError as error:
            raise InputError(
                f"{store.path.parent}: the list cannot be kept there ({error.strerror})"
            ) from error
        self._thread = threading.Thread(target=self._look, name="listing", daemon=True)
        self._thread.start()

    def next(self, most: int) -> list[Path]:
        """Return the next photographs; none where none has been found yet, or none is left.

        Raises
        ------
        FundusViewerError
            If the list cannot be read to its end.
        """
        if self._error is not None:
            raise self._error
        with self._lock:
            count = min(most, self.found - self._handed_out)
            if not count:
                return []
            self._file.seek(self._position)
            names: list[bytes] = []
            rest = b""
            while len(names) < count:
                *whole, rest = (rest + self._file.read(256 * count)).split(_END)
                names += whole
            names = names[:count]
        self._handed_out += count
        self._position += sum(len(name) + 1 for name in names)
        return [Path(os.fsdecode(name)) for name in names]

    @property
    def is_done(self) -> bool:
        """Whether all photographs were handed out."""
        return self.is_whole and self._handed_out == self.found

    def close(self) -> None:
        """Stop looking."""
        self._ended.set()
        self._thread.join()
        self._file.close()

    def _look(self) -> None:
        try:
            while not self._ended.is_set() and (
                portion := list(islice(self._photographs, _PORTION))
            ):
                self._store.announce(portion)
                self._append(b"".join(encoded(path) + _END for path in portion), len(portion))
            self.is_whole = not self._ended.is_set()
        except FundusViewerError as error:
            self._error = error
        except OSError as error:
            self._error = InputError(f"the list cannot be kept ({error.strerror})")

    def _append(self, names: bytes, count: int) -> None:
        with self._lock:
            self._file.seek(0, os.SEEK_END)
            self._file.write(names)
            self._file.flush()
            self.found += count
