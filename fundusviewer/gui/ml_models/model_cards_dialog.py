"""Model cards to read: all models of the library, refused files with their reason."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.ml_models.model_card_page import card_html
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.gui.widgets.basic import show_markup
from fundusviewer.gui.widgets.dialog_foot import dialog_foot
from fundusviewer.inference import ModelEntry


class ModelDialog(QDialog):
    """A list of models; beside it the card of the one that is chosen."""

    def __init__(
        self,
        entries: tuple[ModelEntry, ...],
        current: Path | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Model cards"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 620)
        self._entries = entries
        self.list = QListWidget()
        self.list.setFixedWidth(240)
        # A long name takes a second line: cut off, two versions of a model look the same.
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Models"))
        # The heights of its rows are measured once: with the theme's padding, not without.
        self.list.ensurePolished()
        for entry in entries:
            title = short(entry.card.title if entry.card else entry.path.name)
            item = QListWidgetItem(
                title if entry.card else self.tr("{name} (refused)").format(name=title)
            )
            item.setToolTip(tip(str(entry.path)))
            self.list.addItem(item)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(False)
        self.text.setAccessibleName(self.tr("Card"))
        self.list.currentRowChanged.connect(self._show)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 14)
        layout.setSpacing(14)
        layout.addLayout(row)
        layout.addLayout(dialog_foot(buttons))
        paths = [entry.path for entry in entries]
        self.list.setCurrentRow(paths.index(current) if current in paths else 0)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, row: int) -> None:
        if not 0 <= row < len(self._entries):
            return
        entry = self._entries[row]
        if entry.card is None:
            self.text.setPlainText(translate_message(entry.problem or ""))
        else:
            show_markup(self.text, card_html(entry.card))
