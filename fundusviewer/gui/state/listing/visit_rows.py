"""Which row of the list is what: a visit, or a photograph of a visit that is open. No Qt."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import accumulate

from fundusviewer.screening import Visit


class VisitRows:
    """Visits in their order, each with a row of its own, and below it the photographs it shows.

    A photograph of nobody known has one row, its own. What a row is takes as long as a search among
    the visits that show photographs: of twenty thousand photographs a few are looked at.

    Parameters
    ----------
    visits
        With keys alone: no file that waits without one. Not changed afterwards.
    """

    def __init__(self, visits: Sequence[Visit] = ()) -> None:
        self.visits = visits
        #: The photographs that are listed, in their order, whether their visit shows them or not.
        self.keys: list[int] = [key for visit in visits for key in visit.listed]  # type: ignore[misc]
        self._positions = {key: position for position, key in enumerate(self.keys)}
        self._starts = list(accumulate((len(visit.listed) for visit in visits), initial=0))
        self._shown: dict[int, tuple[int, ...]] = {}
        # The visits that show photographs, and how many rows photographs take above each of them.
        self._open: list[int] = []
        self._above: list[int] = [0]

    def __len__(self) -> int:
        return len(self.visits) + self._above[-1]

    def position_of(self, key: int | None) -> int | None:
        """Return the place of a photograph among all that are listed; ``None`` where it is not."""
        return None if key is None else self._positions.get(key)

    def visit_of(self, key: int | None) -> int | None:
        """Return the number of a photograph's visit; ``None`` where it is not listed."""
        position = self.position_of(key)
        return None if position is None else bisect_right(self._starts, position) - 1

    def at(self, row: int) -> tuple[int, int | None]:
        """Return which visit a row belongs to, and the photograph in it; ``None`` for its own."""
        place = self._place(row)
        if place is None:
            number = row
        else:
            number = self._open[place]
            shown = self._shown[number]
            below = row - number - self._above[place]
            if 0 < below <= len(shown):
                return number, shown[below - 1]
            if below:
                number += below - len(shown)
        return number, self._alone(number)

    def row_of(self, key: int | None) -> int | None:
        """Return the row of a photograph; ``None`` where none shows it."""
        number = self.visit_of(key)
        if number is None or key is None:
            return None
        if self._alone(number) == key:
            return self.row_of_visit(number)
        shown = self._shown.get(number, ())
        return self.row_of_visit(number) + 1 + shown.index(key) if key in shown else None

    def row_of_visit(self, number: int) -> int:
        """Return the row of a visit."""
        return number + self._above[bisect_left(self._open, number)]

    def shown(self, number: int) -> tuple[int, ...]:
        """Return the photographs below a visit's row; none where it is closed."""
        return self._shown.get(number, ())

    def settled(self, keys: Mapping[int, int]) -> VisitRows:
        """Return the same rows with photographs known by other keys; itself where none is listed.

        Keys that are listed already are not taken: no photograph stands in two rows. A run tells
        this many times a second, so that only what changes is made anew.
        """
        if not any(key in self._positions for key in keys):
            return self
        now = {key: after for key, after in keys.items() if after not in self._positions}
        found = copy(self)
        found.visits, found.keys = list(self.visits), list(self.keys)
        found._positions = dict(self._positions)
        found._shown, found._open = dict(self._shown), list(self._open)
        for key, after in now.items():
            if (position := found._positions.pop(key, None)) is not None:
                found.keys[position], found._positions[after] = after, position
        numbers = {number for key in now if (number := self.visit_of(key)) is not None}
        # Photographs that a filter leaves out have no place by which their visit is found.
        numbers |= {
            n for n, one in enumerate(self.visits) if len(one.listed) < len(one.photographs)
        }
        for number in numbers:
            one = self.visits[number]
            photographs, listed = (
                tuple(now.get(key, key) for key in part)  # type: ignore[arg-type]
                for part in (one.photographs, one.listed)
            )
            found.visits[number] = Visit(photographs, listed, one.is_known)
            if number in self._shown:
                found._shown[number] = tuple(now.get(key, key) for key in self._shown[number])
        return found

    def show(self, number: int, keys: tuple[int, ...]) -> None:
        """Show photographs below a visit's row; none closes it."""
        self.show_many({number: keys})

    def show_many(self, shown: dict[int, tuple[int, ...]]) -> None:
        """Show photographs below the rows of some visits, by the visits' numbers."""
        for number, keys in shown.items():
            if self._alone(number) is not None:
                continue
            was = number in self._shown
            if keys:
                self._shown[number] = keys
                if not was:
                    insort(self._open, number)
            elif was:
                del self._shown[number]
                del self._open[bisect_left(self._open, number)]
        self._count()

    def show_only(self, shown: Mapping[int, tuple[int, ...]]) -> None:
        """Show photographs below these visits' rows, and below no others."""
        self._shown = {n: keys for n, keys in shown.items() if keys and self.visits[n].is_known}
        self._open = sorted(self._shown)
        self._count()

    def show_all(self) -> None:
        """Show all photographs that are listed."""
        self.show_only({n: visit.listed for n, visit in enumerate(self.visits)})  # type: ignore[misc]

    def _count(self) -> None:
        counts = (len(self._shown[number]) for number in self._open)
        self._above = list(accumulate(counts, initial=0))

    @property
    def showing(self) -> Sequence[int]:
        """The visits that show photographs, in their order."""
        return self._open

    def of_photographs(self) -> Iterator[int]:
        """Yield the rows in which photographs stand."""
        places = dict(zip(self._open, self._above, strict=False))
        above = 0
        for number, visit in enumerate(self.visits):
            if number in places:
                first = number + places[number] + 1
                yield from range(first, first + len(self._shown[number]))
                above = places[number] + len(self._shown[number])
            elif not visit.is_known:
                yield number + above

    def _place(self, row: int) -> int | None:
        """Return the place, among the visits that show photographs, of the last one up to a row."""
        low, high = 0, len(self._open)
        while low < high:
            middle = (low + high) // 2
            if self._open[middle] + self._above[middle] <= row:
                low = middle + 1
            else:
                high = middle
        return low - 1 if low else None

    def _alone(self, number: int) -> int | None:
        """Return the photograph of nobody known that stands in the place of a visit."""
        visit = self.visits[number]
        return None if visit.is_known else visit.listed[0]  # type: ignore[return-value]
