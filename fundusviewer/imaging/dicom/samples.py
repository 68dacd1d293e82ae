"""A frame's bytes to samples: uncompressed, JPEG, JPEG 2000, JPEG-LS and RLE."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from pydicom.uid import UID, JPEGBaseline8Bit

from fundusviewer.imaging.dicom import kinds
from fundusviewer.imaging.dicom.frames import compressed_frame, native_frame
from fundusviewer.imaging.dicom.layout import Layout
from fundusviewer.imaging.dicom.parse import Parsed, transfer_syntax
from fundusviewer.imaging.dicom.refusal import RefusalError
from fundusviewer.imaging.formats.jpeg import decode_jpeg

_ALLOWED = "allowed are uncompressed, JPEG, JPEG 2000, JPEG-LS and RLE"

#: How far from 128 the colours of black may be to be those of YCbCr.
_NEAR_GREY = 24


@dataclass(frozen=True, eq=False)
class Samples:
    """A decoded frame.

    Attributes
    ----------
    values
        uint8, uint16 or int16, (H, W) or (H, W, 3).
    photometric
        What they mean; a decoder may have made RGB of the object's own.
    """

    values: np.ndarray
    photometric: str


def samples_of(parsed: Parsed, layout: Layout, index: int, *, repaired: bool = False) -> Samples:
    """Decode one frame.

    Parameters
    ----------
    parsed, layout, index
        The object and the frame, from 0 on.
    repaired
        Whether a JPEG may be shown as far as it can be read; see
        :func:`fundusviewer.imaging.formats.jpeg.decode_jpeg`.

    Raises
    ------
    RefusalError
        If it is stored in an unknown way, truncated, or of another size than the object says.
    DamagedJpegError
        If a JPEG is damaged inside.
    """
    syntax = transfer_syntax(parsed.header)
    if syntax is None and parsed.encapsulated:
        raise RefusalError("does not say how its pixels are compressed")
    if syntax is None or syntax in kinds.NATIVE:
        return _native(parsed, layout, index)
    decoder = next((decoder for known, decoder in _DECODERS if syntax in known), None)
    if repaired and syntax in kinds.JPEG:
        decoder = partial(_jpeg, repaired=True)
    if decoder is None:
        raise RefusalError(f"is stored as “{syntax.name}”, which cannot be read; {_ALLOWED}")
    samples = decoder(compressed_frame(parsed, layout, index), layout)
    expected = (layout.rows, layout.columns, 3)[: 2 if layout.samples == 1 else 3]
    if samples.values.shape != expected:
        raise RefusalError(
            f"contradicts itself: it says {layout.columns} × {layout.rows} pixels with "
            f"{layout.samples} values, and holds values of shape {samples.values.shape}"
        )
    return samples


def _native(parsed: Parsed, layout: Layout, index: int) -> Samples:
    order = ">" if parsed.big_endian else "<"
    kind = f"{order}{'i' if layout.signed else 'u'}{layout.bits_allocated // 8}"
    if parsed.big_endian and parsed.words and layout.bits_allocated == 8:
        turned = np.frombuffer(parsed.pixels[: len(parsed.pixels) & ~1], ">u2").astype("<u2")
        parsed = replace(parsed, pixels=memoryview(turned.tobytes()))
    values = np.frombuffer(native_frame(parsed, layout, index), kind)
    rows, columns = layout.rows, layout.columns
    if layout.samples == 1:
        return Samples(values.reshape(rows, columns), layout.photometric)
    if layout.photometric == "YBR_FULL_422" and values.size == 2 * rows * columns:
        return Samples(_from_422(values.reshape(rows, -1, 4)), "YBR_FULL")
    if layout.planar:
        return Samples(np.moveaxis(values.reshape(3, rows, columns), 0, 2), layout.photometric)
    return Samples(values.reshape(rows, columns, 3), layout.photometric)


def _from_422(pairs: np.ndarray) -> np.ndarray:
    """Return Y, B, R of each pixel: two pixels share their colour (PS3.3, C.7.6.3.1.2)."""
    colour = np.repeat(pairs[:, :, 2:], 2, axis=1)
    brightness = pairs[:, :, :2].reshape(pairs.shape[0], -1, 1)
    return np.concatenate([brightness, colour], axis=2)


def _jpeg(code: bytes, layout: Layout, *, repaired: bool = False) -> Samples:
    if layout.bits_allocated != 8:
        raise RefusalError("is stored as JPEG with more than 8 bits, which cannot be read")
    values = _by_jpeg_decoder(code, layout, repaired=repaired)
    if layout.samples == 1:
        return Samples(values[:, :, 0], layout.photometric)
    with JpegImageFile(io.BytesIO(code)) as picture:
        if _is_unmarked_rgb(picture, layout):
            # The decoder takes unmarked colours for YCbCr; asked for YCbCr it changes nothing.
            picture.draft("YCbCr", picture.size)
            unchanged = np.asarray(picture)
            if not _looks_like_ycbcr(unchanged):
                values = unchanged
    return Samples(values, "RGB")


def _by_jpeg_decoder(
    code: bytes, layout: Layout, factor: int = 1, *, repaired: bool = False
) -> np.ndarray:
    """Decode a JPEG to RGB; the orientation that a camera noted in it is not the object's."""
    if not repaired:
        _check_end(code, b"\xff\xd9")
    with Image.open(io.BytesIO(code), formats=["JPEG"]) as picture:
        _check_code(picture.size, layout)
        channels = len(picture.getbands())
    if channels != layout.samples:
        raise RefusalError(
            f"contradicts itself: it says {layout.samples} values a pixel, its compressed pixels "
            f"have {channels}"
        )
    if layout.signed:
        raise RefusalError("has compressed values below 0, which cannot be read")
    return decode_jpeg(code, factor, repaired=repaired)


