"""Shows a message in a native window without Qt, for the case that Qt itself fails.

Imports nothing of Qt, so that it works where Qt cannot be loaded.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from fundusviewer.resources import APP_NAME

#: What Linux desktops bring to show a sentence, the most pleasant one first.
_LINUX: tuple[tuple[str, ...], ...] = (
    ("zenity", "--error", "--no-markup", "--width=480", f"--title={APP_NAME}", "--text"),
    ("kdialog", "--title", APP_NAME, "--error"),
    ("xmessage", "-center", "-title", APP_NAME),
    ("notify-send", "--urgency=critical", APP_NAME),
)
#: Those of them that cannot be told to take it as words.
_READ_MARKUP = frozenset({"kdialog", "notify-send"})
_MACOS = (
    "osascript",
    "-e",
    "on run argv",
    "-e",
    f'display alert "{APP_NAME}" message (item 1 of argv) as critical',
    "-e",
    "end run",
)
_ERROR_ICON = 0x10


def show_alert(text: str) -> bool:
    """Show a text in a window of the system and wait until it is closed.

    Returns
    -------
    bool
        Whether there was a way to show it.
    """
    show = _SHOWERS.get(sys.platform)
    return False if show is None else show(text)


def _show_on_linux(text: str) -> bool:
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    return any(_succeeds((*command, _without_markup(command[0], text))) for command in _LINUX)


def _without_markup(program: str, text: str) -> str:
    """Return a text that a program shows as words: the name of a file may stand in it."""
    if program not in _READ_MARKUP:
        return text
    return text.replace("<", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}")


def _show_on_macos(text: str) -> bool:
    return _succeeds((*_MACOS, text))


def _show_on_windows(text: str) -> bool:
    windll = getattr(ctypes, "windll", None)
    return windll is not None and bool(windll.user32.MessageBoxW(0, text, APP_NAME, _ERROR_ICON))


def _succeeds(command: Sequence[str]) -> bool:
    """Return whether a program is there and has shown the text."""
    if shutil.which(command[0]) is None:
        return False
    # xmessage and zenity end with 1 where the user closes the window by its corner.
    return subprocess.run(command, check=False, capture_output=True).returncode in (0, 1)  # noqa: S603


_SHOWERS: Mapping[str, Callable[[str], bool]] = {
    "linux": _show_on_linux,
    "darwin": _show_on_macos,
    "win32": _show_on_windows,
}
