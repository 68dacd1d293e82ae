"""A DICOM object to a photograph with all that it tells."""

from __future__ import annotations

import numpy as np
from pydicom.dataset import Dataset

from fundusviewer.imaging.dicom.colours import to_rgb
from fundusviewer.imaging.dicom.layout import Layout, layout_of
from fundusviewer.imaging.dicom.metadata import source_from
from fundusviewer.imaging.dicom.parse import Parsed, parse, transfer_syntax
from fundusviewer.imaging.dicom.refusal import RefusalError
from fundusviewer.imaging.dicom.samples import samples_of, small_rgb
from fundusviewer.imaging.dicom_source import DicomSource
from fundusviewer.imaging.file import ImageFile
from fundusviewer.imaging.formats.colour_profile import to_srgb
from fundusviewer.imaging.laterality import Laterality, laterality_from_name
from fundusviewer.imaging.types import FundusImage, ImageSource

_WORDS = {Laterality.OD: "right eye", Laterality.OS: "left eye"}


def photograph_of(file: ImageFile) -> FundusImage:
    """Decode the frame that is meant, the first where none is named.

    Raises
    ------
    RefusalError, DamagedJpegError
        If the object is no photograph, or is damaged or contradicts itself.
    """
    parsed = parse(file.data)
    layout = layout_of(parsed.header)
    frame = _frame(file, layout)
    samples = samples_of(parsed, layout, frame - 1, repaired=file.repaired)
    pixels = to_rgb(samples, layout, parsed.header)
    pixels, remark = to_srgb(pixels, _profile(parsed.header), grey=layout.samples == 1)
    return _with(file, parsed, layout, pixels, remark)


def small_photograph_of(file: ImageFile, factor: int) -> tuple[np.ndarray, FundusImage]:
    """Decode a scalable frame at a half, a quarter or an eighth of its size.

    Returns
    -------
    numpy.ndarray, FundusImage
        uint8 (h, w, 3) RGB, and the photograph with black pixels that take no memory.

    Raises
    ------
    RefusalError, DamagedJpegError
        See :func:`photograph_of`.
    """
    parsed = parse(file.data)
    layout = layout_of(parsed.header)
    frame = _frame(file, layout) - 1
    pixels = small_rgb(parsed, layout, frame, factor, repaired=file.repaired)
    pixels, remark = to_srgb(pixels, _profile(parsed.header))
    black = np.broadcast_to(np.uint8(0), (layout.rows, layout.columns, 3))
    return pixels, _with(file, parsed, layout, black, remark)


def _profile(header: Dataset) -> bytes:
    """Return the object's ICC profile (PS3.3, C.11.15), or that of its first optical path."""
    paths = header.get("OpticalPathSequence") or [header]
    value = header.get("ICCProfile") or paths[0].get("ICCProfile")
    return bytes(value) if isinstance(value, bytes) else b""


def _with(
    file: ImageFile, parsed: Parsed, layout: Layout, pixels: np.ndarray, remark: str
) -> FundusImage:
    """Return pixels with all that the object tells."""
    syntax = str(transfer_syntax(parsed.header) or "")
    told = source_from(parsed.header, syntax, _frame(file, layout))
    return FundusImage(
        pixels,
        _source(file, layout, told),
        told.laterality or laterality_from_name(file.path.name),
        (*_notes(file, told), *([remark] if remark else [])),
    )


def _frame(file: ImageFile, layout: Layout) -> int:
    frame = file.frame or 1
    if frame > layout.frames:
        raise RefusalError(f"there are {layout.frames} photographs in the file")
    return frame


def _source(file: ImageFile, layout: Layout, told: DicomSource) -> ImageSource:
    spacing = told.pixel_spacing
    return ImageSource(
        file.path,
        file.sha256,
        "DICOM",
        layout.bits_stored,
        pixel_size=None if spacing is None else (spacing[1] * 1000, spacing[0] * 1000),
        dicom=told,
    )


def _notes(file: ImageFile, told: DicomSource) -> list[str]:
    notes = []
    named = laterality_from_name(file.path.name)
    if told.laterality is not None and named not in (None, told.laterality):
        notes.append(
            f"The file's name says {_WORDS[named]}, the DICOM object {_WORDS[told.laterality]}: "
            "check which eye it is."
        )
    if told.laterality_contradicts:
        notes.append("The DICOM object names both eyes: check which eye it is.")
    if told.laterality_unknown:
        notes.append(
            f"The DICOM object says “{told.laterality_unknown}” for the eye, which is not "
            "understood: check which eye it is."
        )
    if told.frames > 1 and file.frame is None:
        notes.append(f"The first of {told.frames} photographs in this file; the others are not.")
    return notes
