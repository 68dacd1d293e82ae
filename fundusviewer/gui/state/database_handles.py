"""The database that the window works on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fundusviewer.dicom.settings import load_settings
from fundusviewer.errors import FundusViewerError, ReadOnlyError, StoreError
from fundusviewer.screening import Method, Store
from fundusviewer.screening.database.opening import make_ready
from fundusviewer.screening.readers import NOBODY, Seat

#: Stands where no model has been loaded: no result was made with it.
NO_METHOD = Method("", "", "", "{}")


@dataclass(frozen=True, eq=False)
class Database:
    """One database, opened once for each kind of work, so that none waits for the others.

    Attributes
    ----------
    path
        The file; ``None`` where everything is kept in memory and forgotten at the end.
    rows
        For the window's thread: the few rows that are on screen.
    lists
        For jobs in the background: whole lists.
    work
        For the worker and for what people say: all that writes.
    """

    path: Path | None
    rows: Store
    lists: Store
    work: Store

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open or make a database; one that cannot be written is looked at.

        Takes a while: not on the window's thread.

        Raises
        ------
        StoreError
            See :class:`fundusviewer.screening.Store`.
        """
        stores: list[Store] = []
        make_ready(path)
        try:
            keep = _keeps_identity()
            try:
                stores.extend(Store(path, keep_identity=keep) for _ in range(3))
            except ReadOnlyError:
                # One copy for all: nothing in it changes.
                stores = [Store(path, look_only=True)] * 3
            # Until somebody says who reads, nobody's answer is fetched.
            seat = NOBODY if stores[0].programme() is not None else None
            for store in stores:
                store.seat, store.must_sit = seat, True
        except StoreError:
            for store in stores:
                store.close()
            raise
        return cls(path, *stores)

    @property
    def is_read_only(self) -> bool:
        """Whether it can only be looked at."""
        return self.work.is_read_only

    @classmethod
    def in_memory(cls) -> Database:
        """Return a database that is forgotten at the end."""
        store = Store.in_memory()
        store.must_sit = True
        return cls(None, store, store, store)

    def sit(self, seat: Seat | None) -> None:
        """Read as somebody from now on; ``None`` where one doctor's verdict counts."""
        for store in (self.rows, self.lists, self.work):
            store.seat = seat

    def close(self) -> None:
        """Close it; nobody may be using it any more."""
        for store in (self.rows, self.lists, self.work):
            store.close()


def _keeps_identity() -> bool:
    """Return whether patients of DICOM files are stored as they are; pseudonyms in doubt."""
    try:
        return load_settings().keep_identity
    except FundusViewerError:
        return False
