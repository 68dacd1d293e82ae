"""A photograph's file in memory, before anything is decoded."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.errors import ImageReadError, UnreachableError
from fundusviewer.held_files import is_held
from fundusviewer.regular_files import open_regular

#: Largest photograph, in pixels. The largest fundus cameras write about 60 megapixels.
MAX_PIXELS = 150_000_000

#: Largest photograph once it is decoded, in bytes: MAX_PIXELS of three channels with 8 bits, or
#: half as many with 16. Decoding holds about twice as much for a moment.
MAX_DECODED = MAX_PIXELS * 3

#: Bytes of a pixel for decoders that hold more than twice of what comes out of them, measured:
#: OpenJPEG has a number of 32 bits for each sample.
MORE_BYTES = {"JPEG2000": 7, "AVIF": 5}

#: Pictures from this many bytes on are decoded one after the other.
_LARGE = 100_000_000
_ONE_AT_A_TIME = threading.Lock()

#: Largest file, in bytes: an uncompressed 16-bit photograph of MAX_PIXELS.
MAX_BYTES = MAX_PIXELS * 6 + 2**20

#: What can be read, for messages.
ALLOWED = "allowed are JPEG, PNG, TIFF, BMP, WebP, JPEG 2000, AVIF, HEIC, GIF and DICOM"

#: What a drive says that fails, not a file: a network drive that is gone, a cable, a bad sector.
_FAILED_DRIVE = frozenset(
    number
    for name in (
        "EIO ESTALE ETIMEDOUT EHOSTDOWN EHOSTUNREACH ENETDOWN ENETUNREACH ENETRESET ECONNRESET "
        "ECONNABORTED ECONNREFUSED ENOTCONN EAGAIN EREMOTEIO ENODEV ENXIO ENOMEM EMFILE ENFILE"
    ).split()
    if (number := getattr(errno, name, None)) is not None
)

_FRAME = re.compile(r"(?P<file>.+)#frame(?P<number>[1-9]\d{0,5})", re.DOTALL)


@dataclass(frozen=True, eq=False)
class ImageFile:
    """A picture file in memory, identified but not decoded.

    Attributes
    ----------
    path
        The file as it was given.
    data
        Its bytes.
    sha256
        Their hash, 64 hexadecimal digits; a frame of a file with several has one of its own.
    frame
        The number of the frame that is meant, from 1 on; ``None`` where the path names none.
    repaired
        Whether decoders may make up what is damaged: for showing what can be read, never for
        grading.
    """

    path: Path
    data: bytes
    sha256: str
    frame: int | None = None
    repaired: bool = False


@dataclass(frozen=True)
class Header:
    """What the content says of itself before it is decoded.

    Attributes
    ----------
    file_type
        For instance ``"JPEG"`` or ``"DICOM"``.
    mode
        The kind of pixels: Pillow's name, or DICOM's photometric interpretation.
    bits
        Bits per channel.
    has_alpha
        Whether the picture has transparent parts.
    width, height
        As stored, in pixels; the orientation is not applied.
    is_scalable
        Whether it can be decoded at an eighth, a quarter and half of its size.
    orientation
        How it is to be turned, as in EXIF, 1–8.
    profile
        Its ICC profile; empty where it has none.
    photographs
        How many the file holds.
    """

    file_type: str
    mode: str
    bits: int
    has_alpha: bool
    width: int
    height: int
    is_scalable: bool = False
    orientation: int = 1
    profile: bytes = b""
    photographs: int = 1


def frame_path(path: Path, number: int) -> Path:
    """Return the path that stands for one frame of a file with several: ``a.dcm#frame2``."""
    return path.with_name(f"{path.name}#frame{number}")


def split_frame(path: Path) -> tuple[Path, int | None]:
    """Return the file and the number of the frame that a path means; ``None`` for the whole file.

    A file whose own name looks like a frame's is that file.
    """
    match = _FRAME.fullmatch(path.name)
    # Path.exists raises for a name that is too long or lies in a locked folder.
    if match is None or os.path.lexists(path):
        return path, None
    return path.with_name(match["file"]), int(match["number"])


