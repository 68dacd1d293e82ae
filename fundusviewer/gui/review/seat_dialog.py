"""Asks who reads, in which role."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.grading import Role
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.text.roles import role_label
from fundusviewer.gui.widgets.basic import label
from fundusviewer.screening.readers import Reader, Seat


class SeatDialog(QDialog):
    """A list of readers with their roles, one of which is chosen."""

    def __init__(
        self, readers: Sequence[Reader], current: Seat | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Who reads?"))
        self.seats = QListWidget()
        self.seats.setAccessibleName(self.tr("Readers and their roles"))
        self._seats: list[Seat] = []
        for reader in readers:
            for role in Role:
                if reader.is_active and role in reader.roles:
                    self._add(reader.seat(role), current)
        remark = label(
            self.tr(
                "Everything that you say of photographs is stored under this name and role. Other "
                "readers' answers are shown to arbiters and administrators only."
            ),
            name="muted",
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.seats.itemDoubleClicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(14)
        layout.addWidget(self.seats, 1)
        layout.addWidget(remark)
        layout.addWidget(buttons)
        self.resize(460, 380)
        self.seats.setFocus()

    @property
    def chosen(self) -> Seat | None:
        """Who reads; ``None`` where nobody is chosen."""
        row = self.seats.currentRow()
        return self._seats[row] if row >= 0 else None

    def _add(self, seat: Seat, current: Seat | None) -> None:
        words = f"{short(seat.name)} \N{MIDDLE DOT} {role_label(seat.role)}"
        self.seats.addItem(QListWidgetItem(words))
        self._seats.append(seat)
        if seat == current:
            self.seats.setCurrentRow(self.seats.count() - 1)
