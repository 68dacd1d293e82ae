"""The bytes of one frame, whole or refused."""

from __future__ import annotations

import struct

from pydicom.encaps import get_frame

from fundusviewer.imaging.dicom.layout import Layout
from fundusviewer.imaging.dicom.parse import Parsed
from fundusviewer.imaging.dicom.refusal import RefusalError

_ITEM, _END = 0xE000, 0xE0DD


def native_frame(parsed: Parsed, layout: Layout, index: int) -> memoryview:
    """Return the samples of an uncompressed frame.

    Raises
    ------
    RefusalError
        If the pixels are not as many as rows, columns and frames say.
    """
    if parsed.encapsulated:
        raise RefusalError(
            "contradicts itself: compressed pixels in an object that says it has none"
        )
    length = next(
        (length for length in native_lengths(layout) if _fits(parsed.pixels, length, layout)), None
    )
    if length is None:
        raise RefusalError(
            f"contradicts itself: {layout.columns} × {layout.rows} pixels"
            f"{f' in {layout.frames} frames' if layout.frames > 1 else ''} take "
            f"{native_lengths(layout)[-1] * layout.frames:,} bytes, but it has "
            f"{len(parsed.pixels):,}"
        )
    return parsed.pixels[index * length : (index + 1) * length]


def native_lengths(layout: Layout) -> tuple[int, ...]:
    """Return the bytes that an uncompressed frame may have, the likelier last.

    Some writers say that colours are shared by two pixels, and store them for each.
    """
    pixels = layout.rows * layout.columns * (layout.bits_allocated // 8)
    whole = pixels * layout.samples
    return (whole, pixels * 2) if layout.photometric == "YBR_FULL_422" else (whole,)


def _fits(pixels: memoryview, length: int, layout: Layout) -> bool:
    """Return whether pixels are frames of a length, and nothing behind them but padding.

    Writers pad to even lengths (PS3.5, 7.1.1), some to whole blocks. Rows that are too many are
    no padding: then the sizes are not to be trusted.
    """
    padding = pixels[length * layout.frames :]
    if len(pixels) < length * layout.frames:
        return False
    return len(padding) < length // layout.rows or not any(padding)


def compressed_frame(parsed: Parsed, layout: Layout, index: int) -> bytes:
    """Return the code of a compressed frame.

    Raises
    ------
    RefusalError
        If an item is truncated, the end is missing, or the frames are not as many as it says.
    """
    if not parsed.encapsulated:
        raise RefusalError("contradicts itself: it says that its pixels are compressed")
    fragments = _fragments(parsed.pixels)
    if len(fragments) < layout.frames:
        raise RefusalError(
            f"contradicts itself: {layout.frames} photographs in {len(fragments)} pieces"
        )
    if layout.frames == 1:
        return b"".join(fragments)
    if len(fragments) == layout.frames:
        return bytes(fragments[index])
    extended = _extended_offsets(parsed)
    return get_frame(
        bytes(parsed.pixels),
        index,
        number_of_frames=layout.frames,
        extended_offsets=extended,
    )


def _fragments(pixels: memoryview) -> list[memoryview]:
    """Return the items after the offset table (PS3.5, A.4)."""
    fragments: list[memoryview] = []
    at = 0
    while True:
        if len(pixels) < at + 8:
            raise RefusalError("is truncated: its compressed pixels do not end")
        group, element, length = struct.unpack_from("<HHI", pixels, at)
        at += 8
        if (group, element) == (0xFFFE, _END):
            return fragments[1:]
        if (group, element) != (0xFFFE, _ITEM):
            raise RefusalError("is damaged: its compressed pixels are no list of pieces")
        if at + length > len(pixels):
            raise RefusalError(
                f"is truncated: {len(pixels) - at:,} of {length:,} bytes of a compressed piece "
                "are there"
            )
        fragments.append(pixels[at : at + length])
        at += length


def _extended_offsets(parsed: Parsed) -> tuple[bytes, bytes] | None:
    header = parsed.header
    if "ExtendedOffsetTable" not in header or "ExtendedOffsetTableLengths" not in header:
        return None
    return bytes(header.ExtendedOffsetTable), bytes(header.ExtendedOffsetTableLengths)
