"""Sets up the readers of a database, their roles, and what goes to a second reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.grading import DEFAULT_SHARE, Role
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.text.roles import role_label
from fundusviewer.gui.widgets.basic import label
from fundusviewer.screening.readers import Programme, Reader


@dataclass(frozen=True)
class SetUp:
    """What is wanted.

    Attributes
    ----------
    readers
        Names with their roles; without a role: deleted.
    programme
        Whether there is one, and its share and seed.
    share, seed
        Of the programme.
    """

    readers: dict[str, frozenset[Role]]
    programme: bool
    share: float
    seed: int


class ReadersDialog(QDialog):
    """A table of readers and roles; an empty line for the next one."""

    def __init__(
        self,
        readers: Sequence[Reader],
        programme: Programme | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Readers"))
        self._names: list[str] = []
        self.on = QCheckBox(self.tr("Photographs are read by first reader, second and &arbiter"))
        self.on.setChecked(programme is not None or not any(one.is_active for one in readers))
        self.table = QTableWidget(0, 1 + len(Role))
        self.table.setAccessibleName(self.tr("Readers and their roles"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("Name"), *(role_label(role) for role in Role)]
        )
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for reader in readers:
            self._add(reader.name, reader.roles if reader.is_active else frozenset())
        self._add("", frozenset())
        self.table.itemChanged.connect(self._keep_a_line)
        self.share, self.seed = QSpinBox(), QSpinBox()
        self.share.setRange(0, 100)
        self.share.setSuffix("\N{NO-BREAK SPACE}%")
        self.share.setValue(round(100 * (programme.share if programme else DEFAULT_SHARE)))
        self.seed.setRange(0, 2**31 - 1)
        self.seed.setValue(programme.seed if programme else 1)
        self._lay_out()

    def wanted(self) -> SetUp:
        """Return what is set up."""
        readers = {}
        for row in range(self.table.rowCount()):
            cells = [self.table.item(row, column) for column in range(1 + len(Role))]
            new = cells[0].text().strip() if cells[0] is not None else ""
            # A name that is there stands as it can be shown, and counts as it is.
            name = self._names[row] or new
            roles = frozenset(
                role
                for role, cell in zip(Role, cells[1:], strict=True)
                if cell is not None and cell.checkState() is Qt.CheckState.Checked
            )
            if name:
                readers[name] = roles
        return SetUp(readers, self.on.isChecked(), self.share.value() / 100, self.seed.value())

    def _add(self, name: str, roles: frozenset[Role]) -> None:
        row = self.table.rowCount()
        self._names.append(name)
        self.table.insertRow(row)
        item = QTableWidgetItem(short(name))
        if name:
            # Answers stand under this name.
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        self.table.setItem(row, 0, item)
        for column, role in enumerate(Role, start=1):
            box = QTableWidgetItem()
            box.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            on = Qt.CheckState.Checked if role in roles else Qt.CheckState.Unchecked
            box.setCheckState(on)
            self.table.setItem(row, column, box)

    def _keep_a_line(self) -> None:
        last = self.table.item(self.table.rowCount() - 1, 0)
        if last is not None and last.text().strip():
            self._add("", frozenset())

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.tr("&Share of readings without referral that are read twice"), self.share)
        form.addRow(self.tr("S&eed that chooses them"), self.seed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(14)
        layout.addWidget(self.on)
        layout.addWidget(self.table, 1)
        layout.addLayout(form)
        layout.addWidget(
            label(
                self.tr(
                    "Who has no role is deleted as a reader: open cases go back to their queues, "
                    "answers stay. Referrals and ungradable photographs are always read twice."
                ),
                name="muted",
            )
        )
        layout.addWidget(buttons)
        self.resize(680, 460)
