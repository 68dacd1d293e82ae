"""Camera-size JPEGs are examined at the scale that the network needs."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fundusviewer.imaging import InputSpec, decode, find_field_of_view, load, read_reduced

SPEC = InputSpec(height=224, width=224, crop="field_of_view")


def write_disc(
    path: Path, size: tuple[int, int] = (3001, 2400), radius: int = 1000, orientation: int = 1
) -> Path:
    width, height = size
    y, x = (axis.astype(np.int32) for axis in np.ogrid[:height, :width])
    inside = (x - 1500) ** 2 + (y - 1200) ** 2 < radius**2
    pixels = np.where(inside[..., None], np.array([190, 90, 40], np.uint8), np.uint8(0))
    exif = Image.Exif()
    exif[274] = orientation
    data = io.BytesIO()
    suffix = path.suffix.lower().strip(".").replace("jpg", "jpeg")
    Image.fromarray(pixels.astype(np.uint8)).save(data, suffix, exif=exif)
    path.write_bytes(data.getvalue())
    return path


def test_disc_and_size_are_those_of_the_whole_photograph(tmp_path: Path) -> None:
    file = load(write_disc(tmp_path / "a.jpg"))
    reduced, whole = read_reduced(file, SPEC), decode(file)
    assert reduced.factor == 4
    assert reduced.pixels.shape == (600, 751, 3)
    assert reduced.image.pixels.shape == whole.pixels.shape
    assert reduced.image.source == whole.source
    assert reduced.image.pixels.strides == (0, 0, 0)
    disc, expected = reduced.full_field_of_view(), find_field_of_view(whole.pixels)
    assert disc.center_x == pytest.approx(expected.center_x, abs=6)
    assert disc.radius_y == pytest.approx(expected.radius_y, abs=10)
    assert disc.right <= whole.width
    assert disc.bottom <= whole.height


def test_orientation_is_applied(tmp_path: Path) -> None:
    file = load(write_disc(tmp_path / "a.jpg", orientation=6))
    assert (
        read_reduced(file, SPEC).image.pixels.shape == decode(file).pixels.shape == (3001, 2400, 3)
    )


@pytest.mark.parametrize(
    ("name", "size", "radius", "spec"),
    [
        ("a.png", (3001, 2400), 1000, SPEC),
        ("small.jpg", (1500, 1200), 500, SPEC),
        ("small-disc.jpg", (3001, 2400), 200, SPEC),
        ("a.jpg", (3001, 2400), 1000, SPEC.model_copy(update={"interpolation": "nearest"})),
        ("a.jpg", (3001, 2400), 1000, SPEC.model_copy(update={"height": 900, "width": 900})),
    ],
)
def test_all_pixels_are_taken_where_they_are_needed(
    tmp_path: Path, name: str, size: tuple[int, int], radius: int, spec: InputSpec
) -> None:
    file = load(write_disc(tmp_path / name, size, radius))
    reduced = read_reduced(file, spec)
    assert reduced.factor == 1
    np.testing.assert_array_equal(reduced.pixels, decode(file).pixels)


def test_the_whole_photograph_changes_nothing_but_the_pixels_of_the_image(tmp_path: Path) -> None:
    file = load(write_disc(tmp_path / "a.jpg"))
    whole = decode(file)
    with_it, without = read_reduced(file, SPEC, whole), read_reduced(file, SPEC)
    assert with_it.image is whole
    np.testing.assert_array_equal(with_it.pixels, without.pixels)
    assert with_it.field_of_view == without.field_of_view


def test_a_middling_disc_is_reduced_less(tmp_path: Path) -> None:
    file = load(write_disc(tmp_path / "a.jpg", radius=600))
    assert read_reduced(file, SPEC).factor == 2
