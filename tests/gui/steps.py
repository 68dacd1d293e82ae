"""What a user does with the window, with real events."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from fundusviewer.gui.main_window import MainWindow
from fundusviewer.gui.photograph import Photograph, Progress


def is_idle(window: MainWindow, count: int) -> bool:
    """Return whether so many photographs are listed and everything is done."""
    photographs = listed(window)
    done = all(photograph.progress is not Progress.WAITING for photograph in photographs)
    return window.is_idle and len(photographs) == count and done


def listed(window: MainWindow) -> list[Photograph]:
    """Return the photographs of the list, without headings, by their paths."""
    model = window.desk.list.model
    return sorted(model.photographs(model.keys), key=lambda photograph: photograph.path)


def choose(window: MainWindow, path: Path) -> None:
    """Choose a photograph in the list."""
    window.worklist.choose(next(one.key for one in listed(window) if one.path == path))


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


def wheel(view: QWidget, at: QPoint, notches: int) -> None:
    """Turn the wheel over a place of the view."""
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)
