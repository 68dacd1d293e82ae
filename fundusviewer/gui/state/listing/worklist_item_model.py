"""The worklist as a Qt model: knows all keys, and the photographs of those that are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fundusviewer.gui.state.photograph import (
    Photograph,
    heading_summary,
    heading_title,
    summary,
    tip_text,
    verdict_words,
)
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.screening import Heading

#: Role under which the delegate finds the :class:`Photograph` or :class:`Heading`.
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex

#: Photographs that are read together, and that are kept.
_PAGE, _KEPT = 64, 4096

_NO_FLAGS = Qt.ItemFlag.NoItemFlags


class WorklistModel(QAbstractListModel):
    """One row for each photograph and for each patient's heading.

    Parameters
    ----------
    read
        Returns photographs by their keys.
    """

    def __init__(
        self,
        read: Callable[[Iterable[int]], dict[int, Photograph]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._entries: list[int | Heading] = []
        self._rows: dict[int, int] = {}
        self._kept: OrderedDict[int, Photograph] = OrderedDict()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that photographs can be chosen and headings cannot."""
        if not index.isValid() or isinstance(self._entries[index.row()], Heading):
            return _NO_FLAGS
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what the row shows."""
        if not index.isValid():
            return None
        entry = self.at(index.row())
        if role == ENTRY_ROLE:
            return entry
        texts = _TEXTS.get(role)
        return None if texts is None else texts[isinstance(entry, Heading)](entry)

    def at(self, row: int) -> Photograph | Heading:
        """Return what stands in a row."""
        entry = self._entries[row]
        return entry if isinstance(entry, Heading) else self._photograph(entry, row)

    def key_at(self, row: int) -> int | None:
        """Return the key of the photograph in a row; ``None`` for a heading."""
        entry = self._entries[row]
        return None if isinstance(entry, Heading) else entry

    def key_at_index(self, index: QModelIndex) -> int | None:
        """Return the key of the photograph of an index; ``None`` where it is none."""
        return self.key_at(index.row()) if index.isValid() else None

    def row_of(self, key: int | None) -> int | None:
        """Return the row of a photograph; ``None`` where it is not in the list."""
        return None if key is None else self._rows.get(key)

    @property
    def entries(self) -> list[int | Heading]:
        """Keys and headings, in their order."""
        return self._entries

    @property
    def keys(self) -> list[int]:
        """The photographs, in their order."""
        return list(self._rows)

    def photographs(self, keys: Iterable[int]) -> list[Photograph]:
        """Return some photographs; for as many as a person selects."""
        wanted = list(keys)
        found: dict[int, Photograph] = {}
        for start in range(0, len(wanted), _PAGE):
            found.update(self._read(wanted[start : start + _PAGE]))
        return [found[key] for key in wanted]

    def show(self, entries: list[int | Heading], places: dict[int, int]) -> None:
        """Show another list. Views lose what is selected.

        Parameters
        ----------
        entries
            Keys and headings; not changed afterwards.
        places
            See :func:`places_of`.
        """
        self.beginResetModel()
        self._entries, self._rows = entries, places
        self.endResetModel()

    def settle(self, keys: Mapping[int, int]) -> None:
        """Know photographs by other keys, in their places; :meth:`refresh` shows them."""
        entries = list(self._entries)
        for before, after in keys.items():
            row = self._rows.get(before)
            # The same photograph cannot stand in two rows: a new list is on its way.
            if row is not None and after not in self._rows:
                entries[row] = after
        self._entries, self._rows = entries, places_of(entries)

    def refresh(self, keys: set[int] | None) -> None:
        """Read photographs anew when they are looked at; ``None`` for all."""
        if keys is None:
            self._kept.clear()
        else:
            for key in keys:
                self._kept.pop(key, None)
        rows = [row for key in (keys or ()) if (row := self._rows.get(key)) is not None]
        first, last = (0, len(self._entries) - 1) if keys is None else _span(rows)
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first), self.index(last))

    def _photograph(self, key: int, row: int) -> Photograph:
        if key not in self._kept:
            start = max(0, row - _PAGE // 4)
            page = (
                other
                for other in self._entries[start : start + _PAGE]
                if isinstance(other, int) and other not in self._kept
            )
            self._kept.update(self._read(page))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[key]


def places_of(entries: Iterable[int | Heading]) -> dict[int, int]:
    """Return the rows of the photographs of a list, by their keys."""
    return {entry: row for row, entry in enumerate(entries) if isinstance(entry, int)}


def _span(rows: list[int]) -> tuple[int, int]:
    return (min(rows), max(rows)) if rows else (0, -1)


def _accessible(photograph: Photograph) -> str:
    parts = (
        photograph.row.name,
        photograph.eye,
        summary(photograph),
        verdict_words(photograph.row),
    )
    return ", ".join(part for part in parts if part)


def _heading_text(heading: Heading) -> str:
    return f"{heading_title(heading)}, {heading_summary(heading)[1]}"


#: By role: the text of a photograph, and that of a heading.
_TEXTS: dict[int, tuple[Callable[[Any], str], Callable[[Any], str]]] = {
    int(Qt.ItemDataRole.DisplayRole): (
        lambda photograph: short(photograph.row.name),
        heading_title,
    ),
    int(Qt.ItemDataRole.ToolTipRole): (
        lambda photograph: tip(tip_text(photograph)),
        lambda heading: tip(_heading_text(heading)),
    ),
    int(Qt.ItemDataRole.AccessibleTextRole): (_accessible, _heading_text),
}
