"""Samples to RGB of 8 bits.

Grey values go through the object's own rescaling and its first window or table of values of
interest (VOI), which is how the camera's maker wants them seen; without one, and for colours, for
which the standard knows no window, the bits in use become 8 by division. A window is applied once,
and never guessed.
"""

from __future__ import annotations

import cv2
import numpy as np
from pydicom.dataset import Dataset
from pydicom.pixels.processing import (
    apply_color_lut,
    apply_modality_lut,
    apply_voi,
    apply_windowing,
)

from fundusviewer.imaging.dicom.layout import Layout
from fundusviewer.imaging.dicom.refusal import RefusalError
from fundusviewer.imaging.dicom.samples import Samples


def to_rgb(samples: Samples, layout: Layout, header: Dataset) -> np.ndarray:
    """Return uint8 (H, W, 3) RGB.

    Raises
    ------
    RefusalError
        If values are larger than the bits in use allow, or a table is damaged.
    """
    values = _in_use(samples.values, layout)
    if samples.photometric == "PALETTE COLOR":
        colour = apply_color_lut(values, header)
        # What the descriptor says of the bits is wrong in some files, the values are not.
        return _scaled(colour, 8 if int(colour.max()) < 256 else 16)
    if values.ndim == 2:
        grey = _grey_table(header, layout)[values.astype(np.int64) - _lowest(layout)]
        return np.dstack([grey] * 3)
    if samples.photometric in ("YBR_ICT", "YBR_RCT"):
        raise RefusalError(f"contradicts itself: {samples.photometric} outside of JPEG 2000")
    colour = _scaled(values, layout.bits_stored)
    if samples.photometric.startswith("YBR"):
        # OpenCV wants Y, Cr, Cb; the full range is JPEG's and DICOM's alike (PS3.3, C.7.6.3.1.2).
        colour = cv2.cvtColor(np.ascontiguousarray(colour[:, :, [0, 2, 1]]), cv2.COLOR_YCrCb2RGB)
    return np.ascontiguousarray(colour)


def _in_use(values: np.ndarray, layout: Layout) -> np.ndarray:
    """Return the values without bits that are no pixels; compressed codes have none of them."""
    if values.dtype == np.uint8 and layout.bits_stored == 8:
        return values
    shift = layout.high_bit + 1 - layout.bits_stored
    if shift:
        values = values >> shift
    low, high = _lowest(layout), _lowest(layout) + 2**layout.bits_stored - 1
    if int(values.min()) < low or int(values.max()) > high:
        raise RefusalError(
            f"contradicts itself: it has values from {values.min()} to {values.max()}, and says "
            f"that they have {layout.bits_stored} bits"
        )
    return values


def _lowest(layout: Layout) -> int:
    return -(2 ** (layout.bits_stored - 1)) if layout.signed else 0


def _grey_table(header: Dataset, layout: Layout) -> np.ndarray:
    """Return the grey, uint8, of each value that the bits in use can say."""
    lowest = _lowest(layout)
    stored = np.arange(lowest, lowest + 2**layout.bits_stored)
    real = apply_modality_lut(stored.astype(np.int32), header)
    low, high = float(real.min()), float(real.max())
    if header.get("VOILUTSequence"):
        real = apply_voi(real.astype(np.int32), header)
        low, high = 0.0, float(2 ** int(header.VOILUTSequence[0].LUTDescriptor[2]) - 1)
    elif header.get("WindowWidth") and header.get("WindowCenter") is not None:
        # Its answer fills the range that the rescaled values can have.
        real = apply_windowing(real, header)
    if not high > low:
        raise RefusalError("maps all of its values to one")
    grey = np.clip(np.rint((real - low) * (255 / (high - low))), 0, 255).astype(np.uint8)
    return 255 - grey if _is_inverse(header, layout) else grey


def _is_inverse(header: Dataset, layout: Layout) -> bool:
    """Return whether low values are bright; both ways to say so mean the same inversion."""
    shape = str(header.get("PresentationLUTShape", "")).strip().upper()
    return layout.photometric == "MONOCHROME1" or shape == "INVERSE"


def _scaled(values: np.ndarray, bits: int) -> np.ndarray:
    if bits == 8 and values.dtype == np.uint8:
        return values
    native = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("=")))
    return cv2.convertScaleAbs(native, alpha=255 / (2**bits - 1))
