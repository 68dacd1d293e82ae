"""How the model does on the clinic's own reviews, and operating points fitted to them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.text.formatting import percent
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.operating_points import operating_point_label
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.gui.widgets.basic import label
from fundusviewer.gui.widgets.dialog_foot import dialog_foot
from fundusviewer.inference import Interval, ModelCard
from fundusviewer.training.clinic.figures import PointFigures
from fundusviewer.training.clinic.proposal import Fit
from fundusviewer.training.clinic.words import bias, left_out, too_few


class ClinicDialog(QDialog):
    """Figures now and after fitting; a copy of the model is written only when asked for.

    Parameters
    ----------
    card
        Of the model in use.
    former
        Title of the model that this one is a copy of, where that is at hand; ``None`` otherwise.

    Signals
    -------
    write_wanted(str)
        A copy of this name is to be written and used.
    former_wanted()
        The former model is to be used again.
    """

    write_wanted = Signal(str)
    former_wanted = Signal()

    def __init__(
        self, card: ModelCard, former: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Fit to this clinic"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.state = label(self.tr("Reading your reviews…"))
        self.remarks = label(name="muted")
        self.table = QTableWidget()
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setAccessibleName(self.tr("Name of the copy"))
        self.write = QPushButton(self.tr("&Write a copy and use it"))
        self.former = QPushButton(self.tr("Use the &former model again"))
        self.former.setToolTip(tip(former or ""))
        self._has_former = former is not None
        self.problem = label(name="problem")
        self._lay_out(card)
        self.write.clicked.connect(self._write)
        self.former.clicked.connect(self.former_wanted)
        self._allow(False)

    def show_fit(self, fit: Fit, name: str) -> None:
        """Show what was found.

        Parameters
        ----------
        fit
            Figures, or what is missing for them.
        name
            What a copy would be called.
        """
        missing = too_few(fit)
        self.state.setText(
            translate_message(missing)
            or self.tr("%n photographs that you and this model have graded", "", len(fit.used))
        )
        said = [] if missing else [bias(fit)]
        self.remarks.setText("\n".join(translate_message(one) for one in [*said, *left_out(fit)]))
        self.remarks.setVisible(bool(self.remarks.text()))
        self.name.setText(name)
        self._fill(fit)
        self._allow(bool(fit.after))

    def tell(self, problem: str) -> None:
        """Say why a copy could not be written."""
        self.problem.setText(translate_message(problem))
        self.problem.show()
        self.write.setEnabled(True)

    def _lay_out(self, card: ModelCard) -> None:
        self.table.setAccessibleName(self.tr("Operating points now and after fitting"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.problem.hide()
        self.remarks.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.former, QDialogButtonBox.ButtonRole.ActionRole)
        # Not before: the box shows what is given to it.
        self.former.setVisible(self._has_former)
        buttons.rejected.connect(self.reject)
        for button in (self.write, self.former):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(label(self.tr("Name of the copy")))
        row.addWidget(self.name, 1)
        row.addWidget(self.write)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label(f"{short(card.title)}, {card.version}", size=1.3, bold=True))
        # The sentences stand together, whether there is a table between them or not.
        layout.addWidget(self.state)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.remarks)
        layout.addWidget(
            label(
                self.tr(
                    "Your grade is taken for the truth. In brackets: 95 % confidence intervals. "
                    "The network stays the same; only from which probability on is referred. "
                    "Photographs must be examined again with the copy."
                ),
                name="muted",
            )
        )
        layout.addStretch()
        layout.addLayout(row)
        layout.addWidget(self.problem)
        layout.addLayout(dialog_foot(buttons))
        self.resize(820, 520)

    def _fill(self, fit: Fit) -> None:
        names = [
            "",
            self.tr("Operating point"),
            self.tr("Refers from"),
            self.tr("Sensitivity"),
            self.tr("Specificity"),
        ]
        self.table.setColumnCount(len(names))
        self.table.setHorizontalHeaderLabels(names)
        rows = [
            *_rows(self.tr("Now"), fit.before),
            *_rows(self.tr("Fitted to this clinic"), fit.after),
        ]
        self.table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                self.table.setItem(place, column, QTableWidgetItem(text))
        self.table.setVisible(bool(rows))

    def _allow(self, allowed: bool) -> None:
        self.write.setEnabled(allowed)
        self.name.setEnabled(allowed)
        self.table.setVisible(allowed)

    def _write(self) -> None:
        self.problem.hide()
        self.write.setEnabled(False)
        self.write_wanted.emit(self.name.text().strip())


def _rows(when: str, points: Sequence[PointFigures]) -> list[tuple[str, ...]]:
    return [
        (
            when,
            operating_point_label(point.name),
            percent(point.threshold, 1),
            _interval(point.sensitivity),
            _interval(point.specificity),
        )
        for point in points
    ]


def _interval(value: Interval | None) -> str:
    if value is None:
        return "–"
    said = [percent(part, 1) for part in (value.value, value.low, value.high)]
    return "{} ({} – {})".format(*said)
