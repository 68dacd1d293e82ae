"""Damage that no decoder notices is seen in the picture, and whole photographs are left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from fundusviewer.imaging import find_field_of_view, read_image
from fundusviewer.imaging.traces.damage import Damage, find_damage
from tests.imaging.test_gate_on_pictures import codes, photograph

__all__ = ["photograph"]

#: Sizes at which photographs are looked at.
SIDES = [320, 700, 1411]

Harm = Callable[[np.ndarray, int], None]


def even(value: int) -> Harm:
    def harm(pixels: np.ndarray, row: int) -> None:
        pixels[row:] = value

    return harm


def another_colour(*step: int) -> Harm:
    """What a wrong difference of one block does to all that follow it, its surround included."""

    def harm(pixels: np.ndarray, row: int) -> None:
        pixels[row:] = np.clip(pixels[row:].astype(int) + step, 0, 255)

    return harm


def shifted(share: float) -> Harm:
    def harm(pixels: np.ndarray, row: int) -> None:
        pixels[row:] = np.roll(pixels[row:], int(share * pixels.shape[1]), axis=1)

    return harm


def smeared(pixels: np.ndarray, row: int) -> None:
    """Each row of blocks repeats the colours above the damage."""
    pixels[row:] = pixels[row - 1]


HARMS: dict[str, Harm] = {
    "grey": even(128),
    "white": even(255),
    "brighter": another_colour(30, 30, 30),
    "darker": another_colour(-25, -25, -25),
    "redder": another_colour(30, 0, 0),
    "bluer": another_colour(0, 0, 40),
    "shifted": shifted(0.33),
    "smeared": smeared,
}


#: Where harm begins, and how often the picture is turned.
PLACES = [(0.3, 0), (0.5, 0), (0.7, 0), (0.5, 1), (0.6, 2)]


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize(
    ("side", "share", "turn"),
    # At its full size it takes ten times as long, and the place is the same question.
    [*((side, *place) for side in SIDES[:2] for place in PLACES), (SIDES[2], 0.6, 2)],
)
def test_harm_is_seen(
    photograph: np.ndarray, harm: str, share: float, side: int, turn: int
) -> None:
    pixels = cv2.resize(photograph, (side, side), interpolation=cv2.INTER_AREA)
    HARMS[harm](pixels, int(share * side) // 8 * 8)
    assert codes(np.rot90(pixels, turn))


@pytest.mark.parametrize("share", [0.4, 0.6])
def test_a_band_of_one_colour(photograph: np.ndarray, share: float) -> None:
    pixels = photograph.copy()
    row = int(share * len(pixels))
    pixels[row : row + len(pixels) // 5] = (150, 90, 60)
    assert "damaged" in codes(pixels)


def test_half_of_a_row_of_blocks_is_enough(photograph: np.ndarray) -> None:
    """Damage begins in the middle of a row of blocks."""
    pixels = photograph.astype(int)
    pixels[704:] += 25
    pixels[688:704, 600:] += 25
    assert "damaged" in codes(np.clip(pixels, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("quality", [12, 18, 25, 40, 60, 90])
def test_a_whole_photograph_shows_nothing(photograph: np.ndarray, side: int, quality: int) -> None:
    """Strong compression has seams of its own, between all blocks."""
    small = cv2.resize(photograph, (side, side), interpolation=cv2.INTER_AREA)
    done, code = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    pixels = cv2.imdecode(code, cv2.IMREAD_COLOR_BGR)
    assert pixels is not None
    assert "damaged" not in codes(pixels)


def test_a_disc_that_is_cut_off_shows_nothing(photograph: np.ndarray) -> None:
    height = len(photograph)
    pixels = np.zeros_like(photograph)
    pixels[height // 8 : -height // 8] = photograph[height // 8 : -height // 8]
    assert "damaged" not in codes(pixels)
    assert "damaged" not in codes(photograph[height // 8 : -height // 8])


def test_what_is_too_small_is_not_judged() -> None:
    pixels = np.zeros((30, 30, 3), np.uint8)
    pixels[5:25, 5:25] = 200
    damage = find_damage(pixels, find_field_of_view(pixels))
    assert damage == Damage(0.0, 0.0, 0.0)


@pytest.mark.parametrize("side", [6, 8, 16, 23, 32, 48])
@pytest.mark.parametrize("size", [600, 1411])
def test_a_mosaic(photograph: np.ndarray, size: int, side: int) -> None:
    """Squares of one colour look sharp to every measure of edges."""
    few = cv2.resize(photograph, (size // side, size // side), interpolation=cv2.INTER_AREA)
    assert codes(cv2.resize(few, (size, size), interpolation=cv2.INTER_NEAREST))


def test_enlarging_a_photograph_twice_makes_no_mosaic(photograph: np.ndarray) -> None:
    twice = cv2.resize(photograph, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    assert "mosaic" not in codes(twice)


def test_real_photographs_show_nothing(shared_data: Path) -> None:
    sets = ("idrid_grading", "melaka", "aptos2019", "messidor2", "eyepacs", "hei_med")
    for name in sets:
        for path in sorted((shared_data / "fundus" / name / "images").iterdir())[::60]:
            pixels = read_image(path).pixels
            damage = find_damage(pixels, find_field_of_view(pixels))
            assert damage.seam <= 1, path.name
            assert damage.mosaic <= 0.82, path.name
