"""A file of which only so much is read, in only so many pieces."""

from __future__ import annotations

import io
from typing import BinaryIO

from fundusviewer.imaging.dicom.refusal import RefusalError

#: Most bytes before the pixels; a colour profile and a preview take some hundred thousand.
HEADER_BYTES = 32 * 2**20

#: Most pieces: each element takes two or three, those inside sequences too.
_MAX_PIECES = 1_000_000


class Beginning(io.RawIOBase):
    """The beginning of a file, for a reader that takes each element as a piece of its own.

    Parameters
    ----------
    file
        The file; it is read from where it stands.
    """

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self._pieces = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return some bytes; none behind the bound.

        Raises
        ------
        RefusalError
            If it was asked too often: there are more elements than a photograph has. If it was
            asked for all at once: pydicom would inflate that, whatever comes of it.
        """
        if size < 0:
            raise RefusalError("is damaged: its deflated content has no beginning")
        self._pieces += 1
        if self._pieces > _MAX_PIECES:
            raise RefusalError("has more elements than a photograph can have")
        left = max(0, HEADER_BYTES - self._file.tell())
        return self._file.read(min(size, left))

    def seek(self, place: int, whence: int = 0, /) -> int:
        """Go to a place."""
        return self._file.seek(place, whence)

    def tell(self) -> int:
        """Return the place."""
        return self._file.tell()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def seekable(self) -> bool:
        """Return that it can be sought in."""
        return True
