"""Small pictures for lists."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.imaging.file import load
from fundusviewer.imaging.reader import as_far_as_readable
from fundusviewer.imaging.reduced import read_preview


def thumbnail(path: Path, side: int) -> np.ndarray:
    """Return a small picture of a photograph.

    Parameters
    ----------
    path
        The file.
    side
        Its longer side in pixels, at most.

    Returns
    -------
    numpy.ndarray
        uint8 (h, w, 3) RGB; a photograph that is smaller keeps its size. Of a damaged one, what can
        be read.

    Raises
    ------
    ImageReadError
        See :func:`fundusviewer.imaging.read_image`.
    """
    _, pixels = as_far_as_readable(load(path), partial(read_preview, side=side))
    height, width = pixels.shape[:2]
    shrink = min(1.0, side / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
