"""For everybody: names for screen readers, all by keyboard, focus that is seen, small screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QGraphicsView,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTabBar,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.commands.shortcuts_dialog import KeysDialog
from fundusviewer.gui.crash.reporter import CrashDialog
from fundusviewer.gui.ml_models.model_cards_dialog import ModelDialog
from fundusviewer.gui.output.list_export_dialog import ExportDialog
from fundusviewer.gui.output.report_preview import ReportPreview
from fundusviewer.gui.preferences.dialog import SettingsDialog
from fundusviewer.gui.review.identity_dialog import IdentityDialog
from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.viewer.image_view import ImageView
from fundusviewer.gui.viewing.marking.mark_dialog import MarkDialog
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.window.about_dialog import AboutDialog
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.worklist.name_pattern_dialog import PatternDialog
from fundusviewer.gui.worklist.visit_list_view import VisitListView
from fundusviewer.inference import ModelLibrary
from fundusviewer.reporting import Contents, export_formats, open_paper
from fundusviewer.resources import sample_photographs
from fundusviewer.screening import Identity, name_pattern
from tests.gui.steps import on_screen
from tests.reporting.rows import METHOD

Examined = Callable[[], Photograph]
MakeDialog = Callable[[QMainWindow], QDialog]

_INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QGraphicsView,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QProgressBar,
    QTextBrowser,
)

#: Those that need no more than a window with menus above which they open.
DIALOGS: dict[str, MakeDialog] = {
    "about": AboutDialog,
    "crash": lambda window: CrashDialog("", window),
    "export": lambda window: ExportDialog(export_formats()[0], 3, 2, hidden=True, parent=window),
    "identity": lambda window: IdentityDialog([Identity()], window),
    "keys": lambda window: KeysDialog(window.menuBar(), window),
    "mark": lambda window: MarkDialog("MA", "", window),
    "model cards": lambda window: ModelDialog(ModelLibrary.default().entries(), None, window),
    "pattern": lambda window: PatternDialog("auto", [], window),
    "preview": lambda window: ReportPreview(
        open_paper(Contents([], METHOD, name_pattern())), JobPool(window, threads=1), window
    ),
}


@pytest.fixture
def plain_window(qtbot: QtBot, theme: Theme, models: Path) -> QMainWindow:
    """Return a window with nothing in it but the menus."""
    window = QMainWindow()
    qtbot.addWidget(window)
    Actions(window, theme)
    window.resize(1300, 800)
    window.show()
    return window


@pytest.fixture(params=[*DIALOGS, "settings"])
def dialog(request: pytest.FixtureRequest) -> QDialog:
    """Return each dialog."""
    if request.param == "settings":
        window = request.getfixturevalue("window")
        return SettingsDialog(window.choices, window)
    return DIALOGS[request.param](request.getfixturevalue("plain_window"))


def interactive(root: QWidget) -> Iterator[QWidget]:
    """Yield what can be worked with, without the inner parts of Qt's own widgets."""
    for widget in root.findChildren(QWidget):
        inner = widget.objectName().startswith("qt_") or _stands_in(
            widget, (QComboBox, QAbstractSpinBox, QTabBar, QAbstractItemView, QLineEdit)
        )
        # Scroll bars belong to what they scroll.
        apart = inner or isinstance(widget, QScrollBar) or widget.isHidden()
        if isinstance(widget, _INTERACTIVE) and not apart:
            yield widget


def _stands_in(widget: QWidget, kinds: tuple[type[QWidget], ...]) -> bool:
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, kinds) or _stands_in(parent, kinds))


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says; a button says its text."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or ""


def assert_named(root: QWidget) -> None:
    checked = list(interactive(root))
    assert checked
    nameless = [
        (type(one).__name__, one.objectName(), one.toolTip(), type(one.parentWidget()).__name__)
        for one in checked
        if not name_of(one).strip()
    ]
    assert not nameless, nameless


def test_every_control_of_the_window_has_a_name(window: MainWindow, examined: Examined) -> None:
    for name in ("both_eyes", "green", "measure"):
        window.actions_table[name].trigger()
    assert_named(window)


def test_every_control_of_the_dialogs_has_a_name(dialog: QDialog) -> None:
    dialog.show()
    assert_named(dialog)
    dialog.close()


def test_dialogs_close_with_escape_and_fit_a_small_screen(dialog: QDialog) -> None:
    dialog.open()
    assert dialog.windowTitle()
    # 768 pixels less panel and title bar; Qt would cut off what is larger.
    hint = dialog.minimumSizeHint()
    assert hint.height() <= 690
    assert hint.width() <= 1366
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_window_fits_a_small_screen(window: MainWindow, examined: Examined) -> None:
    hint = window.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= 700


def reached_by_tab(window: QWidget, steps: int = 120) -> set[QWidget]:
    """Return what the keys reach: in the list and the photograph F6 moves on, elsewhere Tab."""
    reached: set[QWidget] = set()
    for _ in range(steps):
        before = QApplication.focusWidget() or window
        puts_panels_away = isinstance(before, ImageView | VisitListView)
        QTest.keyClick(before, Qt.Key.Key_F6 if puts_panels_away else Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is not None:
            reached.add(focused)
    return reached


def test_tab_reaches_every_control_of_the_window(
    qtbot: QtBot, window: MainWindow, examined: Examined
) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    wanted = {
        one.focusProxy() or one
        for one in interactive(window)
        if one.isVisibleTo(window) and one.isEnabled() and not isinstance(one, QProgressBar)
    }
    buttons = {one for one in wanted if one.focusPolicy() is Qt.FocusPolicy.NoFocus}
    # Buttons of actions are in the menus, too.
    in_menus = set(window.actions())
    for button in buttons:
        actions = button.actions()
        assert actions, (type(button).__name__, name_of(button))
        assert set(actions) <= in_menus, name_of(button)
    missed = wanted - buttons - reached_by_tab(window)
    # One of several that exclude each other is reached by Tab, the others by the arrow keys.
    groups = {one.group() for one in missed if isinstance(one, QAbstractButton)}
    assert all(group is not None for group in groups), [name_of(one) for one in missed]
    assert all(isinstance(one, QAbstractButton) for one in missed), [
        (type(one).__name__, name_of(one)) for one in missed
    ]


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_focus_is_seen_on_every_control(
    qtbot: QtBot, window: MainWindow, examined: Examined, theme: Theme, choice: str
) -> None:
    theme.choose(choice)  # type: ignore[arg-type]
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    for widget in [*reached_by_tab(window)]:
        if not widget.isVisible():
            continue
        window.setFocus()
        without = on_screen(widget).astype(int)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.hasFocus()
        differing = np.abs(on_screen(widget).astype(int) - without).max(axis=2) > 24
        # At least as much as a line along one side.
        assert differing.sum() >= min(widget.width(), widget.height()) // 2, (
            type(widget).__name__,
            widget.objectName(),
            name_of(widget),
        )


def test_the_first_page_is_used_by_keys_alone(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    buttons = {one.text() for one in reached_by_tab(window, 30) if isinstance(one, QAbstractButton)}
    assert {"Open photographs…", "Open folder…", "Open the sample photographs"} <= buttons
    sample = next(
        one
        for one in window.image.empty.findChildren(QAbstractButton)
        if one.text() == "Open the sample photographs"
    )
    sample.setFocus()
    QTest.keyClick(sample, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.current is not None, timeout=10_000)
    assert window.current is not None
    assert window.current.path in sample_photographs()