def _is_unmarked_rgb(picture: JpegImageFile, layout: Layout) -> bool:
    """Return whether the object alone says that the colours are RGB and not YCbCr."""
    marked = {"jfif", "adobe"} & picture.info.keys()
    names = {component[0] for component in picture.layer}
    # Nobody leaves out pixels of red or blue: colours with fewer pixels are YCbCr's.
    subsampled = len({component[1:3] for component in picture.layer}) > 1
    # Lossless JPEG quantises nothing, and its unmarked colours are taken for RGB as they are.
    lossless = not picture.quantization
    told = marked or names == set(b"RGB") or lossless or subsampled
    return layout.photometric == "RGB" and picture.mode == "RGB" and not told


def _looks_like_ycbcr(values: np.ndarray) -> bool:
    """Return whether colours are none of RGB: the dark surround of a photograph tells.

    Black is 0, 0, 0 in RGB, and 0, 128, 128 in YCbCr.
    """
    small = cv2.resize(values, (128, 128), interpolation=cv2.INTER_AREA).reshape(-1, 3).astype(int)
    darkest = small[small[:, 0] <= np.percentile(small[:, 0], 5) + 4]
    return bool((np.abs(np.median(darkest[:, 1:], axis=0) - 128) < _NEAR_GREY).all())


def _jpeg_2000(code: bytes, layout: Layout) -> Samples:
    _check_end(code, b"\xff\xd9")
    with Image.open(io.BytesIO(code), formats=["JPEG2000"]) as picture:
        _check_code(picture.size, layout)
    values = _by_opencv(code, layout)
    # The decoder undoes the transform that belongs to the code (ICT, RCT), and no other.
    undone = layout.photometric in ("YBR_ICT", "YBR_RCT")
    return Samples(values, "RGB" if undone else layout.photometric)


def is_scalable(syntax: UID | None, layout: Layout) -> bool:
    """Return whether frames are JPEGs whose decoder can leave out what a small picture lacks."""
    plain = layout.bits_stored == layout.bits_allocated == 8 and not layout.signed
    return syntax == JPEGBaseline8Bit and plain and layout.photometric.startswith("YBR_FULL")


