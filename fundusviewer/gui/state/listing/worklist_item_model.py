"""The worklist as a Qt model: knows all keys, and the photographs of those that are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fundusviewer.gui.state.listing.visit_rows import VisitRows
from fundusviewer.gui.state.listing.visit_words import visit_text, visit_title
from fundusviewer.gui.state.photograph import Photograph, summary, tip_text, verdict_words
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.screening import Heading, Visit

#: Role under which the delegate finds the :class:`Photograph` or :class:`Heading`.
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1

#: Role under which it finds whether a visit is open, and whether a photograph stands in a visit.
OPEN_ROLE = ENTRY_ROLE + 1

Index = QModelIndex | QPersistentModelIndex

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")

#: Photographs that are read together, and that are kept.
_PAGE, _KEPT = 64, 4096

#: Rows of photographs, and of visits, that are read ahead of the first one that is looked at: as
#: many as a screen shows, or a little more. What is read for nothing is read before it is painted.
_AHEAD, _VISITS = 32, 16

#: Photographs and visits that are compared when they are read again.
_FORMER = 256

_NO_FLAGS = Qt.ItemFlag.NoItemFlags
_ENABLED = Qt.ItemFlag.ItemIsEnabled
_CHOOSABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class WorklistModel(QAbstractListModel):
    """One row for each visit, and one for each photograph of the visits that are open.

    A visit is open where somebody opened it, and where the photograph on screen is in it, which has
    a row always: where its visit was closed, alone.

    Parameters
    ----------
    read
        Returns photographs by their keys.
    head
        Returns what a visit's row says, from all of its photographs.
    """

    def __init__(
        self,
        read: Callable[[Iterable[int]], dict[int, Photograph]],
        head: Callable[[Visit, Sequence[Photograph]], Heading],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read, self._head = read, head
        self._rows = VisitRows()
        self._kept: OrderedDict[int, Photograph] = OrderedDict()
        self._headings: OrderedDict[Visit, Heading] = OrderedDict()
        # The visits of those headings, by all of their photographs, listed or not.
        self._headed: dict[int, Visit] = {}
        # What stood in the rows looked at last. What says the same when it is read again stays the
        # same object: views know by it that nothing is to be painted anew.
        self._former: dict[int, Photograph] = {}
        self._former_headings: dict[Visit, Heading] = {}
        #: Photographs of the visits that somebody opened.
        self.opened: set[int] = set()
        self._revealed: int | None = None
        self._folded = False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that photographs can be selected, and closed visits, which stand for theirs."""
        if not index.isValid():
            return _NO_FLAGS
        number, key = self._rows.at(index.row())
        return _ENABLED if key is None and self._rows.shown(number) else _CHOOSABLE

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what the row shows."""
        if not index.isValid() or role not in _ROLES:
            return None
        if role == OPEN_ROLE:
            number, key = self._rows.at(index.row())
            visit = self._rows.visits[number]
            return visit.is_known if key is not None else self.is_open(index.row())
        entry = self.at(index.row())
        if role == ENTRY_ROLE:
            return entry
        if isinstance(entry, Photograph):
            return _TEXTS[role](entry)
        if role == int(Qt.ItemDataRole.DisplayRole):
            return visit_title(entry)
        text = visit_text(entry, is_open=self.is_open(index.row()))
        return tip(text) if role == int(Qt.ItemDataRole.ToolTipRole) else text

    def at(self, row: int) -> Photograph | Heading:
        """Return what stands in a row."""
        number, key = self._rows.at(row)
        return self._heading(number) if key is None else self._photograph(key, row)

    def key_at(self, row: int) -> int | None:
        """Return the key of the photograph in a row; ``None`` for a visit."""
        return self._rows.at(row)[1]

    def key_at_index(self, index: QModelIndex) -> int | None:
        """Return the key of the photograph of an index; ``None`` where it is none."""
        return self.key_at(index.row()) if index.isValid() else None

    def keys_at(self, row: int) -> tuple[int, ...]:
        """Return the photographs that a row stands for: that in it, or those of a closed visit."""
        number, key = self._rows.at(row)
        if key is not None:
            return (key,)
        return () if self._rows.shown(number) else self._listed(number)

    def first_key(self, row: int) -> int:
        """Return the photograph in a row, or the first one of the visit in it."""
        number, key = self._rows.at(row)
        return self._listed(number)[0] if key is None else key

    def row_of(self, key: int | None) -> int | None:
        """Return the row of a photograph; ``None`` where it has none."""
        return self._rows.row_of(key)

    def rows_for(self, keys: Iterable[int]) -> list[int]:
        """Return the rows that stand for photographs; a closed visit's where all of it is meant."""
        wanted = frozenset(keys)
        rows = []
        numbers = {number for key in wanted if (number := self._rows.visit_of(key)) is not None}
        for number in numbers:
            listed = self._listed(number)
            if self._rows.shown(number) or not self._rows.visits[number].is_known:
                found = (self._rows.row_of(key) for key in listed if key in wanted)
                rows += [row for row in found if row is not None]
            elif wanted.issuperset(listed):
                rows.append(self._rows.row_of_visit(number))
        return sorted(rows)

    @property
    def visits(self) -> Sequence[Visit]:
        """The visits, in their order."""
        return self._rows.visits

    @property
    def keys(self) -> list[int]:
        """The photographs that are listed, in their order, in open visits and in closed ones."""
        return self._rows.keys

    @property
    def photograph_rows(self) -> list[int]:
        """The rows in which photographs stand."""
        return list(self._rows.of_photographs())

    def position_of(self, key: int | None) -> int | None:
        """Return the place of a photograph among :attr:`keys`; ``None`` where it is not listed."""
        return self._rows.position_of(key)

    def visit_of(self, key: int | None) -> int | None:
        """Return the number of a photograph's visit; ``None`` where it is not listed."""
        return self._rows.visit_of(key)

    def photographs(self, keys: Iterable[int]) -> list[Photograph]:
        """Return some photographs; for as many as a person selects."""
        wanted = list(keys)
        found: dict[int, Photograph] = {}
        for start in range(0, len(wanted), _PAGE):
            found.update(self._read(wanted[start : start + _PAGE]))
        return [found[key] for key in wanted]

    def show(self, rows: VisitRows, revealed: int | None) -> None:
        """Show another list. Views lose what is selected.

        Parameters
        ----------
        rows
            Its visits, all closed.
        revealed
            The photograph on screen; ``None`` for none.
        """
        self.beginResetModel()
        self._rows = rows
        if not len(rows):
            # A list that is closed is held by nothing.
            self._former.clear()
            self._former_headings.clear()
        if revealed != self._revealed:
            self._folded = False
        self._revealed = revealed
        found = (rows.visit_of(key) for key in (*self.opened, revealed))
        numbers = {number for number in found if number is not None}
        rows.show_many({number: self._wanted(number) for number in numbers})
        self.endResetModel()

    def settle(self, keys: Mapping[int, int]) -> None:
        """Know photographs by other keys, in their places; :meth:`refresh` shows them."""
        settled = self._rows.settled(keys)
        if settled is self._rows:
            return
        # The same photograph cannot stand in two rows: a new list is on its way.
        now = {key: after for key, after in keys.items() if self._rows.position_of(after) is None}
        self._rows = settled
        self.opened = {now.get(key, key) for key in self.opened}
        if self._revealed is not None:
            self._revealed = now.get(self._revealed, self._revealed)

    def refresh(self, keys: set[int] | None) -> None:
        """Read photographs anew when they are looked at, and their visits; ``None`` for all."""
        if keys is None:
            if len(self._rows):
                self._former = _last(self._kept) or self._former
                self._former_headings = _last(self._headings) or self._former_headings
            self._kept.clear()
            self._headings.clear()
            self._headed.clear()
            rows = [0, len(self._rows) - 1]
        else:
            rows = []
            for key in keys:
                self._kept.pop(key, None)
                visit = self._headed.pop(key, None)
                if visit is not None and self._headings.pop(visit, None) is not None:
                    number = self._rows.visit_of(visit.listed[0])  # type: ignore[arg-type]
                    rows += [] if number is None else [self._rows.row_of_visit(number)]
            rows += [row for key in keys if (row := self._rows.row_of(key)) is not None]
        if rows and 0 <= min(rows) <= max(rows):
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    # -- opening and closing -----------------------------------------------------------------

    def is_visit(self, row: int) -> bool:
        """Return whether a visit stands in a row."""
        return self._rows.at(row)[1] is None

    def is_open(self, row: int) -> bool:
        """Return whether the visit of a row shows all of its photographs that are listed."""
        number, _ = self._rows.at(row)
        return self._rows.shown(number) == self._listed(number)

    def set_open(self, row: int, wanted: bool) -> None:
        """Open the visit of a row, or close it; the photograph on screen keeps its row."""
        number, _ = self._rows.at(row)
        keys = self._listed(number)
        if wanted:
            self.opened |= set(keys)
        else:
            self.opened -= set(keys)
        if self._revealed in keys:
            self._folded = not wanted
        self._apply(number)

    def set_all_open(self, wanted: bool) -> None:
        """Open all visits, or close them; the photograph on screen keeps its row."""
        self.beginResetModel()
        self.opened = set(self.keys) if wanted else set()
        self._folded = False
        revealed = self._rows.visit_of(self._revealed)
        if wanted:
            self._rows.show_all()
        else:
            self._rows.show_only({} if revealed is None else {revealed: self._wanted(revealed)})
        self.endResetModel()

    def reveal(self, key: int) -> None:
        """Give the photograph on screen a row.

        The visit of the one before stays open until :meth:`close_others`.
        """
        if key != self._revealed:
            self._revealed, self._folded = key, False
        number = self._rows.visit_of(key)
        if number is not None:
            self._apply(number)

    def left_open(self) -> list[int]:
        """Return the visits that nobody opened and in which the photograph on screen is not."""
        return [number for number in self._rows.showing if not self._wanted(number)]

    def close_others(self, spared: Callable[[tuple[int, ...]], bool]) -> None:
        """Close those visits.

        Parameters
        ----------
        spared
            Whether a visit with these photographs stays open all the same.
        """
        for number in self.left_open():
            if not spared(self._listed(number)):
                self._apply(number)

    def _wanted(self, number: int) -> tuple[int, ...]:
        """Return the photographs that a visit is to show."""
        keys = self._listed(number)
        if not self.opened.isdisjoint(keys):
            return keys
        if self._revealed not in keys:
            return ()
        return (self._revealed,) if self._folded else keys

    def _apply(self, number: int) -> None:
        """Show what a visit is to show, and leave the rows that stay."""
        before, after = self._rows.shown(number), self._wanted(number)
        if before == after or not self._rows.visits[number].is_known:
            return
        first = self._rows.row_of_visit(number) + 1
        none = QModelIndex()
        if set(before) <= set(after):
            place = after.index(before[0]) if before else len(after)
            for start, shown in ((0, after[: place + len(before)]), (place + len(before), after)):
                count = len(shown) - len(self._rows.shown(number))
                if count:
                    self.beginInsertRows(none, first + start, first + start + count - 1)
                    self._rows.show(number, shown)
                    self.endInsertRows()
        else:
            place = before.index(after[0]) if after else 0
            kept = before[: place + len(after)] if after else ()
            for start, shown in ((len(kept), kept), (0, after)):
                count = len(self._rows.shown(number)) - len(shown)
                if count:
                    self.beginRemoveRows(none, first + start, first + start + count - 1)
                    self._rows.show(number, shown)
                    self.endRemoveRows()
        row = self.index(first - 1)
        self.dataChanged.emit(row, row)

    # -- reading -----------------------------------------------------------------------------

    def _listed(self, number: int) -> tuple[int, ...]:
        return self._rows.visits[number].listed  # type: ignore[return-value]

    def _photograph(self, key: int, row: int) -> Photograph:
        if key not in self._kept:
            start = max(0, row - _AHEAD // 4)
            rows = range(start, min(start + _AHEAD, len(self._rows)))
            self._keep({key, *(other for one in rows if (other := self.key_at(one)) is not None)})
        return self._kept[key]

    def _heading(self, number: int) -> Heading:
        visits = self._rows.visits
        visit = visits[number]
        if visit not in self._headings:
            start = max(0, number - _VISITS // 4)
            page = [one for one in visits[start : start + _VISITS] if one not in self._headings]
            self._keep({key for one in page for key in one.photographs})  # type: ignore[misc]
            for one in page:
                members = [self._kept[key] for key in one.photographs]  # type: ignore[index]
                read, former = self._head(one, members), self._former_headings.pop(one, None)
                self._headings[one] = former if former is not None and former == read else read
                self._headed.update(dict.fromkeys(one.photographs, one))  # type: ignore[arg-type]
            while len(self._headings) > _KEPT:
                gone, _ = self._headings.popitem(last=False)
                for key in gone.photographs:
                    self._headed.pop(key, None)  # type: ignore[arg-type]
        return self._headings[visit]

    def _keep(self, keys: set[int]) -> None:
        """Read what is not known yet; what nobody looked at for long is forgotten."""
        missing = []
        for key in keys:
            if key in self._kept:
                self._kept.move_to_end(key)
            else:
                missing.append(key)
        for start in range(0, len(missing), _PAGE):
            for key, read in self._read(missing[start : start + _PAGE]).items():
                former = self._former.pop(key, None)
                unchanged = former is not None and _says_the_same(former, read)
                self._kept[key] = former if former is not None and unchanged else read
        while len(self._kept) > max(_KEPT, len(keys)):
            self._kept.popitem(last=False)


def _says_the_same(one: Photograph, other: Photograph) -> bool:
    # Identities are alike whatever is remarked on them; a row shows the remarks as well.
    return vars(one) == vars(other) and one.identity.remarks == other.identity.remarks


def _last(kept: OrderedDict[_Key, _Value]) -> dict[_Key, _Value]:
    """Return some screenfuls of what was looked at last."""
    return dict(islice(reversed(kept.items()), _FORMER))


def _accessible(photograph: Photograph) -> str:
    parts = (
        photograph.row.name,
        photograph.eye,
        summary(photograph),
        verdict_words(photograph.row),
    )
    return ", ".join(part for part in parts if part)


#: By role: the text of a photograph.
_TEXTS: dict[int, Callable[[Photograph], str]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda photograph: short(photograph.row.name),
    int(Qt.ItemDataRole.ToolTipRole): lambda photograph: tip(tip_text(photograph)),
    int(Qt.ItemDataRole.AccessibleTextRole): _accessible,
}

_ROLES = frozenset({*_TEXTS, ENTRY_ROLE, OPEN_ROLE})
