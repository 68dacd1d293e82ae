"""Data files written for people to read, made as small as the program needs them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from distribution.left_out import LINK, Entry

#: Smaller files are not worth it.
_LARGE = 1_000_000


def compact(entries: Iterable[Entry], work: Path) -> list[Entry]:
    """Return the data files with large JSON documents rewritten without line breaks and spaces.

    Parameters
    ----------
    entries
        PyInstaller's data files.
    work
        Folder for the copies.
    """
    return [
        (name, str(_rewritten(Path(source), work / name)), kind)
        if kind != LINK and _is_large_json(name, Path(source))
        else (name, source, kind)
        for name, source, kind in entries
    ]


def _is_large_json(name: str, source: Path) -> bool:
    return PurePosixPath(name).suffix == ".json" and source.stat().st_size > _LARGE


def _rewritten(source: Path, target: Path) -> Path:
    document = json.loads(source.read_text(encoding="utf-8"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")
    return target
