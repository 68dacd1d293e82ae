"""Finds code that opens a database which SQLite has open: that drops the process's locks."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from fundusviewer.held_files import is_held

#: Where it happened, since the last :func:`watch_plain_opens`.
_found: list[str] = []
_installed: list[bool] = []


def watch_plain_opens() -> list[str]:
    """Return a list that is filled from now on, with files and places in the code."""
    if not _installed:
        # A hook cannot be taken away again.
        sys.addaudithook(_note)
        _installed.append(True)
    _found.clear()
    return _found


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not isinstance(arguments[0], str | bytes):
        return
    if not is_held(Path(os.fsdecode(arguments[0]))):
        return
    frame = sys._getframe(1)
    # It takes the locks, and closes together with SQLite.
    if "lock_guard" not in frame.f_code.co_filename:
        _found.append(f"{arguments[0]!r} in {frame.f_code.co_filename}:{frame.f_lineno}")
