"""Bytes to the elements of an object, without its pixels.

The part before the pixels is parsed from a bounded piece of the file, so that neither a crafted
length nor a deflated bomb takes more memory than a photograph.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass

from pydicom import config
from pydicom.dataset import FileDataset
from pydicom.filereader import read_partial
from pydicom.tag import BaseTag
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

from fundusviewer.imaging.dicom.refusal import RefusalError
from fundusviewer.imaging.file import MAX_BYTES

#: Most bytes before the pixels; a colour profile and a preview take some hundred thousand.
_HEADER_BYTES = 32 * 2**20

#: Most elements of an object, those inside sequences not counted.
_MAX_ELEMENTS = 20_000

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
    data = _inflated(data)
    file = io.BytesIO(data[:_HEADER_BYTES])
    header = _header(file)
    at = file.tell()
    if "SOPClassUID" not in header and "Rows" not in header:
        raise RefusalError("is damaged: the object has no beginning that can be read")
    implicit, little = header.original_encoding
    pixels, encapsulated = _pixel_element(memoryview(data), at, bool(implicit), bool(little))
    words = bool(implicit) or data[at + 4 : at + 6] == b"OW"
    return Parsed(header, pixels, encapsulated, not little, words)


def transfer_syntax(header: FileDataset) -> UID | None:
    """Return how an object is stored, ``None`` where it does not say."""
    meta = getattr(header, "file_meta", None)
    return None if meta is None else meta.get("TransferSyntaxUID")


def _header(file: io.BytesIO) -> FileDataset:
    count = 0

    def is_pixels(tag: BaseTag, _vr: str | None, _length: int) -> bool:
        nonlocal count
        count += 1
        if count > _MAX_ELEMENTS:
            raise RefusalError(f"has more than {_MAX_ELEMENTS:,} elements; that is no photograph")
        return bool(tag >= _FLOAT_PIXELS[0])

    return read_partial(file, stop_when=is_pixels, force=True)


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


def _inflated(data: bytes) -> bytes:
    """Return the file as if its object had never been deflated; other files as they are."""
    deflated = str(DeflatedExplicitVRLittleEndian).encode()
    plain = str(ExplicitVRLittleEndian).encode().ljust(len(deflated), b"\0")
    # The file meta information says its own length in its first element (PS3.10, 7.1).
    if data[128:138] != b"DICM\x02\x00\x00\x00UL" or len(data) < 144:
        return data
    end = 144 + int(struct.unpack_from("<I", data, 140)[0])
    if deflated not in data[144:end]:
        return data
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    content = inflater.decompress(data[end:], MAX_BYTES)
    if inflater.unconsumed_tail:
        raise RefusalError(f"is larger than {MAX_BYTES / 1e6:,.0f} MB when inflated")
    if not inflater.eof:
        raise RefusalError("is truncated: its deflated content does not end")
    return data[:144] + data[144:end].replace(deflated, plain) + content
