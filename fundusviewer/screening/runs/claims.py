"""What a run has claimed of a folder that it shares with others, kept for as long as it lives.

A claim in the database runs out, so that the photographs of a program that was killed are free
again. A program that lives prolongs its claims on a thread of its own: the last photographs of a
run, or one that takes long on a loaded machine, must not run out while they are examined.
"""

from __future__ import annotations

import threading
import uuid
from contextlib import suppress
from pathlib import Path

from fundusviewer.errors import StoreError
from fundusviewer.screening.database import finding_store
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method

#: Claims are prolonged so many times before they would run out.
_BEATS = 5


class Claims:
    """The claims of one run.

    Parameters
    ----------
    store
        The database; open until :meth:`end`.
    method
        How the photographs are examined.
    """

    def __init__(self, store: Store, method: Method) -> None:
        self._store, self._method = store, method
        self._owner = uuid.uuid4().hex
        self._claimed: dict[Path, str] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._keeper: threading.Thread | None = None

    def take(self, path: Path, sha256: str) -> bool:
        """Claim a photograph; returns whether nobody else has done so.

        Raises
        ------
        StoreError
            If the database cannot be asked.
        """
        if not self._store.claim(sha256, self._method, self._owner):
            return False
        with self._lock:
            self._claimed[path] = sha256
            if self._keeper is None and not self._ended.is_set():
                self._keeper = threading.Thread(target=self._keep, name="claims", daemon=True)
                self._keeper.start()
        return True

    def give_back(self, path: Path) -> None:
        """Leave a photograph to others; a claim that cannot be given back runs out."""
        with self._lock:
            sha256 = self._claimed.pop(path, None)
            # One photograph may lie in the folder twice.
            if sha256 is None or sha256 in self._claimed.values():
                return
        with suppress(StoreError):
            self._store.give_back(self._owner, sha256)

    def end(self) -> None:
        """Leave everything to others."""
        self._ended.set()
        with self._lock:
            keeper = self._keeper
        if keeper is not None:
            keeper.join()
        with suppress(StoreError):
            self._store.give_back(self._owner)

    def _keep(self) -> None:
        while not self._ended.wait(finding_store.LEASE_SECONDS / _BEATS):
            # The next beat may find the database free.
            with suppress(StoreError):
                self._store.prolong(self._owner)
