"""Parts into the database: many rows a transaction, none twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from fundusviewer.screening.database.store import Store
from fundusviewer.screening.parts.parquet_part import open_part

#: Rows a transaction: a disk takes some ten transactions a second, whatever their size.
BATCH = 1000


@dataclass(frozen=True)
class BroughtIn:
    """What a part held.

    Attributes
    ----------
    photographs, problems
        How many files with a result, and without one.
    whole
        Whether the part was finished.
    """

    photographs: int
    problems: int
    whole: bool


def bring_in(
    path: Path, store: Store, progress: Callable[[int], None] = lambda _: None
) -> BroughtIn:
    """Store what a part holds; a result that is there already stays.

    Parameters
    ----------
    path
        Of the part.
    store
        The database.
    progress
        Told how many rows were stored, after each transaction.

    Raises
    ------
    StoreError
        If the part is damaged or cannot be stored; what was stored before stays.
    """
    part = open_part(path)
    records = part.records()
    photographs = problems = 0
    while batch := list(islice(records, BATCH)):
        store.add_records(batch, part.method)
        failed = sum(record.result is None for record in batch)
        problems += failed
        photographs += len(batch) - failed
        progress(len(batch))
    return BroughtIn(photographs, problems, part.whole)
