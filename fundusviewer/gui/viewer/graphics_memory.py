"""What is known of the graphics card of this machine, from one start of the program to the next.

A driver can end the program. So it is written down before the card is asked for anything that it
was not seen to do, and taken back when it has done it: where that note is found, the program ended
in between, and the card is left alone until another version of the program tries it again.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from fundusviewer import __version__
from fundusviewer.atomic import write_atomically
from fundusviewer.errors import OutputError
from fundusviewer.resources import user_data_dir


@dataclass(frozen=True)
class Graphics:
    """What draws photographs.

    Attributes
    ----------
    used
        Whether the graphics card does; otherwise the processor.
    renderer
        The card with its driver as it calls itself; empty where it was not asked.
    reason
        Why the processor draws, in English; empty where the card does.
    trying
        Whether the card is being tried.
    version
        Of the program.
    """

    used: bool = False
    renderer: str = ""
    reason: str = ""
    trying: bool = False
    version: str = __version__

    @property
    def words(self) -> str:
        """One line for ``doctor``."""
        if self.used:
            return f"the graphics card ({self.renderer})"
        asked = f" [{self.renderer}]" if self.renderer else ""
        return f"the processor: {self.reason}{asked}"


_UNKNOWN = Graphics(reason="no window was opened yet")


def remembered(folder: Path | None = None) -> Graphics:
    """Return what the window found when it was opened last."""
    try:
        found = json.loads(_file(folder).read_text("utf-8"))
        kinds = {"used": bool, "renderer": str, "reason": str, "trying": bool, "version": str}
        return Graphics(**{name: kind(found[name]) for name, kind in kinds.items()})
    except (OSError, ValueError, KeyError, TypeError):
        return _UNKNOWN


def remember(graphics: Graphics, folder: Path | None = None) -> None:
    """Write down what is found. Where that cannot be, the next start finds it out again."""
    file = _file(folder)
    if file.parent.is_dir() and remembered(folder) != graphics:
        with contextlib.suppress(OutputError):
            write_atomically(file, json.dumps(asdict(graphics), indent=1).encode())


def forget_failure(folder: Path | None = None) -> None:
    """Let a card be tried again that ended the program."""
    if remembered(folder).trying:
        remember(_UNKNOWN, folder)


def ended_the_program(folder: Path | None = None) -> bool:
    """Return whether this version of the program ended while the card was tried."""
    found = remembered(folder)
    return found.trying and found.version == __version__


def _file(folder: Path | None) -> Path:
    return (folder or user_data_dir()) / "graphics.json"
