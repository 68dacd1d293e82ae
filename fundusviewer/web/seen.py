"""What one reader in a role may see: each row of each page comes from here.

The database is asked as that seat, so that other readers' answers are not even fetched where the
seat must not know them. First and second readers see what waits for them and what they have read;
arbiters and administrators, who see all answers anyway, see every photograph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.screening import Filter, Method, Order, Photograph, Row, identify
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.readers import Seat
from fundusviewer.web.served import Served

#: Rows of a page.
PAGE = 50

#: Photographs that are looked through at once for the next one.
_PORTION = 100

#: Files of a folder among which a patient's photographs are looked for.
_MOST_CANDIDATES = 500


@dataclass(frozen=True)
class Seen:
    """A row as a page may show it.

    Attributes
    ----------
    key
        In the address of its page.
    photograph
        The row with its identity. Where the network's answer is hidden, nothing of it is in there.
    waits
        Whether the seat is to read it.
    is_hidden
        Whether the network's answer is hidden.
    """

    key: int
    photograph: Photograph
    waits: bool
    is_hidden: bool

    @property
    def row(self) -> Row:
        """The row."""
        return self.photograph.row


@dataclass(frozen=True)
class Page:
    """A part of a list.

    Attributes
    ----------
    shown
        Its rows.
    number, pages
        Which page of how many, from 1 on.
    count
        Rows of all pages.
    """

    shown: tuple[Seen, ...]
    number: int
    pages: int
    count: int


class View:
    """What a seat may see.

    Parameters
    ----------
    served
        What is served.
    seat
        Who asks.
    """

    def __init__(self, served: Served, seat: Seat) -> None:
        self._served, self.seat = served, seat
        self._store: Store = served.store.seen_by(seat)
        self._method: Method = served.method

    @property
    def store(self) -> Store:
        """The database as this seat sees it."""
        return self._store

    def photograph(self, key: int) -> Seen | None:
        """Return a photograph; ``None`` for one that is not there or is not to be seen."""
        found = self.photographs([key])
        return found[0] if found else None

    def photographs(self, keys: Sequence[int]) -> list[Seen]:
        """Return those of some photographs, at most a few hundred, that this seat may see."""
        if not keys:
            return []
        waiting = self._waiting(keys)
        visible = set(keys) if self.seat.sees_others else waiting | self._read(keys)
        known = self._known(visible)
        wanted = [key for key in keys if key in known]
        rows = self._store.rows_at(self._method, wanted)
        return [self._seen(key, row, key in waiting) for key, row in zip(wanted, rows, strict=True)]

    def queue(self, number: int) -> Page:
        """Return a page of what the seat is to read, the most urgent first."""
        keys = self._order()
        pages = max(1, -(-len(keys) // PAGE))
        number = min(max(1, number), pages)
        shown = self.photographs(keys[(number - 1) * PAGE : number * PAGE])
        return Page(tuple(one for one in shown if one.waits), number, pages, len(keys))

    def read(self, number: int) -> Page:
        """Return a page of what this reader has answered in this role, the newest first."""
        wanted = Filter(reviewed=True)
        keys = self._store.keys(self._method, wanted, Order.NEWEST)
        pages = max(1, -(-len(keys) // PAGE))
        number = min(max(1, number), pages)
        shown = self.photographs(keys[(number - 1) * PAGE : number * PAGE])
        return Page(tuple(shown), number, pages, len(keys))

    def next_after(self, key: int | None) -> int | None:
        """Return the next photograph to read, and put it on the reader's desk; ``None`` for none.

        Parameters
        ----------
        key
            Of the photograph before, after which is looked first, and which goes back to the
            queue where it was not answered; ``None`` for the beginning.
        """
        self._put_back(key)
        for fresh in (False, True):
            keys = self._order(fresh=fresh)
            start = keys.index(key) + 1 if key in keys else 0
            turned = [one for one in (*keys[start:], *keys[:start]) if one != key]
            # An order of before may begin with many that others have read meanwhile.
            for begin in range(0, len(turned) if fresh else _PORTION, _PORTION):
                for seen in self.photographs(turned[begin : begin + _PORTION]):
                    if seen.waits and seen.row.sha256 is not None and self.take(seen):
                        return seen.key
        return None

    def candidates(self, patient: str, folder: Path) -> list[int]:
        """Return what may be of a patient, by the name and in a folder, as far as it is visible."""
        found: set[int] = set()
        for wanted in (Filter(text=patient), Filter(folder=folder)):
            found |= set(self._store.keys(self._method, wanted, Order.NEWEST)[:_MOST_CANDIDATES])
        return sorted(found)

    def take(self, seen: Seen) -> bool:
        """Put a photograph on the reader's desk; returns whether it is still to be read."""
        return seen.row.sha256 is not None and self._store.take(self.seat, seen.row.sha256)

    def _put_back(self, key: int | None) -> None:
        before = None if key is None else self.photograph(key)
        if before is not None and before.waits and before.row.sha256 is not None:
            self._store.put_back(self.seat, before.row.sha256)

    def _order(self, *, fresh: bool = False) -> list[int]:
        """Return the queue's keys, the most urgent first; the order may be some seconds old."""
        # Where the network's answer is hidden, the order must not tell it.
        order = Order.NAME if self._served.options.blind else Order.RISK

        def ask() -> list[int]:
            return self._store.keys(self._method, Filter(queue=True), order)

        return self._served.orders.get(self.seat, ask, fresh=fresh)

    def _waiting(self, keys: Sequence[int]) -> set[int]:
        wanted = Filter(queue=True, only=frozenset(keys))
        return set(self._store.keys(self._method, wanted, Order.NAME))

    def _read(self, keys: Sequence[int]) -> set[int]:
        wanted = Filter(reviewed=True, only=frozenset(keys))
        return set(self._store.keys(self._method, wanted, Order.NAME))

    def _known(self, keys: set[int]) -> set[int]:
        wanted = Filter(only=frozenset(keys))
        return set(self._store.keys(self._method, wanted, Order.NAME))

    def _seen(self, key: int, row: Row, waits: bool) -> Seen:
        is_hidden = self._served.options.blind and self.seat.reads and not row.is_reviewed
        if is_hidden:
            # As in the window: all that may tell the program's answer is one value.
            row = row._replace(result=None)
        return Seen(key, identify(row, self._served.pattern), waits, is_hidden)
