"""What a file is by its first bytes, and what it holds, for lists: nothing is decoded."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from fundusviewer.file_memory import remembers_files
from fundusviewer.held_files import is_held
from fundusviewer.imaging import dicom
from fundusviewer.imaging.file import frame_path
from fundusviewer.imaging.formats import tiff
from fundusviewer.regular_files import open_regular


class Content(StrEnum):
    """What the first bytes of a file promise."""

    PHOTOGRAPH = "photograph"
    TIFF = "tiff"
    DICOM = "dicom"
    RAW = "raw"
    OTHER = "other"
    UNKNOWN = "unknown"


#: Bytes from a file's start that tell what it is.
RECOGNISED_BY = 512

#: Most photographs of one TIFF that are listed one by one.
_MOST = 500

#: Pictures, those too that cannot be read: reading them says so. A dot stands for any byte.
_PICTURES = re.compile(
    rb"\xff\xd8\xff"  # JPEG
    rb"|\x89PNG\r\n\x1a\n"
    rb"|II[\x2a\x2b]\x00|MM\x00[\x2a\x2b]"  # TIFF and BigTIFF
    rb"|BM.{4}\x00\x00\x00\x00.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\x00\x00\x00"  # BMP
    rb"|GIF8[79]a"
    rb"|RIFF.{4}WEBP"
    rb"|\x00\x00\x00\x0c(?:jP  |JXL )\r\n\x87\n|\xff\x4f\xff\x51|\xff\x0a"  # JPEG 2000, JPEG XL
    rb"|.{4}ftyp(?:avi[fs]|hei[cmsx]|hev[cmsx]|mif1|msf1)"  # AVIF, HEIC
    rb"|II\xbc[\x00\x01]"  # JPEG XR
    rb"|8BPS\x00",  # Photoshop
    re.DOTALL,
)

#: What cameras write before anything is developed; most of them begin as a TIFF does.
_RAW = re.compile(
    rb"II\x2a\x00.{4}CR|.{4}ftypcrx |FUJIFILMCCD-RAW|IIR[OS]|MMOR|IIU\x00|\x00MRM|FOVb", re.DOTALL
)
_RAW_SUFFIXES = frozenset(
    ".3fr .arw .cr2 .cr3 .crw .dcr .dng .erf .iiq .k25 .kdc .mef .mos .mrw .nef .nrw .orf .pef "
    ".raf .raw .rw2 .rwl .sr2 .srf .srw .x3f".split()
)

_OTHERS = re.compile(
    rb"%PDF|PK[\x03\x05\x07]|SQLite format 3\x00"
    rb"|\x1f\x8b|BZh|7z\xbc\xaf|Rar!|\xfd7zXZ|\x28\xb5\x2f\xfd"
    rb"|MZ|\x7fELF|\xca\xfe\xba\xbe|[\xcf\xce]\xfa\xed\xfe|\xd0\xcf\x11\xe0|\x89HDF|\x93NUMPY"
    rb"|RIFF.{4}(?:WAVE|AVI )|OggS|ID3|\xff\xfb|\x1aE\xdf\xa3|fLaC|\x00\x00\x01[\xb3\xba]"
    rb"|L\x00\x00\x00\x01\x14|.{4}ftyp|\x80[\x02-\x05]|\x00\x01\x00\x00\x00|OTTO|wOF[F2]|\x00asm",
    re.DOTALL,
)

#: Files of these names are no pictures, whatever a picture's own signature does not say.
_OTHER_SUFFIXES = frozenset(
    ".bak .bat .bin .cache .cfg .class .cur .dat .db .db3 .dll .eps .exe .icc .icm .icns .ico .idx "
    ".ini .lnk .log .lock .mat .mdb .model .npy .npz .onnx .ort .part .pkl .pt .pth .pyc .so "
    ".sqlite .sqlite3 .tflite .tmp .ttf .url".split()
)

_CONTROLS = frozenset(range(0x20)) - frozenset(b"\t\n\r\f\x1b")


def content_of(start: bytes, suffix: str) -> Content:
    """Return what a file is.

    Parameters
    ----------
    start
        Its first :data:`RECOGNISED_BY` bytes, or all it has.
    suffix
        Of its name, with the dot, in small letters.

    Returns
    -------
    Content
        ``PHOTOGRAPH`` also for pictures that cannot be read; ``TIFF`` and ``DICOM`` may hold
        several photographs; ``OTHER`` for what is surely none:
        texts, documents, films, programs, databases.
    """
    if dicom.is_dicom(start):
        return Content.DICOM
    if _RAW.match(start) or (suffix in _RAW_SUFFIXES and _PICTURES.match(start)):
        return Content.RAW
    if start[:4] in tiff.MAGIC:
        return Content.TIFF
    if _PICTURES.match(start):
        return Content.PHOTOGRAPH
    if _OTHERS.match(start) or suffix in _OTHER_SUFFIXES or _is_text(start):
        return Content.OTHER
    return Content.RAW if suffix in _RAW_SUFFIXES else Content.UNKNOWN


def photographs_in(path: Path) -> tuple[Path, ...] | None:
    """Return the photographs that a file stands for.

    Returns
    -------
    tuple of Path or None
        The file itself, also where it cannot be read; a path for each page of a TIFF, and for each
        frame of a DICOM file, with several photographs; the files that a DICOMDIR names; ``None``
        for a DICOM object that is no photograph.
    """
    try:
        status = path.stat()
        if not is_held(path):
            pages = _pages_of(path, (status.st_size, status.st_mtime_ns))
            if pages:
                return tuple(frame_path(path, number) for number in range(1, pages + 1))
    except (OSError, ValueError):
        return (path,)
    return dicom.photographs_in(path)


@remembers_files(100_000)
def _pages_of(path: Path, _state: tuple[int, int]) -> int:
    """Return how many photographs a TIFF has; 0 for one, and for what is no TIFF.

    ``_state`` is its size and time of change: a watched folder is looked at again and again.
    """
    with open_regular(path) as file:
        start = file.read(RECOGNISED_BY)
        # A camera's raw file is developed elsewhere; the pictures in it are previews.
        if content_of(start, path.suffix.lower()) is not Content.TIFF:
            return 0
        try:
            count = len(tiff.photographs_of(file))
        # Whatever is wrong with it is said by reading it.
        except Exception:  # noqa: BLE001
            return 0
    return count if 1 < count <= _MOST else 0


def _is_text(start: bytes) -> bool:
    """Return whether bytes are a text, of 8 bits a letter or marked as UTF-16; so is nothing."""
    return start.startswith((b"\xff\xfe", b"\xfe\xff")) or _CONTROLS.isdisjoint(start)
