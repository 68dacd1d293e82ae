"""Questions in a box of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from fundusviewer.gui.text.outside import plain, title_text

Button = QMessageBox.StandardButton


def ask(
    parent: QWidget,
    title: str,
    question: str,
    *,
    buttons: Button = Button.Yes | Button.No,
    default: Button = Button.NoButton,
    icon: QMessageBox.Icon = QMessageBox.Icon.Question,
) -> Button:
    """Ask, and wait for the answer.

    Parameters
    ----------
    parent
        The window that waits.
    title
        Of the box.
    question
        Shown as it is, never as markup: names stand in it.
    buttons
        The possible answers.
    default
        The one that Enter gives; ``NoButton`` for Qt's choice.
    icon
        What kind of question it is.

    Returns
    -------
    Button
        The answer.
    """
    box = QMessageBox(icon, title_text(title), "", buttons, parent)
    # Before the text: a system's own box takes the text as it reads it.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(plain(question))
    box.setDefaultButton(default)
    return Button(box.exec())
