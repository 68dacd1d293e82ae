"""The strips and tiles of a TIFF's page: whether they are whole, and files made of some of them."""

from __future__ import annotations

import struct
import zlib

from fundusviewer.imaging.formats.jpeg import DamagedJpegError, decode_jpeg
from fundusviewer.imaging.formats.tiff import (
    BLACK_IS_ZERO,
    DEFLATE,
    JPEG,
    OLD_DEFLATE,
    PACKBITS,
    UNCOMPRESSED,
    WHITE_IS_ZERO,
    YCBCR,
    Page,
    TiffError,
)

#: Tags: where strips and tiles stand, how many bytes they have, how large they are.
_STRIPS, _STRIP_BYTES, _ROWS, _TILES, _TILE_BYTES, _TILE_SIDES = 273, 279, 278, 324, 325, (322, 323)

#: What a file of one plane keeps of a page: size, compression, fill order, rows, predictor.
_KEPT = (256, 257, 259, 266, _ROWS, 317, *_TILE_SIDES)

#: Ways to compress whose damage is found here.
CHECKED = frozenset({UNCOMPRESSED, JPEG, DEFLATE, OLD_DEFLATE, PACKBITS})

#: What JPEG strips share: tables.
_JPEG_TABLES = 347


def check_pieces(data: bytes, page: Page) -> None:
    """Look at every piece with the eyes of its own decoder, which libtiff does not ask.

    Raises
    ------
    TiffError
        If one is missing, truncated or damaged.
    """
    offsets, lengths = _pieces(page)
    expected, size = _expected(page)
    needed = [_needed(page, index, size) for index in range(expected)]
    if not lengths and page.compression == UNCOMPRESSED:
        lengths = tuple(needed)
    if len(offsets) != expected or len(lengths) != expected:
        raise TiffError(f"it has {len(offsets)} pieces of its picture instead of {expected}")
    for offset, length, least in zip(offsets, lengths, needed, strict=True):
        if length < 1 or offset + length > len(data):
            raise TiffError("a piece of its picture reaches beyond the file's end")
        _check_piece(memoryview(data)[offset : offset + length], page, least)


def with_first(data: bytes, page: Page) -> bytes:
    """Return the file as if a page were its first one, and upright as it is stored."""
    order, big = _order(data), _is_big(data)
    place, kind = (8, f"{order}Q") if big else (4, f"{order}I")
    turned = page.orientation != 1
    if struct.unpack_from(kind, data, place)[0] == page.offset and not turned:
        return data
    changed = bytearray(data)
    struct.pack_into(kind, changed, place, page.offset)
    if turned:
        _set_upright(changed, page.offset, order, big=big)
    return bytes(changed)


def plane_of(data: bytes, page: Page, index: int) -> tuple[bytes, Page]:
    """Return one channel of a page with separate planes as a grey TIFF of its own, and its page."""
    offsets, lengths = _pieces(page)
    count = len(offsets) // page.samples
    of_plane = slice(index * count, (index + 1) * count)
    tags = {tag: page.numbers(tag) for tag in _KEPT if page.numbers(tag)}
    places, sizes = (_TILES, _TILE_BYTES) if page.is_tiled else (_STRIPS, _STRIP_BYTES)
    white = page.photometric == WHITE_IS_ZERO
    tags |= {258: (page.bits,), 262: (WHITE_IS_ZERO if white else BLACK_IS_ZERO,), 277: (1,)}
    tags |= {places: offsets[of_plane], sizes: lengths[of_plane]}
    order = _order(data)
    start = len(data) + len(data) % 2
    entries, values = [], b""
    after = start + 2 + 12 * len(tags) + 4
    for tag, numbers in sorted(tags.items()):
        packed = struct.pack(f"{order}{len(numbers)}I", *numbers)
        place = packed
        if len(packed) > 4:
            place = struct.pack(f"{order}I", after + len(values))
            values += packed
        entries.append(struct.pack(f"{order}HHI", tag, 4, len(numbers)) + place)
    directory = struct.pack(f"{order}H", len(tags)) + b"".join(entries) + bytes(4)
    mark = b"II*\0" if order == "<" else b"MM\0*"
    head = mark + struct.pack(f"{order}I", start)
    whole = head + data[8:].ljust(start - 8, b"\0") + directory + values
    return whole, Page(start, dict(tags))


