"""What lies in a folder: its photographs by their content, and what is left out and why.

No eye is left out in silence. Files with the usual suffixes are taken as they are; of all others
the first bytes are read. A database is never opened: that would take its locks from SQLite.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.file_memory import remembers_files
from fundusviewer.held_files import is_held
from fundusviewer.imaging import DICOM_SUFFIXES, SUFFIXES, photographs_in
from fundusviewer.imaging.signatures import RECOGNISED_BY, Content, content_of
from fundusviewer.regular_files import open_regular

#: Folders that systems and file servers make: thumbnails, waste, older states.
_NOT_THE_USERS = frozenset(
    "@eadir|@recently-snapshot|@recycle|@sharebin|@tmp|@snapshot|#recycle|#snapshot|~snapshot"
    "|$recycle.bin|recycler|recycled|__macosx|lost+found|system volume information"
    "|network trash folder|temporary items|trash folder".split("|")
)

#: Files that systems make.
_SYSTEM_FILES = frozenset("thumbs.db ehthumbs.db ehthumbs_vista.db desktop.ini dicomdir".split())
_SYSTEM_FILE = re.compile(r"\._.*|synophoto_thumb.*|\.(?:ds_store|localized|apdisk|directory)")

#: What SQLite keeps beside a database that is open.
_COMPANIONS = ("-wal", "-shm", "-journal")
_DATABASES = (".sqlite", ".sqlite3", ".db", ".db3", ".s3db")

#: Reasons: what it is.
HIDDEN = "hidden file or folder"
LINK = "link to another folder, which is to be named itself"
SPECIAL = "pipe or device"
DATABASE = "database file"
NO_PHOTOGRAPH = "DICOM object that is no photograph"
RAW = "raw file of a camera, to be developed as JPEG, PNG or TIFF"
OTHER = "no picture"
UNKNOWN = "of an unknown kind"


@dataclass(frozen=True)
class LeftOut:
    """Something in a folder that is not in its list.

    Attributes
    ----------
    path
        The file or folder.
    reason
        What it is, a few words.
    may_be_photograph
        Whether an eye may be left out with it: everything that is not surely something else.
    """

    path: Path
    reason: str
    may_be_photograph: bool


def walk(folder: Path) -> Iterator[Path | LeftOut]:
    """Yield the photographs of a folder and its subfolders by name, and what is left out.

    Links to folders are not followed, so that no circle can trap the walk. A folder that cannot be
    listed stands for itself, and reading it says so.
    """
    locked: list[Path] = []
    for root, folders, files in os.walk(
        folder, onerror=lambda error: locked.append(Path(error.filename))
    ):
        kept = []
        for name in sorted(folders):
            path = Path(root, name)
            if name.casefold() in _NOT_THE_USERS:
                continue
            if name.startswith("."):
                yield LeftOut(path, HIDDEN, may_be_photograph=False)
            elif path.is_symlink():
                yield from _of_link(path, folder)
            else:
                kept.append(name)
        folders[:] = kept
        names = frozenset(files)
        for name in sorted(files):
            yield from _of_file(Path(root, name), names)
    yield from locked


def _of_link(path: Path, folder: Path) -> Iterator[LeftOut]:
    """Yield a link to a folder, unless it leads to what is walked through anyway."""
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        yield LeftOut(path, LINK, may_be_photograph=True)


def _of_file(path: Path, beside: Collection[str]) -> Iterator[Path | LeftOut]:
    """Yield what a file in a folder is; nothing for one that the system made."""
    name, suffix = path.name, path.suffix.lower()
    low = name.casefold()
    if is_of_the_system(name):
        return
    if is_held(path) or _is_database(name, beside):
        yield LeftOut(path, DATABASE, may_be_photograph=False)
    elif name.startswith("."):
        hidden = suffix in SUFFIXES or low.lstrip(".") in _PLAIN_SUFFIXES
        yield LeftOut(path, HIDDEN, may_be_photograph=hidden)
    elif suffix in ONE_PHOTOGRAPH:
        yield path
    elif suffix in SUFFIXES:
        yield from _of_several(path)
    else:
        yield from _by_content(path, suffix)


def is_of_the_system(name: str) -> bool:
    """Return whether a file is one that systems and databases make for themselves."""
    low = name.casefold()
    return bool(low in _SYSTEM_FILES or _SYSTEM_FILE.fullmatch(low) or low.endswith(_COMPANIONS))


#: What may hold several photographs, besides DICOM.
_OF_SEVERAL = frozenset({".tif", ".tiff"})

#: Suffixes of files that hold one, and are taken as they are.
ONE_PHOTOGRAPH = SUFFIXES - DICOM_SUFFIXES - _OF_SEVERAL

_PLAIN_SUFFIXES = frozenset(suffix.removeprefix(".") for suffix in SUFFIXES)


def _is_database(name: str, beside: Collection[str]) -> bool:
    """Return whether a file is a database, by its name or by what lies beside an open one."""
    companions = (name + end for end in _COMPANIONS)
    return name.lower().endswith(_DATABASES) or any(one in beside for one in companions)


def _by_content(path: Path, suffix: str) -> Iterator[Path | LeftOut]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield LeftOut(path, SPECIAL, may_be_photograph=False)
            return
        content = _content(path, suffix, (status.st_size, status.st_mtime_ns))
    except (OSError, ValueError):
        # Reading it says why it cannot be read.
        yield path
        return
    if content is Content.PHOTOGRAPH:
        yield path
    elif content in (Content.TIFF, Content.DICOM):
        yield from _of_several(path)
    else:
        yield LeftOut(path, REASONS[content], may_be_photograph=content is not Content.OTHER)


#: What stands in a folder and is no photograph, by what it is.
REASONS = {Content.RAW: RAW, Content.OTHER: OTHER, Content.UNKNOWN: UNKNOWN}


@remembers_files(100_000)
def _content(path: Path, suffix: str, _state: tuple[int, int]) -> Content:
    """Return what a file is; remembered, as a watched folder is looked at again and again."""
    with open_regular(path) as file:
        return content_of(file.read(RECOGNISED_BY), suffix)


def _of_several(path: Path) -> Iterator[Path | LeftOut]:
    photographs = photographs_in(path)
    if photographs is None:
        yield LeftOut(path, NO_PHOTOGRAPH, may_be_photograph=False)
    else:
        yield from photographs
