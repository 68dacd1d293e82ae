"""What a version changes for its users: its part of CHANGELOG.md, for the release's page."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from fundusviewer import __version__

_FILE = Path(__file__).parents[1] / "CHANGELOG.md"


def changes(text: str, version: str) -> str:
    """Return the part of a version.

    Raises
    ------
    LookupError
        If the version has none.
    """
    found = re.search(
        rf"^## {re.escape(version)}(?: [^\n]*)?\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    if found is None or not found[1].strip():
        raise LookupError(f"CHANGELOG.md says nothing of version {version}")
    return found[1].strip()


if __name__ == "__main__":
    sys.stdout.write(changes(_FILE.read_text(encoding="utf-8"), __version__) + "\n")
