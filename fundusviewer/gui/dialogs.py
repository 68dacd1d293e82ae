"""About, and the list of keys."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fundusviewer import __version__
from fundusviewer.gui.icons import app_icon
from fundusviewer.gui.widgets import label
from fundusviewer.overlay import RESEARCH_NOTICE

#: The list of keys: its columns, and its largest height in logical pixels.
_COLUMNS, _LIST_HEIGHT = 3, 580


class AboutDialog(QDialog):
    """What this program is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About FundusViewer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(QSize(72, 72)))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(label(f"FundusViewer {__version__}", size=1.5, bold=True))
        column.addWidget(label(RESEARCH_NOTICE, name="research"), 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(
            label(
                self.tr(
                    "Grades fundus photographs for diabetic retinopathy and shows with Grad-CAM "
                    "where the network looked. Photographs and findings stay on this computer."
                )
            )
        )
        column.addWidget(
            label(
                self.tr("Sample photograph: Häggström, Wikimedia Commons, CC0. Licence: MIT."),
                name="muted",
            )
        )
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(picture)
        row.addLayout(column, 1)
        _finish(self, row, 520)


class KeysDialog(QDialog):
    """All keys."""

    def __init__(self, keys: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        extra = [
            (self.tr("Zoom at the cursor"), self.tr("Wheel")),
            (self.tr("Pan"), self.tr("Drag")),
            (self.tr("Opacity of the heat map"), self.tr("Ctrl + wheel")),
            (self.tr("Brightness and contrast"), self.tr("Right drag")),
            (self.tr("Gamma"), self.tr("Shift + right drag")),
        ]
        listed = [*keys, *extra]
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        height = -(-len(listed) // _COLUMNS)
        for number, (text, key) in enumerate(listed):
            column, row = divmod(number, height)
            grid.addWidget(_one_line(text), row, 3 * column)
            grid.addWidget(_one_line(key, bold=True), row, 3 * column + 1)
            # Room between the columns.
            grid.setColumnMinimumWidth(3 * column + 2, 18)
        area = _scrolled(grid)
        row = QHBoxLayout()
        row.addWidget(area)
        _finish(self, row, area.minimumWidth() + 60)


def _one_line(text: str, *, bold: bool = False) -> QLabel:
    result = label(text, bold=bold)
    result.setWordWrap(False)
    return result


def _scrolled(grid: QGridLayout) -> QScrollArea:
    """Let a list be read on a small screen, too."""
    body = QWidget()
    body.setLayout(grid)
    area = QScrollArea()
    area.setWidget(body)
    area.setWidgetResizable(True)
    # As large as the list where there is room, with scroll bars otherwise.
    wanted = body.sizeHint()
    screen = QGuiApplication.primaryScreen().availableSize()
    area.setMinimumHeight(min(wanted.height() + 20, _LIST_HEIGHT, screen.height() - 160))
    area.setMinimumWidth(min(wanted.width() + 20, screen.width() - 80))
    return area


def _finish(dialog: QDialog, content: QHBoxLayout | QGridLayout, width: int) -> None:
    """Put the content above a button."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(24, 24, 24, 16)
    layout.setSpacing(18)
    layout.addLayout(content)
    layout.addWidget(buttons)
    dialog.setMinimumWidth(width)