def small_rgb(
    parsed: Parsed, layout: Layout, index: int, factor: int, *, repaired: bool = False
) -> np.ndarray:
    """Decode a scalable frame at a half, a quarter or an eighth: uint8 (h, w, 3) RGB.

    Raises
    ------
    RefusalError, DamagedJpegError
        See :func:`samples_of`.
    """
    code = compressed_frame(parsed, layout, index)
    values = _by_jpeg_decoder(code, layout, factor, repaired=repaired)
    if values.shape != (-(-layout.rows // factor), -(-layout.columns // factor), 3):
        raise RefusalError("is damaged: its pixels are decoded to another size")
    return values


def _by_opencv(code: bytes, layout: Layout) -> np.ndarray:
    flags = cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION
    flags |= cv2.IMREAD_GRAYSCALE if layout.samples == 1 else cv2.IMREAD_COLOR_RGB
    values = cv2.imdecode(np.frombuffer(code, np.uint8), flags)
    if values is None:
        raise RefusalError("is truncated or damaged: its pixels cannot be decoded")
    if layout.signed:
        raise RefusalError("has compressed values below 0, which cannot be read")
    return values


def _jpeg_ls(code: bytes, layout: Layout) -> Samples:
    try:
        import jpeg_ls
    except ImportError as error:
        # There are not wheels for every Python.
        raise RefusalError("is JPEG-LS, for which the package pyjpegls is missing here") from error
    _check_end(code, b"\xff\xd9")
    _check_code(_jpeg_ls_size(code), layout)
    buffer, info = jpeg_ls.decode_pixel_data(code)
    kind = f"<{'i' if layout.signed else 'u'}{1 if info['bits_per_sample'] <= 8 else 2}"
    values = np.frombuffer(buffer, kind)
    rows, columns = layout.rows, layout.columns
    if layout.samples == 1:
        return Samples(values.reshape(rows, columns), layout.photometric)
    if info["interleave_mode"] == 0:
        return Samples(np.moveaxis(values.reshape(3, rows, columns), 0, 2), layout.photometric)
    return Samples(values.reshape(rows, columns, 3), layout.photometric)


def _jpeg_ls_size(code: bytes) -> tuple[int, int]:
    """Return width and height from the frame header (ITU-T T.87, C.2.2)."""
    at = code.find(b"\xff\xf7")
    if at < 0 or len(code) < at + 9:
        raise RefusalError("is damaged: its pixels are no JPEG-LS")
    height, width = struct.unpack_from(">HH", code, at + 5)
    return width, height


def _rle(code: bytes, layout: Layout) -> Samples:
    """Decode the segments: for each channel its high bytes, then its low ones (PS3.5, G)."""
    planes = layout.samples * (layout.bits_allocated // 8)
    count, *places = struct.unpack_from("<16I", code)
    if count != planes:
        raise RefusalError(f"contradicts itself: {count} RLE segments instead of {planes}")
    ends = [*places[1:count], len(code)]
    pixels = layout.rows * layout.columns
    segments = [
        _unpacked(code[begin:end], pixels) for begin, end in zip(places, ends, strict=False)
    ]
    stacked = np.stack([np.frombuffer(segment, np.uint8) for segment in segments])
    kind = ">u2" if layout.bits_allocated == 16 else "u1"
    by_pixel = np.ascontiguousarray(stacked.reshape(layout.samples, -1, pixels).transpose(2, 0, 1))
    values = by_pixel.view(kind).reshape(layout.rows, layout.columns, layout.samples)
    if layout.signed:
        values = values.astype(values.dtype.str.replace("u", "i"))
    return Samples(values[:, :, 0] if layout.samples == 1 else values, layout.photometric)


def _unpacked(segment: bytes, length: int) -> bytes:
    """Undo PackBits, never beyond the length that is wanted."""
    values = _of_length(segment, length)
    # Zeros behind the values are padding; one of them may belong to the last value.
    if values is None or _of_length(segment.rstrip(b"\0") + b"\0", length + 1) is not None:
        raise RefusalError(
            f"is truncated or contradicts itself: an RLE segment does not hold {length:,} values"
        )
    return values


def _of_length(segment: bytes, length: int) -> bytes | None:
    """Return so many values; ``None`` where there are fewer."""
    try:
        return Image.frombytes("L", (length, 1), segment, "packbits", "L").tobytes()
    except ValueError:
        return None


def _check_end(code: bytes, mark: bytes) -> None:
    """Refuse a code whose end was never written; padding behind it is allowed."""
    if not code.rstrip(b"\0").endswith(mark):
        raise RefusalError("is truncated: the end of its compressed pixels is missing")


def _check_code(size: tuple[int, int], layout: Layout) -> None:
    """Refuse a code of another size before it is decoded: it may be a bomb."""
    if size != (layout.columns, layout.rows):
        raise RefusalError(
            f"contradicts itself: it says {layout.columns} × {layout.rows} pixels, its compressed "
            f"pixels say {size[0]} × {size[1]}"
        )


_DECODERS: tuple[tuple[frozenset[str], Callable[[bytes, Layout], Samples]], ...] = (
    (kinds.JPEG, _jpeg),
    (kinds.JPEG_2000, _jpeg_2000),
    (kinds.JPEG_LS, _jpeg_ls),
    (kinds.RLE, _rle),
)
