from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.imaging import Region
from fundusviewer.training.marking.labels.masks import is_circles, read_mask, to_region
from tests.training.photographs import save

SIZE = 896


@pytest.mark.parametrize("size", [96, 2000])
def test_a_mask_lies_where_the_photograph_shows_it(size: int) -> None:
    mask = np.zeros((size, size), np.uint8)
    mask[: size // 2, : size // 4] = 255
    region = Region(-size / 4, 0, size, size)  # of it a quarter lies left of the photograph
    shown = to_region(mask, region, SIZE) / 255
    assert shown.shape == (SIZE, SIZE)
    assert shown.mean() == pytest.approx(1 / 8, abs=0.003)
    inside = shown[: SIZE // 2, SIZE // 4 : SIZE // 2]
    # An edge is as soft as a pixel of the photograph is large.
    assert inside.mean() == pytest.approx(1, abs=0.04)


def test_a_mask_of_one_pixel_keeps_its_weight() -> None:
    mask = np.zeros((3584, 3584), np.uint8)
    mask[1000:1004, 1000:1004] = 255
    shown = to_region(mask, Region(0, 0, 3584, 3584), SIZE) / 255
    assert shown.sum() == pytest.approx(1, abs=0.05)


def test_masks_and_circles_are_drawn(tmp_path: Path) -> None:
    mask = cv2.circle(np.zeros((96, 96, 3), np.uint8), (40, 30), 10, (255, 0, 0), -1)
    save(tmp_path / "ä.png", np.asarray(mask))
    drawn = read_mask(tmp_path, "ä.png", 96, 96)
    assert drawn[30, 40] == 255
    assert drawn[60, 60] == 0
    # Of a photograph that is stored at half the size.
    assert read_mask(tmp_path, "ä.png", 48, 48)[15, 20] == 255
    circles = read_mask(tmp_path, "40,30,10; 70,70,4", 96, 96)
    assert cv2.connectedComponents(circles)[0] - 1 == 2
    assert circles[30, 40] == circles[70, 70] == 255


def test_what_is_a_file_and_what_are_circles() -> None:
    assert is_circles("1,2,3")
    assert is_circles(" 1.5,2,3; 4,5,6 ")
    assert not is_circles("1,2")
    assert not is_circles("masks/1,2,3.png")


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("no.png", "the mask cannot be read"),
        ("text.png", "is no picture"),
        ("wide.png", r"has 96 × 48 pixels, its photograph 96 × 96"),
        ("300,10,3", r"the circle 300,10,3 lies outside of the photograph, which has 96 × 96"),
        ("1.2.3,10,3", "'1.2.3,10,3' is no circle"),
    ],
)
def test_what_cannot_be_drawn_is_told(tmp_path: Path, cell: str, message: str) -> None:
    (tmp_path / "text.png").write_text("no picture")
    save(tmp_path / "wide.png", np.full((48, 96, 3), 255, np.uint8))
    with pytest.raises(LabelsError, match=message):
        read_mask(tmp_path, cell, 96, 96)
