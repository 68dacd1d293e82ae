"""One way from a file to a photograph, whatever its type.

The readers stand in a table, the most particular first; the first that recognises the content
reads it. The last one answers for whatever nobody recognised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from fundusviewer.errors import DamagedImageError
from fundusviewer.imaging import raster
from fundusviewer.imaging.dicom import SUFFIXES as DICOM_SUFFIXES
from fundusviewer.imaging.dicom import decode as decode_dicom
from fundusviewer.imaging.dicom import decode_small as decode_small_dicom
from fundusviewer.imaging.dicom import identify as identify_dicom
from fundusviewer.imaging.dicom import is_dicom
from fundusviewer.imaging.file import Header, ImageFile, load
from fundusviewer.imaging.types import FundusImage

#: Suffixes by which photographs are found in a folder. The content decides when one is read.
SUFFIXES = frozenset(
    suffix for suffixes in (*raster.FILE_TYPES.values(), DICOM_SUFFIXES) for suffix in suffixes
)


T = TypeVar("T")


@dataclass(frozen=True)
class Reader:
    """What reads one family of files.

    Attributes
    ----------
    recognises
        Tells from a file's first bytes (132 or more, where it has as many).
    identify
        Returns what the content says of itself; decodes nothing.
    decode
        Returns the photograph.
    decode_small
        Returns the pixels of a scalable file at a part of its size, and the photograph without
        pixels.
    """

    recognises: Callable[[bytes], bool]
    identify: Callable[[ImageFile], Header]
    decode: Callable[[ImageFile], FundusImage]
    decode_small: Callable[[ImageFile, Header, int], tuple[np.ndarray, FundusImage]]


_READERS = (
    Reader(is_dicom, identify_dicom, decode_dicom, decode_small_dicom),
    Reader(lambda _start: True, raster.identify, raster.decode, raster.decode_small),
)


def read_image(path: str | Path) -> FundusImage:
    """Read one photograph.

    JPEG, PNG, TIFF, BMP and WebP, 8 or 16 bits, grey, palette, CMYK or RGB, with or without
    transparency (flattened on black); the EXIF orientation is applied. DICOM: ophthalmic
    photographs, wide field too, Secondary Capture and VL Photographic (see ``docs/dicom.md``). The
    type is taken from the content, never from the suffix.

    Parameters
    ----------
    path
        The file. ``a.dcm#frame2`` is the second frame of a DICOM file with several.

    Returns
    -------
    FundusImage
        uint8 RGB pixels with the file's hash.

    Raises
    ------
    ImageReadError
        If the file is missing, empty, damaged, too large, or no picture. The message names the
        file and the reason.
    """
    return decode(load(path))


def as_far_as_readable(file: ImageFile, step: Callable[[ImageFile], T]) -> T:
    """Take a step with a photograph that is going to be shown, damaged or not.

    Parameters
    ----------
    file
        The file.
    step
        Decodes it. Where it is damaged inside, it is asked a second time, for what can be read:
        nothing of that may be graded.

    Raises
    ------
    ImageReadError
        See :func:`read_image`; a photograph of which something can be read does not raise it.
    """
    try:
        return step(file)
    except DamagedImageError:
        return step(replace(file, repaired=True))


def decode(file: ImageFile) -> FundusImage:
    """Decode a loaded file; raises :class:`ImageReadError` like :func:`read_image`."""
    return _reader_of(file).decode(file)


def identify(file: ImageFile) -> Header:
    """Return type, size and kind of pixels; raises :class:`ImageReadError` for what is refused."""
    return _reader_of(file).identify(file)


def decode_small(file: ImageFile, header: Header, factor: int) -> tuple[np.ndarray, FundusImage]:
    """Decode a scalable file at a part of its size.

    Parameters
    ----------
    file, header
        The file and what :func:`identify` says of it; ``is_scalable``.
    factor
        2, 4 or 8.

    Returns
    -------
    numpy.ndarray, FundusImage
        uint8 (h, w, 3) RGB, and the photograph with black pixels that take no memory.

    Raises
    ------
    ImageReadError
        See :func:`read_image`.
    """
    return _reader_of(file).decode_small(file, header, factor)


def _reader_of(file: ImageFile) -> Reader:
    return next(reader for reader in _READERS if reader.recognises(file.data))
