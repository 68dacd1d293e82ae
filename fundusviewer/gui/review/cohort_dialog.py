"""Who of a cohort is open, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.state.photograph import decision_words
from fundusviewer.gui.text.formatting import day
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import plain
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP
from fundusviewer.gui.widgets.basic import label
from fundusviewer.gui.widgets.dialog_foot import dialog_foot
from fundusviewer.screening.failsafe.audit import Audit, Case, Gap

_GAPS = {
    Gap.NO_PHOTOGRAPH: QT_TRANSLATE_NOOP("Cohort", "no photograph"),
    Gap.INCOMPLETE: QT_TRANSLATE_NOOP("Cohort", "not both eyes"),
    Gap.NO_FINAL_GRADE: QT_TRANSLATE_NOOP("Cohort", "no final grade"),
    Gap.NO_REPORT: QT_TRANSLATE_NOOP("Cohort", "no report"),
}


class CohortDialog(QDialog):
    """A line for each person, those who are open first shown alone.

    Signals
    -------
    saving()
        The table is to be written to a file.
    """

    saving = Signal()

    def __init__(self, name: str, audit: Audit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Cohort"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._audit = audit
        self.figures = label(self._figures())
        self.everybody = QCheckBox(self.tr("Show also those who are &done with"))
        self.table = QTableWidget(0, 6)
        self.table.setAccessibleName(self.tr("People of the list"))
        self.table.setHorizontalHeaderLabels(
            [
                self.tr("Patient"),
                self.tr("Due"),
                self.tr("Photographs"),
                self.tr("Decision"),
                self.tr("Missing"),
                self.tr("Remarks"),
            ]
        )
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        save = buttons.addButton(self.tr("&Save…"), QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self.saving)
        buttons.rejected.connect(self.reject)
        self.everybody.toggled.connect(self._fill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(name, size=1.3, bold=True))
        layout.addWidget(self.figures)
        layout.addWidget(self.everybody)
        layout.addWidget(self.table, 1)
        layout.addLayout(dialog_foot(buttons))
        self.resize(860, 560)
        self._fill()

    def _figures(self) -> str:
        audit, translate = self._audit, QCoreApplication.translate
        lines = [
            self.tr("{count} people, {open} open").format(
                count=len(audit.cases), open=len(audit.open)
            )
        ]
        counts = [
            f"{translate('Cohort', words)}: {audit.count(gap)}"
            for gap, words in _GAPS.items()
            if audit.count(gap)
        ]
        if counts:
            lines.append(" \N{MIDDLE DOT} ".join(counts))
        if audit.others:
            lines.append(
                self.tr("Patients of the database who are not on the list: {count}").format(
                    count=audit.others
                )
            )
        if audit.nobodys:
            lines.append(
                self.tr(
                    "Photographs that tell no patient, and may be anybody's of the list: {count}"
                ).format(count=audit.nobodys)
            )
        return "\n".join(lines)

    def _fill(self) -> None:
        shown = [one for one in self._audit.cases if one.is_open or self.everybody.isChecked()]
        self.table.setRowCount(len(shown))
        for row, case in enumerate(shown):
            for column, text in enumerate(self._texts(case)):
                self.table.setItem(row, column, QTableWidgetItem(plain(text)))

    def _texts(self, case: Case) -> tuple[str, ...]:
        person, translate = case.person, QCoreApplication.translate
        eyes = " ".join(eye.value for eye in case.eyes)
        missing = ", ".join(translate("Cohort", _GAPS[gap]) for gap in case.gaps)
        return (
            person.patient,
            "" if person.due is None else day(person.due),
            f"{case.photographs} {eyes}".strip(),
            "" if case.decision is None else decision_words(case.decision).headline,
            missing or (self.tr("due later") if case.not_yet else "\N{CHECK MARK}"),
            " ".join(translate_message(one) for one in case.remarks),
        )
