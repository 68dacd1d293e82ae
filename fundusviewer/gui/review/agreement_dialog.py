"""How far doctor and network agree, on a page of its own."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.text.formatting import number, percent
from fundusviewer.gui.widgets.basic import PlainLabel, label
from fundusviewer.gui.widgets.dialog_foot import dialog_foot
from fundusviewer.inference import Interval
from fundusviewer.screening import Agreement
from fundusviewer.screening.agreement import LEAST_FOR_KAPPA

translate = QCoreApplication.translate


class Comparison(StrEnum):
    """Who is compared with whom."""

    BLIND = "blind"
    PRESENT = "present"
    SECOND = "second"
    READERS = "readers"


class AgreementDialog(QDialog):
    """Kappa, matrix, sensitivity and specificity against the doctor.

    Signals
    -------
    wanted(Comparison)
        The figures are wanted of these.
    opened(list)
        The photographs of a cell are to be shown; their paths.
    saving()
        The page is to be written to a file.
    """

    wanted = Signal(object)
    opened = Signal(object)
    saving = Signal()

    def __init__(
        self, where: str, parent: QWidget | None = None, *, with_readers: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Agreement"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._where = where
        self._agreement: Agreement | None = None
        self.which = QComboBox()
        self.which.setAccessibleName(self.tr("Which verdicts"))
        self.which.addItem(
            self.tr("Verdicts given before the network's answer was shown"), Comparison.BLIND
        )
        self.which.addItem(self.tr("All verdicts as they are now"), Comparison.PRESENT)
        if with_readers:
            self.which.addItem(self.tr("Network and second reader"), Comparison.SECOND)
            self.which.addItem(self.tr("First and second reader"), Comparison.READERS)
        self.figures = label()
        self.remark = label(name="muted")
        self.matrix = QTableWidget()
        self._matrix_title = PlainLabel(self._title())
        #: In the place of the table where there are no figures.
        self._room = QWidget()
        self._room.hide()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._lay_out()
        self.which.activated.connect(lambda _: self._ask())
        self.matrix.cellActivated.connect(self._open)

    def show_agreement(self, agreement: Agreement) -> None:
        """Show the figures."""
        self._agreement = agreement
        self._matrix_title.setText(self._title())
        self.figures.setText("\n".join(self._lines(agreement)))
        for part in (self._matrix_title, self.matrix, self.remark):
            part.setVisible(agreement.count > 0)
        self._room.setVisible(agreement.count == 0)
        self._fill_matrix(agreement)
        self.remark.setText(self._remark())

    def choose(self, comparison: Comparison) -> None:
        """Compare others, as if somebody had chosen them."""
        self.which.setCurrentIndex(self.which.findData(comparison))
        self._ask()

    def text(self) -> str:
        """Return the page as text, the matrix with tabs: a spreadsheet takes it apart."""
        if self._agreement is None:
            return ""
        names = grade_names()
        lines = [
            self.tr("Agreement of doctor and network: {where}").format(where=self._where),
            self.which.currentText(),
            *self._lines(self._agreement),
            "",
            self._title(),
            "\t".join((self.tr("your grade \\ network"), *names)),
        ]
        for name, row in zip(names, self._agreement.matrix, strict=True):
            lines.append("\t".join((name, *map(str, row))))
        return "\n".join((*lines, "", self._remark()))

    @property
    def comparison(self) -> Comparison:
        """Who is compared."""
        return Comparison(self.which.currentData())

    def _title(self) -> str:
        if self.comparison is Comparison.READERS:
            return self.tr("Photographs: the first reader's grade in rows, the second's in columns")
        if self.comparison is Comparison.SECOND:
            return self.tr(
                "Photographs: the second reader's grade in rows, the network's in columns"
            )
        return self.tr("Photographs: your grade in rows, the network's in columns")

    def _lines(self, agreement: Agreement) -> list[str]:
        if not agreement.count:
            return [self._nothing()]
        lines = figure_lines(agreement)
        # Sensitivity is the network's against a reader, not one reader's against the other.
        return lines[:3] if self.comparison is Comparison.READERS else lines

    def _nothing(self) -> str:
        """Say what there is to do where nobody has graded."""
        if self.comparison is Comparison.BLIND:
            return self.tr(
                "No photograph was graded before the network's answer was shown. Review → Grade "
                "blind hides the answer until you have graded."
            )
        if self.comparison is Comparison.PRESENT:
            return self.tr("No photograph has been graded by you and by the network.")
        return self.tr("There is no photograph that both have graded.")

    def _open(self, row: int, column: int) -> None:
        paths = self._agreement and self._agreement.cells.get((row, column))
        if paths:
            self.opened.emit(list(paths))
            self.accept()

    def _lay_out(self) -> None:
        copy = self.buttons.addButton(self.tr("&Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        save = self.buttons.addButton(self.tr("&Save…"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        save.clicked.connect(self.saving)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(self.tr("Doctor and network"), size=1.3, bold=True))
        layout.addWidget(label(self._where, name="muted"))
        layout.addWidget(self.which)
        layout.addWidget(self.figures)
        layout.addWidget(self._matrix_title)
        layout.addWidget(self.matrix, 1)
        layout.addWidget(self._room, 1)
        layout.addWidget(self.remark)
        layout.addLayout(dialog_foot(self.buttons))
        self.matrix.setAccessibleName(self._matrix_title.text())
        self.matrix.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.resize(720, 600)

    def _fill_matrix(self, agreement: Agreement) -> None:
        names = grade_names()
        self.matrix.setRowCount(len(names))
        self.matrix.setColumnCount(len(names))
        self.matrix.setHorizontalHeaderLabels(names)
        self.matrix.setVerticalHeaderLabels(names)
        mode = QHeaderView.ResizeMode.Stretch
        self.matrix.horizontalHeader().setSectionResizeMode(mode)
        # The last name is longer than a number.
        contents = QHeaderView.ResizeMode.ResizeToContents
        self.matrix.horizontalHeader().setSectionResizeMode(len(names) - 1, contents)
        self.matrix.verticalHeader().setSectionResizeMode(mode)
        for row, counts in enumerate(agreement.matrix):
            for column, count in enumerate(counts):
                item = QTableWidgetItem(str(count))
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                if row == column:
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                self.matrix.setItem(row, column, item)

    def _remark(self) -> str:
        if self.comparison is Comparison.READERS:
            return self.tr(
                "Photographs that both have read. In brackets: 95 % confidence intervals. Enter "
                "or a double click on a number opens its photographs."
            )
        if self.comparison is Comparison.BLIND:
            return self.tr(
                "The first verdict on each photograph counts. In brackets: 95 % confidence "
                "intervals. Ungradable photographs are counted in the table but not in the "
                "figures."
            )
        return self.tr(
            "Graders who see the network's answer first tend to agree with it: these figures do "
            "not measure the network's performance. In brackets: 95 % confidence intervals. "
            "Ungradable photographs are counted in the table but not in the figures."
        )

    def _ask(self) -> None:
        self.wanted.emit(self.comparison)


def figure_lines(agreement: Agreement) -> list[str]:
    """Return the figures in words."""
    lines = [
        translate(
            "Agreement",
            "Photographs assessed by both: {count}. Graded by both: {graded}, patients: {patients}",
        ).format(count=agreement.count, graded=agreement.graded, patients=agreement.patients)
    ]
    figures = (
        (translate("Agreement", "Quadratic weighted kappa"), agreement.kappa, False),
        (translate("Agreement", "Same grade"), agreement.exact, True),
        (
            translate("Agreement", "Sensitivity for referable retinopathy (your grade 2 or more)"),
            agreement.sensitivity,
            True,
        ),
        (translate("Agreement", "Specificity"), agreement.specificity, True),
    )
    lines.extend(f"{name}: {_interval(value, share)}" for name, value, share in figures)
    if agreement.kappa is None:
        few = translate("Agreement", "too few: {count} of the {needed} photographs that it needs")
        said = few.format(count=agreement.graded, needed=LEAST_FOR_KAPPA)
        if agreement.graded >= LEAST_FOR_KAPPA:
            said = translate("Agreement", "cannot be told: all have the same grade")
        lines[1] = f"{figures[0][0]}: {said}"
    return lines


def grade_names() -> list[str]:
    """Return the names of rows and columns."""
    return [*map(str, range(5)), translate("Agreement", "ungradable")]


def _interval(value: Interval | None, share: bool) -> str:
    if value is None:
        return translate("Agreement", "too few photographs")
    if share:
        said = [percent(part, 1) for part in (value.value, value.low, value.high)]
    else:
        said = [number(part, 2) for part in (value.value, value.low, value.high)]
    return "{} ({} – {})".format(*said)
