"""Files and folders to a list of photographs: the one way in for drops, dialogs and arguments."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from fundusviewer.imaging import DICOM_SUFFIXES, SUFFIXES, is_dicom_file, photographs_in

#: What looks like the end of an identifier (``1.2.840.10008.5``) is no suffix.
_NUMBER = re.compile(r"\.\d+")


def find_photographs(paths: Iterable[Path]) -> list[Path]:
    """Return the photographs that files and folders stand for.

    A file that is named is taken whatever its suffix, also when it is not there (reading it
    then says so); of a folder, those files with the suffix of a picture, with subfolders, in the
    order of their names, and DICOM files without a suffix, known by their content. A DICOM file
    with several photographs stands for each of them (``a.dcm#frame1``), a DICOMDIR for the files
    that it names; DICOM objects that are no photographs are left out of a folder. Hidden files
    and folders are left out, and no file is taken twice. A folder without photographs, and one
    that cannot be listed, stands for itself, and reading it says so.
    """
    found: dict[str, Path] = {}
    for path in paths:
        # Path.is_dir raises for a name that is too long or lies in a locked folder.
        is_folder = os.path.isdir(path)  # noqa: PTH112
        photographs = list(_walk(path)) if is_folder else photographs_in(path)
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
            if not name.startswith("."):
                yield from _of_file(Path(root, name))
    yield from locked


def _of_file(path: Path) -> Iterator[Path]:
    """Yield the photographs of a file in a folder; none for a file that is no picture."""
    suffix = path.suffix.lower()
    unnamed = not suffix or _NUMBER.fullmatch(suffix) is not None
    if suffix in SUFFIXES - DICOM_SUFFIXES:
        yield path
    # A folder's files stand for themselves; a DICOMDIR would only name them again.
    elif path.name.upper() == "DICOMDIR":
        return
    elif suffix in DICOM_SUFFIXES or (unnamed and is_dicom_file(path)):
        yield from photographs_in(path) or ()


def _identity(path: Path) -> str:
    """Return what two spellings of one file share; the path itself where it cannot be told."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)
