"""Small parts that several panels are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)


class ElidedComboBox(QComboBox):
    """A choice that ends in dots where it is too narrow for its text; Qt's own cuts a letter."""

    def shown_text(self) -> str:
        """Return the text that there is room for."""
        return self._option().currentText

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, arrow and shortened text."""
        del event
        option, painter = self._option(), QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _option(self) -> QStyleOptionComboBox:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, part, self)
        # The style leaves a pixel free on either side.
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - 2
        )
        return option


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
