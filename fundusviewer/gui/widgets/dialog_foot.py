"""The lower edge of dialogs that show results."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout

from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.widgets.basic import label
from fundusviewer.overlay import RESEARCH_NOTICE


def dialog_foot(buttons: QDialogButtonBox) -> QHBoxLayout:
    """Return a row with the words that stand on every screen, and the buttons beside them."""
    foot = QHBoxLayout()
    foot.addWidget(label(translate_message(RESEARCH_NOTICE), name="research"), 1)
    foot.addWidget(buttons)
    return foot
