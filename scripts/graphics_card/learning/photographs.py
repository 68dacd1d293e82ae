"""All photographs of a packed folder on the card, and batches of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch

from scripts.graphics_card.learning.augmentation import grid_of, looked_at, resized, views
from scripts.graphics_card.packed.archive import LARGE, SMALL, Archive, read_archive
from scripts.graphics_card.packed.records import PackedPhotograph


class DevicePhotographs:
    """Photographs of two sizes as uint8 on the device.

    Attributes
    ----------
    records
        What is known of each, N of them.
    """

    def __init__(self, folder: Path, device: torch.device) -> None:
        archives = [read_archive(folder, name) for name in (SMALL, LARGE)]
        self.records: Sequence[PackedPhotograph] = [
            PackedPhotograph.from_json(row) for archive in archives for row in archive.rows
        ]
        self._device = device
        self._pixels = [decoded(archive, range(len(archive.rows)), device) for archive in archives]
        counts = [len(archive.rows) for archive in archives]
        which = [number for number, count in enumerate(counts) for _ in range(count)]
        places = [place for count in counts for place in range(count)]
        self._archive = torch.tensor(which, device=device)
        self._place = torch.tensor(places, device=device)

    def pixels(self, rows: Sequence[int]) -> torch.Tensor:
        """Return photographs of the larger size as they are packed, uint8 (M, 3, 512, 512)."""
        return self._pixels[-1][self._place[torch.tensor(rows, device=self._device)]]

    def views(self, rows: torch.Tensor, size: int) -> torch.Tensor:
        """Return float (M, 3, size, size), 0–1, of rows int (M,), each looked at differently."""
        grid = grid_of(views(len(rows), self._device), size)
        batch = torch.empty((len(rows), 3, size, size), device=self._device)
        for members, pixels in self._by_size(rows):
            batch[members] = looked_at(pixels, grid[members])
        return batch

    def whole(self, rows: torch.Tensor, size: int) -> torch.Tensor:
        """Return float (M, 3, size, size), 0–1, of rows int (M,), as they are."""
        plain = torch.eye(2, 3, device=self._device)
        batch = torch.empty((len(rows), 3, size, size), device=self._device)
        for members, pixels in self._by_size(rows):
            if pixels.shape[-1] > size:
                batch[members] = resized(pixels.float() / 255, size)
            else:
                grid = grid_of(plain.repeat(len(members), 1, 1), size)
                batch[members] = looked_at(pixels, grid)
        return batch

    def _by_size(self, rows: torch.Tensor) -> Sequence[tuple[torch.Tensor, torch.Tensor]]:
        """Return, for each size that is there, places in the batch and uint8 pixels."""
        found = []
        for number, pixels in enumerate(self._pixels):
            members = torch.nonzero(self._archive[rows] == number).flatten()
            if len(members):
                found.append((members, pixels[self._place[rows[members]]]))
        return found


def decoded(archive: Archive, numbers: Sequence[int], device: torch.device) -> torch.Tensor:
    """Return photographs of an archive as uint8 (N, 3, size, size) on the device."""
    pixels = torch.empty((len(numbers), 3, archive.size, archive.size), dtype=torch.uint8)

    def one(place: int) -> None:
        pixels[place] = torch.from_numpy(archive.picture(numbers[place])).permute(2, 0, 1)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(one, range(len(numbers))))
    return pixels.to(device)


def resized_bytes(pixels: torch.Tensor, size: int) -> torch.Tensor:
    """Return uint8 pictures at another size, uint8 (N, C, size, size)."""
    return resized(pixels.float(), size).clamp(0, 255).byte()
