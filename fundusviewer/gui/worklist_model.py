"""The photographs of the session as a Qt model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fundusviewer.gui.photograph import Photograph, Progress, summary

#: Role under which the delegate finds the :class:`Photograph`.
PHOTOGRAPH_ROLE = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex


class WorklistModel(QAbstractListModel):
    """One row for each photograph, no file twice."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Photograph] = []
        self._numbers: dict[Path, int] = {}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of photographs."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what the row shows."""
        if not index.isValid():
            return None
        photograph = self._rows[index.row()]
        if role == PHOTOGRAPH_ROLE:
            return photograph
        if role == Qt.ItemDataRole.DisplayRole:
            return photograph.path.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return photograph.reason or str(photograph.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (photograph.path.name, photograph.eye, summary(photograph), photograph.reason)
            return ", ".join(part for part in parts if part)
        return None

    def photographs(self) -> tuple[Photograph, ...]:
        """Return all rows."""
        return tuple(self._rows)

    def at(self, row: int) -> Photograph:
        """Return one row."""
        return self._rows[row]

    def row_of(self, path: Path) -> int | None:
        """Return the row of a file; ``None`` where it is not in the list."""
        return self._numbers.get(path)

    def add(self, paths: Iterable[Path]) -> list[Path]:
        """Append photographs and return those that were not in the list."""
        new = [path for path in dict.fromkeys(paths) if path not in self._numbers]
        if new:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
            self._numbers.update({path: first + offset for offset, path in enumerate(new)})
            self._rows.extend(Photograph(path) for path in new)
            self.endInsertRows()
        return new

    def put(self, photographs: Iterable[Photograph]) -> None:
        """Replace rows; one notice for all of them. Photographs not in the list are left out."""
        changed = []
        for photograph in photographs:
            row = self._numbers.get(photograph.path)
            if row is not None:
                self._rows[row] = photograph
                changed.append(row)
        if changed:
            self.dataChanged.emit(self.index(min(changed)), self.index(max(changed)))

    def reset_results(self, paths: Iterable[Path]) -> None:
        """Set rows back to waiting; their thumbnails stay."""
        self.put(
            replace(
                self._rows[self._numbers[path]], progress=Progress.WAITING, finding=None, reason=""
            )
            for path in paths
            if path in self._numbers
        )

    def clear(self) -> None:
        """Remove all photographs from the list (never from the disk)."""
        self.beginResetModel()
        self._rows.clear()
        self._numbers.clear()
        self.endResetModel()
