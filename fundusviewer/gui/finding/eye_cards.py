"""Below two photographs: what is found of each, and a row of grades for each eye of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fundusviewer.gui.finding.laterality_text import eye_name
from fundusviewer.gui.state.photograph import Photograph, summary, verdict_words
from fundusviewer.gui.text.outside import tip
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.basic import OneLine, PlainLabel, label
from fundusviewer.gui.widgets.grade_buttons import GradeButtons

#: Width of the frame around the active eye's card.
_FRAME = 3


class EyeCard(QWidget):
    """One photograph of two: which eye, whether it is the active one, finding and grades.

    Signals
    -------
    graded(int, int)
        The photograph with this key was given this grade.
    refused(int)
        The photograph with this key cannot be graded.
    chosen(int)
        The photograph with this key is to be the active one.
    """

    graded = Signal(int, int)
    refused = Signal(int)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.key: int | None = None
        self._active = False
        self.title, self.mark = OneLine(bold=True), PlainLabel()
        self.mark.setObjectName("activeMark")
        self.finding, self.state = label(), label(name="muted")
        self.buttons = GradeButtons()
        self._lay_out()
        self.buttons.graded.connect(self._grade)
        self.buttons.refused.connect(self._refuse)
        # Whoever has the keys in a card means its eye.
        self.buttons.reached.connect(self._choose)
        on_language_changed(self._say)

    def show_photograph(
        self, photograph: Photograph | None, why_not: str, *, active: bool, grades: bool = True
    ) -> None:
        """Show one of two photographs.

        Parameters
        ----------
        photograph
            ``None`` while there is none.
        why_not
            Why it cannot be graded; empty where it can.
        active
            Whether the keys mean this one.
        grades
            Whether the model in use grades retinopathy; there are no buttons beside another one.
        """
        self.buttons.setVisible(grades)
        self.setEnabled(photograph is not None)
        self._active = active
        self.mark.setVisible(active)
        self.key = None if photograph is None else photograph.key
        eye = "" if photograph is None else eye_name(photograph)
        self.title.setText(eye)
        self.buttons.belong_to(eye)
        self.finding.setText("" if photograph is None else summary(photograph))
        row = None if photograph is None else photograph.row
        self.setToolTip("" if row is None else tip(row.name))
        # A line of its own in any case: the photographs do not move when there is a grade.
        said = "" if row is None or not grades else verdict_words(row) or why_not
        self.state.setText(said or " ")
        self.buttons.show_row(row, why_not)
        self.buttons.setEnabled(photograph is not None and photograph.can_be_reviewed)
        self._say()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Make this eye the active one."""
        super().mouseReleaseEvent(event)
        self._choose()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame of the active eye."""
        super().paintEvent(event)
        if self._active:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), _FRAME))
            edge = _FRAME // 2
            painter.drawRoundedRect(self.rect().adjusted(edge, edge, -edge, -edge), 6, 6)
            painter.end()

    def _lay_out(self) -> None:
        for text in (self.finding, self.state):
            # A click is meant for the card.
            text.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.mark)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 5, 10, 6)
        layout.setSpacing(3)
        layout.addLayout(top)
        layout.addWidget(self.finding)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        layout.addWidget(self.state)

    def _say(self) -> None:
        self.mark.setText(self.tr("Active eye"))
        parts = (self.title.text(), self.mark.text() if self._active else "", self.finding.text())
        self.setAccessibleName(", ".join(part for part in parts if part))

    def _choose(self) -> None:
        if self.key is not None:
            self.chosen.emit(self.key)

    def _grade(self, grade: int) -> None:
        if self.key is not None:
            self.graded.emit(self.key, grade)

    def _refuse(self) -> None:
        if self.key is not None:
            self.refused.emit(self.key)


class EyeCards(QWidget):
    """Both cards, as the photographs above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.left, self.right = EyeCard(), EyeCard()
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(4)
        row.addWidget(self.left, 1)
        row.addWidget(self.right, 1)
        self.hide()

    @property
    def cards(self) -> tuple[EyeCard, EyeCard]:
        """The left one and the right one."""
        return self.left, self.right


class ActiveFrame(QFrame):
    """Around the active photograph of two, with a word: not told by colour alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("activeFrame")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.mark = PlainLabel(parent=self)
        self.mark.setObjectName("activeMark")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.hide()
        on_language_changed(self._say)

    def _say(self) -> None:
        self.mark.setText(self.tr("Active eye"))
