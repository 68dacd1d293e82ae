"""Nothing is cut from a small laptop to a large screen, in every language."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QToolBar,
    QToolButton,
    QWidget,
)
from pytestqt import exceptions
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state.photograph import Photograph
from fundusviewer.gui.widgets.basic import ElidedButton, ElidedComboBox
from fundusviewer.gui.widgets.grade_row import GradeRow
from fundusviewer.gui.window.main_window import MainWindow

#: What a window gets, in logical pixels: 1366 × 768 at 125 % without title and panel, and others.
SIZES = ((1093, 560), (1280, 680), (1366, 700), (1920, 1000))

#: These end in dots, and tell the rest in a tip.
_SHORTENED = (ElidedButton, ElidedComboBox, GradeRow)


def cut(window: MainWindow) -> Iterator[str]:
    """Yield what is not seen as it should be."""
    area = window.centralWidget()
    assert isinstance(area, QScrollArea)
    for bar in (area.horizontalScrollBar(), area.verticalScrollBar()):
        if bar.maximum():
            yield f"the window is scrolled by {bar.maximum()}"
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QAbstractButton | QComboBox | QLabel):
            continue
        words = "" if isinstance(widget, QComboBox) else widget.text()
        name = f"{type(widget).__name__} {words!r} {widget.accessibleName()!r}"
        for fault in _faults(widget):
            yield f"{name} {fault}"
        parent = widget.parentWidget()
        if parent is not None and not parent.rect().contains(widget.geometry()):
            yield f"{name} reaches beyond {type(parent).__name__}"


def _faults(widget: QWidget) -> Iterator[str]:
    """Yield what a widget has too little room for."""
    width, least = widget.width(), widget.minimumSizeHint().width()
    if isinstance(widget, QLabel) and widget.wordWrap():
        if widget.height() < widget.heightForWidth(width):
            yield f"is {widget.height()} high"
    elif not isinstance(widget, _SHORTENED):
        if width < least:
            yield f"is {width} wide, not {least}"
        if isinstance(widget, QComboBox):
            text, room = widget.currentText(), _room(widget)
            wanted = widget.fontMetrics().horizontalAdvance(text)
            if wanted > room:
                yield f"has {room} pixels for {text!r}, which needs {wanted}"


def _room(box: QComboBox) -> int:
    """Return how many pixels wide the text of a list of choices may be."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(control, option, part, box).width()


def comes_to_rest(qtbot: QtBot, window: MainWindow) -> str:
    """Wait until nothing is cut; return what still is."""
    with contextlib.suppress(exceptions.TimeoutError):
        qtbot.waitUntil(lambda: not [*cut(window)], timeout=5_000)
    return "\n".join(cut(window))


def left_out(window: MainWindow) -> Iterator[str]:
    """Yield tools that are neither on their bar nor behind its arrow."""
    bar = window.findChild(QToolBar)
    assert bar is not None
    arrow = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert arrow is not None
    for action in bar.actions():
        widget = bar.widgetForAction(action)
        shown = widget is None or widget.isVisible() or arrow.isVisible()
        if action.isVisible() and widget is not None and not shown:
            yield action.text() or widget.accessibleName()


@pytest.mark.parametrize("language", ["en", "de"])
def test_nothing_is_cut(
    qtbot: QtBot, window: MainWindow, examined: Callable[[], Photograph], language: str
) -> None:
    window.choices.set("language", language)
    for size in SIZES:
        window.resize(*size)
        for both in (False, True):
            if window.actions_table["both_eyes"].isChecked() is not both:
                window.actions_table["both_eyes"].trigger()
            window.grab()
            assert (window.width(), window.height()) == size
            assert comes_to_rest(qtbot, window) == "", (size, both)
            assert [*left_out(window)] == [], (size, both)
    assert window.minimumSizeHint().width() <= SIZES[0][0]


def test_a_bar_that_is_too_narrow_has_an_arrow(
    window: MainWindow, examined: Callable[[], Photograph]
) -> None:
    window.setMinimumSize(400, 300)
    window.resize(520, 500)
    QApplication.processEvents()
    bar = window.findChild(QToolBar)
    assert bar is not None
    arrow = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert arrow is not None
    assert arrow.isVisible()
    assert [*left_out(window)] == []
