"""The right side of the window: the finding above, the doctor's grade below it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fundusviewer.gui.finding.finding_panel import ResultPanel
from fundusviewer.gui.review.form.form_panel import FormPanel
from fundusviewer.gui.review.review_panel import ReviewPanel

#: From this height on there is room for the definitions of all grades below the finding's first
#: remark, in logical pixels.
_ROOMY_FROM = 800

#: Below this one the finding says first what a doctor must see, in smaller letters, so that the
#: first remark is in sight.
_TIGHT_BELOW = 660

#: Below this one the grades are buttons in one row, also with letters a tenth larger than usual:
#: 1366 × 768 at 125 % and 1280 × 720 have less.
_SLIM_BELOW = 592

#: From this one on all sections of the form are open.
_ALL_OF_FORM_FROM = 1400


class FindingColumn(QWidget):
    """Gives grading the room that it needs; the finding is scrolled.

    Decision, grade, macular oedema and the first remark are seen without scrolling: a low window
    has less beside them. An open form takes the place of the finding: the photograph stays beside
    it. Both eyes have rows of grades of their own below them.
    """

    def __init__(
        self, finding: ResultPanel, form: FormPanel, review: ReviewPanel, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._review, self._form, self._finding = review, form, finding
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(finding, 1)
        column.addWidget(form, 1)
        column.addWidget(review)
        form.hide()
        self._pair = False

    def show_pair(self, on: bool) -> None:
        """Know whether both eyes are on screen, each with its grades."""
        self._pair = on
        self._fit(self.height())

    def show_form(self, on: bool) -> None:
        """Show the form, or the finding."""
        self._finding.setVisible(not on)
        self._form.setVisible(on)
        self._fit(self.height())

    def _fit(self, height: int) -> None:
        alone, roomy = self._form.isHidden(), height >= _ROOMY_FROM
        slim = not alone or (self._pair and not roomy) or height < _SLIM_BELOW
        self._review.set_slim(slim, beside_form=not alone)
        self._review.set_roomy(roomy and alone)
        self._finding.set_tight(height < _TIGHT_BELOW)
        self._form.set_roomy(height >= _ALL_OF_FORM_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the definitions in full where there is room."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._fit(event.size().height())
