"""What an action is, before Qt knows of it."""

from __future__ import annotations

from dataclasses import dataclass


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
    """

    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    repeats: bool = True
