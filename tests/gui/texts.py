"""Everything that a window tells: what is read, hovered over or read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from fundusviewer.gui.window.main_window import MainWindow


def widget_texts(window: MainWindow) -> list[str]:
    """Return the texts of all that is visible, of the menus, and of the status bar."""
    texts: list[str] = []
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        texts += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        texts += [widget.statusTip(), widget.whatsThis(), widget.windowTitle()]
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            texts.append(widget.text())
        if isinstance(widget, QComboBox):
            texts += [widget.itemText(row) for row in range(widget.count())]
    for action in window.findChildren(QAction):
        texts += [action.text(), action.toolTip()]
    if window.result.bars.isVisible():
        texts += [f"{bar.name} {bar.probability}" for bar in window.result.bars.bars]
    texts.append(window.statusBar().currentMessage())
    return texts


def list_texts(window: MainWindow, row: int) -> Iterator[str]:
    """Return what the list's model says of one of its entries, to the eye and to a reader."""
    model = window.workspace.list.model
    for role in Qt.ItemDataRole:
        value = model.data(model.index(row), int(role))
        if isinstance(value, str):
            yield value


def without_folder(text: str, folder: Path) -> str:
    """Return a text without the name of a test's folder, also where it was broken into lines.

    Its numbers, and its words, tell nothing of what the window knows.
    """
    return re.sub("\n?".join(map(re.escape, str(folder))), "", text)
