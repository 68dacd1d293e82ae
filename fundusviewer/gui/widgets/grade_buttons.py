"""The grades 0–4 and "ungradable" as buttons: side by side, or as rows with their definitions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QToolButton, QWidget

from fundusviewer.grading import GRADE_DEFINITIONS, GRADE_NAMES, Decision
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import tip
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.grade_row import GradeRow, GradeWords
from fundusviewer.screening import Row

#: Stands for "ungradable" among the grades.
UNGRADABLE = len(GRADE_NAMES)

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class GradeButtons(QWidget):
    """The doctor's verdict on one photograph.

    Parameters
    ----------
    rows
        Whether each grade is a row with name and definition.

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

    def __init__(self, parent: QWidget | None = None, *, rows: bool = False) -> None:
        super().__init__(parent)
        self.buttons: dict[int, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._of, self._rows, self._networks = "", rows, -1
        direction = QBoxLayout.Direction
        row = QBoxLayout(direction.TopToBottom if rows else direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 if rows else 4)
        for value in (*range(len(GRADE_NAMES)), UNGRADABLE):
            row.addWidget(self._button(value), 0 if rows else 1)
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
        networks = -1 if row is None else _networks(row)
        if networks != self._networks:
            self._networks = networks
            self._say()

    def set_roomy(self, roomy: bool) -> None:
        """Let the definitions of rows stand below the names."""
        for button in self.buttons.values():
            if isinstance(button, GradeRow):
                button.set_roomy(roomy)

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
        for grade, (name, definition) in enumerate(
            zip(GRADE_NAMES, GRADE_DEFINITIONS, strict=True)
        ):
            words = translate_message(name), translate_message(definition)
            self._name(grade, str(grade), *words)
        self._name(
            UNGRADABLE,
            self.tr("U"),
            self.tr("Ungradable"),
            self.tr("Cannot be graded; repeat the photograph or refer"),
        )

    def _name(self, value: int, sign: str, name: str, definition: str) -> None:
        button = self.buttons[value]
        words = f"{sign}: {name}"
        button.setText(sign)
        button.setToolTip(tip(f"{words}\n{definition}"))
        button.setAccessibleName(f"{self._of}, {words}" if self._of else words)
        button.setAccessibleDescription(definition)
        if isinstance(button, GradeRow):
            mark = self.tr("network") if value == self._networks else ""
            button.show_words(GradeWords(sign, name, definition, mark))

    def _button(self, value: int) -> QToolButton:
        button = GradeRow() if self._rows else _square()
        button.clicked.connect(
            self.refused.emit
            if value == UNGRADABLE
            else lambda _=False, grade=value: self.graded.emit(grade)
        )
        button.installEventFilter(self)
        self._group.addButton(button)
        self.buttons[value] = button
        return button


def _square() -> QToolButton:
    button = QToolButton()
    button.setObjectName("grade")
    button.setCheckable(True)
    button.setSizePolicy(button.sizePolicy().Policy.Expanding, button.sizePolicy().Policy.Fixed)
    return button


def _networks(row: Row) -> int:
    """Return which button the network would press; -1 for none, and where its answer is hidden."""
    if row.answer.grade is not None:
        return row.answer.grade
    return UNGRADABLE if row.answer.decision is Decision.UNGRADABLE else -1
