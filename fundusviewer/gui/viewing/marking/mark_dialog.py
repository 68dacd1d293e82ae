"""Asks what a mark is: its kind, and a few words."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.anatomy import LONGEST_TEXT, MARK_KINDS
from fundusviewer.gui.text.outside import short
from fundusviewer.gui.text.report_language import speech_of
from fundusviewer.gui.text.translation import chosen
from fundusviewer.gui.widgets.basic import label
from fundusviewer.reporting.mark_words import kind_name


class MarkDialog(QDialog):
    """Kind and words of one mark, or the kind of those that follow.

    Parameters
    ----------
    kind
        Of the mark; ``None`` for none.
    text
        Its words; ``None``: only the kind is asked for.
    """

    def __init__(self, kind: str | None, text: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Mark"))
        self._kind, self._text = QComboBox(), QLineEdit(text or "")
        self._kind.addItem(self.tr("no kind"), None)
        speech = speech_of(chosen())
        for one in MARK_KINDS:
            self._kind.addItem(kind_name(one, speech), one)
        if kind is not None and kind not in MARK_KINDS:
            self._kind.addItem(short(kind), kind)
        self._kind.setCurrentIndex(max(0, self._kind.findData(kind)))
        self._text.setMaxLength(LONGEST_TEXT)
        self._kind.setAccessibleName(self.tr("Kind of the mark"))
        self._text.setAccessibleName(self.tr("Words of the mark"))
        form = QFormLayout()
        form.addRow(self.tr("&Kind"), self._kind)
        if text is not None:
            form.addRow(self.tr("&Words"), self._text)
        remark = label(
            self.tr("Marks that are drawn next get the same kind. A mark changes no result."),
            name="muted",
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(remark)
        layout.addWidget(buttons)
        self.setMinimumWidth(380)

    @property
    def kind(self) -> str | None:
        """The kind that is chosen; ``None`` for none."""
        kind: str | None = self._kind.currentData()
        return kind

    @property
    def text(self) -> str:
        """The words."""
        return " ".join(self._text.text().split())
