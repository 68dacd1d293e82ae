"""Files and folders to a list of photographs: the one way in for drops, dialogs and arguments."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.imaging import photographs_in
from fundusviewer.screening.folders import LeftOut, walk
from fundusviewer.screening.places.address import address_of
from fundusviewer.screening.places.remote import found_at


@dataclass(frozen=True)
class Found:
    """What files and folders stand for.

    Attributes
    ----------
    photographs
        In their order, none twice.
    left_out
        What else lies in the folders.
    """

    photographs: list[Path]
    left_out: list[LeftOut]


def find_photographs(paths: Iterable[Path]) -> list[Path]:
    """Return the photographs that files and folders stand for; see :func:`survey`."""
    return survey(paths).photographs


def survey(
    paths: Iterable[Path],
    progress: Callable[[int], None] = lambda count: None,  # noqa: ARG005
) -> Found:
    """Return the photographs that files and folders stand for, and what is left out.

    A file that is named is taken whatever it is, also when it is not there (reading it then says
    so); of a folder, with its subfolders and in the order of names, those files whose content is a
    picture's (:mod:`.folders`). A DICOM file or TIFF with several photographs stands for each
    of them (``a.dcm#frame1``), a DICOMDIR that is named for the files that it names; DICOM objects
    that are no photographs are left out of a folder. No file is taken twice. A folder without
    photographs, and one that cannot be listed, stands for itself, and reading it says so.

    Parameters
    ----------
    paths
        Files and folders.
    progress
        Called with the number of photographs so far, for each one.
    """
    found: dict[str, Path] = {}
    left_out: dict[Path, LeftOut] = {}
    for path in paths:
        photographs = []
        for one in _within(path):
            if isinstance(one, LeftOut):
                left_out.setdefault(one.path, one)
            else:
                photographs.append(one)
                progress(len(found) + len(photographs))
        for photograph in photographs or [path]:
            found.setdefault(_identity(photograph), photograph)
    named = set(found.values())
    return Found(list(found.values()), [one for one in left_out.values() if one.path not in named])


def _within(path: Path) -> Iterable[Path | LeftOut]:
    if address_of(path) is not None:
        return found_at(path)
    # Path.is_dir raises for a name that is too long or lies in a locked folder.
    return walk(path) if os.path.isdir(path) else photographs_in(path) or ()  # noqa: PTH112


def _identity(path: Path) -> str:
    """Return what two spellings of one file share; the path itself where it cannot be told."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)
