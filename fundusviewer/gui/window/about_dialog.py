"""What this program is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from fundusviewer import __version__
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.widgets.basic import PlainLabel, label
from fundusviewer.gui.widgets.icons import app_icon
from fundusviewer.overlay import RESEARCH_NOTICE


class AboutDialog(QDialog):
    """What this program is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About FundusViewer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = PlainLabel()
        picture.setPixmap(app_icon().pixmap(QSize(72, 72)))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(label(f"FundusViewer {__version__}", size=1.5, bold=True))
        self.notice = label(translate_message(RESEARCH_NOTICE), name="research")
        # As wide as its words: a label that wraps would be cut at the left.
        self.notice.setWordWrap(False)
        column.addWidget(self.notice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(
            label(
                self.tr(
                    "Grades fundus photographs for diabetic retinopathy and shows with a heat map "
                    "where the network looked. Photographs and findings stay on this computer."
                )
            )
        )
        column.addWidget(
            label(
                self.tr(
                    "Sample photographs: Häggström, Wikimedia Commons, CC0; IDRiD, Porwal et al. "
                    "2018, CC BY 4.0, one of them blurred and darkened. Licence: MIT."
                ),
                name="muted",
            )
        )
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(picture)
        row.addLayout(column, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(18)
        layout.addLayout(row)
        layout.addWidget(buttons)
        self.setMinimumWidth(520)
