"""Light beside the field of view, a pattern and a veil over it are seen; else nothing is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from fundusviewer.imaging import find_field_of_view
from fundusviewer.imaging.traces.regular_pattern import regular_pattern
from tests.fuzz.spoiled import half_hazy, inset, screen_close
from tests.imaging.drawings import Disc, draw
from tests.imaging.test_gate_on_pictures import codes, photograph

__all__ = ["photograph"]

SIDES = [400, 700, 1411]


def resized(photograph: np.ndarray, side: int) -> np.ndarray:
    return cv2.resize(photograph, (side, side), interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_damaged_corner_is_seen(photograph: np.ndarray, side: int, turn: int) -> None:
    """What a decoder makes up behind the damage does not end where the retina ends."""
    pixels = resized(photograph, side)
    corner = pixels[-side // 4 :, -side // 3 :]
    corner[:] = cv2.GaussianBlur(corner, (0, 0), side / 20) // 2 + 60
    assert "stray_light" in codes(np.rot90(pixels, turn))


@pytest.mark.parametrize("seed", range(4))
def test_another_picture_in_a_corner(photograph: np.ndarray, seed: int) -> None:
    pixels = inset(resized(photograph, 700), np.random.default_rng(seed))
    assert codes(pixels) & {"stray_light", "damaged", "two_fields", "cut_off"}


def test_a_line_of_text_is_no_stray_light(photograph: np.ndarray) -> None:
    pixels = photograph.copy()
    cv2.putText(pixels, "OD 12.03.2024", (20, 1390), 0, 1.4, (255, 255, 255), 3)
    assert not codes(pixels)


@pytest.mark.parametrize("rows", [0, 60, 200, 400])
def test_a_disc_that_the_frame_cuts_off_has_none(photograph: np.ndarray, rows: int) -> None:
    cut = photograph[rows : len(photograph) - rows]
    assert find_field_of_view(np.ascontiguousarray(cut)).stray_light < 0.005


@pytest.mark.parametrize("surround", [0, 8, 25])
def test_an_even_surround_has_none(surround: int) -> None:
    pixels = draw(640, 480, Disc(320, 240, 230, 230), surround=surround)
    assert find_field_of_view(pixels).stray_light == 0


@pytest.mark.parametrize("seed", [0, 2, 3, 5])
@pytest.mark.parametrize("side", [500, 1411])
def test_a_screen_is_seen_by_its_pattern(photograph: np.ndarray, seed: int, side: int) -> None:
    """One that lies straight along the picture's rows is not told from the blocks of JPEG."""
    pixels = resized(photograph, side)
    assert regular_pattern(pixels, find_field_of_view(pixels)) < 5
    assert "screen" in codes(screen_close(pixels, np.random.default_rng(seed)))


@pytest.mark.parametrize("quality", [12, 30, 60])
def test_compression_is_no_pattern(photograph: np.ndarray, quality: int) -> None:
    stored = cv2.imencode(".jpg", photograph, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    pixels = cv2.imdecode(stored, cv2.IMREAD_COLOR)
    assert pixels is not None
    assert regular_pattern(pixels, find_field_of_view(pixels)) < 6


def test_a_veil_over_one_half_is_seen(photograph: np.ndarray) -> None:
    seen = [
        codes(half_hazy(photograph, np.random.default_rng(seed))) & {"veiled", "blurred"}
        for seed in range(6)
    ]
    assert sum(map(bool, seen)) >= 4
