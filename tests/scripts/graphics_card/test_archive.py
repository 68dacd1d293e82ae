from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import TrainingError
from scripts.graphics_card.packed.archive import (
    LARGE,
    SMALL,
    compressed_mask,
    compressed_photograph,
    read_archive,
    write_archive,
)
from scripts.graphics_card.packed.records import packed_photographs
from tests.scripts.graphics_card.packs import SIZE, packed, write_photographs
from tests.training.photographs import draw_fundus


def test_pictures_and_masks_come_back(tmp_path: Path) -> None:
    photograph = draw_fundus(1, 2, SIZE)
    mask = np.zeros((SIZE, SIZE), np.uint8)
    mask[3:9, 20:30] = 255
    pieces = [compressed_photograph(photograph, 95), compressed_mask(mask)]
    write_archive(tmp_path, "both", SIZE, [{"file": "ä.png"}], pieces)
    archive = read_archive(tmp_path, "both")
    assert archive.size == SIZE
    assert archive.rows == [{"file": "ä.png"}]
    # Lossy, but in the right order of colours.
    assert np.abs(archive.picture(0).astype(int) - photograph).mean() < 6
    assert np.array_equal(archive.mask(1), mask)


def test_records_come_back(tmp_path: Path) -> None:
    one = packed("1.png", dataset="aptos2019", grades=(1, 3), oedema=1.0, quality="usable")
    other = packed("2.png", side="test", grades=None)
    write_photographs(tmp_path, [one], [other])
    assert packed_photographs(tmp_path) == (one, other)


def test_half_a_copy_is_told(tmp_path: Path) -> None:
    write_photographs(tmp_path, [packed()], [packed()])
    file = tmp_path / f"{LARGE}.bin"
    file.write_bytes(file.read_bytes()[:-1])
    assert len(read_archive(tmp_path, SMALL).rows) == 1
    with pytest.raises(TrainingError, match="copy both again"):
        read_archive(tmp_path, LARGE)


def test_another_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="pack"):
        read_archive(tmp_path, SMALL)
    (tmp_path / f"{SMALL}.json").write_text("{}", "utf-8")
    (tmp_path / f"{SMALL}.bin").write_bytes(b"1")
    with pytest.raises(TrainingError, match="no packed folder"):
        read_archive(tmp_path, SMALL)
