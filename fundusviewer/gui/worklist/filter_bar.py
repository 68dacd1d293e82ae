"""Above the list: what is listed, in which order, and what is searched for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QMenu,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from fundusviewer.grading import GRADE_NAMES, Awaited, Decision
from fundusviewer.gui.state.listing.list_choice import EVERYTHING, OPENED, Choice, Scope
from fundusviewer.gui.state.photograph import decision_words
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.text.outside import short, tip
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP, on_language_changed
from fundusviewer.gui.widgets.basic import PlainLabel
from fundusviewer.gui.widgets.icons import icon
from fundusviewer.gui.widgets.shortcut_safe_edits import ShortcutSafeLineEdit
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.screening import ListFilter, Sorting

#: How long after the last letter the search begins, in milliseconds.
_SEARCH_AFTER = 250

_SORTINGS = {
    Sorting.RISK: QT_TRANSLATE_NOOP("WorklistControls", "By risk"),
    Sorting.PATIENT: QT_TRANSLATE_NOOP("WorklistControls", "By patient"),
    Sorting.NAME: QT_TRANSLATE_NOOP("WorklistControls", "By name"),
    Sorting.DATE: QT_TRANSLATE_NOOP("WorklistControls", "By date"),
}


class WorklistControls(QWidget):
    """Search, filters, order and scope.

    Signals
    -------
    scope_chosen(Scope), sorting_chosen(Sorting), filter_chosen(ListFilter)
        What is to be listed, in which order, and what of it.
    scopes_wanted()
        The folders of the database are wanted.
    """

    scope_chosen = Signal(object)
    sorting_chosen = Signal(object)
    filter_chosen = Signal(object)
    scopes_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.search = ShortcutSafeLineEdit()
        self.filters = FilterMenu(self)
        self.filter_button = QToolButton()
        self.scopes = _Box()
        self.sortings = _Box()
        self._timer = QTimer(self)
        self._set_up()
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 0, 14, 10)
        grid.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.filter_button)
        grid.addLayout(row, 0, 0, 1, 2)
        grid.addWidget(self.scopes, 1, 0)
        grid.addWidget(self.sortings, 1, 1)
        theme.changed.connect(self._colour)
        self._colour()
        on_language_changed(self._say)

    def show_choice(
        self, choice: Choice, *, blind: bool, programme: bool = False, grades: bool = True
    ) -> None:
        """Show what is chosen; in a blind list nothing can be sorted by risk.

        Queues are offered in a programme alone; decisions, grades and the order by risk for a
        model that grades.
        """
        self.filters.offer_queues(programme)
        self.filters.offer_grades(grades)
        with QSignalBlocker(self.search):
            if self.search.text().strip() != choice.filter.text:
                self.search.setText(choice.filter.text)
        self.scopes.choose(choice.scope)
        by_risk = grades and not blind
        shown = Sorting.NAME if choice.sorting is Sorting.RISK and not by_risk else choice.sorting
        self.sortings.choose(shown)
        self.sortings.allow(Sorting.RISK, by_risk, hidden=not grades)
        self.filters.show_filter(choice.filter)
        count = choice.filter.count
        self.filter_button.setText(str(count) if count else "")
        self.filter_button.setChecked(count > 0)

    def open_sortings(self) -> None:
        """Let the order be chosen."""
        self.sortings.showPopup()

    def show_folders(self, folders: dict[Path, int]) -> None:
        """Offer the folders of the database, the largest first."""
        chosen = self.scopes.currentData()
        largest = sorted(folders, key=lambda folder: -folders[folder])[:_MOST_FOLDERS]
        with QSignalBlocker(self.scopes):
            while self.scopes.count() > _FIXED_SCOPES:
                self.scopes.removeItem(_FIXED_SCOPES)
            for folder in largest:
                name = short(folder.name or str(folder))
                self.scopes.addItem(f"{name} ({folders[folder]})", folder)
                role = Qt.ItemDataRole.ToolTipRole
                self.scopes.setItemData(self.scopes.count() - 1, tip(str(folder)), role)
        self.scopes.choose(chosen)

    def _set_up(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.search.returnPressed.connect(self._search)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_AFTER)
        self._timer.timeout.connect(self._search)
        self.filter_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.filter_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filter_button.setCheckable(True)
        self.filter_button.setMenu(self.filters)
        self.filters.chosen.connect(self.filter_chosen)
        for scope in (OPENED, EVERYTHING):
            self.scopes.addItem("", scope)
        self.scopes.activated.connect(lambda row: self.scope_chosen.emit(self.scopes.itemData(row)))
        self.scopes.opening.connect(self.scopes_wanted)
        for sorting in _SORTINGS:
            self.sortings.addItem("", sorting)
        self.sortings.activated.connect(
            # Qt gives an enumeration of words back as a plain word.
            lambda row: self.sorting_chosen.emit(Sorting(self.sortings.itemData(row)))
        )

    def _say(self) -> None:
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search file name, note or patient"))
        self.search.setToolTip(self.tr("File name, note or patient (Ctrl+F)"))
        self.filter_button.setToolTip(self.tr("Show only some photographs"))
        self.filter_button.setAccessibleName(self.tr("Filter"))
        self.scopes.name(self.tr("Listed photographs"))
        self.sortings.name(self.tr("Order"))
        role = Qt.ItemDataRole.ToolTipRole
        self.scopes.setItemText(0, self.tr("Opened"))
        self.scopes.setItemData(0, self.tr("Photographs opened in this window"), role)
        self.scopes.setItemText(1, self.tr("Database"))
        self.scopes.setItemData(1, self.tr("All photographs of the database"), role)
        for row, text in enumerate(_SORTINGS.values()):
            self.sortings.setItemText(row, QCoreApplication.translate("WorklistControls", text))

    def _search(self) -> None:
        self._timer.stop()
        self.filter_chosen.emit(replace(self.filters.shown, text=self.search.text().strip()))

    def _colour(self) -> None:
        colours = self._theme.colours
        self.filter_button.setIcon(icon("filter", colours.text, colours.disabled))


#: Scopes that are always offered, and how many folders are.
_FIXED_SCOPES, _MOST_FOLDERS = 2, 30


class _Box(QComboBox):
    """A narrow list of choices."""

    opening = Signal()

    def __init__(self) -> None:
        super().__init__()
        # Names of folders must not widen the panel.
        adjust = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(adjust)
        # Qt adds room for an icon that no choice has.
        self.setMinimumContentsLength(6)
        # A click chooses and leaves the keys where they are.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def name(self, name: str) -> None:
        """Show the current choices."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def showPopup(self) -> None:
        """Ask for what may have come since the last time."""
        self.opening.emit()
        super().showPopup()

    def choose(self, value: Scope | Sorting) -> None:
        """Show a choice; one that is not in the list is added."""
        row = next((row for row in range(self.count()) if self.itemData(row) == value), -1)
        with QSignalBlocker(self):
            if row < 0:
                self.addItem(short(Path(value).name or str(value)), value)
                row = self.count() - 1
            self.setCurrentIndex(row)

    def allow(self, value: Sorting, allowed: bool, *, hidden: bool) -> None:
        """Allow or forbid a choice, and show it among the others or not."""
        row = next(row for row in range(self.count()) if self.itemData(row) == value)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        role = Qt.ItemDataRole.UserRole - 1
        self.setItemData(row, int(flags.value) if allowed else 0, role)
        view = self.view()
        if isinstance(view, QListView):
            view.setRowHidden(row, hidden)


