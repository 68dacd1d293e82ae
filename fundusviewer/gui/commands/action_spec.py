"""What an action is, before Qt knows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


def _in_menu(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes
    ----------
    name
        In the code.
    text
        In the menu.
    keys
        The first is shown.
    icon
        Name of its drawing.
    checkable
        Whether it is on or off.
    repeats
        Whether it is done again and again while its key is held.
    of_widgets
        Whether its key is one that widgets need: it counts only where a widget asks for it.
    translated
        Puts the text into the language of the window.
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    repeats: bool = True
    of_widgets: bool = False
    translated: Callable[[str], str] = _in_menu
