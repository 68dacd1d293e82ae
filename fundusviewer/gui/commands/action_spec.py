"""What an action and a menu are, before Qt knows of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

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


class Line(Enum):
    """A line between entries."""

    LINE = "-"


LINE = Line.LINE


@dataclass(frozen=True)
class MenuSpec:
    """One menu: an action stands in it where its record stands.

    Attributes
    ----------
    name
        In the code.
    title
        In the menu above it.
    entries
        From top to bottom; none for a menu that is filled while the program runs.
    """

    name: str
    title: str
    entries: tuple[Entry, ...] = ()

    def actions(self) -> Iterator[ActionSpec]:
        """Yield the actions of the menu and of those inside."""
        for entry in self.entries:
            if isinstance(entry, ActionSpec):
                yield entry
            elif isinstance(entry, MenuSpec):
                yield from entry.actions()


Entry = ActionSpec | MenuSpec | Line
