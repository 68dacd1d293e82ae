"""JPEG, PNG, TIFF, BMP and WebP.

Pillow identifies the content (type, size, mode) without decoding it; OpenCV decodes, because it
is twice as fast on camera-size JPEGs and keeps 16 bits. Transparent pictures go through Pillow,
which knows how to flatten them.
"""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging.file import ALLOWED, Header, ImageFile, check_size
from fundusviewer.imaging.laterality import laterality_from_name
from fundusviewer.imaging.types import FundusImage, ImageSource

#: File types by content, with the suffixes under which they are usually stored.
FILE_TYPES = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif", ".jif"),
    "PNG": (".png",),
    "TIFF": (".tif", ".tiff"),
    "BMP": (".bmp", ".dib"),
    "WEBP": (".webp",),
    "JPEG2000": (".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx"),
    "AVIF": (".avif",),
    "GIF": (".gif",),
}

#: OpenCV's flags, IMREAD_REDUCED_GRAYSCALE_*, which are for colour too: they are one bit each.
SCALE_FLAGS = {8: 64, 4: 32, 2: 16}

# The limit on the size is ours and is checked before anything is decoded; Pillow's own would warn
# at sizes that fundus mosaics have.
Image.MAX_IMAGE_PIXELS = None

_ALPHA_MODES = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})
_FLOAT_MODES = frozenset({"F", "I"})


def decode(file: ImageFile) -> FundusImage:
    """Decode a loaded file; raises :class:`ImageReadError` for what is refused or damaged."""
    header = identify(file)
    if header.has_alpha:
        pixels = _flatten_alpha(file.path, file.data)
    else:
        pixels = decode_pixels(file, header)
    return FundusImage(pixels, source_of(file, header), laterality_from_name(file.path.name))


def decode_small(file: ImageFile, header: Header, factor: int) -> tuple[np.ndarray, FundusImage]:
    """Decode a scalable picture at a half, a quarter or an eighth of its size.

    Returns
    -------
    numpy.ndarray, FundusImage
        uint8 (h, w, 3) RGB, upright, and the photograph with black pixels that take no memory.
    """
    pixels = decode_pixels(file, header, SCALE_FLAGS[factor])
    return pixels, _without_pixels(file, header, pixels.shape, factor)


def _without_pixels(
    file: ImageFile, header: Header, shape: tuple[int, ...], factor: int
) -> FundusImage:
    """Return the photograph of a reduced one: its size upright, and black pixels."""
    stored = (header.height, header.width)
    lies = tuple(-(-side // factor) for side in stored) != shape[:2]
    height, width = reversed(stored) if lies else stored
    black = np.broadcast_to(np.uint8(0), (height, width, 3))
    return FundusImage(black, source_of(file, header), laterality_from_name(file.path.name))


def source_of(file: ImageFile, header: Header) -> ImageSource:
    """Return where the photograph of a file came from."""
    return ImageSource(file.path, file.sha256, header.file_type, header.bits)


def identify(file: ImageFile) -> Header:
    """Return type, size and kind of pixels; raises :class:`ImageReadError` for what is refused."""
    path, data = file.path, file.data
    try:
        with Image.open(io.BytesIO(data), formats=list(FILE_TYPES)) as picture:
            width, height = picture.size
            # Some cameras append a preview; Pillow calls such a JPEG "MPO".
            file_type = "JPEG" if picture.format == "MPO" else str(picture.format)
            has_alpha = picture.mode in _ALPHA_MODES or "transparency" in picture.info
            header = Header(
                file_type=file_type,
                mode=picture.mode,
                bits=_bits(picture, data),
                has_alpha=has_alpha,
                width=width,
                height=height,
                is_scalable=file_type == "JPEG" and not has_alpha,
            )
    except UnidentifiedImageError as error:
        raise ImageReadError(
            f"{path.name}: is not a picture that can be read; {ALLOWED}"
        ) from error
    # Pillow's parsers answer damaged headers with whatever their arithmetic trips over.
    except Exception as error:
        raise ImageReadError(f"{path.name}: the picture is damaged ({error})") from error
    check_size(path.name, width, height)
    if header.mode in _FLOAT_MODES:
        raise ImageReadError(
            f"{path.name}: 32 bits per channel cannot be read; allowed are 8 and 16"
        )
    return header


def _bits(picture: Image.Image, data: bytes) -> int:
    """Return the bits per channel; Pillow's mode does not tell for colour."""
    if picture.format == "PNG":
        return data[24]
    if picture.format == "TIFF":
        return int(np.max(picture.tag_v2.get(258, (1,))))  # type: ignore[attr-defined]
    return 8


def decode_pixels(file: ImageFile, header: Header, scale: int = 0) -> np.ndarray:
    """Decode to uint8 (H, W, 3) RGB, upright.

    Parameters
    ----------
    file, header
        An opaque picture.
    scale
        0, or OpenCV's flag for a JPEG that is decoded smaller.

    Raises
    ------
    ImageReadError
        If the picture is truncated or damaged, or has other values than 8 and 16 bits.
    """
    path = file.path
    # Asked for RGB, OpenCV 5.0 leaves the pixels of a 16-bit colour TIFF uninitialised.
    as_bgr = header.file_type == "TIFF"
    order = cv2.IMREAD_COLOR_BGR if as_bgr else cv2.IMREAD_COLOR_RGB
    try:
        flags = order | cv2.IMREAD_ANYDEPTH | scale
        pixels = cv2.imdecode(np.frombuffer(file.data, np.uint8), flags)
    except cv2.error as error:
        raise ImageReadError(f"{path.name}: the picture is damaged ({error.err})") from error
    if pixels is None:
        raise ImageReadError(f"{path.name}: the picture is truncated or damaged")
    if as_bgr:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    return _to_8_bits(path, pixels)


def _to_8_bits(path: Path, pixels: np.ndarray) -> np.ndarray:
    if pixels.dtype == np.uint8:
        return pixels
    if pixels.dtype != np.uint16:
        raise ImageReadError(
            f"{path.name}: {pixels.dtype} values cannot be read; allowed are 8 and 16 bits"
        )
    # Many cameras store 10, 12 or 14 bits in 16: scale by the bits in use, not by 16.
    bits = next(bits for bits in (8, 10, 12, 14, 16) if int(pixels.max()) < 2**bits)
    return cv2.convertScaleAbs(pixels, alpha=255 / (2**bits - 1))


def _flatten_alpha(path: Path, data: bytes) -> np.ndarray:
    """Decode a transparent picture and lay it on black."""
    try:
        with Image.open(io.BytesIO(data), formats=list(FILE_TYPES)) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except Exception as error:
        raise ImageReadError(
            f"{path.name}: the picture is truncated or damaged ({error})"
        ) from error
    ground = Image.new("RGBA", picture.size, (0, 0, 0, 255))
    return np.array(Image.alpha_composite(ground, picture).convert("RGB"))
