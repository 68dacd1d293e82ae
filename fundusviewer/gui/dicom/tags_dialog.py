"""All that a DICOM file says, with a field to search in it."""

from __future__ import annotations

import datetime as dt
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
    QGridLayout,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.text.formatting import day, number
from fundusviewer.gui.text.outside import plain, tip, title_text
from fundusviewer.gui.widgets.basic import PlainLabel, label
from fundusviewer.imaging import DicomSource, DicomTag, Laterality


class TagDialog(QDialog):
    """Names and values of a file's elements; what is typed is looked for in all columns."""

    def __init__(
        self,
        title: str,
        source: DicomSource,
        tags: Sequence[DicomTag],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title_text(self.tr("DICOM tags: {name}").format(name=title)))
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
        layout.addWidget(self._facts(source))
        for widget in (self.search, self.table, self.count, buttons):
            layout.addWidget(widget)
        self.resize(900, 760)
        self._filter("")
        self.search.setFocus()

    def _facts(self, source: DicomSource) -> QWidget:
        """Return what matters in plain words, in two columns."""
        facts = QWidget()
        grid = QGridLayout(facts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        rows = self._fact_rows(source)
        half = -(-len(rows) // 2)
        for place, (name, text) in enumerate(rows):
            column, row = 2 * (place // half), place % half
            caption = PlainLabel(name)
            caption.setObjectName("muted")
            grid.addWidget(caption, row, column)
            grid.addWidget(label(text or self.tr("not stated")), row, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return facts

    def _fact_rows(self, source: DicomSource) -> list[tuple[str, str]]:
        spacing, field = source.pixel_spacing, source.field_of_view
        pupil = {True: self.tr("dilated"), False: self.tr("not dilated"), None: ""}
        eyes = {Laterality.OD: self.tr("right (OD)"), Laterality.OS: self.tr("left (OS)"), None: ""}
        size = (
            ""
            if spacing is None
            else f"{number(spacing[1] * 1000, 1)} × {number(spacing[0] * 1000, 1)} µm"
        )
        return [
            (self.tr("Patient"), " · ".join(filter(None, _patient(source)))),
            (self.tr("Born, sex"), " · ".join(filter(None, _birth(source)))),
            (self.tr("Eye"), eyes[source.laterality]),
            (self.tr("Taken"), _moment(source.acquired or source.study_date)),
            (self.tr("Camera"), source.camera),
            (self.tr("Field of view"), "" if field is None else f"{field:g}°"),
            (self.tr("Pupil"), pupil[source.pupil_dilated]),
            (self.tr("One pixel on the retina"), size),
        ]

    def _model(self, tags: Sequence[DicomTag]) -> QStandardItemModel:
        model = QStandardItemModel(len(tags), 3, self)
        model.setHorizontalHeaderLabels([self.tr("Name"), self.tr("Value"), self.tr("Position")])
        for row, tag in enumerate(tags):
            name = tag.name or self.tr("private (manufacturer)")
            texts = ("    " * tag.depth + name, tag.value, tag.place)
            for column, text in enumerate(texts):
                item = QStandardItem(plain(text))
                item.setToolTip(tip(text))
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
            self.tr("{shown} of {total} lines. They identify the patient.").format(
                shown=shown, total=total
            )
        )

    def _copy(self) -> None:
        lines = [
            "\t".join(str(index.siblingAtColumn(column).data()).strip() for column in (0, 1))
            for index in self.table.selectionModel().selectedRows()
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))


def _patient(source: DicomSource) -> tuple[str, str]:
    return source.patient_name.replace("^", " ").strip(), source.patient_id


def _birth(source: DicomSource) -> tuple[str, str]:
    born = source.patient_birth_date
    day = f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 and born.isdigit() else born
    return day, source.patient_sex


def _moment(moment: dt.date | None) -> str:
    if isinstance(moment, dt.datetime):
        return f"{day(moment)} {moment:%H:%M}"
    return "" if moment is None else day(moment)
