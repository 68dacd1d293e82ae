"""JPEG codes to pixels, by a decoder that says when it had to repair something.

libjpeg never fails over damage inside of a JPEG: it fills what is missing with grey, shifts what
follows, and notes a warning. Here a warning is an error. The decoder can also leave out what a
small picture lacks, and is as fast as OpenCV's.
"""

from __future__ import annotations

import io
import struct

import numpy as np
import simplejpeg
from PIL import Image

#: Reductions that a decoder can make by itself, the largest first.
FACTORS = (8, 4, 2)

#: What some telephones write into whole photographs: every decoder ignores it.
_HARMLESS = "Invalid SOS parameters for sequential JPEG"

_FOUR_CHANNELS = frozenset({"CMYK", "YCCK"})


class DamagedJpegError(Exception):
    """A JPEG is truncated or damaged inside; the message is the decoder's."""


def decode_jpeg(code: bytes, factor: int = 1, *, repaired: bool = False) -> np.ndarray:
    """Decode a JPEG with 8 bits as it is stored; the EXIF orientation is not applied.

    Parameters
    ----------
    code
        Its bytes.
    factor
        1, or one of :data:`FACTORS`.
    repaired
        Whether what is missing may be made up: for showing what can be read, never for grading.

    Returns
    -------
    numpy.ndarray
        uint8 (h, w, 3) RGB, or (h, w, 4) CMYK, 255 for full ink.

    Raises
    ------
    DamagedJpegError
        If the decoder warns or fails.
    """
    try:
        height, width, space, _ = simplejpeg.decode_jpeg_header(code, strict=False)
        wanted = "CMYK" if space in _FOUR_CHANNELS else "RGB"
        pixels = _decoded(code, wanted, (-(-height // factor), -(-width // factor)), repaired)
    # The decoder's wrapper answers headers that lie with whatever its arithmetic trips over.
    except Exception as error:
        raise DamagedJpegError(str(error)) from error
    if wanted == "CMYK" and _is_inverted(code):
        np.subtract(255, pixels, out=pixels)
    return pixels


def _decoded(code: bytes, space: str, size: tuple[int, int], repaired: bool) -> np.ndarray:
    def decode(*, strict: bool) -> np.ndarray:
        pixels: np.ndarray = simplejpeg.decode_jpeg(
            code, space, min_height=size[0], min_width=size[1], strict=strict
        )
        return pixels

    try:
        return decode(strict=not repaired)
    except ValueError as error:
        if _HARMLESS not in str(error):
            raise
        return decode(strict=False)


def _is_inverted(code: bytes) -> bool:
    """Return whether 0 is full ink, as in every file that Adobe's marker stands in."""
    with Image.open(io.BytesIO(code), formats=["JPEG"]) as picture:
        return "adobe" in picture.info


def bits_of(code: bytes) -> int | None:
    """Return the bits per channel that a JPEG says it has (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 5 <= len(code) and code[at] == 0xFF:
        kind, length = struct.unpack_from(">xBH", code, at)
        # The marks of frames lie between those of tables.
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return code[at + 4]
        at += 2 + length
    return None
