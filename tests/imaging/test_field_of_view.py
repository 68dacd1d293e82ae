"""The disc of the retina is found where it was drawn."""

from __future__ import annotations

import math
from dataclasses import astuple, replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundusviewer.imaging import FieldOfView, find_field_of_view, read_image
from tests.imaging.drawings import Disc, draw

DISCS = {
    "circle": (600, 600, Disc(300, 300, 270, 270)),
    "camera shape": (1440, 960, Disc(720, 480, 460, 460)),
    "off the centre": (900, 700, Disc(500, 330, 290, 290)),
    "top and bottom cut off": (900, 640, Disc(450, 320, 400, 400)),
    "top cut off": (700, 600, Disc(350, 250, 300, 300)),
    "left and right cut off": (640, 900, Disc(320, 450, 400, 400)),
    "squashed": (500, 500, Disc(250, 250, 190, 245)),
    "squashed flat": (500, 500, Disc(250, 250, 240, 160)),
    "small": (1000, 1000, Disc(400, 600, 120, 120)),
    "corner cut off": (700, 700, Disc(300, 300, 380, 380)),
    "few pixels": (90, 80, Disc(45, 40, 34, 34)),
    "camera pixels": (4288, 2848, Disc(2144, 1424, 1350, 1350)),
}


def centered(found: FieldOfView, disc: Disc, side: int) -> bool:
    measured = (found.center_x, found.center_y, found.radius_x, found.radius_y)
    # The disc is looked for at 360 pixels: an edge is found to 1.5 of those.
    limit = max(0.02 * min(disc.radius_x, disc.radius_y), 1.5 * max(1.0, side / 360))
    return all(abs(a - b) <= limit for a, b in zip(measured, astuple(disc), strict=True))


@pytest.mark.parametrize("name", sorted(DISCS))
def test_disc_is_found(name: str) -> None:
    width, height, disc = DISCS[name]
    found = find_field_of_view(draw(width, height, disc))
    assert centered(found, disc, max(width, height)), (found, disc)
    assert found.roundness > 0.9
    assert not found.fills_frame


@pytest.mark.parametrize("name", sorted(DISCS.keys() - {"camera pixels"}))
def test_box_is_the_visible_part(name: str) -> None:
    width, height, disc = DISCS[name]
    found = find_field_of_view(draw(width, height, disc))
    limit = max(2, 0.02 * disc.radius_x, 2 * max(width, height) / 360)
    assert abs(found.left - max(0, disc.center_x - disc.radius_x)) <= limit
    assert abs(found.top - max(0, disc.center_y - disc.radius_y)) <= limit
    assert abs(found.right - min(width, disc.center_x + disc.radius_x)) <= limit
    assert abs(found.bottom - min(height, disc.center_y + disc.radius_y)) <= limit


def test_the_centre_is_not_half_a_pixel_off() -> None:
    """The search sees every third pixel; an index is not a pixel's centre."""
    found = find_field_of_view(draw(1200, 1200, Disc(600, 600, 300, 300)))
    assert found.center_x == pytest.approx(600, abs=0.4)
    assert found.center_y == pytest.approx(600, abs=0.4)


def test_coverage_is_the_share_of_the_disc() -> None:
    found = find_field_of_view(draw(600, 600, Disc(300, 300, 200, 200)))
    assert found.coverage == pytest.approx(math.pi * 200**2 / 600**2, rel=0.03)


def test_bright_surround_is_still_surround() -> None:
    disc = Disc(300, 300, 260, 260)
    assert centered(find_field_of_view(draw(600, 600, disc, surround=18)), disc, 600)


def test_letters_beside_the_disc_do_not_matter() -> None:
    disc = Disc(420, 300, 270, 270)
    pixels = draw(840, 600, disc)
    cv2.putText(pixels, "OD 12:34", (5, 590), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 1)
    assert centered(find_field_of_view(pixels), disc, 600)


def test_a_dark_hole_in_the_disc_does_not_matter() -> None:
    disc = Disc(300, 300, 270, 270)
    pixels = draw(600, 600, disc)
    cv2.circle(pixels, (330, 300), 70, (2, 1, 1), -1)
    assert centered(find_field_of_view(pixels), disc, 600)


