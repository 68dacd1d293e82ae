"""The doctor's own grade and note, always in sight below the finding."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.gui.finding.laterality_text import eye_name
from fundusviewer.gui.review.judging import as_network
from fundusviewer.gui.review.reader_answers import ReaderAnswers
from fundusviewer.gui.state.photograph import DIFFERS, Photograph, Progress
from fundusviewer.gui.text.formatting import moment
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.basic import label
from fundusviewer.gui.widgets.grade_buttons import GradeButtons
from fundusviewer.gui.widgets.shortcut_safe_edits import ShortcutSafeLineEdit
from fundusviewer.screening import Row

translate = QCoreApplication.translate


class ReviewPanel(QWidget):
    """Grade buttons, accept, note.

    Signals
    -------
    graded(int)
        A grade 0–4 was given.
    refused()
        The photograph cannot be graded.
    accepted()
        The network's grade is right.
    noted(int, str)
        The key of a photograph, and the note on it.
    history_wanted()
        The history is to be shown.
    note_left()
        The note was finished or given up by a key.
    """

    graded = Signal(int)
    refused = Signal()
    accepted = Signal()
    noted = Signal(int, str)
    history_wanted = Signal()
    note_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._key: int | None = None
        self._sha256: str | None = None
        # Notes that could not be stored, by the photographs' hashes.
        self._unsaved: dict[str, str] = {}
        self._eye, self._accepts, self._grades = "", False, True
        self._slim = self._beside_form = False
        self.heading = label(name="heading")
        self._row, self._low = GradeButtons(rows=True), GradeButtons()
        self._low.hide()
        self.buttons = self._row.buttons
        self.accept_button = QPushButton()
        self.note = _Note()
        self.state = label()
        self.answers = ReaderAnswers()
        self.history = QToolButton()
        self._lay_out()
        for row in (self._row, self._low):
            row.graded.connect(self.graded)
            row.refused.connect(self.refused)
        self.accept_button.clicked.connect(self.accepted)
        self.history.clicked.connect(self.history_wanted)
        self.note.finished.connect(self._tell_note)
        self.note.left.connect(self.note_left)
        self.note.given_up.connect(lambda: self.forget_note(self._sha256 or ""))
        on_language_changed(self._say)

    def show_photograph(
        self,
        photograph: Photograph | None,
        why_not: str = "",
        *,
        of_two: bool = False,
        grades: bool = True,
    ) -> None:
        """Show the doctor's review of a photograph.

        Parameters
        ----------
        photograph
            ``None`` for none.
        why_not
            Why it cannot be graded; empty where it can.
        of_two
            Whether another photograph is on screen, so that it must be said which one is meant.
        grades
            Whether the model in use grades retinopathy; beside another one there are notes alone.
        """
        self._grades = grades
        self._eye = eye_name(photograph) if photograph is not None and of_two else ""
        self._say_heading()
        self.setEnabled(photograph is not None and photograph.can_be_reviewed)
        key = None if photograph is None else photograph.key
        row = None if photograph is None else photograph.row
        for buttons in (self._row, self._low):
            buttons.show_row(row, why_not)
        self.answers.show_row(row)
        sha256 = None if row is None else row.sha256
        unsaved = self._unsaved.get(sha256 or "")
        if key != self._key or not self.note.hasFocus():
            self.note.begin("" if row is None else row.note or "", unsaved)
        self._key, self._sha256 = key, sha256
        state = "" if photograph is None else _state(photograph, why_not, grades=grades)
        kept = self.tr("The note is not saved yet; Enter tries again") if unsaved else ""
        self.state.setText("\n".join(part for part in (state, kept) if part))
        # Where Enter would accept nothing, no button offers it.
        accepts = photograph is not None and not why_not and as_network(photograph) is not None
        self._show_buttons()
        self._accepts = grades and accepts and row is not None and not row.is_reviewed
        # Beside an open form Enter means that the form is done.
        self.accept_button.setVisible(self._accepts and not self._beside_form)

    def set_roomy(self, roomy: bool) -> None:
        """Show the definitions of the grades in full, where there is room."""
        self._row.set_roomy(roomy)

    def set_slim(self, on: bool, *, beside_form: bool) -> None:
        """Leave out what is said elsewhere as well: the rows of grades become buttons in one row.

        Parameters
        ----------
        on
            Whether it is slim.
        beside_form
            Whether it stands below an open form.
        """
        self._slim, self._beside_form = on, beside_form
        self._show_buttons()
        self.accept_button.setVisible(self._accepts and not beside_form)

    def _show_buttons(self) -> None:
        self._row.setVisible(self._grades and not self._slim)
        self._low.setVisible(self._grades and self._slim)

    def focus_note(self) -> None:
        """Let the note be written."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.selectAll()

    def finish_note(self) -> None:
        """Write the note that is being written."""
        self.note.finish()

    @property
    def has_unsaved(self) -> bool:
        """Whether a note could not be stored."""
        return bool(self._unsaved)

    def keep_note(self, sha256: str, text: str) -> None:
        """Keep a note that could not be stored: it stands in its field until it is."""
        self._unsaved[sha256] = text
        if sha256 == self._sha256:
            self.note.hold(text)

    def forget_note(self, sha256: str) -> None:
        """Forget a note that was kept: it is stored now, or given up."""
        self._unsaved.pop(sha256, None)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.history)
        layout.addLayout(top)
        layout.addWidget(self._row)
        layout.addWidget(self._low)
        layout.addWidget(self.state)
        layout.addWidget(self.answers)
        layout.addWidget(self.accept_button)
        layout.addWidget(self.note)

    def _say(self) -> None:
        self._say_heading()
        self.accept_button.setText(self.tr("Accept (Enter)"))
        self.history.setText(self.tr("History"))
        self.history.setToolTip(self.tr("Review history (Ctrl+H)"))
        self.note.setPlaceholderText(self.tr("Note (N)"))
        self.note.setAccessibleName(self.tr("Note"))

    def _say_heading(self) -> None:
        title = self.tr("Your grade") if self._grades else self.tr("Your note")
        active = self.tr("active eye: {eye}").format(eye=self._eye)
        self.heading.setText(f"{title} · {active}" if self._eye else title)

    def _tell_note(self, text: str) -> None:
        if self._key is not None:
            self.noted.emit(self._key, text)