_NOT_FINAL = frozenset({Awaited.FIRST, Awaited.SECOND, Awaited.ARBITER})


class FilterMenu(QMenu):
    """Which photographs are shown. Stays open while boxes are ticked.

    Signals
    -------
    chosen(ListFilter)
        What is wanted now.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTipsVisible(True)
        self._exclusive: list[tuple[QAction, str, object]] = []
        self.decisions: dict[Decision | None, QAction] = {}
        self.grades: dict[int, QAction] = {}
        self.everything = QAction(self)
        self._programme, self._grades = False, True
        self._of_grades: list[QAction] = []
        #: What is ticked, and what is searched for beside it.
        self.shown = ListFilter()
        on_language_changed(self._fill)

    def show_filter(self, shown: ListFilter) -> None:
        """Tick what is wanted."""
        self.shown = shown
        for action, name, value in self._exclusive:
            action.setChecked(getattr(shown, name) == value)
        for decision, action in self.decisions.items():
            action.setChecked(shown.decisions is not None and decision in shown.decisions)
        for grade, action in self.grades.items():
            action.setChecked(shown.grades is not None and grade in shown.grades)
        self.everything.setEnabled(shown.count > 0)

    def offer_queues(self, programme: bool) -> None:
        """Offer the reader's queue, or not: without a programme there is none."""
        self._programme = programme
        for action, name, _ in self._exclusive:
            if name in ("queue", "awaited"):
                action.setEnabled(programme)

    def offer_grades(self, grades: bool) -> None:
        """Offer what is asked of grades, or not: a model of other classes has none."""
        self._grades = grades
        for action in self._of_grades:
            action.setVisible(grades)

    def _fill(self) -> None:
        self.clear()
        self._of_grades.clear()
        self._exclusive.clear()
        self.everything = self.addAction(self.tr("&All photographs"))
        self.everything.triggered.connect(
            lambda: self.chosen.emit(ListFilter(text=self.shown.text))
        )
        self._add_exclusive(
            self.tr("Your review"),
            "reviewed",
            ((self.tr("&To review"), False), (self.tr("Re&viewed"), True)),
        )
        self._add_exclusive(
            self.tr("Reading programme"),
            "queue",
            ((self.tr("My &queue: to be read by me"), True),),
        )
        self._add_exclusive("", "awaited", ((self.tr("&Not final yet"), _NOT_FINAL),))
        self.offer_queues(self._programme)
        before = len(self.actions())
        self._add_exclusive(
            self.tr("Quality"),
            "gradable",
            ((self.tr("&Gradable"), True), (self.tr("&Ungradable"), False)),
        )
        self._add_title(self.tr("Decision"))
        for decision in (*_DECISIONS, None):
            self.decisions[decision] = self._add_box(_decision_text(decision), self._tell_decisions)
        self._add_title(self.tr("Grade (yours, otherwise the network's)"))
        for grade, name in enumerate(GRADE_NAMES):
            self.grades[grade] = self._add_box(
                f"&{grade}  {translate_message(name)}", self._tell_grades
            )
        self._of_grades = self.actions()[before:]
        self.offer_grades(self._grades)
        self.show_filter(self.shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick a box and stay open."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick a box with the space key and stay open."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)

    def _add_title(self, title: str) -> None:
        """Add a heading; the style shows none of Qt's own."""
        self.addSeparator()
        text = PlainLabel(title)
        text.setObjectName("heading")
        text.setContentsMargins(12, 4, 12, 2)
        action = QWidgetAction(self)
        action.setDefaultWidget(text)
        action.setEnabled(False)
        self.addAction(action)

    def _add_exclusive(
        self, title: str, name: str, choices: tuple[tuple[str, object], ...]
    ) -> None:
        """Add choices of which at most one is on; without a title they belong to those above."""
        if title:
            self._add_title(title)
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for text, value in choices:
            action = self.addAction(text)
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(
                lambda on, value=value: self._tell(
                    **{name: value if on else getattr(ListFilter(), name)}
                )
            )
            self._exclusive.append((action, name, value))

    def _add_box(self, text: str, tell: object) -> QAction:
        action = self.addAction(text)
        action.setCheckable(True)
        action.triggered.connect(tell)
        return action

    def _tell_decisions(self) -> None:
        chosen = frozenset(key for key, action in self.decisions.items() if action.isChecked())
        self._tell(decisions=chosen or None)

    def _tell_grades(self) -> None:
        chosen = frozenset(key for key, action in self.grades.items() if action.isChecked())
        self._tell(grades=chosen or None)

    def _tell(self, **changes: Any) -> None:
        self.chosen.emit(replace(self.shown, **changes))

    def event(self, event: QEvent) -> bool:
        """Keep the window's single-letter commands out while the menu is open."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


_DECISIONS = (
    Decision.REFER,
    Decision.NO_REFERRAL,
    Decision.UNGRADABLE,
    Decision.NOT_FUNDUS,
    Decision.ERROR,
)


def _decision_text(decision: Decision | None) -> str:
    if decision is None:
        return QCoreApplication.translate("FilterMenu", "Not examined")
    return decision_words(decision).headline
