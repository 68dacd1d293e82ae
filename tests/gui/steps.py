"""What a user does with the window, with real events."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fundusviewer.gui.ml_models.model_chooser import ModelChooser
from fundusviewer.gui.preferences.analysis_page import AnalysisPage
from fundusviewer.gui.preferences.dialog import SettingsDialog
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.screening import Heading


def is_idle(window: MainWindow, count: int) -> bool:
    """Return whether so many photographs are listed and everything is done."""
    # First what costs nothing: this is asked every ten milliseconds.
    if not window.is_idle:
        return False
    photographs = listed(window)
    done = all(photograph.progress is not Progress.WAITING for photograph in photographs)
    return len(photographs) == count and done


def listed(window: MainWindow) -> list[Photograph]:
    """Return the photographs of the list, without headings, by their paths."""
    model = window.workspace.list.model
    return sorted(model.photographs(model.keys), key=lambda photograph: photograph.path)


def in_order(window: MainWindow) -> list[Path]:
    """Return the photographs in the order of the list."""
    model = window.workspace.list.model
    return [photograph.path for photograph in model.photographs(model.keys)]


def visits(window: MainWindow) -> list[Heading]:
    """Return what the rows of the visits say, in their order."""
    model = window.workspace.list.model
    found = (model.at(row) for row in range(model.rowCount()) if model.is_visit(row))
    return [one for one in found if isinstance(one, Heading)]


def choose(window: MainWindow, path: Path) -> None:
    """Choose a photograph in the list."""
    window.workspace.list.cursor.choose(next(one.key for one in listed(window) if one.path == path))


def chooser(window: MainWindow) -> ModelChooser:
    """Return the lists of models, operating points and providers, as the settings have them."""
    dialog = SettingsDialog(window.choices, window)
    dialog.show_page(AnalysisPage)
    page = next(page for page in dialog.pages if isinstance(page, AnalysisPage))
    return page.chooser


def left_of(widget: QWidget) -> int:
    """Return where a widget begins on the screen."""
    return widget.mapToGlobal(QPoint()).x()


def look_at_all(qtbot: QtBot, window: MainWindow) -> None:
    """Look at each photograph of the list until it is painted, then at the first again."""
    keys = window.workspace.list.model.keys
    for key in (*keys, keys[0]):
        window.workspace.list.cursor.choose(key)
        qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)


def shown_path(window: MainWindow) -> Path | None:
    """Return the photograph on screen."""
    return None if window.current is None else window.current.path


def drop(window: MainWindow, paths: Sequence[Path], at: QPoint) -> QWidget:
    """Drop files as Qt would: on the widget under the cursor, or its next parent that takes it."""
    target: QWidget | None = window.childAt(at) or window
    while target is not None and not target.acceptDrops():
        target = target.parentWidget()
    assert target is not None
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place = target.mapFrom(window, at)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place, copy, data, buttons, keys)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(place), copy, data, buttons, keys))
    return target


def wheel(
    view: QWidget,
    at: QPoint,
    notches: int,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Turn the wheel over a place of the view."""
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def drag(view: QWidget, places: Sequence[QPoint], button: Qt.MouseButton, **keys: object) -> None:
    """Press a button, move over some places, and let it go."""
    modifier = keys.get("modifier", Qt.KeyboardModifier.NoModifier)
    assert isinstance(modifier, Qt.KeyboardModifier)
    none = Qt.MouseButton.NoButton
    kinds = QEvent.Type
    _mouse(view, kinds.MouseButtonPress, places[0], button, button, modifier)
    for place in places[1:]:
        _mouse(view, kinds.MouseMove, place, none, button, modifier)
    _mouse(view, kinds.MouseButtonRelease, places[-1], button, none, modifier)


def hover(view: QWidget, place: QPoint) -> None:
    """Move the mouse over a place."""
    none = Qt.MouseButton.NoButton
    _mouse(view, QEvent.Type.MouseMove, place, none, none, Qt.KeyboardModifier.NoModifier)


def _mouse(
    view: QWidget,
    kind: QEvent.Type,
    place: QPoint,
    button: Qt.MouseButton,
    buttons: Qt.MouseButton,
    keys: Qt.KeyboardModifier,
) -> None:
    everywhere = QPointF(view.mapToGlobal(place))
    event = QMouseEvent(kind, QPointF(place), everywhere, button, buttons, keys)
    QApplication.sendEvent(view, event)


def on_screen(view: QWidget) -> np.ndarray:
    """Return what a widget shows: uint8 (h, w, 3) RGB."""
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    pixels: np.ndarray = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    return pixels.copy()
