"""All settings in one dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.preferences.analysis_page import AnalysisPage
from fundusviewer.gui.preferences.choices import Choices
from fundusviewer.gui.preferences.display_page import DisplayPage
from fundusviewer.gui.preferences.files_page import FilesPage
from fundusviewer.gui.preferences.grading_page import GradingPage
from fundusviewer.gui.preferences.page import Page
from fundusviewer.gui.widgets import label

MakePage = Callable[[Choices], Page]

#: The pages in their order; whoever has another one adds it here.
PAGES: list[MakePage] = [AnalysisPage, DisplayPage, GradingPage, FilesPage]


class SettingsDialog(QDialog):
    """A tab for each page; what is chosen applies at once."""

    def __init__(self, choices: Choices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._choices = choices
        self.pages = [make(choices) for make in PAGES]
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Pages"))
        for page in self.pages:
            self.tabs.addTab(_scrolling(page), page.title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset = buttons.addButton(
            self.tr("&Reset all settings…"), QDialogButtonBox.ButtonRole.ResetRole
        )
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._ask_reset)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(label(self.tr("Everything applies at once."), name="muted"))
        layout.addWidget(buttons)
        self.resize(680, 560)
        self.tabs.currentChanged.connect(lambda _: self._finish())
        self.finished.connect(lambda _: self._finish())
        choices.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show on all pages what is chosen now."""
        for page in self.pages:
            page.refresh()

    def _finish(self) -> None:
        for page in self.pages:
            page.finish()

    def _ask_reset(self) -> None:
        button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self,
            self.tr("Reset all settings"),
            self.tr(
                "Choose everything as at the first start? Your name, the database and the "
                "recent files stay."
            ),
            button.Yes | button.No,
        )
        if answer == button.Yes:
            self._choices.reset()


def _scrolling(page: Page) -> QWidget:
    """Return a page that can be read on a small screen, and with large letters."""
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(page.title)
    return area
