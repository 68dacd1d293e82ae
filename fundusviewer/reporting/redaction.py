"""Sentences about a photograph without the names that could tell whose it is."""

from __future__ import annotations

import re
from pathlib import Path

from fundusviewer.screening.rows import printable

#: A shorter name would be found inside of ordinary words.
_SHORTEST = 3


def without_names(text: str, path: Path) -> str:
    """Return a sentence in which the file and its folders are not named.

    Parameters
    ----------
    text
        For instance the reason why a photograph could not be read.
    path
        The photograph's file.
    """
    names = [str(path), path.name, path.stem, *(str(parent) for parent in path.parents)]
    wanted = sorted({printable(name) for name in names if len(name) >= _SHORTEST}, key=len)
    if not wanted:
        return text
    # The longest first, and none inside of another word.
    anything = "|".join(re.escape(name) for name in reversed(wanted))
    return re.sub(rf"(?<!\w)(?:{anything})(?!\w)", "the photograph", text)
