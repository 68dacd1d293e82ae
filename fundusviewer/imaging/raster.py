"""JPEG, PNG, TIFF, BMP, WebP, JPEG 2000, AVIF, HEIF and GIF.

Pillow identifies the content (type, size, mode) without decoding it. JPEGs are decoded by a decoder
that says when it repaired something (:mod:`.jpeg`), TIFFs page by page (:mod:`.tiff`), HEIF, AVIF
and transparent pictures by Pillow, HEIF after a second look at it (:mod:`.hevc`), and what is left
by OpenCV, which keeps 16 bits. Then all take the same way: turned upright, laid on black where they
are transparent, 16 bits to 8, colours to sRGB.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from fundusviewer.errors import DamagedImageError, ImageReadError
from fundusviewer.imaging.file import (
    ALLOWED,
    Header,
    ImageFile,
    check_size,
    room_for,
    working_bytes,
)
from fundusviewer.imaging.formats import (
    colour_profile,
    heif,
    tiff,
    tiff_pixels,
    transparency,
)
from fundusviewer.imaging.formats.hevc import DamagedHeifError, UnreadableHeifError
from fundusviewer.imaging.formats.jpeg import DamagedJpegError, bits_of, decode_jpeg
from fundusviewer.imaging.formats.lengths import WrongLengthError, check_lengths
from fundusviewer.imaging.formats.orientation import upright
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
    "HEIF": (".heic", ".heif", ".hif"),
    "GIF": (".gif",),
}

# The limit on the size is ours and is checked before anything is decoded; Pillow's own would warn
# at sizes that fundus mosaics have.
Image.MAX_IMAGE_PIXELS = None

# Previews, depths and gain maps are not the photograph.
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

_ALPHA_MODES = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})
_FLOAT_MODES = frozenset({"F", "I"})
_GREY_MODES = frozenset({"1", "L", "LA", "I;16", "I;16B"})

#: A second picture in a file is another photograph from this share of the first one's area on; a
#: smaller one is a preview.
_ANOTHER = 0.25

#: Colours by number (ITU-T H.273): those that are sRGB's or television's, which look the same, and
#: brightness that goes beyond a screen's.
_USUAL_PRIMARIES, _HIGH_RANGE = (1, 2, 5, 6, 7), (16, 18)

#: Rows that are converted at once.
_BAND = 256


def load_formats() -> None:
    """Import what Pillow needs for the usual types; otherwise the first file that is read does."""
    Image.preinit()


def decode(file: ImageFile) -> FundusImage:
    """Decode a loaded file; raises :class:`ImageReadError` for what is refused or damaged."""
    header = identify(file)
    with room_for(header):
        pixels, remarks = _decoded(file, header)
    return FundusImage(
        pixels, source_of(file, header), laterality_from_name(file.path.name), remarks
    )


def decode_small(file: ImageFile, header: Header, factor: int) -> tuple[np.ndarray, FundusImage]:
    """Decode a scalable picture at a half, a quarter or an eighth of its size.

    Returns
    -------
    numpy.ndarray, FundusImage
        uint8 (h, w, 3) RGB, upright, and the photograph with black pixels that take no memory.
    """
    pixels, remarks = _decoded(file, header, factor)
    lies = header.orientation in (5, 6, 7, 8)
    size = (header.width, header.height) if lies else (header.height, header.width)
    black = np.broadcast_to(np.uint8(0), (*size, 3))
    name = file.path.name
    return pixels, FundusImage(black, source_of(file, header), laterality_from_name(name), remarks)


def source_of(file: ImageFile, header: Header) -> ImageSource:
    """Return where the photograph of a file came from."""
    return ImageSource(file.path, file.sha256, header.file_type, header.bits)


def identify(file: ImageFile) -> Header:
    """Return type, size and kind of pixels; raises :class:`ImageReadError` for what is refused."""
    header = _identify_tiff(file) if file.data[:4] in tiff.MAGIC else _identify(file)
    name = file.path.name
    if header.mode in _FLOAT_MODES:
        raise ImageReadError(f"{name}: 32 bits per channel cannot be read; allowed are 8 and 16")
    check_size(name, header.width, header.height, working_bytes(header))
    # Only a TIFF's photographs are read one by one.
    count = header.photographs if header.file_type == "TIFF" else 1
    if (file.frame or 1) > count:
        raise ImageReadError(f"{name}: there are {count} photographs in the file")
    if header.file_type == "HEIF":
        _look_twice(file, heif.check_sizes)
    return header


def _look_twice(file: ImageFile, check: Callable[[bytes], None]) -> None:
    """Check a HEIF file in a way in which its decoder does not."""
    try:
        check(file.data)
    except DamagedHeifError as error:
        raise DamagedImageError(f"{file.path.name}: the picture is damaged ({error})") from error
    except UnreadableHeifError as error:
        raise ImageReadError(f"{file.path.name}: cannot be read ({error}); {ALLOWED}") from error


def _identify(file: ImageFile) -> Header:
    path, data = file.path, file.data
    if heif.is_heif(data):
        _look_twice(file, heif.check_boxes)
    try:
        with Image.open(io.BytesIO(data), formats=list(FILE_TYPES)) as picture:
            width, height = picture.size
            # Some cameras append a preview; Pillow calls such a JPEG "MPO".
            file_type = "JPEG" if picture.format == "MPO" else str(picture.format)
            has_alpha = picture.mode in _ALPHA_MODES or "transparency" in picture.info
            profile = picture.info.get("icc_profile") or _named_colours(picture)
            return Header(
                file_type=file_type,
                mode=picture.mode,
                bits=data[24] if file_type == "PNG" else 8,
                has_alpha=has_alpha,
                width=width,
                height=height,
                is_scalable=file_type == "JPEG" and picture.mode in ("RGB", "L"),
                orientation=_orientation(picture) if file_type == "JPEG" else 1,
                profile=profile if isinstance(profile, bytes) else b"",
                photographs=_photographs(picture),
            )
    except UnidentifiedImageError as error:
        if heif.is_heif(data):
            _look_twice(file, heif.check_sizes)
            raise ImageReadError(f"{path.name}: the picture is truncated or damaged") from error
        bits = bits_of(data) if data.startswith(b"\xff\xd8\xff") else None
        if bits not in (None, 8):
            raise ImageReadError(
                f"{path.name}: a JPEG with {bits} bits per channel cannot be read; allowed are 8"
            ) from error
        raise ImageReadError(
            f"{path.name}: is not a picture that can be read; {ALLOWED}"
        ) from error
    # Pillow's parsers answer damaged headers with whatever their arithmetic trips over.
    except Exception as error:
        raise ImageReadError(f"{path.name}: the picture is damaged ({error})") from error


def _identify_tiff(file: ImageFile) -> Header:
    page, count = _page(file)
    return Header(
        file_type="TIFF",
        mode={tiff.WHITE_IS_ZERO: "L", tiff.BLACK_IS_ZERO: "L", tiff.INKS: "CMYK"}.get(
            page.photometric, "RGB"
        ),
        bits=page.bits,
        has_alpha=page.has_alpha,
        width=page.width,
        height=page.height,
        orientation=page.orientation,
        profile=page.profile,
        photographs=count,
    )


def _page(file: ImageFile) -> tuple[tiff.Page, int]:
    """Return the page that is meant, and how many photographs there are."""
    name = file.path.name
    try:
        pages = tiff.photographs(file.data)
        page = pages[min(file.frame or 1, len(pages)) - 1]
        tiff_pixels.check_page(page)
    except tiff.TiffError as error:
        raise ImageReadError(f"{name}: {error}") from error
    return page, len(pages)


def _orientation(picture: Image.Image) -> int:
    """Return how a JPEG is to be turned, from its EXIF; 1 where that is missing or broken."""
    exif = picture.info.get("exif")
    if not isinstance(exif, bytes):
        return 1
    tags = Image.Exif()
    try:
        tags.load(exif)
        value = tags.get(274, 1)
    except Exception:  # noqa: BLE001
        # Pillow answers broken EXIF with whatever its arithmetic trips over; pixels are not in it.
        return 1
    return value if value in range(1, 9) else 1


def _named_colours(picture: Image.Image) -> bytes:
    """Return what stands for a profile where colours are named, not described, and not sRGB's."""
    named = picture.info.get("nclx_profile")
    if not isinstance(named, dict):
        return b""
    usual = named.get("color_primaries") in _USUAL_PRIMARIES
    return b"" if usual and named.get("transfer_characteristics") not in _HIGH_RANGE else b"nclx"


