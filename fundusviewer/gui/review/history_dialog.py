"""The review history of a photograph: who entered what, and when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.text.formatting import moment
from fundusviewer.gui.text.outside import plain, short
from fundusviewer.gui.text.report_language import speech_of
from fundusviewer.gui.text.translation import chosen
from fundusviewer.gui.widgets.basic import label
from fundusviewer.reporting.history_words import change_words
from fundusviewer.screening import Change


class HistoryDialog(QDialog):
    """The history of one photograph; nothing in it can be changed."""

    def __init__(self, name: str, changes: Sequence[Change], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("History"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table = QTableWidget(len(changes), 3)
        self.table.setAccessibleName(self.tr("Review history of {name}").format(name=short(name)))
        self.table.setHorizontalHeaderLabels([self.tr("When"), self.tr("Who"), self.tr("What")])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        speech = speech_of(chosen())
        for row, change in enumerate(changes):
            texts = (moment(change.at), change.who, change_words(change, speech))
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(plain(text)))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.resizeRowsToContents()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(14)
        layout.addWidget(label(name, size=1.2, bold=True))
        if changes:
            layout.addWidget(self.table, 1)
        else:
            self.table.setParent(self)
            self.table.hide()
            layout.addWidget(label(self.tr("This photograph has no review history.")))
            layout.addStretch()
        layout.addWidget(buttons)
        self.resize(640, 380)
