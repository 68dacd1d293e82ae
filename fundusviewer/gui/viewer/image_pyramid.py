"""A photograph in several sizes, so that it is drawn fast and without aliasing at every zoom.

The raster painter samples at most four pixels for each pixel of the screen: a 12-megapixel
photograph shrunk to a window would lose most of its microaneurysms. Halved copies, each averaged
from the one before, keep them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtGui import QImage

from fundusviewer.gui.threads.whole_photograph import WholePhotograph
from fundusviewer.imaging import (
    FundusImage,
    ImageFile,
    ImageSource,
    Region,
    as_far_as_readable,
    decode,
    load,
    read_preview,
    retina_box,
)
from fundusviewer.imaging.display import Channel, equalise

#: No level is made smaller than this on its longer side.
_SMALLEST = 512

#: Longer side that a first look keeps at least.
_QUICK = 900

#: From this many pixels on, the levels from the second on are enhanced first.
_LARGE = 6_000_000


@dataclass(frozen=True, eq=False)
class Level:
    """One size. ``pixels``, uint8 (h, w, 4) BGRA, owns the memory that ``image`` shows."""

    pixels: np.ndarray
    image: QImage

    def rgb(self) -> np.ndarray:
        """Return uint8 (h, w, 3) RGB."""
        return cv2.cvtColor(self.pixels, cv2.COLOR_BGRA2RGB)


@dataclass(frozen=True, eq=False)
class Pyramid:
    """A photograph ready to be drawn: the largest size first, then each half of the one before.

    Attributes
    ----------
    path
        Its file.
    size
        Width and height of the photograph in pixels.
    levels
        The first is smaller than the photograph while the rest is not there yet.
    pixel_size
        Width and height of one pixel on the retina in micrometres, where the file tells.
    sha256
        Hash of the photograph's content; empty where it is none of a file.
    retina
        The part of the photograph that is no dark surround; ``None``: all of it.
    is_repaired
        Whether a decoder has made up what is damaged in the file: for looking at, never for a
        network.
    """

    path: Path
    size: tuple[int, int]
    levels: tuple[Level, ...]
    pixel_size: tuple[float, float] | None = None
    sha256: str = ""
    retina: Region | None = None
    is_repaired: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether the photograph is there in its full size."""
        return self.levels[0].image.width() == self.size[0]

    def whole(self) -> WholePhotograph | None:
        """Return all pixels for a network; ``None`` where they are not there, or made up."""
        if not self.is_complete or self.is_repaired or not self.sha256:
            return None
        return WholePhotograph(self.sha256, self.levels[0].rgb)

    def best_for(self, scale: float) -> QImage:
        """Return the smallest picture with at least one pixel for each pixel of the screen.

        Parameters
        ----------
        scale
            Screen pixels for one pixel of the photograph.
        """
        own = self.size[0] / self.levels[0].image.width()
        return best_for([level.image for level in self.levels], scale * own)


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
    """Read a photograph and make its sizes; of a damaged one, what can be read.

    Runs off the GUI thread.

    Raises
    ------
    ImageReadError
        If the file cannot be read.
    """
    image, is_repaired = as_far_as_readable(load(path), _decoded)
    size, source, first = (image.width, image.height), image.source, _level(image.pixels)
    # What was decoded is not needed beside the smaller sizes.
    del image
    return _pyramid(path, size, source, first, is_repaired=is_repaired)


def build_quick_pyramid(path: Path) -> Pyramid:
    """Read a photograph for a first look, large JPEGs at a fraction of their size.

    Runs off the GUI thread.

    Raises
    ------
    ImageReadError
        If the file cannot be read.
    """
    (image, pixels), is_repaired = as_far_as_readable(load(path), _previewed)
    size, first = (image.width, image.height), _level(pixels)
    return _pyramid(path, size, image.source, first, is_repaired=is_repaired)


def equalise_pyramid(pyramid: Pyramid, channel: Channel, *, quick: bool = False) -> Pyramid:
    """Return a photograph with enhanced local contrast. Runs off the GUI thread.

    Parameters
    ----------
    pyramid
        The photograph.
    channel
        See :func:`fundusviewer.imaging.display.equalise`.
    quick
        Leave the full size of a large photograph out: it takes ten times as long as the rest.
    """
    level = pyramid.levels[1 if quick and needs_two_steps(pyramid) else 0]
    return replace(pyramid, levels=_levels(_level(equalise(level.rgb(), channel))))


def needs_two_steps(pyramid: Pyramid) -> bool:
    """Return whether enhancing the full size takes so long that the rest should come first."""
    largest = pyramid.levels[0].image
    return len(pyramid.levels) > 1 and largest.width() * largest.height() > _LARGE


def _decoded(file: ImageFile) -> tuple[FundusImage, bool]:
    return decode(file), file.repaired


def _previewed(file: ImageFile) -> tuple[tuple[FundusImage, np.ndarray], bool]:
    return read_preview(file, _QUICK), file.repaired


def _pyramid(
    path: Path, size: tuple[int, int], source: ImageSource, first: Level, *, is_repaired: bool
) -> Pyramid:
    levels = _levels(first)
    smallest = levels[-1].rgb()
    retina = retina_box(smallest).scaled(size[0] / smallest.shape[1])
    return Pyramid(
        path, size, levels, source.pixel_size, source.sha256, retina, is_repaired=is_repaired
    )


def _levels(first: Level) -> tuple[Level, ...]:
    levels, pixels = [first], first.pixels
    while max(pixels.shape[:2]) > 2 * _SMALLEST:
        half = (max(1, pixels.shape[1] // 2), max(1, pixels.shape[0] // 2))
        pixels = cv2.resize(pixels, half, interpolation=cv2.INTER_AREA)
        levels.append(_shown(pixels))
    return tuple(levels)


def _level(pixels: np.ndarray) -> Level:
    # 32 bits are drawn four times as fast as 24, and are worth the third of memory more.
    return _shown(cv2.cvtColor(pixels, cv2.COLOR_RGB2BGRA))


def _shown(bgra: np.ndarray) -> Level:
    shown = QImage.Format.Format_RGB32
    image = QImage(bgra.data, bgra.shape[1], bgra.shape[0], bgra.strides[0], shown)
    return Level(bgra, image)


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
        self._keep_only(self._capacity)

    def make_room(self) -> None:
        """Forget the oldest, so that another one is made in its memory and not beside it."""
        self._keep_only(self._capacity - 1)

    def forget(self, keep: Callable[[Path], bool] = lambda _: False) -> None:
        """Forget all photographs but those to keep."""
        for path in [path for path in self._kept if not keep(path)]:
            del self._kept[path]

    def _keep_only(self, count: int) -> None:
        while len(self._kept) > count:
            self._kept.popitem(last=False)
