"""What is to be listed, and what is counted of it: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from fundusviewer.screening import ListFilter, Sorting

OPENED, EVERYTHING = "opened", "everything"

#: What is listed: what was opened in this window, the whole database, or a folder of it.
Scope = str | Path


@dataclass(frozen=True)
class Choice:
    """What the user wants to see.

    Attributes
    ----------
    scope
        See :data:`Scope`.
    sorting
        In which order.
    filter
        What is left out.
    """

    scope: Scope = OPENED
    sorting: Sorting = Sorting.RISK
    filter: ListFilter = field(default_factory=ListFilter)


@dataclass(frozen=True)
class Counts:
    """What stands above the list; all but ``shown`` whatever the filters.

    Attributes
    ----------
    shown, total
        How many photographs are listed, and how many there are.
    to_review
        How many a doctor can judge and has not.
    failed
        How many could not be read or examined.
    not_examined
        How many the present model has not examined.
    """

    shown: int = 0
    total: int = 0
    to_review: int = 0
    failed: int = 0
    not_examined: int = 0
