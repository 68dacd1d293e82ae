"""Choosing how the names of files tell patient, eye and date, with what it makes of some names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.errors import PatternError
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.widgets.basic import label
from fundusviewer.screening import PRESETS, Identity, name_pattern
from fundusviewer.screening.names import AUTOMATIC

#: Shown where the list is empty.
_EXAMPLES = ("Patient004_L.jpg", "10003_left.jpg", "IDRiD_050.jpg", "Ng 2026-03-14 OD.jpg")


class PatternEditor(QWidget):
    """Presets, a pattern of one's own, and what it makes of some names.

    Parameters
    ----------
    pattern
        The one that is used now.
    paths
        Names to try it on; examples where there are none.

    Signals
    -------
    edited(bool)
        There is another text, and whether it is a pattern.
    """

    edited = Signal(bool)

    def __init__(self, pattern: str, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths = list(paths) or [Path(name) for name in _EXAMPLES]
        self.pattern = QComboBox()
        self.pattern.setEditable(True)
        self.pattern.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.pattern.setAccessibleName(self.tr("Pattern"))
        self.pattern.addItems([AUTOMATIC, *PRESETS, "{patient}_{eye}", "{patient}/{date}_{eye}*"])
        self.pattern.setCurrentText(pattern)
        self.problem = label(name="problem")
        self.table = QTableWidget(len(self._paths), 4)
        self._set_up_table()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(
            label(
                self.tr(
                    "“auto” tries all common ways. A pattern of your own is written with "
                    "{patient}, {eye} and {date}; * stands for anything, and / for a folder."
                )
            )
        )
        for widget in (self.pattern, self.problem, self.table):
            layout.addWidget(widget)
        self.pattern.editTextChanged.connect(lambda _: self._show())
        self._show()

    @property
    def text(self) -> str:
        """The pattern."""
        return self.pattern.currentText().strip()

    @property
    def is_pattern(self) -> bool:
        """Whether the text is one."""
        return not self.problem.text()

    def _set_up_table(self) -> None:
        self.table.setHorizontalHeaderLabels(
            [self.tr("File"), self.tr("Patient"), self.tr("Eye"), self.tr("Date")]
        )
        self.table.setAccessibleName(self.tr("How the pattern reads some file names"))
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        # The next field, not the next cell.
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for wide in (0, 1):
            header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)

    def _show(self) -> None:
        problem = ""
        identities = [Identity()] * len(self._paths)
        try:
            pattern = name_pattern(self.text)
            identities = [pattern.identify(path) for path in self._paths]
        except PatternError as error:
            problem = translate_message(str(error))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        for row, (path, one) in enumerate(zip(self._paths, identities, strict=True)):
            texts = (
                path.name,
                one.patient or self.tr("not known"),
                one.eye.value if one.eye else self.tr("not known"),
                one.date.isoformat() if one.date else "",
            )
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(short(text)))
        self.edited.emit(not problem)
