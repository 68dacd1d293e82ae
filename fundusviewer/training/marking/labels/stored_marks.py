"""Masks and places of the prepared pictures, on disk: as much as is looked at is in memory."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fundusviewer.errors import TrainingError
from fundusviewer.imaging import FundusImage, PreparedInput, Region, find_field_of_view
from fundusviewer.imaging.retina_scale import estimate_disc
from fundusviewer.training.data.prepared_images import stored_array
from fundusviewer.training.marking.labels.marked import MarkedPhotograph
from fundusviewer.training.marking.labels.masks import is_circles, read_mask, to_region

#: Left, top, width and height of what is shown, width and height of the photograph, and the disc's
#: usual diameter in it, all in pixels of the photograph.
_PLACES = 7
#: Room that is left on the disk, in bytes.
_ROOM = 256 * 2**20


class StoredMarks:
    """Keeps the masks of photographs while these are prepared.

    Parameters
    ----------
    photographs
        All of the run, N of them.
    kinds
        Codes of the kinds whose masks are kept, K of them.
    size
        Height and width S of the prepared pictures.

    Attributes
    ----------
    masks
        uint8 (N, K, S, S), 0–255: how much of a pixel shows each kind.
    """

    masks: np.memmap
    _places: np.memmap

    def __init__(
        self, photographs: Sequence[MarkedPhotograph], kinds: Sequence[str], size: int
    ) -> None:
        self._photographs = photographs
        self.kinds = tuple(kinds)
        self._size = size

    @property
    def key(self) -> str:
        """The cells of all masks, and when their files were written."""
        return json.dumps([self.kinds, [self._key_of(one) for one in self._photographs]])

    def open(self, stem: Path, count: int) -> None:
        """Open the files, where the disk has room for them.

        Raises
        ------
        TrainingError
            If it has not.
        """
        files = [stem.with_name(f"{stem.name}-{name}.npy") for name in ("masks", "places")]
        shape = (count, len(self.kinds), self._size, self._size)
        # Empty masks take no room; a disk that is full while memory is mapped to it ends a process.
        drawn = sum(bool(one.masks.get(kind)) for one in self._photographs for kind in self.kinds)
        needed = (drawn + 3 * count) * self._size**2 + _ROOM
        free = shutil.disk_usage(stem.parent).free
        if not files[0].exists() and free < needed:
            raise TrainingError(
                f"{stem.parent}: {needed / 1e9:.1f} GB are needed for the prepared photographs, "
                f"{free / 1e9:.1f} GB are free"
            )
        self.masks = stored_array(files[0], shape)
        self._places = stored_array(files[1], (count, _PLACES), np.float64)

    def add(self, index: int, image: FundusImage, prepared: PreparedInput) -> None:
        """Keep the masks of one photograph and what its picture shows of it."""
        one, region = self._photographs[index], prepared.region
        height, width = image.pixels.shape[:2]
        for number, kind in enumerate(self.kinds):
            if cell := one.masks.get(kind):
                mask = read_mask(one.folder, cell, height, width)
                self.masks[index, number] = to_region(mask, region, self._size)
        usual = estimate_disc(find_field_of_view(image.pixels)).pixels
        shown = (region.left, region.top, region.width, region.height)
        self._places[index] = (*shown, width, height, usual)

    def flush(self) -> None:
        """Write what was added."""
        self.masks.flush()
        self._places.flush()

    def region(self, index: int) -> Region:
        """Return what a prepared picture shows, in pixels of the photograph."""
        return Region(*self._places[index, :4].tolist())

    def usual_disc(self, index: int) -> float:
        """Return the usual diameter of the optic disc in pixels of the photograph."""
        return float(self._places[index, 6])

    def scale(self, index: int) -> float:
        """Return the pixels of the photograph for one pixel of the original that was marked."""
        marked = self._photographs[index].width
        return 1.0 if marked is None else float(self._places[index, 4]) / marked

    def _key_of(self, one: MarkedPhotograph) -> list[object]:
        cells = [one.masks.get(kind, "") for kind in self.kinds]
        times = [
            file.stat().st_mtime_ns
            for cell in cells
            if cell and not is_circles(cell) and (file := one.folder / cell).is_file()
        ]
        return [cells, times]
