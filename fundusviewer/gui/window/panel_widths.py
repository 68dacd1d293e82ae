"""How wide the panels beside the photograph are, on each screen."""

from __future__ import annotations

from PySide6.QtCore import QSize

from fundusviewer.gui.settings.schema import Settings

#: Widths of the list and of the finding, and those where the window is narrower than so much.
_SIDES, _NARROW_SIDES, _NARROW = (330, 360), (300, 320), 1300

#: Share of the window that the photograph keeps beside panels of another window's widths.
LEAST_MIDDLE = 0.4

#: So many screens are remembered, the latest.
_MOST_SCREENS = 12


def default_panel_widths(width: int) -> tuple[int, int]:
    """Return the widths of list and finding in a window, until the user chooses others."""
    return _NARROW_SIDES if width < _NARROW else _SIDES


def screen_key(size: QSize) -> str:
    """Return what a screen is known by: its size in logical pixels, whatever it is plugged into.

    Examples
    --------
    >>> screen_key(QSize(1366, 768))
    '1366x768'
    """
    return f"{size.width()}x{size.height()}"


def panel_widths(settings: Settings, screen: QSize, width: int) -> tuple[int, int]:
    """Return the widths of list and finding.

    Parameters
    ----------
    settings
        Know what the user chose on each screen.
    screen
        Size of the screen in logical pixels.
    width
        Of the window. Panels that would leave the photograph too little of it are not taken.
    """
    for chosen in (settings.panel_widths.get(screen_key(screen)), settings.sides):
        if chosen is not None and sum(chosen) <= (1 - LEAST_MIDDLE) * width:
            return chosen
    return default_panel_widths(width)


def with_panel_widths(
    settings: Settings, screen: QSize, sides: tuple[int, int]
) -> dict[str, tuple[int, int]]:
    """Return what is remembered of all screens, with the widths on this one."""
    key = screen_key(screen)
    known = {name: value for name, value in settings.panel_widths.items() if name != key}
    return dict([*known.items(), (key, sides)][-_MOST_SCREENS:])
