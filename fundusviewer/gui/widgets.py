"""Small parts that several panels are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def label(text: str = "", *, name: str = "", size: float = 1.0, bold: bool = False) -> QLabel:
    """Return a label whose text wraps and can be selected.

    Parameters
    ----------
    text
        Shown as it is, never as markup.
    name
        Object name, by which the theme's style finds it (``muted``, ``heading``, …).
    size
        Times the program's font size.
    bold
        Whether in bold letters.
    """
    result = QLabel(text)
    result.setObjectName(name)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(True)
    result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    result.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    font = QFont(result.font())
    font.setPointSizeF(font.pointSizeF() * size)
    if bold:
        font.setWeight(QFont.Weight.Bold)
    result.setFont(font)
    return result


def line(parent: QWidget | None = None) -> QFrame:
    """Return a thin horizontal line."""
    result = QFrame(parent)
    result.setObjectName("line")
    result.setFixedHeight(1)
    return result
