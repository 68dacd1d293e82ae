"""What first and second reader say, side by side, for whoever decides between them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fundusviewer.grading import GRADE_NAMES, Verdict
from fundusviewer.gui.text.formatting import moment
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.widgets.basic import label
from fundusviewer.screening import Row


class ReaderAnswers(QWidget):
    """Two columns; hidden where there is nothing that may be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.second = label(), label()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for column in (self.first, self.second):
            layout.addWidget(column, 1, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_row(self, row: Row | None) -> None:
        """Show both answers to a photograph."""
        read = None if row is None or not row.programme else row.readings
        self.setVisible(read is not None and (read.first or read.second) is not None)
        if read is None:
            return
        self.first.setText(
            self._words(
                self.tr("First reader"), read.first, read.first_by, read.first_at, read.first_note
            )
        )
        self.second.setText(
            self._words(
                *(self.tr("Second reader"), read.second, read.second_by, read.second_at),
                read.second_note,
            )
        )

    def _words(
        self, name: str, verdict: Verdict | None, by: str | None, at: str | None, note: str | None
    ) -> str:
        if verdict is None:
            return f"{name}\n\N{EN DASH}"
        grade = (
            self.tr("Ungradable")
            if verdict.grade is None
            else f"{verdict.grade}: {translate_message(GRADE_NAMES[verdict.grade])}"
        )
        who = f"{by}, {moment(at)}" if by and at else ""
        return "\n".join(part for part in (name, grade, who, note or "") if part)
