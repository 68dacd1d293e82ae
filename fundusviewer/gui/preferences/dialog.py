"""All settings in one dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.preferences.analysis_page import AnalysisPage
from fundusviewer.gui.preferences.dicom_page import DicomPage
from fundusviewer.gui.preferences.display_page import DisplayPage
from fundusviewer.gui.preferences.files_page import FilesPage
from fundusviewer.gui.preferences.grading_page import GradingPage
from fundusviewer.gui.preferences.page import Page
from fundusviewer.gui.preferences.settings_controller import SettingsController
from fundusviewer.gui.text import translation
from fundusviewer.gui.widgets.basic import label, scrolling
from fundusviewer.gui.widgets.message_box import Button, ask

MakePage = Callable[[SettingsController], Page]

#: The pages in their order; whoever has another one adds it here.
PAGES: list[MakePage] = [AnalysisPage, DisplayPage, GradingPage, FilesPage, DicomPage]


class SettingsDialog(QDialog):
    """A tab for each page; what is chosen applies at once."""

    def __init__(self, choices: SettingsController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._choices = choices
        self.pages: list[Page] = []
        self.tabs = QTabWidget()
        self.remark = label(name="muted")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.reset = self.buttons.addButton("", QDialogButtonBox.ButtonRole.ResetRole)
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(self._ask_reset)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        for widget, share in ((self.tabs, 1), (self.remark, 0), (self.buttons, 0)):
            layout.addWidget(widget, share)
        self.resize(700, 620)
        translation.on_language_changed(self._say)
        self.tabs.currentChanged.connect(lambda _: self._finish())
        self.finished.connect(lambda _: self._finish())
        choices.changed.connect(self.refresh)

    def _say(self) -> None:
        """Make the pages in the language of now."""
        shown = max(0, self.tabs.currentIndex())
        place = self._focus_place(shown)
        self._finish()
        with QSignalBlocker(self.tabs):
            for area in [self.tabs.widget(number) for number in range(self.tabs.count())]:
                if area is not None:
                    area.deleteLater()
            self.tabs.clear()
            self.pages = [make(self._choices) for make in PAGES]
            for page in self.pages:
                self.tabs.addTab(scrolling(page, page.title), page.title)
            self.tabs.setCurrentIndex(shown)
        self.setWindowTitle(self.tr("Settings"))
        self.tabs.setAccessibleName(self.tr("Pages"))
        self.remark.setText(self.tr("Changes apply immediately."))
        self.reset.setText(self.tr("&Reset all settings…"))
        self.refresh()
        if place is not None:
            self.pages[shown].findChildren(QWidget)[place].setFocus()

    def _focus_place(self, shown: int) -> int | None:
        """Return which of the page's parts has the keys; ``None`` for none of them."""
        focused, page = self.focusWidget(), self.pages[shown] if self.pages else None
        if page is None or focused is None or not page.isAncestorOf(focused):
            return None
        return page.findChildren(QWidget).index(focused)

    def show_page(self, kind: type[Page]) -> None:
        """Show the page of this kind."""
        kinds = [type(page) for page in self.pages]
        self.tabs.setCurrentIndex(kinds.index(kind))

    def refresh(self) -> None:
        """Show on all pages what is chosen now."""
        for page in self.pages:
            page.refresh()

    def _finish(self) -> None:
        for page in self.pages:
            page.finish()

    def _ask_reset(self) -> None:
        answer = ask(
            self,
            self.tr("Reset all settings"),
            self.tr(
                "Reset all settings to their defaults? Your name, the database, the recent files "
                "and the DICOM network are kept."
            ),
        )
        if answer == Button.Yes:
            self._choices.reset()
