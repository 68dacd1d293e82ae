"""Text fields in a window whose single letters are commands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def claim_typed_key(event: QEvent) -> bool:
    """Keep a key that is typed from the window's shortcuts; return whether it was one."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    # With one of these it is a command also while a text is written.
    typed = not event.modifiers() & _COMMANDS and event.key() < Qt.Key.Key_F1
    enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
    pages = event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
    if (typed or enters) and not pages:
        event.accept()
        return True
    return False


class ShortcutSafeLineEdit(QLineEdit):
    """A line of text; what is typed into it does nothing else."""

    def event(self, event: QEvent) -> bool:
        """Keep the keys."""
        return claim_typed_key(event) or super().event(event)
