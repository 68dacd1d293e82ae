"""The pages shown in place of a photograph: how to open one, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.translation import on_language_changed
from fundusviewer.gui.widgets.basic import PlainLabel, label
from fundusviewer.gui.widgets.icons import icon
from fundusviewer.gui.widgets.theme import Theme


class _Page(QWidget):
    """A symbol and words in the middle of the photograph's place."""

    def __init__(self, theme: Theme, symbol: str, tone: str) -> None:
        super().__init__()
        self._theme, self._name, self._tone = theme, symbol, tone
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = _centred(1.6)
        self.text = _centred(1.1)
        self._picture = PlainLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(14)
        self.column.addStretch(1)
        for widget in (self._picture, self.title, self.text):
            self.column.addWidget(widget)
        theme.changed.connect(self._colour)
        self._colour()

    def _colour(self) -> None:
        colour = getattr(self._theme.colours, self._tone)
        self._picture.setPixmap(icon(self._name, colour).pixmap(QSize(64, 64)))


class EmptyPage(_Page):
    """The first thing that a new user sees.

    Signals
    -------
    open_photographs(), open_folder(), open_sample(), show_database()
        The buttons.
    """

    open_photographs = Signal()
    open_folder = Signal()
    open_sample = Signal()
    show_database = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "drop", "muted")
        self._known = 0
        self.photographs, self.folder = QPushButton(), QPushButton()
        self.database, self.sample = QPushButton(), QPushButton()
        self.photographs.setProperty("primary", True)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        for button, signal in (
            (self.photographs, self.open_photographs),
            (self.folder, self.open_folder),
            (self.database, self.show_database),
            (self.sample, self.open_sample),
        ):
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch(1)
        self.database.hide()
        self.column.addSpacing(8)
        self.column.addLayout(row)
        self.column.addStretch(1)
        on_language_changed(self._say)

    def offer_database(self, photographs: int) -> None:
        """Offer what the database holds already, where it holds anything."""
        self._known = photographs
        self.database.setVisible(photographs > 0)
        self._say()

    def _say(self) -> None:
        self.title.setText(self.tr("Drop fundus photographs here"))
        self.text.setText(
            self.tr(
                "Files or whole folders: JPEG, PNG, TIFF, BMP, WebP or DICOM. "
                "Nothing leaves this computer."
            )
        )
        self.photographs.setText(self.tr("Open photographs…"))
        self.folder.setText(self.tr("Open folder…"))
        self.sample.setText(self.tr("Open the sample photographs"))
        self.database.setText(self.tr("Show the %n photographs of the database", "", self._known))


class NothingFoundPage(_Page):
    """Search and filters leave nothing of the list.

    Signals
    -------
    show_all()
        The button.
    """

    show_all = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "filter", "muted")
        self.all = QPushButton()
        self.all.clicked.connect(self.show_all)
        self.column.addSpacing(8)
        self.column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addStretch(1)
        on_language_changed(self._say)

    def _say(self) -> None:
        self.title.setText(self.tr("No photograph matches"))
        self.text.setText(self.tr("No photograph in the list passes the search and the filters."))
        self.all.setText(self.tr("Show all again"))


class FailurePage(_Page):
    """Why a photograph cannot be shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "error", "error")
        self._reason = ""
        self.column.addStretch(1)
        on_language_changed(self._say)

    def show_reason(self, reason: str) -> None:
        """Show why."""
        self._reason = reason
        self._say()

    def _say(self) -> None:
        self.title.setText(self.tr("This file cannot be shown"))
        self.text.setText(translate_message(self._reason))


def _centred(size: float) -> QLabel:
    result = label(size=size)
    result.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return result
