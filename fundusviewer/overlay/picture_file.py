"""Writing the annotated photograph, and maps."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from fundusviewer.atomic import write_atomically
from fundusviewer.errors import OutputError

#: Encoder parameters by suffix. JPEG at 95: the heat map's soft edges stay free of blocks.
_ENCODERS: dict[str, list[int]] = {
    ".png": [cv2.IMWRITE_PNG_COMPRESSION, 4],
    ".jpg": [cv2.IMWRITE_JPEG_QUALITY, 95],
    ".jpeg": [cv2.IMWRITE_JPEG_QUALITY, 95],
}

#: Suffixes that a picture can be written with.
PICTURE_SUFFIXES = tuple(_ENCODERS)


def write_picture(path: Path, pixels: np.ndarray) -> None:
    """Write a picture; the suffix says whether as PNG or as JPEG.

    Parameters
    ----------
    path
        The file; an older one is replaced whole or not at all.
    pixels
        uint8 (H, W, 3) RGB.

    Raises
    ------
    OutputError
        If the suffix is another one or the file cannot be written.
    """
    _write(path, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))


def write_map(path: Path, values: np.ndarray) -> None:
    """Write a map, uint8 (H, W), as it is; raises what :func:`write_picture` raises."""
    _write(path, values)


def _write(path: Path, pixels: np.ndarray) -> None:
    parameters = _ENCODERS.get(path.suffix.lower())
    if parameters is None:
        raise OutputError(
            f"{path.name}: pictures are written as {', '.join(PICTURE_SUFFIXES)} only"
        )
    try:
        done, encoded = cv2.imencode(path.suffix.lower(), pixels, parameters)
    except cv2.error as error:  # for instance a JPEG of more than 65,500 pixels a side
        raise OutputError(f"{path.name}: the picture cannot be encoded ({error.err})") from error
    if not done:
        raise OutputError(f"{path.name}: the picture cannot be encoded")
    write_atomically(path, encoded.tobytes())
