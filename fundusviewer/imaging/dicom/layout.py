"""What an object says about its pixels, checked before any of them is touched."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom.dataset import Dataset

from fundusviewer.imaging.dicom.kinds import check_kind
from fundusviewer.imaging.dicom.refusal import RefusalError

#: Most photographs in one object; films of an angiography have some hundred.
MAX_FRAMES = 500

_GREY = ("MONOCHROME1", "MONOCHROME2")
_COLOUR = ("RGB", "YBR_FULL", "YBR_FULL_422", "YBR_ICT", "YBR_RCT")
_PALETTE = "PALETTE COLOR"


@dataclass(frozen=True)
class Layout:
    """The image pixel module (PS3.3, C.7.6.3).

    Attributes
    ----------
    rows, columns
        Size of each frame in pixels.
    frames
        How many there are.
    samples
        1 or 3 for each pixel.
    photometric
        One of ``MONOCHROME1``, ``MONOCHROME2``, ``PALETTE COLOR``, ``RGB`` and the ``YBR_*`` that
        can be read.
    bits_allocated, bits_stored, high_bit
        8 or 16; up to that; place of the highest bit in use.
    signed
        Whether values below 0 are meant.
    planar
        Whether the colours are stored one after the other.
    """

    rows: int
    columns: int
    frames: int
    samples: int
    photometric: str
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    planar: bool


def layout_of(header: Dataset) -> Layout:
    """Return the layout of a photograph's pixels.

    Raises
    ------
    RefusalError
        If the object is no photograph, or says something impossible or contradicting.
    """
    check_kind(header)
    layout = Layout(
        rows=_number(header, "Rows"),
        columns=_number(header, "Columns"),
        frames=frames_of(header),
        samples=_number(header, "SamplesPerPixel"),
        photometric=str(header.get("PhotometricInterpretation", "")).strip(),
        bits_allocated=_number(header, "BitsAllocated"),
        bits_stored=_number(header, "BitsStored"),
        high_bit=_number(header, "HighBit", _number(header, "BitsStored") - 1),
        signed=_number(header, "PixelRepresentation", 0) == 1,
        planar=_number(header, "PlanarConfiguration", 0) == 1,
    )
    _check(layout)
    return layout


def frames_of(header: Dataset) -> int:
    """Return the number of frames of an object; 1 where it says nothing."""
    return _number(header, "NumberOfFrames", 1)


def _check(layout: Layout) -> None:
    if layout.rows < 1 or layout.columns < 1:
        raise RefusalError(f"says that it has {layout.columns} × {layout.rows} pixels")
    if not 1 <= layout.frames <= MAX_FRAMES:
        raise RefusalError(
            f"says that it holds {layout.frames:,} photographs; at most {MAX_FRAMES} are read"
        )
    if layout.bits_allocated not in (8, 16):
        raise RefusalError(f"has {layout.bits_allocated} bits per channel; allowed are 8 and 16")
    if not 1 <= layout.bits_stored <= layout.bits_allocated:
        raise RefusalError(
            f"contradicts itself: {layout.bits_stored} of {layout.bits_allocated} bits"
        )
    if not layout.bits_stored - 1 <= layout.high_bit < layout.bits_allocated:
        raise RefusalError(
            f"contradicts itself: bit {layout.high_bit} of {layout.bits_allocated} is the highest"
        )
    _check_colours(layout)


def _check_colours(layout: Layout) -> None:
    grey = layout.photometric in (*_GREY, _PALETTE)
    if not grey and layout.photometric not in _COLOUR:
        raise RefusalError(
            f"has colours {layout.photometric or 'that it does not name'}; allowed are "
            f"{', '.join((*_GREY, _PALETTE, *_COLOUR))}"
        )
    if layout.samples != (1 if grey else 3):
        raise RefusalError(
            f"contradicts itself: {layout.photometric} with {layout.samples} values a pixel"
        )
    if layout.signed and layout.photometric not in _GREY:
        raise RefusalError(f"contradicts itself: {layout.photometric} with values below 0")


def _number(header: Dataset, keyword: str, default: int | None = None) -> int:
    value = header.get(keyword)
    if value is None or value == "":
        if default is None:
            raise RefusalError(f"does not say its {keyword}")
        return default
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise RefusalError(f"says {str(value)[:40]!r} for its {keyword}") from error