def load(path: str | Path) -> ImageFile:
    """Read a file's bytes and hash them.

    Raises
    ------
    ImageReadError
        See :func:`fundusviewer.imaging.read_image`; :class:`.UnreachableError` where the drive
        failed, not the file.
    """
    path = Path(path)
    return file_of(path, _read_bytes(split_frame(path)[0]))


def file_of(path: Path, data: bytes) -> ImageFile:
    """Return a file whose bytes were read; see :func:`load`."""
    _, frame = split_frame(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if frame is not None:
        sha256 = hashlib.sha256(f"{sha256}#frame{frame}".encode()).hexdigest()
    return ImageFile(path, data, sha256, frame)


def check_size(name: str, width: int, height: int, pixel_bytes: int = 3) -> None:
    """Refuse a picture that is too large before it is decoded.

    Parameters
    ----------
    name
        Of its file.
    width, height
        In pixels.
    pixel_bytes
        That a pixel takes while it is decoded.

    Raises
    ------
    ImageReadError
        If it has more than :data:`MAX_PIXELS`, or takes more than :data:`MAX_DECODED`.
    """
    if width * height > MAX_PIXELS:
        raise ImageReadError(
            f"{name}: {width:,} × {height:,} pixels are too large; "
            f"at most {MAX_PIXELS // 1_000_000} megapixels"
        )
    if width * height * pixel_bytes > MAX_DECODED:
        raise ImageReadError(
            f"{name}: {width:,} × {height:,} pixels of {pixel_bytes} bytes are too large; "
            f"at most {MAX_DECODED // 1_000_000} MB when decoded"
        )


def working_bytes(header: Header) -> int:
    """Return what a pixel takes while it is decoded, for :func:`check_size`."""
    channels = 4 if header.has_alpha or header.mode == "CMYK" else 3
    samples = channels * (2 if header.bits > 8 else 1)
    return max(samples, MORE_BYTES.get(header.file_type, 0))


@contextmanager
def room_for(header: Header) -> Iterator[None]:
    """Decode one large picture at a time, whatever the number of threads that read.

    While it is decoded, a picture takes up to three times the memory that it takes afterwards.
    """
    if header.width * header.height * working_bytes(header) < _LARGE:
        yield
    else:
        with _ONE_AT_A_TIME:
            yield


def _read_bytes(path: Path) -> bytes:
    try:
        _check_file(path)
        with open_regular(path) as file:
            data = file.read()
    except FileNotFoundError as error:
        raise ImageReadError(f"{path.name}: the file is not there (any more)") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        failed = getattr(error, "errno", None) in _FAILED_DRIVE
        kind = UnreachableError if failed else ImageReadError
        raise kind(f"{path.name}: cannot be read ({reason})") from error
    check_bytes(path.name, len(data))
    return data


def check_bytes(name: str, count: int) -> None:
    """Refuse a file that is empty or too large for a photograph.

    Raises
    ------
    ImageReadError
        The message names the file and the limit.
    """
    if not count:
        raise ImageReadError(f"{name}: the file is empty (0 bytes)")
    if count > MAX_BYTES:
        raise ImageReadError(
            f"{name}: {count / 1e6:,.0f} MB are too large; at most {MAX_BYTES / 1e6:,.0f} MB"
        )


def _check_file(path: Path) -> None:
    """Refuse what is no file of a sensible size before any of it is read."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        next(path.iterdir(), None)  # a folder that cannot be listed says so
        raise ImageReadError(f"{path.name or path}: is a folder without photographs; {ALLOWED}")
    if not stat.S_ISREG(status.st_mode):
        # Reading a pipe or a device may never end.
        raise ImageReadError(f"{path.name}: is a pipe or a device, not a file")
    if is_held(path):
        raise ImageReadError(f"{path.name}: is the screening database that is open, no photograph")
    check_bytes(path.name, status.st_size or 1)
