"""The list of photographs, and the progress of the run below it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.theme import Theme
from fundusviewer.gui.widgets import label
from fundusviewer.gui.worklist_delegate import WorklistDelegate
from fundusviewer.gui.worklist_model import WorklistModel


class WorklistPanel(QWidget):
    """Shows the worklist.

    Signals
    -------
    current_changed(Path | None)
        Another photograph was chosen.
    cancelled()
        The run is to stop.
    """

    current_changed = Signal(object)
    cancelled = Signal()

    def __init__(self, model: WorklistModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(260)
        self.heading = label(name="heading")
        self.heading.setContentsMargins(14, 12, 14, 8)
        self.list = QListView()
        self.list.setModel(model)
        self.list.setItemDelegate(WorklistDelegate(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Photographs"))
        self.list.selectionModel().currentChanged.connect(self._tell)
        theme.changed.connect(self.list.viewport().update)
        self.progress = _ProgressStrip()
        self.progress.cancel.clicked.connect(self.cancelled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.heading)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.progress)
        model.rowsInserted.connect(self._count)
        model.modelReset.connect(self._count)
        self._count()

    @property
    def current(self) -> Path | None:
        """The photograph that is chosen."""
        index = self.list.currentIndex()
        return self._model.at(index.row()).path if index.isValid() else None

    def choose(self, path: Path) -> None:
        """Choose a photograph."""
        row = self._model.row_of(path)
        if row is not None:
            self._choose_row(row)

    def step(self, rows: int) -> None:
        """Choose the photograph so many rows further down."""
        count = self._model.rowCount()
        if count:
            self._choose_row(min(count - 1, max(0, self.list.currentIndex().row() + rows)))

    def _choose_row(self, row: int) -> None:
        index = self._model.index(row)
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.list.scrollTo(index)

    def _tell(self, current: QModelIndex) -> None:
        self.current_changed.emit(self._model.at(current.row()).path if current.isValid() else None)

    def _count(self) -> None:
        count = self._model.rowCount()
        self.heading.setText(self.tr("Photographs: {count}").format(count=count))
        if count == 0:
            self.current_changed.emit(None)


class _ProgressStrip(QWidget):
    """How far the run is; hidden where fewer than two photographs run."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.text = QLabel()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop after the photograph in hand (Esc)"))
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(8)
        layout.addWidget(self.bar)
        layout.addLayout(row)
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        """Show how many of how many are done."""
        self.setVisible(total > 1)
        self.bar.setMaximum(max(1, total))
        self.bar.setValue(done)
        self.text.setText(self.tr("{done} of {total}").format(done=done, total=total))
