"""Colour profiles and transparency: what the file means is what is seen."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import file, read_image
from fundusviewer.imaging.formats import colour_profile, transparency
from tests.helpers.dicom import as_jpeg, ophthalmic, written
from tests.imaging import tiffs
from tests.imaging.test_reader import close, drawn, encoded, huge_png, stored

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def wide(gamma: float = 2.2) -> bytes:
    """Return a profile of more colours than sRGB has: Adobe RGB's, with any gamma."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    text = b"desc" + bytes(4) + struct.pack(">I", 5) + b"wide\0" + bytes(79)
    tags = {
        b"desc": text,
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"wtpt": b"XYZ " + bytes(4) + fixed(0.9642, 1, 0.8249),
        b"rXYZ": b"XYZ " + bytes(4) + fixed(0.60974, 0.31111, 0.01947),
        b"gXYZ": b"XYZ " + bytes(4) + fixed(0.20528, 0.62567, 0.06087),
        b"bXYZ": b"XYZ " + bytes(4) + fixed(0.14919, 0.06322, 0.74457),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    body, table = b"", struct.pack(">I", len(tags))
    for name, value in tags.items():
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(value))
        body += value.ljust(-(-len(value) // 4) * 4, b"\0")
    size = 128 + len(table) + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + fixed(0.9642, 1, 0.8249)
    return head.ljust(128, b"\0") + table + body


def in_wide_colours() -> Image.Image:
    """Return the picture whose values mean ``drawn()`` with the profile."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(wide()))
    picture = ImageCms.profileToProfile(
        Image.fromarray(drawn()),
        ImageCms.createProfile("sRGB"),
        profile,
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
    )
    assert picture is not None
    assert np.abs(np.asarray(picture).astype(int) - drawn()).mean() > 5
    return picture


@pytest.mark.parametrize("file_type", ["PNG", "JPEG", "TIFF", "WEBP", "PNG with alpha"])
def test_a_profile_is_applied(tmp_path: Path, file_type: str) -> None:
    picture = in_wide_colours()
    if file_type == "PNG with alpha":
        picture, file_type = picture.convert("RGBA"), "PNG"
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 97, "subsampling": 0},
        "WEBP": {"lossless": True},
    }
    data = encoded(picture, file_type, icc_profile=wide(), **options.get(file_type, {}))
    image = read_image(stored(tmp_path, data))
    assert close(image.pixels, drawn(), 3)
    assert not image.notes


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize("place", ["object", "optical path"])
def test_a_profile_is_applied_in_dicom(tmp_path: Path, compressed: bool, place: str) -> None:
    pixels = np.asarray(in_wide_colours())
    dataset = as_jpeg(pixels) if compressed else ophthalmic(pixels)
    if place == "object":
        dataset.ICCProfile = wide()
    else:
        path = type(dataset)()
        path.ICCProfile = wide()
        dataset.OpticalPathSequence = [path]
    image = read_image(written(tmp_path / "p.dcm", dataset))
    assert close(image.pixels, drawn(), 3)
    assert not image.notes


def test_16_bits_with_a_profile(tmp_path: Path) -> None:
    values = np.asarray(in_wide_colours()).astype(np.uint16) * 257
    one = tiffs.page(values, 2, planes=True, t34675=wide())
    assert close(read_image(stored(tmp_path, tiffs.written([one]))).pixels, drawn(), 3)


@pytest.mark.parametrize("profile", [b"", SRGB])
def test_srgb_is_left_as_it_is(tmp_path: Path, profile: bytes) -> None:
    data = encoded(Image.fromarray(drawn()), "PNG", icc_profile=profile)
    np.testing.assert_array_equal(read_image(stored(tmp_path, data)).pixels, drawn())


@pytest.mark.parametrize("profile", [b"no profile", SRGB[:200], wide()[:-40] + bytes(40)])
def test_a_broken_profile_is_told(tmp_path: Path, profile: bytes) -> None:
    data = encoded(Image.fromarray(drawn()), "PNG", icc_profile=profile)
    image = read_image(stored(tmp_path, data))
    assert image.notes == (colour_profile.IGNORED,) or profile.endswith(bytes(40))
    assert image.pixels.shape == drawn().shape


def test_a_grey_picture_with_a_profile_of_colours(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 255, 48).astype(np.uint8), (32, 1))
    data = encoded(Image.fromarray(ramp), "PNG", icc_profile=wide(1.8))
    image = read_image(stored(tmp_path, data))
    assert not image.notes
    assert (np.diff(image.pixels[0, :, 0].astype(int)) >= 0).all()
    assert image.pixels[0, 24, 0] > ramp[0, 24]


def test_the_remark_about_transparency(tmp_path: Path) -> None:
    picture = Image.fromarray(drawn()).convert("RGBA")
    picture.putalpha(0)
    for file_type in ("PNG", "TIFF", "WEBP"):
        options: dict[str, Any] = {}
        if file_type == "WEBP":
            options = {"lossless": True, "exact": True}
        image = read_image(stored(tmp_path, encoded(picture, file_type, **options)))
        np.testing.assert_array_equal(image.pixels, drawn())
        assert image.notes == (transparency.IGNORED,)


def test_a_mask_the_wrong_way_round_hides_nothing(tmp_path: Path) -> None:
    pixels = np.zeros((60, 60, 3), np.uint8)
    pixels[10:50, 10:50] = (180, 90, 40)
    opacity = np.where(pixels[:, :, 0] > 0, 0, 255).astype(np.uint8)
    data = encoded(Image.fromarray(np.dstack([pixels, opacity])), "PNG")
    image = read_image(stored(tmp_path, data))
    np.testing.assert_array_equal(image.pixels, pixels)
    assert image.notes == (transparency.IGNORED,)


def test_bmp_with_an_alpha_of_nothing(tmp_path: Path) -> None:
    """The header of version 4 names a mask for the fourth byte, and writers leave it 0."""
    height, width = drawn().shape[:2]
    rows = np.dstack([drawn()[::-1, :, ::-1], np.zeros((height, width), np.uint8)]).tobytes()
    masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    head = struct.pack("<IiiHHIIiiII", 108, width, height, 1, 32, 3, len(rows), 0, 0, 0, 0)
    head += masks + b"BGRs" + bytes(48)
    data = struct.pack("<2sIII", b"BM", 14 + len(head) + len(rows), 0, 14 + len(head))
    image = read_image(stored(tmp_path, data + head + rows, "p.bmp"))
    np.testing.assert_array_equal(image.pixels, drawn())


def test_what_is_decoded_is_bounded_in_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture of fewer pixels may take more memory."""
    monkeypatch.setattr(file, "MAX_DECODED", 48 * 32 * 3)
    for picture in (Image.fromarray(drawn()), Image.fromarray(drawn()).convert("L")):
        assert read_image(stored(tmp_path, encoded(picture, "PNG"))).width == 48
    deep = tiffs.page(drawn().astype(np.uint16), 2)
    for data in (encoded(Image.fromarray(drawn()).convert("RGBA"), "PNG"), tiffs.written([deep])):
        with pytest.raises(ImageReadError, match=r"^p\.png: 48 × 32 pixels of [46] bytes"):
            read_image(stored(tmp_path, data, "p.png"))
    with pytest.raises(ImageReadError, match="too large"):
        read_image(stored(tmp_path, huge_png(64, 64)))
