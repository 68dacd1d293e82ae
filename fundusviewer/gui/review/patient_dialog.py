"""The page of a patient: both eyes over all visits, doctor's and network's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.grading import Decision
from fundusviewer.grading.schemes import result_of
from fundusviewer.gui.review.form.form_words import plan_words
from fundusviewer.gui.review.time_line import TimeLine
from fundusviewer.gui.state.photograph import decision_words, grade_word
from fundusviewer.gui.text.formatting import day
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import plain, short
from fundusviewer.gui.widgets.basic import label
from fundusviewer.gui.widgets.dialog_foot import dialog_foot
from fundusviewer.imaging import Laterality
from fundusviewer.screening import Row
from fundusviewer.screening.course import EyeAtVisit, VisitOfCourse
from fundusviewer.screening.stored_anatomy import stored_lesions, stored_macular_oedema

translate = QCoreApplication.translate

#: Columns that only a model that grades has something for: doctor, network, lesions, plan.
_OF_GRADES = (3, 4, 5, 6)


class PatientDialog(QDialog):
    """A time line and a table of visits; Enter on a line shows its photograph.

    Signals
    -------
    chosen(Path)
        A photograph is to be shown.
    """

    chosen = Signal(object)

    def __init__(
        self, patient: str, visits: Sequence[VisitOfCourse], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Patient"))
        lines = [
            (visit, visit.eye(eye), eye)
            for visit in reversed(visits)
            for eye in (*Laterality, None)
            if visit.eye(eye) is not None or eye in visit.missing
        ]
        self._rows = [None if eye is None else eye.row for _, eye, _ in lines]
        names = (
            self.tr("Visit"),
            self.tr("Eye"),
            self.tr("Result"),
            self.tr("Doctor"),
            self.tr("Network"),
            self.tr("Lesions and macula"),
            self.tr("Plan"),
        )
        self.table = QTableWidget(len(lines), len(names))
        self.table.setAccessibleName(self.tr("Visits of {patient}").format(patient=short(patient)))
        self.table.setHorizontalHeaderLabels(names)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(True)
        for number, (visit, eye, side) in enumerate(lines):
            for column, text in enumerate(_cells(visit, eye, side)):
                self.table.setItem(number, column, QTableWidgetItem(plain(text)))
        # What a model of other classes says is no grade: there are no columns and lines of grades.
        graded = not any(row is not None and row.is_of_other_classes for row in self._rows) or any(
            row is not None and row.decision is not None for row in self._rows
        )
        for column in _OF_GRADES:
            self.table.setColumnHidden(column, not graded)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.resizeRowsToContents()
        self.table.activated.connect(lambda index: self._choose(index.row()))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(patient, size=1.3, bold=True))
        if graded and any(visit.date is not None for visit in visits):
            layout.addWidget(TimeLine(visits))
            legend = self.tr(
                "Grades 0–4. Circle and line: the doctor's. Square, dashed: the network's."
            )
            layout.addWidget(label(legend, name="muted"))
        layout.addWidget(self.table, 1)
        if graded and any(row is not None and stored_lesions(row) for row in self._rows):
            kinds = self.tr(
                "Marked by a second network: MA microaneurysms, HE haemorrhages, EX hard "
                "exudates, SE cotton-wool spots."
            )
            layout.addWidget(label(kinds, name="muted"))
        layout.addLayout(dialog_foot(buttons))
        room = self.size() if parent is None else parent.window().size()
        self.resize(min(980, max(560, room.width() - 40)), min(600, max(400, room.height() - 40)))
        # The latest photograph: Enter shows it.
        self.table.selectRow(next((n for n, row in enumerate(self._rows) if row is not None), 0))
        self.table.setFocus()

    def _choose(self, number: int) -> None:
        row = self._rows[number]
        if row is not None:
            self.chosen.emit(row.path)
            self.accept()


def _cells(visit: VisitOfCourse, eye: EyeAtVisit | None, side: Laterality | None) -> list[str]:
    date = translate("PatientDialog", "no date") if visit.date is None else day(visit.date)
    name = translate("PatientDialog", "not known") if side is None else side.value
    if eye is None:
        return [date, name, translate("PatientDialog", "no photograph"), "", "", "", ""]
    row = eye.row
    if row.decision is None and row.is_of_other_classes:
        labels = row.labels or [row.found.label or ""]
        result = "; ".join(map(translate_message, labels))
    elif row.decision is None:
        result = translate("PatientDialog", "to be graded, or not examined")
    else:
        result = decision_words(row.decision).headline
    if eye.incomplete:
        result = f"{result} ({translate('Decision', 'set incomplete')})"
    return [date, name, result, _doctors(row), _networks(row), _seen(row), _plan(row)]


def _doctors(row: Row) -> str:
    if row.review_ungradable:
        return decision_words(Decision.UNGRADABLE).headline
    grade = "" if row.review_grade is None else grade_word(row.review_grade)
    return " · ".join(part for part in (grade, row.form_grade) if part)


def _networks(row: Row) -> str:
    answer = row.answer
    if answer.grade is not None:
        return grade_word(answer.grade)
    return "" if answer.decision is None else decision_words(answer.decision).headline


def _seen(row: Row) -> str:
    lesions, oedema = stored_lesions(row), stored_macular_oedema(row)
    parts = [f"{kind} {marks.count}" for kind, marks in (lesions or {}).items()]
    if oedema is not None and oedema.risk is not None:
        parts.append(translate("PatientDialog", "oedema risk {risk}").format(risk=oedema.risk))
    return " · ".join(parts)


def _plan(row: Row) -> str:
    form = row.form
    if form is None or not form.finished:
        return ""
    own = form.plan is not None or form.months is not None
    return plan_words(result_of(form, row.review_grade), own=own)
