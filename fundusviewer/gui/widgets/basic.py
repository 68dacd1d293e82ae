"""Small parts that several panels are made of."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionToolButton,
    QStylePainter,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from fundusviewer.gui.text.outside import plain, tip

#: Least width of a button that shortens its words, in logical pixels.
_LEAST_BUTTON = 60

#: Room beside its words.
_BUTTON_EDGE = 9

#: Widest that one word can make a label whose text wraps, in logical pixels.
_WIDEST_WORD = 320


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
        if self.currentIndex() < 0:
            option.currentText = self.placeholderText()
        # The style leaves a pixel free on either side.
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room.width() - 2
        )
        return option


class ElidedButton(QToolButton):
    """A button with words alone, which end in dots where it is too narrow for them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Return a size that does not depend on the words."""
        return QSize(_LEAST_BUTTON, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame and shortened words."""
        del event
        option, painter = QStyleOptionToolButton(), QStylePainter(self)
        self.initStyleOption(option)
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        room = self.rect().adjusted(_BUTTON_EDGE, 0, -_BUTTON_EDGE, 0)
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)


class PlainLabel(QLabel):
    """A label that shows words as they are, never as markup. There is no other in the program."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show words; what would act in them is marked."""
        super().setText(plain(text))

    def minimumSizeHint(self) -> QSize:
        """Return a size that does not depend on how long somebody's words are."""
        hint = super().minimumSizeHint()
        return hint.boundedTo(QSize(_WIDEST_WORD, hint.height())) if self.wordWrap() else hint


class OneLine(PlainLabel):
    """Words in one line that end in dots where there is no room; the tip tells all of them.

    Parameters
    ----------
    bold
        Whether the letters are.
    least
        So many pixels of the words are always shown.
    """

    def __init__(
        self, parent: QWidget | None = None, *, bold: bool = False, least: int = _LEAST_BUTTON
    ) -> None:
        super().__init__(parent=parent)
        self._least = least
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        font = QFont(self.font())
        font.setBold(bold)
        self.setFont(font)

    def setText(self, text: str) -> None:
        """Show words."""
        super().setText(text)
        self.setToolTip(tip(text))

    def minimumSizeHint(self) -> QSize:
        """Return a size that hardly depends on the words."""
        hint = super().minimumSizeHint()
        return hint.boundedTo(QSize(self._least, hint.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is room for."""
        del event
        painter, room = QStylePainter(self), self.contentsRect()
        words = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        role, enabled = self.foregroundRole(), self.isEnabled()
        flags = int((self.alignment() | Qt.AlignmentFlag.AlignVCenter).value)
        painter.drawItemText(room, flags, self.palette(), enabled, words, role)


def show_markup(page: QTextBrowser, markup: str) -> None:
    """Show rich text of our own: the one place where markup is read.

    Parameters
    ----------
    page
        Shows it.
    markup
        HTML; what comes from outside must be escaped in it.
    """
    page.setHtml(markup)


def label(text: str = "", *, name: str = "", size: float = 1.0, bold: bool = False) -> PlainLabel:
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
    result = PlainLabel(text)
    result.setObjectName(name)
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


def scrolling(content: QWidget, name: str) -> QScrollArea:
    """Return what can be read on a small screen, and with large letters.

    Parameters
    ----------
    content
        Becomes as wide as the room that is there.
    name
        For those who hear the window.
    """
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    return area
