"""A row of buttons: the grades 0–4, and "ungradable"."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.screening import Row

#: Stands for "ungradable" among the grades.
UNGRADABLE = len(GRADE_NAMES)

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class GradeButtons(QWidget):
    """The doctor's verdict on one photograph.

    Signals
    -------
    graded(int)
        A grade 0–4 was given.
    refused()
        The photograph cannot be graded.
    reached()
        A button has got the keys by Tab.
    """

    graded = Signal(int)
    refused = Signal()
    reached = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[int, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._of = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for value in (*range(len(GRADE_NAMES)), UNGRADABLE):
            row.addWidget(self._button(value), 1)
        on_language_changed(self._say)

    def show_row(self, row: Row | None, why_not: str = "") -> None:
        """Show the verdict on a photograph.

        Parameters
        ----------
        row
            ``None`` for no photograph.
        why_not
            Why it cannot be graded; empty where it can.
        """
        verdict = None
        if row is not None and row.is_reviewed:
            verdict = UNGRADABLE if row.review_ungradable else row.review_grade
        self._group.setExclusive(False)
        for value, button in self.buttons.items():
            button.setChecked(value == verdict)
            button.setEnabled(not why_not or value == UNGRADABLE)
        self._group.setExclusive(True)

    def belong_to(self, eye: str) -> None:
        """Say to those who cannot see whose grades these are; empty where there is one eye."""
        self._of = eye
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell that the keys are here."""
        if isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in _BY_TAB:
            self.reached.emit()
        return super().eventFilter(watched, event)

    def _say(self) -> None:
        for grade, name in enumerate(GRADE_NAMES):
            self._name(grade, str(grade), f"{grade}: {translate_message(name)}")
        self._name(UNGRADABLE, self.tr("U"), self.tr("Ungradable: cannot be graded (U)"))

    def _name(self, value: int, text: str, words: str) -> None:
        button = self.buttons[value]
        button.setText(text)
        button.setToolTip(words)
        button.setAccessibleName(f"{self._of}, {words}" if self._of else words)

    def _button(self, value: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("grade")
        button.setCheckable(True)
        button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
        button.clicked.connect(
            self.refused.emit
            if value == UNGRADABLE
            else lambda _=False, grade=value: self.graded.emit(grade)
        )
        button.installEventFilter(self)
        self._group.addButton(button)
        self.buttons[value] = button
        return button
