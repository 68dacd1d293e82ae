"""Correcting whose photograph it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.widgets.basic import label
from fundusviewer.imaging import Laterality
from fundusviewer.screening import Identity

_SAME = "same"


class IdentityDialog(QDialog):
    """Patient, eye and date of one photograph or of several.

    Parameters
    ----------
    identities
        What is known now. Where several photographs differ, a field stays as it is unless
        something is entered.
    """

    def __init__(self, identities: Sequence[Identity], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Patient, eye and date"))
        self.patient, self.date = QLineEdit(), QLineEdit()
        self.eye = QComboBox()
        self.problem = label(name="problem")
        self._fill(identities)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow(self.tr("&Patient"), self.patient)
        form.addRow(self.tr("&Eye"), self.eye)
        form.addRow(self.tr("&Date"), self.date)
        for field, name in (
            (self.patient, self.tr("Patient")),
            (self.eye, self.tr("Eye")),
            (self.date, self.tr("Date")),
        ):
            field.setAccessibleName(name)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(14)
        if len(identities) > 1:
            text = self.tr("For {count} photographs. Empty fields are left unchanged.")
            layout.addWidget(label(text.format(count=len(identities))))
        layout.addLayout(form)
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(420)
        self._several = len(identities) > 1
        self.date.textChanged.connect(self._check)
        self._check()

    def corrected(self, before: Identity) -> Identity:
        """Return one photograph's identity as it was entered."""
        patient, date = self.patient.text().strip(), self._date()
        chosen: str | None = self.eye.currentData()
        # Qt gives an enumeration of words back as a plain word.
        eye = before.eye if chosen == _SAME else chosen and Laterality(chosen)
        if not self._several:
            return replace(before, patient=patient or None, date=date, eye=eye or None)
        return replace(
            before,
            patient=patient or before.patient,
            date=date or before.date,
            eye=eye or None,
        )

    def _fill(self, identities: Sequence[Identity]) -> None:
        several = len(identities) > 1
        if several:
            self.eye.addItem(self.tr("Leave unchanged"), _SAME)
        self.eye.addItem(self.tr("Not known"), None)
        self.eye.addItem(self.tr("OD: right eye"), Laterality.OD)
        self.eye.addItem(self.tr("OS: left eye"), Laterality.OS)
        first = identities[0]
        if not several:
            self.patient.setText(first.patient or "")
            self.date.setText("" if first.date is None else first.date.isoformat())
            self.eye.setCurrentIndex(self.eye.findData(first.eye))
        elif len({one.patient for one in identities}) == 1:
            self.patient.setText(first.patient or "")
        self.date.setPlaceholderText(self.tr("Year-month-day, for instance 2026-03-14"))

    def _date(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.date.text().strip())
        except ValueError:
            return None

    def _check(self) -> None:
        wrong = bool(self.date.text().strip()) and self._date() is None
        self.problem.setText(self.tr("The date is not written as year-month-day.") if wrong else "")
        self.problem.setVisible(wrong)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong)
