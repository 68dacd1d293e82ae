"""Two fields of view in one picture are not one photograph, and one is never taken for two."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from fundusviewer.imaging import find_field_of_view, read_image
from tests.imaging.drawings import Disc, draw
from tests.imaging.test_gate_on_pictures import codes, photograph, verdict_of

__all__ = ["photograph"]


def beside(first: np.ndarray, second: np.ndarray, gap: int) -> np.ndarray:
    """Put a picture to the right of another, in the middle of its height."""
    height = max(len(first), len(second))
    pixels = np.full((height, first.shape[1] + gap + second.shape[1], 3), 2, np.uint8)
    for picture, left in ((first, 0), (second, first.shape[1] + gap)):
        top = (height - len(picture)) // 2
        pixels[top : top + len(picture), left : left + picture.shape[1]] = picture
    return pixels


#: Every side with every gap; each of them is turned in every way.
_PAIRS = [
    (side, gap, (row + column) % 3)
    for row, side in enumerate((1411, 1000, 700, 560))
    for column, gap in enumerate((0, 20, 300))
]


@pytest.mark.parametrize(("side", "gap", "turn"), _PAIRS)
def test_two_retinas(photograph: np.ndarray, side: int, gap: int, turn: int) -> None:
    second = cv2.resize(photograph[:, ::-1], (side, side), interpolation=cv2.INTER_AREA)
    verdict = verdict_of(np.rot90(beside(photograph, second, gap), turn))
    assert not verdict.is_fundus
    assert "two_fields" in {reason.code for reason in verdict.reasons}


@pytest.mark.parametrize("light", [0.5, 0.8])
def test_one_of_them_is_darker(photograph: np.ndarray, light: float) -> None:
    dark = (photograph * light).astype(np.uint8)
    assert "two_fields" in codes(beside(photograph, dark, 50))


@pytest.mark.parametrize("gap", [0, 40])
@pytest.mark.parametrize("cut", [0.08, 0.15])
def test_both_are_cut_off_by_their_frames(photograph: np.ndarray, cut: float, gap: int) -> None:
    rows = int(cut * len(photograph))
    assert "two_fields" in codes(beside(photograph[rows:-rows], photograph[rows:-rows], gap))


def test_one_above_the_other_and_cut_off(photograph: np.ndarray) -> None:
    """Where the straight sides touch, the two are one shape, which is no disc's."""
    flat = photograph[150:-150]
    assert not verdict_of(np.vstack([flat, flat])).is_gradable


def test_half_size_on_a_large_sheet() -> None:
    sheet = draw(1600, 700, Disc(400, 350, 300, 300))
    other = draw(1600, 700, Disc(1200, 350, 180, 180))
    assert find_field_of_view(np.maximum(sheet, other)).second_field == pytest.approx(0.6, abs=0.03)


@pytest.mark.parametrize("width", [10, 40, 90])
@pytest.mark.parametrize("turn", [0, 1])
def test_a_disc_that_a_shadow_divides_is_one(photograph: np.ndarray, width: int, turn: int) -> None:
    """Lashes, a lid, or a fold."""
    pixels = photograph.copy()
    pixels[700 : 700 + width] = 3
    assert find_field_of_view(np.rot90(pixels, turn)).second_field == 0
    pixels = photograph.copy()
    for row in range(len(pixels)):
        pixels[row, 600 + row // 4 : 600 + row // 4 + width] = 3
    assert find_field_of_view(pixels).second_field == 0


def test_a_label_or_a_reflection_is_no_disc(photograph: np.ndarray) -> None:
    pixels = np.pad(photograph, ((0, 0), (0, 600), (0, 0)))
    pixels[100:400, 1450:1950] = 230
    cv2.circle(pixels, (1700, 1000), 120, (255, 255, 255), -1)
    assert find_field_of_view(pixels).second_field == 0


def test_one_photograph_shows_one_disc(photograph: np.ndarray) -> None:
    assert find_field_of_view(photograph).second_field == 0
    assert find_field_of_view(photograph[200:-200]).second_field == 0
    assert find_field_of_view(photograph[:, 300:-300]).second_field == 0
    assert find_field_of_view(photograph[400:-400, 300:-300]).second_field == 0


def test_real_photographs_show_one_disc(shared_data: Path) -> None:
    sets = ("idrid_grading", "melaka", "aptos2019", "messidor2", "eyepacs", "hei_med")
    for name in sets:
        for path in sorted((shared_data / "fundus" / name / "images").iterdir())[::40]:
            assert find_field_of_view(read_image(path).pixels).second_field == 0, path.name
