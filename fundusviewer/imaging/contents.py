"""What a file holds: one photograph, several, or none; nothing is decoded."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fundusviewer.held_files import is_held
from fundusviewer.imaging import dicom
from fundusviewer.imaging.file import frame_path
from fundusviewer.imaging.formats import tiff
from fundusviewer.imaging.signatures import RECOGNISED_BY, Content, content_of
from fundusviewer.regular_files import open_regular

#: Most photographs of one TIFF that are listed one by one.
_MOST = 500


def photographs_in(path: Path) -> tuple[Path, ...] | None:
    """Return the photographs that a file stands for.

    Returns
    -------
    tuple of Path or None
        The file itself, also where it cannot be read; a path for each page of a TIFF, and for each
        frame of a DICOM file, with several photographs; the files that a DICOMDIR names; ``None``
        for a DICOM object that is no photograph.
    """
    try:
        status = path.stat()
        if not is_held(path):
            pages = _pages_of(path, (status.st_size, status.st_mtime_ns))
            if pages:
                return tuple(frame_path(path, number) for number in range(1, pages + 1))
    except (OSError, ValueError):
        return (path,)
    return dicom.photographs_in(path)


@lru_cache(maxsize=100_000)
def _pages_of(path: Path, _state: tuple[int, int]) -> int:
    """Return how many photographs a TIFF has; 0 for one, and for what is no TIFF.

    ``_state`` is its size and time of change: a watched folder is looked at again and again.
    """
    with open_regular(path) as file:
        start = file.read(RECOGNISED_BY)
        # A camera's raw file is developed elsewhere; the pictures in it are previews.
        if content_of(start, path.suffix.lower()) is not Content.TIFF:
            return 0
        try:
            count = len(tiff.photographs_of(file))
        # Whatever is wrong with it is said by reading it.
        except Exception:  # noqa: BLE001
            return 0
    return count if 1 < count <= _MOST else 0
