"""A database that is there already, and which results of it are wanted."""

from __future__ import annotations

from pathlib import Path

from fundusviewer.errors import ModelNotFoundError, StoreError
from fundusviewer.resources import default_database
from fundusviewer.screening.database.opening import make_ready
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method


def existing_database(path: Path | None) -> Path:
    """Return a database's file, made ready.

    Raises
    ------
    StoreError
        If there is none: a store would make a new one.
    """
    database = (path or default_database()).absolute()
    if not database.is_file():
        raise StoreError(f"{database}: there is no such database")
    make_ready(database)
    return database


def method_in(store: Store, model: str | None, point: str | None) -> Method:
    """Return the newest method that fits.

    Raises
    ------
    StoreError
        If the database holds no results.
    ModelNotFoundError
        If no result is of that model and operating point.
    """
    methods = store.methods()
    if not methods:
        raise StoreError(f"{store.path}: the database holds no results")
    for method in methods:
        if model in (None, method.model_name) and point in (None, method.operating_point):
            return method
    known = ", ".join(f"{m.model_name} at {m.operating_point or 'none'}" for m in methods)
    raise ModelNotFoundError(
        f"{store.path.name}: no results of this model and operating point; there are: {known}"
    )
