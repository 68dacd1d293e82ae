"""The pixels of a TIFF's page: checked against what the page says, then decoded.

libtiff, which does the decoding, repairs in silence too: a damaged JPEG strip becomes grey, a sum
at the end of a deflated strip is not looked at, and kinds of pixels that its caller does not know
come out as others (16 bits in separate planes, white as zero).
"""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image, ImageCms

from fundusviewer.imaging.formats.orientation import upright
from fundusviewer.imaging.formats.tiff import (
    BLACK_IS_ZERO,
    INKS,
    LAB,
    PALETTE,
    RGB,
    WHITE_IS_ZERO,
    YCBCR,
    Page,
    TiffError,
)
from fundusviewer.imaging.formats.tiff_pieces import CHECKED, check_pieces, plane_of, with_first

_GREY = (WHITE_IS_ZERO, BLACK_IS_ZERO)

#: Kinds of colours, the channels that they need, and the bits that can be read.
_CHANNELS = {
    WHITE_IS_ZERO: (1, (1, 2, 4, 8, 16)),
    BLACK_IS_ZERO: (1, (1, 2, 4, 8, 16)),
    RGB: (3, (8, 16)),
    PALETTE: (1, (1, 2, 4, 8)),
    INKS: (4, (8,)),
    YCBCR: (3, (8,)),
    LAB: (3, (8,)),
}


#: Rows that are converted at once.
_BAND = 256


def check_page(page: Page) -> None:
    """Refuse what cannot be read, before anything is decoded.

    Raises
    ------
    TiffError
        With the reason.
    """
    if page.bits > 16:
        raise TiffError(f"{page.bits} bits per channel cannot be read; allowed are 8 and 16")
    if set(page.numbers(339)) - {1, 4}:
        raise TiffError("its numbers are signed or floating; allowed are those from 0 on")
    if page.photometric not in _CHANNELS:
        raise TiffError(
            f"its kind of colours ({page.photometric}) cannot be read; allowed are grey, RGB, "
            "palette, CMYK, YCbCr and L*a*b*"
        )
    channels, bits = _CHANNELS[page.photometric]
    if page.samples < channels:
        raise TiffError(f"it contradicts itself: {page.samples} channels instead of {channels}")
    if page.bits not in bits or len(set(page.numbers(258))) > 1:
        told = ", ".join(str(value) for value in page.numbers(258)) or "1"
        raise TiffError(f"{told} bits per channel cannot be read; allowed are 8 and 16")


def decode_page(data: bytes, page: Page, *, repaired: bool = False) -> np.ndarray:
    """Decode a page without its transparency, upright.

    Parameters
    ----------
    data
        The file.
    page
        One of its photographs.
    repaired
        Whether damage is passed over: for showing what can be read, never for grading.

    Returns
    -------
    numpy.ndarray
        uint8 or uint16 (h, w, 3) RGB, or uint8 (h, w, 4) CMYK, 255 for full ink.

    Raises
    ------
    TiffError
        If the page is damaged.
    """
    check_page(page)
    if not repaired:
        check_pieces(data, page)
    if page.bits == 16:
        pixels = _deep(data, page)
    elif _is_pillows(page):
        pixels = _by_pillow(data, page)
    else:
        if page.compression not in CHECKED and not repaired:
            _by_pillow(data, page)
        pixels = _by_opencv(data, page, cv2.IMREAD_COLOR_BGR)
        cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB, dst=pixels)
    return upright(pixels, page.orientation)


def alpha_of(data: bytes, page: Page) -> np.ndarray:
    """Return uint8 (h, w): how opaque a page with transparency is, upright."""
    with Image.open(io.BytesIO(with_first(data, page)), formats=["TIFF"]) as picture:
        return upright(np.asarray(picture.getchannel("A")), page.orientation)


def _is_pillows(page: Page) -> bool:
    """Return whether OpenCV cannot read a page of 8 bits or less, or does not keep its colours."""
    # It lays transparent colours on black, has no way to tiles and to grey of 2 and 4 bits, and
    # passes over what libtiff says of damaged pieces; Pillow stops there. Palettes it knows better.
    grey = page.photometric in _GREY
    tiles = page.is_tiled and page.photometric in (*_GREY, RGB)
    return (
        page.has_alpha or tiles or page.photometric in (INKS, LAB) or (grey and page.bits in (2, 4))
    )


def _deep(data: bytes, page: Page) -> np.ndarray:
    """Decode 16 bits: uint16 (h, w, 3) RGB."""
    if page.separate_planes:
        count = 1 if page.photometric in _GREY else 3
        planes = [
            _by_opencv(*plane_of(data, page, index), cv2.IMREAD_GRAYSCALE) for index in range(count)
        ]
        pixels = np.dstack(planes * (3 // count))
    else:
        pixels = _by_opencv(data, page, cv2.IMREAD_COLOR_BGR)
        cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB, dst=pixels)
    if page.photometric == WHITE_IS_ZERO:
        np.subtract(65535, pixels, out=pixels)
    return pixels


def _by_opencv(data: bytes, page: Page, kind: int) -> np.ndarray:
    flags = kind | cv2.IMREAD_ANYDEPTH
    try:
        pixels = cv2.imdecode(np.frombuffer(with_first(data, page), np.uint8), flags)
    except cv2.error as error:
        raise TiffError(str(error.err)) from error
    if pixels is None:
        raise TiffError("its pixels cannot be decoded")
    _check_decoded(pixels, page)
    return pixels


def _by_pillow(data: bytes, page: Page) -> np.ndarray:
    """Decode 8 bits with transparency, CMYK or L*a*b*; transparent colours stay as they are."""
    try:
        pixels = _converted(with_first(data, page))
    # Pillow answers damage with whatever its arithmetic trips over.
    except Exception as error:
        raise TiffError(str(error)) from error
    _check_decoded(pixels, page)
    return pixels


def _converted(data: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(data), formats=["TIFF"]) as opened:
        picture = _from_lab(opened) if opened.mode == "LAB" else opened
        wanted = "CMYK" if picture.mode == "CMYK" else "RGB"
        width, height = picture.size
        pixels = np.empty((height, width, len(wanted)), np.uint8)
        for top in range(0, height, _BAND):
            bottom = min(top + _BAND, height)
            band = picture.crop((0, top, width, bottom)).convert(wanted)
            pixels[top:bottom] = np.asarray(band)
    return pixels


def _check_decoded(pixels: np.ndarray, page: Page) -> None:
    """Refuse pixels of another size or depth than the page says."""
    depth = np.uint16 if page.bits == 16 else np.uint8
    if pixels.shape[:2] != (page.height, page.width) or pixels.dtype != depth:
        raise TiffError(
            f"its pixels are decoded to {pixels.shape[1]} × {pixels.shape[0]} of "
            f"{8 * pixels.itemsize} bits instead of {page.width} × {page.height} of {page.bits}"
        )


def _from_lab(picture: Image.Image) -> Image.Image:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(picture, lab, srgb, outputMode="RGB")
    if converted is None:
        raise TiffError("its colours cannot be converted")
    return converted