def _pieces(page: Page) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return where strips or tiles stand, and their bytes."""
    if page.is_tiled:
        return page.numbers(_TILES), page.numbers(_TILE_BYTES)
    return page.numbers(_STRIPS), page.numbers(_STRIP_BYTES)


def _expected(page: Page) -> tuple[int, int]:
    """Return how many pieces there must be, and the bytes of a whole one when it is unpacked."""
    planes = page.samples if page.separate_planes else 1
    channels = 1 if page.separate_planes else page.samples
    width, rows = (page.number(tag, 0) for tag in _TILE_SIDES)
    if not page.is_tiled:
        width, rows = page.width, min(page.number(_ROWS, page.height), page.height)
    if width < 1 or rows < 1:
        raise TiffError("it does not say how large the pieces of its picture are")
    across, down = -(-page.width // width), -(-page.height // rows)
    return across * down * planes, -(-width * channels * page.bits // 8) * rows


def _needed(page: Page, index: int, size: int) -> int:
    """Return the bytes that a piece must unpack to; the last strip has the rows that are left."""
    if page.is_tiled:
        return size
    rows = min(page.number(_ROWS, page.height), page.height)
    down = -(-page.height // rows)
    left = page.height - (index % down) * rows
    return size * min(rows, left) // rows


def _check_piece(piece: memoryview, page: Page, needed: int) -> None:
    # Subsampled colours take fewer bytes.
    needed = 1 if page.photometric == YCBCR else needed
    if page.compression == UNCOMPRESSED and len(piece) < needed:
        raise TiffError(f"{len(piece):,} of {needed:,} bytes of a piece of its picture are there")
    if page.compression in (DEFLATE, OLD_DEFLATE):
        _check_deflated(piece, needed)
    if page.compression == PACKBITS:
        _check_packed(piece, needed)
    if page.compression == JPEG:
        try:
            decode_jpeg(_whole_jpeg(page, bytes(piece)))
        except DamagedJpegError as error:
            raise TiffError(str(error)) from error


def _check_deflated(piece: memoryview, needed: int) -> None:
    """Inflate to the end, where the sum is compared."""
    inflater = zlib.decompressobj()
    count, rest = 0, bytes(piece)
    try:
        while rest and not inflater.eof:
            count += len(inflater.decompress(rest, 2**20))
            rest = inflater.unconsumed_tail
    except zlib.error as error:
        raise TiffError(str(error)) from error
    if not inflater.eof or count < needed:
        raise TiffError(f"{count:,} of {needed:,} bytes of a piece of its picture are there")


def _check_packed(piece: memoryview, needed: int) -> None:
    """Count what PackBits unpacks to; damage shifts the counts among the values."""
    count = at = 0
    while at < len(piece):
        run = piece[at]
        # Up to 127 one value more follows, above 128 one value is repeated, 128 is nothing.
        at += run + 2 if run < 128 else 2 if run > 128 else 1
        count += run + 1 if run < 128 else 257 - run if run > 128 else 0
    if at > len(piece) + 1 or not needed <= count <= needed + 128:
        raise TiffError(f"{count:,} of {needed:,} bytes of a piece of its picture are there")


def _whole_jpeg(page: Page, piece: bytes) -> bytes:
    """Return a strip with the tables that it shares with the others."""
    tables = page.tags.get(_JPEG_TABLES)
    if not isinstance(tables, bytes) or len(tables) < 4:
        return piece
    return tables[: tables.rfind(b"\xff\xd9")] + piece[2:]


def _order(data: bytes) -> str:
    return "<" if data[:2] == b"II" else ">"


def _is_big(data: bytes) -> bool:
    return 43 in data[2:4]


def _set_upright(data: bytearray, offset: int, order: str, *, big: bool) -> None:
    """Say in a directory that its page is stored as it is to be shown."""
    count_kind, step, value = (f"{order}Q", 20, 12) if big else (f"{order}H", 12, 8)
    (count,) = struct.unpack_from(count_kind, data, offset)
    first = offset + struct.calcsize(count_kind)
    for place in range(first, min(first + count * step, len(data) - step + 1), step):
        tag, kind = struct.unpack_from(f"{order}HH", data, place)
        if tag == 274:
            struct.pack_into(f"{order}{'I' if kind == 4 else 'H'}", data, place + value, 1)
