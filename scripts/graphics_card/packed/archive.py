"""Compressed pictures of one size and what is known of them: two files that travel together.

``NAME.bin`` holds the pictures one after the other, ``NAME.json`` where each begins, and the rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from fundusviewer.atomic import write_atomically, write_text_atomically
from fundusviewer.errors import TrainingError

#: The archives of a packed folder: photographs of two sizes for the grader, and drawings.
SMALL, LARGE, DRAWINGS = "small", "large", "lesions"
LANDMARKS_FILE = "landmarks.json"


@dataclass(frozen=True, eq=False)
class Archive:
    """An archive that was opened.

    Attributes
    ----------
    size
        Height and width of its pictures in pixels.
    rows
        As they were written.
    offsets
        Where each piece begins, and where the last one ends.
    data
        uint8 (total,), on disk.
    """

    size: int
    rows: Sequence[Mapping[str, Any]]
    offsets: Sequence[int]
    data: np.ndarray

    def picture(self, number: int) -> np.ndarray:
        """Return a photograph, uint8 (size, size, 3) RGB."""
        return np.ascontiguousarray(self._decoded(number, cv2.IMREAD_COLOR)[..., ::-1])

    def mask(self, number: int) -> np.ndarray:
        """Return a mask, uint8 (size, size), 255 where something is."""
        return self._decoded(number, cv2.IMREAD_GRAYSCALE)

    def _decoded(self, number: int, flag: int) -> np.ndarray:
        piece = np.asarray(self.data[self.offsets[number] : self.offsets[number + 1]])
        return np.asarray(cv2.imdecode(piece, flag))


def compressed_photograph(pixels: np.ndarray, quality: int) -> bytes:
    """Return a photograph, uint8 (H, W, 3) RGB, as lossy WebP of this quality (1–100)."""
    options = [cv2.IMWRITE_WEBP_QUALITY, quality]
    return cv2.imencode(".webp", pixels[..., ::-1], options)[1].tobytes()


def compressed_mask(mask: np.ndarray) -> bytes:
    """Return a mask, uint8 (H, W), as PNG."""
    return cv2.imencode(".png", mask)[1].tobytes()


def write_archive(
    folder: Path, name: str, size: int, rows: Sequence[Mapping[str, Any]], pieces: Sequence[bytes]
) -> None:
    """Write an archive.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    offsets = list(accumulate(map(len, pieces), initial=0))
    write_atomically(folder / f"{name}.bin", b"".join(pieces))
    text = json.dumps({"size": size, "rows": list(rows), "offsets": offsets})
    write_text_atomically(folder / f"{name}.json", text)


def read_archive(folder: Path, name: str) -> Archive:
    """Open an archive.

    Raises
    ------
    TrainingError
        If it is not there, or its two files do not belong together.
    """
    content = read_json(folder / f"{name}.json")
    file = folder / f"{name}.bin"
    try:
        size = file.stat().st_size
        data = np.memmap(file, np.uint8, "r") if size else np.empty(0, np.uint8)
        archive = Archive(content["size"], content["rows"], content["offsets"], data)
    except (OSError, KeyError, TypeError) as error:
        raise TrainingError(f"{folder / name}: is no packed folder ({error})") from error
    if archive.offsets[-1] != size:
        raise TrainingError(
            f"{file}: has {size} bytes, {name}.json tells of {archive.offsets[-1]}; copy both again"
        )
    return archive


def read_json(file: Path) -> Any:
    """Read a JSON file of a packed folder.

    Raises
    ------
    TrainingError
        If it is not there or no JSON.
    """
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(
            f"{file}: cannot be read ({error}); scripts.graphics_card.pack and pack_masks write it"
        ) from error
