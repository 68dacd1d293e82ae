"""The drawn photographs of a packed folder on the card."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from fundusviewer.errors import TrainingError
from scripts.graphics_card.learning.photographs import decoded
from scripts.graphics_card.packed.archive import DRAWINGS, read_archive
from scripts.graphics_card.packed.records import PackedDrawing
from scripts.graphics_card.recipe import (
    KINDS,
    LESION_VALIDATION_FIRST,
    LESION_VALIDATION_SET,
    LESION_VALIDATION_STEP,
    NOT_LEARNED,
)


class DeviceDrawings:
    """Photographs with masks, uint8 on the device.

    Attributes
    ----------
    records
        What is known of each, N of them.
    size
        Height and width S in pixels.
    pixels
        uint8 (N, 3, S, S).
    masks
        uint8 (N, 5, S, S), 0–255: how much of a pixel shows each of :data:`.recipe.KINDS`.
    known
        float32 (N, 5): 1 where somebody looked for the kind, well enough to learn from it.
    learned, validation
        Rows to learn from, and to measure on.
    """

    def __init__(self, folder: Path, device: torch.device) -> None:
        archive = read_archive(folder, DRAWINGS)
        self.size = archive.size
        self.records = [PackedDrawing.from_json(row) for row in archive.rows]
        self.pixels = decoded(archive, [record.picture for record in self.records], device)
        shape = (len(self.records), len(KINDS), self.size, self.size)
        masks = torch.zeros(shape, dtype=torch.uint8)
        known = torch.zeros(shape[:2])
        for row, record in enumerate(self.records):
            for kind, number in record.masks.items():
                masks[row, KINDS.index(kind)] = torch.from_numpy(archive.mask(number))
            for kind in set(record.known) - set(NOT_LEARNED.get(record.set, ())):
                known[row, KINDS.index(kind)] = 1
        self.masks, self.known = masks.to(device), known.to(device)
        self.validation = tuple(_validation(self.records))
        self.learned = tuple(row for row in range(len(masks)) if row not in self.validation)
        if not (self.validation and self.learned):
            raise TrainingError(
                f"{folder}: holds no drawings of {LESION_VALIDATION_SET} to learn from and to "
                "measure on; scripts.graphics_card.pack_masks packs them"
            )


def _validation(records: Sequence[PackedDrawing]) -> list[int]:
    rows = [row for row, record in enumerate(records) if record.set == LESION_VALIDATION_SET]
    return rows[LESION_VALIDATION_FIRST::LESION_VALIDATION_STEP]