def _photographs(picture: Image.Image) -> int:
    """Return how many pictures of about the main one's size a file holds."""
    count = getattr(picture, "n_frames", 1)
    if picture.format not in ("MPO", "HEIF"):
        return count
    area, others, main = picture.width * picture.height, 0, picture.tell()
    for number in range(count):
        if number == main:
            continue
        picture.seek(number)
        others += picture.width * picture.height >= _ANOTHER * area
    return 1 + others


def _decoded(
    file: ImageFile, header: Header, factor: int = 1
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return uint8 (h, w, 3) RGB, upright, in sRGB, and what is to be remarked."""
    remarks = []
    pixels, opacity = _stored(file, header, factor)
    pixels = _to_8_bits(file.path, pixels)
    if opacity is not None:
        pixels, remark = transparency.on_black(pixels, opacity)
        remarks.append(remark)
    pixels, remark = colour_profile.to_srgb(pixels, header.profile, grey=header.mode in _GREY_MODES)
    remarks.append(remark)
    if header.photographs > 1 and file.frame is None:
        count = header.photographs
        remarks.append(
            f"The main one of {count} photographs in this file; the others are not."
            if header.file_type == "HEIF"
            else f"The first of {count} photographs in this file; the others are not."
        )
    return np.ascontiguousarray(pixels), tuple(remark for remark in remarks if remark)


def _stored(file: ImageFile, header: Header, factor: int) -> tuple[np.ndarray, np.ndarray | None]:
    """Decode: uint8 or uint16 (h, w, 3) RGB or uint8 (h, w, 4) CMYK, upright, and the opacity.

    Raises
    ------
    ImageReadError
        If the picture is truncated or damaged, or has other values than 8 and 16 bits.
    """
    name = file.path.name
    try:
        if header.file_type == "JPEG":
            return _jpeg(file, header, factor), None
        if header.file_type == "TIFF":
            page, _ = _page(file)
            pixels = tiff_pixels.decode_page(file.data, page, repaired=file.repaired)
            return pixels, tiff_pixels.alpha_of(file.data, page) if page.has_alpha else None
        if header.file_type == "HEIF":
            return _heif(file, header)
        if not file.repaired:
            check_lengths(header.file_type, file.data)
    except (DamagedJpegError, DamagedHeifError, WrongLengthError, tiff.TiffError) as error:
        raise DamagedImageError(f"{name}: the picture is damaged ({error})") from error
    # The packaged program may have OpenCV without its AVIF reader.
    if not header.has_alpha and header.file_type != "AVIF":
        return _by_opencv(file), None
    pixels, opacity = _by_pillow(file)
    if not header.has_alpha:
        return pixels, None
    return (_by_opencv(file) if header.bits == 16 else pixels), opacity


def _jpeg(file: ImageFile, header: Header, factor: int) -> np.ndarray:
    pixels = decode_jpeg(file.data, factor, repaired=file.repaired)
    if pixels.shape[:2] != (-(-header.height // factor), -(-header.width // factor)):
        raise DamagedJpegError("its parts say different sizes")
    return upright(pixels, header.orientation)


def _heif(file: ImageFile, header: Header) -> tuple[np.ndarray, np.ndarray | None]:
    if not file.repaired:
        _look_twice(file, heif.check)
    pixels, opacity = _by_pillow(file)
    if pixels.shape[:2] != (header.height, header.width):
        raise DamagedHeifError("its parts say different sizes")
    return pixels, opacity if header.has_alpha else None


def _by_opencv(file: ImageFile) -> np.ndarray:
    name = file.path.name
    try:
        flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_ANYDEPTH
        pixels = cv2.imdecode(np.frombuffer(file.data, np.uint8), flags)
    except cv2.error as error:
        raise ImageReadError(f"{name}: the picture is damaged ({error.err})") from error
    if pixels is None:
        raise ImageReadError(f"{name}: the picture is truncated or damaged")
    return pixels


def _by_pillow(file: ImageFile) -> tuple[np.ndarray, np.ndarray]:
    """Decode a transparent picture: its colours as they are stored, and its opacity."""
    try:
        with Image.open(io.BytesIO(file.data), formats=list(FILE_TYPES)) as picture:
            ImageOps.exif_transpose(picture, in_place=True)
            width, height = picture.size
            pixels = np.empty((height, width, 3), np.uint8)
            opacity = np.empty((height, width), np.uint8)
            for top in range(0, height, _BAND):
                bottom = min(top + _BAND, height)
                band = np.asarray(picture.crop((0, top, width, bottom)).convert("RGBA"))
                pixels[top:bottom], opacity[top:bottom] = band[:, :, :3], band[:, :, 3]
    # Pillow answers damage with whatever its arithmetic trips over.
    except Exception as error:
        raise ImageReadError(
            f"{file.path.name}: the picture is truncated or damaged ({error})"
        ) from error
    return pixels, opacity


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