class _Note(ShortcutSafeLineEdit):
    """One line; written when it is left or Enter is pressed, given up with Esc.

    Signals
    -------
    finished(str)
        What is to be written.
    given_up()
        What was written is not wanted.
    left()
        A key ended it: the keys belong to the list again.
    """

    finished = Signal(str)
    given_up = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._before = self._stored = ""
        self._unsaved: str | None = None

    def begin(self, text: str, unsaved: str | None = None) -> None:
        """Show what is written now, or what could not be written."""
        if self.text() not in (self._before, self._unsaved):
            # Another photograph is chosen while this one's note is not written yet.
            self.finish()
        self._before, self._stored, self._unsaved = text, text, unsaved
        self.setText(text if unsaved is None else unsaved)
        self.setCursorPosition(0)

    def hold(self, text: str) -> None:
        """Show what could not be written; leaving the field tries again."""
        self._before, self._unsaved = self._stored, text
        if not self.hasFocus():
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Finish or give up."""
        if event.key() == Qt.Key.Key_Escape:
            self._before, self._unsaved = self._stored, None
            self.setText(self._before)
            self.given_up.emit()
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._leave()
        else:
            super().keyPressEvent(event)

    def _leave(self) -> None:
        self.clearFocus()
        self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write it."""
        super().focusOutEvent(event)
        self.finish()

    def finish(self) -> None:
        """Write what has been changed."""
        if self.text() != self._before:
            self._before = self.text()
            self.finished.emit(self.text())


def _state(photograph: Photograph, why_not: str, *, grades: bool) -> str:
    row = photograph.row
    if not grades:
        return ""
    if not row.is_reviewed:
        return why_not or _to_do(photograph)
    lines = (_verdict(row), row.form_grade, _compared(photograph), _by(row))
    return "\n".join(part for part in lines if part)


def _to_do(photograph: Photograph) -> str:
    """Say that a grade is wanted, and why it is not offered to accept the network's."""
    examined, answer = photograph.progress is Progress.EXAMINED, photograph.row.answer
    if examined and answer.grade is not None and as_network(photograph) is None:
        return translate("ReviewPanel", "To review: the network refers with a grade below 2")
    return translate("ReviewPanel", "To review")


def _verdict(row: Row) -> str:
    if row.review_ungradable:
        return translate("ReviewPanel", "Ungradable")
    if row.review_grade is None:
        return ""
    return f"{row.review_grade}: {translate_message(GRADE_NAMES[row.review_grade])}"


def _compared(photograph: Photograph) -> str:
    row = photograph.row
    if photograph.progress is not Progress.EXAMINED or row.answer.decision is None:
        return ""
    if not row.final.differs:
        return translate("ReviewPanel", "The network says the same")
    if row.answer.grade is None:
        words = translate("ReviewPanel", "The program says: cannot be graded")
    else:
        words = translate("ReviewPanel", "The network says {grade}").format(grade=row.answer.grade)
    return f"{DIFFERS} {words}"


def _by(row: Row) -> str:
    if row.reviewed_at is None:
        return ""
    blind = (
        translate("ReviewPanel", ", before the network's answer was shown")
        if row.review_blind
        else ""
    )
    return f"{row.reviewed_by}, {moment(row.reviewed_at)}{blind}"
