"""The right side of the window: the finding above, the doctor's grade below it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fundusviewer.gui.finding.finding_panel import ResultPanel
from fundusviewer.gui.review.review_panel import ReviewPanel

#: From this height on there is room for the definitions of all grades, in logical pixels.
_ROOMY_FROM = 780


class FindingColumn(QWidget):
    """Gives grading the room that it needs; the finding is scrolled."""

    def __init__(self, finding: ResultPanel, review: ReviewPanel, parent: QWidget) -> None:
        super().__init__(parent)
        self._review = review
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(finding, 1)
        column.addWidget(review)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the definitions in full where there is room."""
        super().resizeEvent(event)
        self._review.set_roomy(event.size().height() >= _ROOMY_FROM)
