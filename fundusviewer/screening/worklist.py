"""Files and folders to a list of photographs: the one way in for drops, dialogs and arguments."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from fundusviewer.imaging import SUFFIXES


def find_photographs(paths: Iterable[Path]) -> list[Path]:
    """Return the photographs that files and folders stand for.

    A file that is named is taken whatever its suffix, also when it is not there (reading it
    then says so); of a folder, those files with the suffix of a picture, with subfolders, in the
    order of their names. Hidden files and folders are left out, and no file is taken twice. A
    folder without photographs, and one that cannot be listed, stands for itself, and reading it
    says so.
    """
    found: dict[str, Path] = {}
    for path in paths:
        # Path.is_dir raises for a name that is too long or lies in a locked folder.
        photographs = list(_walk(path)) if os.path.isdir(path) else []  # noqa: PTH112
        for photograph in photographs or [path]:
            found.setdefault(_identity(photograph), photograph)
    return list(found.values())


def _walk(folder: Path) -> Iterator[Path]:
    """Walk a folder without following links to folders, so that no circle can trap it."""
    locked: list[Path] = []
    for root, folders, files in os.walk(
        folder, onerror=lambda error: locked.append(Path(error.filename))
    ):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(root, name)
    yield from locked


def _identity(path: Path) -> str:
    """Return what two spellings of one file share; the path itself where it cannot be told."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)