def test_a_notch_at_the_edge_does_not_matter() -> None:
    disc = Disc(300, 300, 270, 270)
    pixels = draw(600, 600, disc)
    cv2.rectangle(pixels, (540, 280), (599, 320), (160, 70, 20), -1)
    assert centered(find_field_of_view(pixels), disc, 600)


def test_no_surround() -> None:
    pixels = np.full((300, 400, 3), (150, 70, 30), np.uint8)
    pixels[:38, :38] = 0
    found = find_field_of_view(pixels)
    assert found.fills_frame
    assert (found.left, found.top, found.right, found.bottom) == (0, 0, 400, 300)


def test_a_dark_corner_is_no_disc() -> None:
    pixels = np.full((300, 400, 3), (150, 70, 30), np.uint8)
    pixels[-60:, -60:] = (20, 10, 5)
    found = find_field_of_view(pixels)
    assert found.radius_x > 150
    assert found.roundness == 0


def test_a_dark_side_is_no_disc() -> None:
    """A straight edge fits a large circle on either side of it."""
    ramp = np.linspace(60, 200, 400).astype(np.uint8)
    found = find_field_of_view(np.dstack([np.tile(ramp, (300, 1))] * 3))
    assert found.left <= found.center_x <= found.right
    assert found.top <= found.center_y <= found.bottom


@pytest.mark.parametrize("value", [0, 7, 128, 255])
def test_blank_pictures_have_no_edge(value: int) -> None:
    found = find_field_of_view(np.full((300, 400, 3), value, np.uint8))
    assert found.roundness == 0
    assert found.radius_x > 0


def test_a_rectangle_is_not_round() -> None:
    pixels = np.zeros((600, 800, 3), np.uint8)
    pixels[100:500, 150:650] = (170, 80, 30)
    assert find_field_of_view(pixels).roundness < 0.7


def test_what_lies_in_the_field() -> None:
    """Inside the ellipse, and not where the frame has cut it off."""
    field = FieldOfView(200, 150, 190, 190, 10, 0, 390, 300, 0.8, 1.0, False)
    assert field.contains(200, 150)
    assert not field.contains(20, 20)
    assert not field.contains(200, -5)
    assert not field.contains(200, 300)
    x, y = np.asarray([200.0, 20.0, 395.0]), np.asarray([[150.0], [299.0], [301.0]])
    assert field.contains(x, y).tolist() == [[True, True, False], [True, False, False], [False] * 3]
    filled = replace(field, fills_frame=True)
    assert filled.contains(x, y).tolist() == [[True, True, False]] * 2 + [[False] * 3]


def test_the_sample(sample: Path) -> None:
    found = find_field_of_view(read_image(sample).pixels)
    assert found.roundness > 0.95
    assert found.center_x == pytest.approx(705, abs=20)
    assert found.radius_x == pytest.approx(703, abs=20)


def check_sound(pixels: np.ndarray) -> None:
    height, width = pixels.shape[:2]
    found = find_field_of_view(pixels)
    assert all(math.isfinite(value) for value in astuple(found))
    assert found.radius_x > 0
    assert found.radius_y > 0
    assert 0 <= found.left < found.right <= width
    assert 0 <= found.top < found.bottom <= height
    assert 0 <= found.coverage <= 1
    assert 0 <= found.roundness <= 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (3, 3), (10, 4000), (4000, 10)])
def test_odd_shapes(shape: tuple[int, int]) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)
    for pixels in (noise, np.zeros_like(noise), np.full_like(noise, 255)):
        check_sound(pixels)


@settings(max_examples=60, deadline=None)
@given(
    height=st.integers(1, 90),
    width=st.integers(1, 90),
    seed=st.integers(0, 999),
    contrast=st.sampled_from([0, 2, 30, 255]),
    blocks=st.integers(1, 9),
)
def test_any_picture(height: int, width: int, seed: int, contrast: int, blocks: int) -> None:
    generator = np.random.default_rng(seed)
    coarse = generator.integers(0, contrast + 1, (blocks, blocks, 3)).astype(np.uint8)
    check_sound(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST))
