"""The way in: recognised by content, read by pydicom, every error one sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from fundusviewer.errors import DamagedImageError, ImageReadError
from fundusviewer.held_files import is_held
from fundusviewer.imaging.dicom.refusal import RefusalError
from fundusviewer.imaging.dicom_source import DicomSource, DicomTag
from fundusviewer.imaging.file import (
    MORE_BYTES,
    Header,
    ImageFile,
    check_size,
    load,
    room_for,
)
from fundusviewer.imaging.formats.jpeg import DamagedJpegError
from fundusviewer.imaging.types import FundusImage
from fundusviewer.regular_files import open_regular

#: Suffixes under which DICOM files are usually stored; many have none.
SUFFIXES = frozenset({".dcm", ".dicom", ".dic"})

#: Bytes from the start of a file that tell whether it is DICOM.
RECOGNISED_BY = 132

#: The first elements of an object that was stored without the 128 bytes before it.
_FIRST_ELEMENTS = frozenset(
    bytes((group, 0, element, 0))
    for group, element in ((2, 0), (8, 0), (8, 1), (8, 5), (8, 6), (8, 8), (8, 0x16))
)

T = TypeVar("T")


def is_dicom(start: bytes) -> bool:
    """Return whether a file that begins so is a DICOM file (PS3.10, 7.1) or object."""
    return start[128:RECOGNISED_BY] == b"DICM" or start[:4] in _FIRST_ELEMENTS


def photographs_in(path: Path) -> tuple[Path, ...] | None:
    """Return the photographs that a file stands for.

    Returns
    -------
    tuple of Path or None
        The file itself, also where it is no DICOM or cannot be read; a path for each frame of a
        DICOM file with several; the files that a DICOMDIR names; ``None`` for a DICOM object that
        is no photograph.
    """
    try:
        status = path.stat()
        if not _begins_as_dicom(path):
            return (path,)
    except (OSError, ValueError):
        return (path,)
    from fundusviewer.imaging.dicom.contents import contents_of

    return contents_of(path, (status.st_size, status.st_mtime_ns))


def is_dicom_file(path: Path) -> bool:
    """Return whether a file begins as a DICOM file; one that cannot be read does not."""
    try:
        return _begins_as_dicom(path)
    except (OSError, ValueError):
        return False


def _begins_as_dicom(path: Path) -> bool:
    if is_held(path):
        return False
    with open_regular(path) as file:
        return is_dicom(file.read(RECOGNISED_BY))


def identify(file: ImageFile) -> Header:
    """Return size and kind of pixels; raises :class:`ImageReadError` for what is refused."""
    from fundusviewer.imaging.dicom.kinds import JPEG_2000
    from fundusviewer.imaging.dicom.layout import Layout, layout_of
    from fundusviewer.imaging.dicom.parse import parse, transfer_syntax
    from fundusviewer.imaging.dicom.samples import is_scalable

    def read() -> tuple[Layout, bool, bool]:
        header = parse(file.data).header
        layout, syntax = layout_of(header), transfer_syntax(header)
        return layout, is_scalable(syntax, layout), syntax in JPEG_2000

    layout, scalable, in_jpeg_2000 = _told(file, read)
    least = MORE_BYTES["JPEG2000"] if in_jpeg_2000 else 3
    pixel_bytes = max(least, layout.samples * layout.bits_allocated // 8)
    check_size(file.path.name, layout.columns, layout.rows, pixel_bytes)
    return Header(
        file_type="DICOM",
        mode=layout.photometric,
        bits=layout.bits_stored,
        has_alpha=False,
        width=layout.columns,
        height=layout.rows,
        is_scalable=scalable,
    )


def decode(file: ImageFile) -> FundusImage:
    """Decode a loaded file; raises :class:`ImageReadError` for what is refused or damaged."""
    from fundusviewer.imaging.dicom.photograph import photograph_of

    with room_for(identify(file)):
        return _told(file, lambda: photograph_of(file))


def decode_small(file: ImageFile, header: Header, factor: int) -> tuple[np.ndarray, FundusImage]:
    """Decode a scalable file smaller; see :func:`fundusviewer.imaging.reader.decode_small`."""
    from fundusviewer.imaging.dicom.photograph import small_photograph_of

    check_size(file.path.name, header.width, header.height)
    return _told(file, lambda: small_photograph_of(file, factor))


def read_tags(path: Path) -> tuple[DicomSource, tuple[DicomTag, ...]]:
    """Return what a DICOM file tells: its facts, and all elements before its pixels in order.

    Raises
    ------
    ImageReadError
        If the file cannot be read or is no DICOM file.
    """
    file = load(path)
    if not is_dicom(file.data):
        raise ImageReadError(f"{path.name}: is no DICOM file")
    from fundusviewer.imaging.dicom.tags import told_by

    return _told(file, lambda: told_by(file.data, file.frame))


def _told(file: ImageFile, step: Callable[[], T]) -> T:
    """Return what a step gives; whatever goes wrong becomes one sentence with the file's name."""
    try:
        return step()
    except RefusalError as refusal:
        raise ImageReadError(f"{file.path.name}: {refusal}") from refusal
    except DamagedJpegError as error:
        raise DamagedImageError(f"{file.path.name}: the picture is damaged ({error})") from error
    # pydicom and the decoders answer damaged objects with whatever their arithmetic trips over.
    except Exception as error:
        raise ImageReadError(f"{file.path.name}: the DICOM file is damaged ({error})") from error
