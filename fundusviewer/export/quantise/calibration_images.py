"""Photographs of a folder as the network will see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.errors import ExportError, ImageReadError
from fundusviewer.imaging import find_field_of_view, read_image, to_model_input
from fundusviewer.screening.worklist import find_photographs

if TYPE_CHECKING:
    from pathlib import Path

    from fundusviewer.imaging import InputSpec

#: More photographs than these neither change the ranges nor sharpen the agreement much.
_MOST = 120


def read_calibration(folder: Path, spec: InputSpec) -> np.ndarray:
    """Read and prepare the photographs of a folder, evenly chosen where there are many.

    Parameters
    ----------
    folder
        With photographs, in subfolders too; unreadable files are left out.
    spec
        How the model wants its input.

    Returns
    -------
    numpy.ndarray
        uint8 (M, H, W, 3) RGB.

    Raises
    ------
    ExportError
        If there is no such folder or no readable photograph in it.
    """
    if not folder.is_dir():
        raise ExportError(f"{folder} is no folder with calibration photographs")
    paths = find_photographs([folder])
    step = max(1, len(paths) // _MOST)
    prepared = [_prepared(path, spec) for path in paths[::step][:_MOST]]
    readable = [pixels for pixels in prepared if pixels is not None]
    if not readable:
        raise ExportError(f"{folder} holds no photograph that can be read")
    return np.stack(readable)


def _prepared(path: Path, spec: InputSpec) -> np.ndarray | None:
    try:
        pixels = read_image(path).pixels
    except ImageReadError:
        return None
    field_of_view = find_field_of_view(pixels) if spec.crop == "field_of_view" else None
    return to_model_input(pixels, spec, field_of_view).pixels
