"""A part of the grading form that can be put away: a heading with what is ticked, and its rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fundusviewer.gui.widgets.basic import ElidedButton
from fundusviewer.gui.widgets.form_row import FormRow

_OPEN, _SHUT = "\N{BLACK DOWN-POINTING SMALL TRIANGLE}", "\N{BLACK RIGHT-POINTING SMALL TRIANGLE}"


class FormSection(QWidget):
    """Rows below a heading.

    Parameters
    ----------
    exclusive
        Whether at most one of the rows is ticked.

    Signals
    -------
    ticked()
        A row was ticked, or no longer is.
    """

    ticked = Signal()

    def __init__(self, parent: QWidget | None = None, *, exclusive: bool = False) -> None:
        super().__init__(parent)
        self.rows: dict[str, FormRow] = {}
        self._exclusive, self._title, self._summary = exclusive, "", ""
        self.heading = ElidedButton()
        self.heading.setObjectName("formHeading")
        self._body = QWidget()
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(0, 0, 0, 4)
        self._list.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.heading)
        layout.addWidget(self._body)
        self.heading.clicked.connect(lambda: self.set_open(not self.is_open))

    @property
    def is_open(self) -> bool:
        """Whether the rows are shown."""
        return not self._body.isHidden()

    @property
    def codes(self) -> tuple[str, ...]:
        """What is ticked, sorted."""
        return tuple(sorted(code for code, row in self.rows.items() if row.isChecked()))

    def add(self, code: str) -> FormRow:
        """Add a row."""
        row = self.rows[code] = FormRow(self._body)
        self._list.addWidget(row)
        row.clicked.connect(lambda _=False, code=code: self._clicked(code))
        return row

    def show_codes(self, codes: tuple[str, ...]) -> None:
        """Tick what is named, and nothing else."""
        for code, row in self.rows.items():
            row.setChecked(code in codes)
        self._say()

    def toggle(self, code: str) -> None:
        """Tick a row, or no longer; it is in sight then."""
        self.set_open(True)
        self.rows[code].click()

    def step(self) -> None:
        """Tick the next row alone; after the last none."""
        codes = list(self.rows)
        current = self.codes
        following = codes.index(current[0]) + 1 if current else 0
        self.show_codes((codes[following],) if following < len(codes) else ())
        self.set_open(True)
        self.ticked.emit()

    def set_open(self, on: bool) -> None:
        """Show the rows, or the heading alone."""
        self._body.setVisible(on)
        self._say()

    def set_title(self, title: str, summary: str = "") -> None:
        """Set the heading.

        Parameters
        ----------
        title
            In the window's language.
        summary
            Stands behind it; where it is empty, what is ticked does.
        """
        self._title, self._summary = title, summary
        self._say()

    def _clicked(self, code: str) -> None:
        if self._exclusive and self.rows[code].isChecked():
            self.show_codes((code,))
        self._say()
        self.ticked.emit()

    def _say(self) -> None:
        ticked = "; ".join(self.rows[code].words.name for code in self.codes)
        summary = self._summary or ("" if self.is_open else ticked)
        sign = _OPEN if self.is_open else _SHUT
        words = f"{self._title}: {summary}" if summary else self._title
        self.heading.setText(f"{sign} {words}")
        self.heading.setAccessibleName(words)
