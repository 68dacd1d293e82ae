"""The connection of a store: opened, shared by threads, written in transactions."""

from __future__ import annotations

import copy
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from fundusviewer.closing import Closing
from fundusviewer.grading import drawn, refers_at
from fundusviewer.screening.database.looking import open_to_look
from fundusviewer.screening.database.opening import (
    IN_MEMORY,
    open_database,
    store_errors,
    transaction,
)
from fundusviewer.screening.database.view import View
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.readers import NOBODY, Seat


class StoreConnection(Closing):
    """An open database, and the numbers that it has for methods.

    Parameters
    ----------
    path
        The file; made where it is not there. Its folder must exist.
    keep_identity
        Whether patient and day of DICOM objects are stored as they are; pseudonyms otherwise.
    look_only
        Whether a copy is opened in which nothing can be written; the file may be read-only.

    Raises
    ------
    StoreError
        See :func:`.open_database`; the methods raise it where the
        disk is full, the drive is gone or another program keeps the database locked.
    """

    def __init__(self, path: Path, *, keep_identity: bool = False, look_only: bool = False) -> None:
        self.path = path
        self._keep_identity = keep_identity
        self._lock = threading.RLock()
        self._database = open_to_look(path) if look_only else open_database(path)
        self._connection = self._database.connection
        self._connection.create_function("refers_at", 3, refers_at, deterministic=True)
        self._connection.create_function("drawn", 3, drawn, deterministic=True)
        #: As whom the list is looked at; ``None`` for nobody in particular, who sees everything.
        self.seat: Seat | None = None
        #: Whether in a programme everything is kept back until somebody says who reads.
        self.must_sit = False
        self._methods: dict[Method, int] = {}

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._database.is_read_only

    @classmethod
    def in_memory(cls) -> Self:
        """Return a store that is forgotten when it is closed: no file is touched."""
        return cls(IN_MEMORY)

    def close(self) -> None:
        """Close the database; nothing can be asked of the store afterwards."""
        with self._lock:
            if not self._database.is_closed:
                self._database.close()

    def seen_by(self, seat: Seat | None) -> Self:
        """Return this store as a reader may see it, on the same connection.

        What other readers say cannot be asked of it, unless the seat is the arbiter's or the
        administrator's. Closing either closes both.
        """
        other = copy.copy(self)
        other.seat = seat
        return other

    def _view(self) -> View:
        """Return as whom the database is asked, now."""
        with self._reading() as connection:
            programme = connection.execute("SELECT 1 FROM programme").fetchone()
        unseated = programme is not None and self.seat is None and self.must_sit
        return View(programme is not None, NOBODY if unseated else self.seat)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Read, while no other thread of this store does anything."""
        with self._lock, store_errors(self.path):
            yield self._connection

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

    @contextmanager
    def _deriving(self) -> Iterator[sqlite3.Connection]:
        """Write what follows from what is there, also into a copy that is only looked at."""
        with self._lock, store_errors(self.path):
            if self.is_read_only:
                self._connection.execute("PRAGMA query_only = OFF")
            try:
                with self._writing() as connection:
                    yield connection
            finally:
                if self.is_read_only:
                    self._connection.execute("PRAGMA query_only = ON")

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
