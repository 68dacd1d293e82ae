"""The roles of readers in the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from fundusviewer.grading import Role
from fundusviewer.gui.text.translation import QT_TRANSLATE_NOOP

_NAMES = {
    Role.FIRST: QT_TRANSLATE_NOOP("Roles", "first reader"),
    Role.SECOND: QT_TRANSLATE_NOOP("Roles", "second reader"),
    Role.ARBITER: QT_TRANSLATE_NOOP("Roles", "arbiter"),
    Role.ADMINISTRATOR: QT_TRANSLATE_NOOP("Roles", "administrator"),
}


def role_label(role: Role) -> str:
    """Return a role's name."""
    return QCoreApplication.translate("Roles", _NAMES[role])
