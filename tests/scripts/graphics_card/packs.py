"""Small packed folders with drawn photographs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from scripts.graphics_card.packed.archive import (
    DRAWINGS,
    LANDMARKS_FILE,
    LARGE,
    SMALL,
    compressed_mask,
    compressed_photograph,
    write_archive,
)
from scripts.graphics_card.packed.records import Landmarks, PackedDrawing, PackedPhotograph
from scripts.graphics_card.recipe import KINDS
from tests.training.photographs import draw_fundus

SIZE = 64


def packed(
    name: str = "0.png",
    *,
    dataset: str = "clinic",
    side: str = "train",
    grades: tuple[int, int] | None = (0, 0),
    oedema: float | None = None,
    quality: str | None = None,
) -> PackedPhotograph:
    """Return what is known of a photograph of 96 pixels that is shown whole."""
    region, shape = (0.0, 0.0, 96.0, 96.0), (96, 96)
    return PackedPhotograph(dataset, name, name, side, grades, oedema, quality, region, shape)


def write_photographs(
    folder: Path, small: Sequence[PackedPhotograph], large: Sequence[PackedPhotograph]
) -> None:
    """Write the two archives of a packed folder."""
    for name, size, records in ((SMALL, SIZE // 2, small), (LARGE, SIZE, large)):
        pictures = [
            draw_fundus(seed, record.grade or 0, size) for seed, record in enumerate(records)
        ]
        pieces = [compressed_photograph(picture, 90) for picture in pictures]
        write_archive(folder, name, size, [record.to_json() for record in records], pieces)


def write_drawings(folder: Path, count: int = 6) -> None:
    """Write the archive of drawings: a disc at one place, a lesion at another."""
    pieces, rows = [], []
    for seed in range(count):
        pieces.append(compressed_photograph(draw_fundus(seed, 2, SIZE), 90))
        masks = {}
        for kind, place in (("hard_exudates", (20, 20)), ("optic_disc", (40, 32))):
            mask = cv2.circle(np.zeros((SIZE, SIZE), np.uint8), place, 8, 255, -1)
            masks[kind] = len(pieces)
            pieces.append(compressed_mask(np.asarray(mask)))
        picture = min(masks.values()) - 1
        record = PackedDrawing("idrid_lesions", f"{seed}.png", KINDS, picture, masks)
        rows.append(record.to_json())
    write_archive(folder, DRAWINGS, SIZE, rows, pieces)


def write_landmarks(folder: Path, files: Sequence[str]) -> None:
    """Write where disc and fovea lie: always at the same place."""
    marks = Landmarks((0.6, 0.5), (0.3, 0.5), 1.0).to_json()
    (folder / LANDMARKS_FILE).write_text(json.dumps(dict.fromkeys(files, marks)), "utf-8")
