"""TIFF: which of its pages is the photograph, and what that page says of itself.

A TIFF is a list of directories, each a picture of its own: photograph, thumbnail, mask, the other
eye. Libraries decode whatever stands first. So all directories are read here (by Pillow), and the
photographs among them are found. How their pixels are read: :mod:`.tiff_pixels`.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import numpy as np
from PIL.TiffImagePlugin import ImageFileDirectory_v2

#: First bytes of every TIFF and BigTIFF.
MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

#: Most pages that are looked at.
_MAX_PAGES = 1000

#: Kinds of colours (PhotometricInterpretation).
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, INKS, YCBCR, LAB = 0, 1, 2, 3, 4, 5, 6, 8

#: Ways to compress.
UNCOMPRESSED, JPEG, DEFLATE, PACKBITS, OLD_DEFLATE = 1, 7, 8, 32773, 32946

#: A page with less of the largest page's shorter side than this is a thumbnail, whatever its
#: shape; one of the same shape is a smaller copy up to this share of the area.
_THUMBNAIL, _COPY, _SAME_SHAPE = 0.25, 0.3, 0.02

# Pillow prints what it passes over; here it is a missing entry.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.TiffImagePlugin")


class TiffError(Exception):
    """A TIFF is damaged, contradicts itself, or holds pixels that cannot be read."""


@dataclass(frozen=True)
class Page:
    """One directory.

    Attributes
    ----------
    offset
        Where it stands in the file.
    tags
        Its entries: tag to value.
    """

    offset: int
    tags: dict[int, Any]

    @property
    def width(self) -> int:
        """In pixels, as stored."""
        return self.number(256, 0)

    @property
    def height(self) -> int:
        """In pixels, as stored."""
        return self.number(257, 0)

    @property
    def bits(self) -> int:
        """Bits per channel, of the deepest one."""
        return int(np.max(self.tags.get(258, 1)))

    @property
    def samples(self) -> int:
        """Channels."""
        return self.number(277, 1)

    @property
    def photometric(self) -> int:
        """Kind of colours."""
        return self.number(262, BLACK_IS_ZERO)

    @property
    def compression(self) -> int:
        """Way to compress."""
        return self.number(259, UNCOMPRESSED)

    @property
    def separate_planes(self) -> bool:
        """Whether the channels are stored one after the other."""
        return self.number(284, 1) == 2 and self.samples > 1

    @property
    def has_alpha(self) -> bool:
        """Whether one channel says how transparent the others are."""
        return any(kind in (1, 2) for kind in self.numbers(338))

    @property
    def is_tiled(self) -> bool:
        """Whether it is stored in tiles instead of strips."""
        return 324 in self.tags

    @property
    def orientation(self) -> int:
        """As in EXIF, 1–8."""
        return self.number(274, 1)

    @property
    def profile(self) -> bytes:
        """Its ICC profile; empty where it has none."""
        value = self.tags.get(34675, b"")
        return value if isinstance(value, bytes) else b""

    @property
    def is_reduced(self) -> bool:
        """Whether it says that it is a smaller copy of another page."""
        return bool(self.number(254, 0) & 1) or self.number(255, 1) == 2

    @property
    def is_mask(self) -> bool:
        """Whether it says where another page is transparent."""
        return bool(self.number(254, 0) & 4) or self.photometric == MASK

    def number(self, tag: int, default: int) -> int:
        """Return a value that is one whole number."""
        values = self.numbers(tag)
        return values[0] if values else default

    def numbers(self, tag: int) -> tuple[int, ...]:
        """Return a value that is a list of whole numbers; empty where it is none."""
        value = self.tags.get(tag, ())
        values = value if isinstance(value, tuple) else (value,)
        return tuple(int(one) for one in values if isinstance(one, int))


def photographs(data: bytes) -> list[Page]:
    """Return the pages that are photographs, in the order of the file.

    Smaller copies and masks are none. There is one at least.

    Raises
    ------
    TiffError
        If no page can be read.
    """
    return photographs_of(io.BytesIO(data))


def photographs_of(file: BinaryIO) -> list[Page]:
    """Return the same of an open file, of which only the directories are read."""
    pages = [page for page in _pages(file) if page.width > 0 and page.height > 0]
    shown = [page for page in pages if not page.is_mask] or pages
    if not shown:
        raise TiffError("it has no page that can be read")
    largest = max(shown, key=lambda page: page.width * page.height)
    return [page for page in shown if page is largest or not _is_copy(page, largest)]


def _is_copy(page: Page, largest: Page) -> bool:
    """Return whether a page is a smaller copy: it says so, or its size does."""
    sides, others = (page.width, page.height), (largest.width, largest.height)
    if page.is_reduced or min(sides) < _THUMBNAIL * min(others):
        return True
    shape, other = sides[0] / sides[1], others[0] / others[1]
    smaller = sides[0] * sides[1] <= _COPY * others[0] * others[1]
    return smaller and abs(shape / other - 1) <= _SAME_SHAPE


def _pages(file: BinaryIO) -> Iterator[Page]:
    """Read the chain of directories, and those below each (SubIFDs)."""
    end = file.seek(0, io.SEEK_END)
    file.seek(0)
    start = file.read(16)
    header = start if start[2:3] == b"+" or start[3:4] == b"+" else start[:8]
    seen: set[int] = set()
    waiting = [_directory(header).next]
    while waiting and len(seen) < _MAX_PAGES:
        offset = waiting.pop(0)
        if offset in seen or not 0 < offset < end:
            continue
        seen.add(offset)
        directory = _directory(header)
        file.seek(offset)
        directory.load(file)
        page = Page(offset, dict(_readable(directory)))
        yield page
        # What follows in the chain comes before the copies below a page.
        waiting = [directory.next, *waiting, *page.numbers(330)]


def _readable(directory: ImageFileDirectory_v2) -> Iterator[tuple[int, Any]]:
    """Yield the entries; one that cannot be read is missing, and checked where it matters."""
    for tag in list(directory):
        # Pillow answers damaged entries with whatever its arithmetic trips over.
        with contextlib.suppress(Exception):
            yield tag, directory[tag]


def _directory(header: bytes) -> ImageFileDirectory_v2:
    try:
        # Pillow knows BigTIFF by its first form only (little-endian); the order is told apart.
        known = b"II+\0" + header[4:] if header[:4] == b"MM\0+" else header
        return ImageFileDirectory_v2(known, prefix=header[:2])
    except Exception as error:
        raise TiffError("it has no beginning that can be read") from error
