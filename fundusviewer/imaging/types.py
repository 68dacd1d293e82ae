"""A photograph as the rest of the program sees it: immutable pixels and where they came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.imaging.laterality import Laterality

if TYPE_CHECKING:
    from fundusviewer.imaging.dicom_source import DicomSource


@dataclass(frozen=True)
class ImageSource:
    """Where a photograph came from.

    Attributes
    ----------
    path
        The file as it was given.
    sha256
        Hash of the file's bytes, 64 hexadecimal digits.
    file_type
        Type found in the content, for instance ``"JPEG"``.
    bits
        Bits per channel in the file.
    pixel_size
        Width and height of one pixel on the retina in micrometres, where the file tells;
        ``None`` otherwise. For photographs as they are stored, before any reduction.
    dicom
        What the DICOM object tells; ``None`` for other files.
    """

    path: Path
    sha256: str
    file_type: str
    bits: int
    pixel_size: tuple[float, float] | None = None
    dicom: DicomSource | None = None


@dataclass(frozen=True, eq=False)
class FundusImage:
    """One photograph, upright and in colour.

    Attributes
    ----------
    pixels
        uint8 (H, W, 3) RGB, 0–255, read-only.
    source
        The file it was read from.
    laterality
        The eye, where file name or metadata tell it; the metadata count more.
    notes
        What is to be remarked about the file, in sentences: contradictions above all.
    """

    pixels: np.ndarray
    source: ImageSource
    laterality: Laterality | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.pixels.dtype != np.uint8 or self.pixels.ndim != 3 or self.pixels.shape[2] != 3:
            raise ValueError(
                f"pixels are {self.pixels.dtype} {self.pixels.shape}, not uint8 (H, W, 3)"
            )
        self.pixels.setflags(write=False)

    def without_pixels(self) -> FundusImage:
        """Return the photograph with black pixels that take no memory; size and source stay.

        For lists of many photographs: the pixels are read again when they are wanted.
        """
        return replace(self, pixels=np.broadcast_to(np.uint8(0), self.pixels.shape))

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.pixels.shape[1])


#: Where a field of view ends is clear from this roundness on, and up to this stray light: the gate
#: refuses a photograph for the others (``grading/gate.py``).
_ROUND, _DARK_BESIDE = 0.55, 0.02


@dataclass(frozen=True)
class FieldOfView:
    """The round part of a photograph in which the retina is seen, in pixels of that photograph.

    Attributes
    ----------
    center_x, center_y, radius_x, radius_y
        The ellipse through the field's edge; the radii are equal unless the photograph was
        squashed. The field may be cut off by the frame, so the ellipse can reach beyond it.
    left, top, right, bottom
        Bounding box of the visible part; ``right`` and ``bottom`` are excluded.
    coverage
        Share of the photograph that shows something other than dark surround, 0–1.
    roundness
        Share of the visible edge that lies on the ellipse, 0–1; 0 where no edge is visible.
    fills_frame
        Whether no dark surround is visible at all.
    second_field
        Radius of another field beside this one as a share of the larger one's; 0 where there is
        none.
    stray_light
        How much of what should be dark surround is not, as a share of the field's area; 0 where
        there is next to no surround.
    """

    center_x: float
    center_y: float
    radius_x: float
    radius_y: float
    left: int
    top: int
    right: int
    bottom: int
    coverage: float
    roundness: float
    fills_frame: bool
    second_field: float = 0.0
    stray_light: float = 0.0

    def scaled(self, factor: float) -> FieldOfView:
        """Return the same field in a copy of the photograph that is ``factor`` times as large."""
        return replace(
            self,
            center_x=self.center_x * factor,
            center_y=self.center_y * factor,
            radius_x=self.radius_x * factor,
            radius_y=self.radius_y * factor,
            left=round(self.left * factor),
            top=round(self.top * factor),
            right=round(self.right * factor),
            bottom=round(self.bottom * factor),
        )

    @property
    def is_seen(self) -> bool:
        """Whether it is clear where it ends, also on a picture that nobody has checked.

        Its edge is round and alone, and what lies beside it is dark.
        """
        if self.fills_frame or self.second_field > 0:
            return False
        return self.roundness >= _ROUND and self.stray_light <= _DARK_BESIDE

    def contains(self, x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
        """Return where the camera has shown retina: inside the ellipse, and not cut off.

        Parameters
        ----------
        x, y
            Places in pixels of the photograph; arrays are broadcast.

        Returns
        -------
        numpy.ndarray
            bool, of the places' shape.
        """
        # The ellipse goes on where the frame has cut it off.
        visible = (self.left <= x) & (x < self.right) & (self.top <= y) & (y < self.bottom)
        right, down = (x - self.center_x) / self.radius_x, (y - self.center_y) / self.radius_y
        return np.asarray(visible & (self.fills_frame | (right**2 + down**2 <= 1)), bool)


@dataclass(frozen=True)
class Region:
    """A rectangle of a photograph, in its pixels; it may reach beyond the frame."""

    left: float
    top: float
    width: float
    height: float

    def scaled(self, factor: float) -> Region:
        """Return the same place in a copy of the photograph that is ``factor`` times as large."""
        return Region(
            self.left * factor, self.top * factor, self.width * factor, self.height * factor
        )


@dataclass(frozen=True, eq=False)
class PreparedInput:
    """What the network gets to see.

    Attributes
    ----------
    pixels
        uint8 (h, w, 3) RGB, 0–255, black where ``region`` reaches beyond the photograph.
    region
        The part of the photograph that fills ``pixels``.
    """

    pixels: np.ndarray
    region: Region

    def without_pixels(self) -> PreparedInput:
        """Return the same region with black pixels that take no memory, for long lists."""
        return replace(self, pixels=np.broadcast_to(np.uint8(0), self.pixels.shape))
