"""All that a DICOM file says, with a field to search in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QShortcut,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.widgets import label
from fundusviewer.imaging import DicomTag


class TagDialog(QDialog):
    """Names and values of a file's elements; what is typed is looked for in all columns."""

    def __init__(self, title: str, tags: Sequence[DicomTag], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What the DICOM file says: {name}").format(name=title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search names and values"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search"))
        self.count = label(name="muted")
        self.rows = QSortFilterProxyModel(self)
        self.rows.setSourceModel(self._model(tags))
        self.rows.setFilterKeyColumn(-1)
        self.rows.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.table = self._table()
        self.search.textChanged.connect(self._filter)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        for widget in (self.search, self.table, self.count, buttons):
            layout.addWidget(widget)
        self.resize(860, 620)
        self._filter("")
        self.search.setFocus()

    def _model(self, tags: Sequence[DicomTag]) -> QStandardItemModel:
        model = QStandardItemModel(len(tags), 3, self)
        model.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Value"), self.tr("Place")])
        for row, tag in enumerate(tags):
            name = tag.name or self.tr("of the maker alone")
            texts = ("    " * tag.depth + name, tag.value, tag.place)
            for column, text in enumerate(texts):
                item = QStandardItem(text)
                item.setToolTip(text)
                model.setItem(row, column, item)
        return model

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.rows)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setAccessibleName(self.tr("Names and values"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.setColumnWidth(0, 320)
        table.setColumnWidth(1, 340)
        table.horizontalHeader().setStretchLastSection(True)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
        copying.setContext(Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self._copy)
        return table

    def _filter(self, text: str) -> None:
        self.rows.setFilterFixedString(text.strip())
        shown, total = self.rows.rowCount(), self.rows.sourceModel().rowCount()
        self.count.setText(
            self.tr("{shown} of {total} lines. They name the patient.").format(
                shown=shown, total=total
            )
        )

    def _copy(self) -> None:
        lines = [
            "\t".join(str(index.siblingAtColumn(column).data()).strip() for column in (0, 1))
            for index in self.table.selectionModel().selectedRows()
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))
