"""The README for a package index, which has neither this repository's pictures nor its pages.

Hatchling calls it when it builds (``[tool.hatch.metadata.hooks.custom]``). With
``FUNDUSVIEWER_SOURCE_URL``, the address that files of this version lie below, links and pictures
lead there; without it pictures are left out and links to files are plain words.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

try:
    from hatchling.metadata.plugin.interface import MetadataHookInterface
except ImportError:
    # The tests ask for the text alone, and need no builder.
    MetadataHookInterface = object

SOURCE_URL = "FUNDUSVIEWER_SOURCE_URL"
#: ``![picture](file)`` and ``[words](file#part)``, of files of this repository.
_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?://|mailto:|#)([^)\s]+)\)")


class ReadmeHook(MetadataHookInterface):  # type: ignore[misc]
    """Give the project's metadata its README."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Set ``readme`` in the metadata, in place."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        address = os.environ.get(SOURCE_URL)
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": for_index(text, address),
        }


def for_index(text: str, address: str | None) -> str:
    """Return a README whose links and pictures need no file beside it.

    Parameters
    ----------
    text
        Markdown with links relative to the repository's root.
    address
        Where these files are served; ``None`` if they are nowhere.
    """

    def replaced(match: re.Match[str]) -> str:
        mark, words, target = match.groups()
        if address:
            return f"{mark}[{words}]({address.rstrip('/')}/{target})"
        return "" if mark else words

    return _LINK.sub(replaced, text)
