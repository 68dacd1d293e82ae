"""Bytes to the elements of an object, without its pixels.

The part before the pixels is parsed from a bounded piece of the file, so that neither a crafted
length nor a deflated bomb takes more memory than a photograph.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from pydicom import config
from pydicom.dataset import FileDataset
from pydicom.filereader import read_partial
from pydicom.tag import BaseTag
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

from fundusviewer.imaging.dicom.bounded import HEADER_BYTES, Beginning
from fundusviewer.imaging.dicom.refusal import RefusalError
from fundusviewer.imaging.file import MAX_BYTES

#: Most elements of an object, those inside sequences not counted.
_MAX_ELEMENTS = 20_000

#: Bytes in which the file meta information ends.
_META_BYTES = 2**16

_DEFLATED = str(DeflatedExplicitVRLittleEndian).encode()

_PIXEL_DATA = 0x7FE00010
_FLOAT_PIXELS = (0x7FE00008, 0x7FE00009)
_UNDEFINED = 0xFFFFFFFF

# Cameras write values that the standard forbids; a value that matters is checked where it is used.
config.settings.reading_validation_mode = config.IGNORE


@dataclass(frozen=True, eq=False)
class Parsed:
    """An object that is read up to its pixels.

    Attributes
    ----------
    header
        Its elements before the pixels.
    pixels
        The bytes of the pixel data: the samples, or the items with the compressed frames.
    encapsulated
        Whether they are compressed frames.
    big_endian
        The order of bytes in words of 16 bits.
    words
        Whether the pixels are words, so that samples of 8 bits come in pairs.
    """

    header: FileDataset
    pixels: memoryview
    encapsulated: bool
    big_endian: bool
    words: bool


def parse(data: bytes) -> Parsed:
    """Parse an object.

    Raises
    ------
    RefusalError
        If it has no pixels, is truncated, or is larger than a photograph can be.
    """
    data = _inflated(data, MAX_BYTES)
    file = io.BytesIO(data[:HEADER_BYTES])
    header = _header(file)
    at = file.tell()
    if "SOPClassUID" not in header and "Rows" not in header:
        raise RefusalError("is damaged: the object has no beginning that can be read")
    implicit, little = header.original_encoding
    pixels, encapsulated = _pixel_element(memoryview(data), at, bool(implicit), bool(little))
    words = bool(implicit) or data[at + 4 : at + 6] == b"OW"
    return Parsed(header, pixels, encapsulated, not little, words)


def peek(path: Path, tags: list[BaseTag | int]) -> FileDataset:
    """Return some elements of a file that lie before its pixels, reading as little as possible.

    Raises
    ------
    RefusalError
        If it has more elements than a photograph can have.
    """
    with path.open("rb") as file:
        start = file.read(_META_BYTES)
        if _deflated_from(start) is not None:
            content = _inflated(start + file.read(HEADER_BYTES), HEADER_BYTES, whole=False)
            return _header(io.BytesIO(content[:HEADER_BYTES]), tags)
        file.seek(0)
        return _header(file, tags)


def transfer_syntax(header: FileDataset) -> UID | None:
    """Return how an object is stored, ``None`` where it does not say."""
    meta = getattr(header, "file_meta", None)
    return None if meta is None else meta.get("TransferSyntaxUID")


def _header(file: BinaryIO, tags: list[BaseTag | int] | None = None) -> FileDataset:
    count = 0

    def is_pixels(tag: BaseTag, _vr: str | None, _length: int) -> bool:
        nonlocal count
        count += 1
        if count > _MAX_ELEMENTS:
            raise RefusalError(f"has more than {_MAX_ELEMENTS:,} elements; that is no photograph")
        return bool(tag >= _FLOAT_PIXELS[0])

    beginning = cast("BinaryIO", Beginning(file))
    return read_partial(beginning, stop_when=is_pixels, force=True, specific_tags=tags)


def _pixel_element(
    data: memoryview, at: int, implicit: bool, little: bool
) -> tuple[memoryview, bool]:
    """Return the value of the pixel data that begins at a place, and whether it is items."""
    order = "<" if little else ">"
    length_at = at + (4 if implicit else 8)
    if len(data) < length_at + 4:
        raise RefusalError("is truncated or has no pixels")
    group, element = struct.unpack_from(f"{order}HH", data, at)
    tag = group << 16 | element
    if tag in _FLOAT_PIXELS:
        raise RefusalError("has pixels of 32 or 64 bits; allowed are 8 and 16")
    if tag != _PIXEL_DATA:
        raise RefusalError("has no pixels that can be read")
    (length,) = struct.unpack_from(f"{order}I", data, length_at)
    value = data[length_at + 4 :]
    if length == _UNDEFINED:
        return value, True
    if length > len(value):
        raise RefusalError(
            f"is truncated: {len(value):,} of {length:,} bytes of its pixels are there"
        )
    return value[:length], False


def _inflated(data: bytes, most: int, *, whole: bool = True) -> bytes:
    """Return the file as if its object had never been deflated; other files as they are.

    Unless it is to be whole, what is more than ``most`` bytes is left out.
    """
    end = _deflated_from(data)
    if end is None:
        return data
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    content = inflater.decompress(data[end:], most)
    if whole and inflater.unconsumed_tail:
        raise RefusalError(f"is larger than {most / 1e6:,.0f} MB when inflated")
    if whole and not inflater.eof:
        raise RefusalError("is truncated: its deflated content does not end")
    plain = str(ExplicitVRLittleEndian).encode().ljust(len(_DEFLATED), b"\0")
    return data[:144] + data[144:end].replace(_DEFLATED, plain) + content


def _deflated_from(data: bytes) -> int | None:
    """Return where the deflated part of a file begins, ``None`` where it has none."""
    # The file meta information says its own length in its first element (PS3.10, 7.1).
    if data[128:138] != b"DICM\x02\x00\x00\x00UL" or len(data) < 144:
        return None
    end = 144 + int(struct.unpack_from("<I", data, 140)[0])
    return end if _DEFLATED in data[144:end] else None
