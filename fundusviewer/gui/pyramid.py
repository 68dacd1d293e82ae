"""A photograph in several sizes, so that it is drawn fast and without aliasing at every zoom.

The raster painter samples at most four pixels for each pixel of the screen: a 12-megapixel
photograph shrunk to a window would lose most of its microaneurysms. Halved copies, each averaged
from the one before, keep them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtGui import QImage

from fundusviewer.imaging import read_image

#: No level is made smaller than this on its longer side.
_SMALLEST = 512


@dataclass(frozen=True, eq=False)
class Level:
    """One size. ``pixels`` owns the memory that ``image`` shows."""

    pixels: np.ndarray
    image: QImage


@dataclass(frozen=True, eq=False)
class Pyramid:
    """A photograph ready to be drawn: full size first, then each half of the one before."""

    path: Path
    levels: tuple[Level, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the photograph in pixels."""
        return self.levels[0].image.width(), self.levels[0].image.height()

    def best_for(self, scale: float) -> QImage:
        """Return the smallest picture with at least one pixel for each pixel of the screen.

        Parameters
        ----------
        scale
            Screen pixels for one pixel of the photograph.
        """
        return best_for([level.image for level in self.levels], scale)


def best_for(halves: Sequence[QImage], scale: float) -> QImage:
    """Return the smallest of some pictures, each half of the one before, that is large enough.

    Parameters
    ----------
    halves
        The largest first.
    scale
        Screen pixels for one pixel of the first.
    """
    level = 0
    while level + 1 < len(halves) and scale * 2 ** (level + 1) <= 1:
        level += 1
    return halves[level]


def build_pyramid(path: Path) -> Pyramid:
    """Read a photograph and make its sizes. Runs off the GUI thread.

    Raises
    ------
    ImageReadError
        If the file cannot be read.
    """
    pixels = np.ascontiguousarray(read_image(path).pixels)
    levels = [_level(pixels)]
    while max(pixels.shape[:2]) > 2 * _SMALLEST:
        half = (max(1, pixels.shape[1] // 2), max(1, pixels.shape[0] // 2))
        pixels = cv2.resize(pixels, half, interpolation=cv2.INTER_AREA)
        levels.append(_level(pixels))
    return Pyramid(path, tuple(levels))


def to_qimage(pixels: np.ndarray) -> QImage:
    """Copy uint8 (h, w, 3) RGB or (h, w, 4) RGBA with straight alpha into a picture to draw."""
    code = cv2.COLOR_RGB2BGRA if pixels.shape[2] == 3 else cv2.COLOR_RGBA2BGRA
    bgra = cv2.cvtColor(pixels, code)
    shown = QImage.Format.Format_ARGB32
    image = QImage(bgra.data, bgra.shape[1], bgra.shape[0], bgra.strides[0], shown)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _level(pixels: np.ndarray) -> Level:
    # Drawn a little slower than 32 bits, but in three quarters of the memory, and never copied.
    shown = QImage.Format.Format_RGB888
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], pixels.strides[0], shown)
    return Level(pixels, image)


class PyramidCache:
    """The photographs looked at last. Used in the GUI thread only."""

    def __init__(self, capacity: int = 2) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[Path, Pyramid] = OrderedDict()

    def get(self, path: Path) -> Pyramid | None:
        """Return a photograph that is still there, ``None`` otherwise."""
        if path in self._kept:
            self._kept.move_to_end(path)
        return self._kept.get(path)

    def put(self, pyramid: Pyramid) -> None:
        """Keep a photograph and forget the oldest."""
        self._kept[pyramid.path] = pyramid
        self._kept.move_to_end(pyramid.path)
        while len(self._kept) > self._capacity:
            self._kept.popitem(last=False)

    def forget(self, keep: Callable[[Path], bool] = lambda _: False) -> None:
        """Forget all photographs but those to keep."""
        for path in [path for path in self._kept if not keep(path)]:
            del self._kept[path]
