"""Photographs of telephones: read as they are meant, and never what a decoder made up."""

from __future__ import annotations

import random
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fundusviewer.errors import DamagedImageError, ImageReadError
from fundusviewer.grading.gate import check
from fundusviewer.imaging import find_field_of_view, read_image
from fundusviewer.imaging.file import ImageFile
from fundusviewer.imaging.formats import heif, hevc
from fundusviewer.imaging.formats.colour_profile import IGNORED
from fundusviewer.imaging.measures import measure
from fundusviewer.imaging.reader import as_far_as_readable, decode
from fundusviewer.resources import asset
from tests.imaging.heifs import (
    ALPHA,
    GREY,
    PHONE,
    PLAIN,
    SECOND_IS_MAIN,
    TEN_BITS,
    of_brand,
    of_size,
    pixels_start,
    without,
)


def opened(data: bytes, frame: int | None = None) -> ImageFile:
    return ImageFile(Path("x.heic"), data, "0" * 64, frame)


def sample(side: int) -> np.ndarray:
    with Image.open(asset("sample.jpg")) as picture:
        return np.asarray(picture.convert("RGB").resize((side, side)))


def alike(pixels: np.ndarray, expected: np.ndarray) -> bool:
    if pixels.shape != expected.shape:
        return False
    return float(np.abs(pixels.astype(int) - expected.astype(int)).mean()) < 4


@pytest.mark.parametrize(
    ("data", "side"), [(PLAIN, 512), (TEN_BITS, 256), (SECOND_IS_MAIN, 256)], ids=["8", "10", "2nd"]
)
def test_read(data: bytes, side: int) -> None:
    image = decode(opened(data))
    assert image.source.file_type == "HEIF"
    assert alike(image.pixels, sample(side))


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"msf1", b"hevc"])
def test_every_brand(brand: bytes) -> None:
    assert alike(decode(opened(of_brand(PLAIN, brand))).pixels, sample(512))


def test_grey() -> None:
    pixels = decode(opened(GREY)).pixels
    grey = cv2.cvtColor(sample(256), cv2.COLOR_RGB2GRAY)
    assert alike(pixels, cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))


def test_what_is_transparent_is_black() -> None:
    pixels = decode(opened(ALPHA)).pixels
    assert pixels[:60].max() == 0
    assert pixels[:, 200:].max() == 0
    assert alike(pixels[70:186, 70:186], sample(256)[70:186, 70:186])


def test_turned_once() -> None:
    """The file is turned by its own box, and its EXIF says the same once more."""
    assert b"irot" in PHONE
    upright = sample(600)[60:540]
    assert alike(decode(opened(PHONE)).pixels, np.rot90(upright, -1))


def test_exif_alone_turns_nothing() -> None:
    """The standard knows the box alone."""
    assert alike(decode(opened(without(PHONE, b"irot"))).pixels, sample(600)[60:540])


def test_the_main_photograph_is_read_and_the_other_one_remarked_on() -> None:
    image = decode(opened(SECOND_IS_MAIN))
    assert image.notes == ("The main one of 2 photographs in this file; the others are not.",)
    with pytest.raises(ImageReadError, match="there are 1 photographs in the file"):
        decode(opened(SECOND_IS_MAIN, frame=2))


def test_colours_that_are_only_named_are_remarked_on() -> None:
    at = PLAIN.index(b"nclx") + 4
    named = PLAIN[:at] + b"\x00\x0c" + PLAIN[at + 2 :]
    assert decode(opened(PLAIN)).notes == ()
    assert decode(opened(named)).notes == (IGNORED,)


def damages(data: bytes, count: int) -> list[bytes]:
    """Return a file damaged in its pictures' first two thirds, each time elsewhere."""
    start = pixels_start(data)
    found = []
    for seed in range(count):
        chance = random.Random(seed)  # noqa: S311
        at = start + 60 + chance.randrange((len(data) - start) * 2 // 3)
        harmed = bytearray(data)
        if seed % 3 == 0:
            harmed[at] ^= 1 << chance.randrange(8)
        elif seed % 3 == 1:
            harmed[at : at + 20] = chance.randbytes(20)
        else:
            del harmed[at : at + 16]
            harmed += bytes(16)
        found.append(bytes(harmed))
    return found


def passes(data: bytes) -> bool:
    """Whether neither the reader nor the gate sees a damage."""
    try:
        pixels = decode(opened(data)).pixels
    except DamagedImageError as error:
        assert str(error).startswith("x.heic: the picture is damaged (")  # noqa: PT017
        return False
    return not check(measure(pixels, find_field_of_view(pixels))).reasons


@pytest.mark.parametrize("data", [PLAIN, PHONE], ids=["one picture", "grid"])
def test_what_the_decoder_repairs_is_damage(data: bytes) -> None:
    """Without the second look not one of them is an error; a fifth of the picture is another."""
    assert passes(data)
    assert sum(passes(harmed) for harmed in damages(data, 60)) <= 3


def test_what_is_damaged_can_still_be_shown() -> None:
    harmed = damages(PLAIN, 2)[1]
    with pytest.raises(DamagedImageError):
        decode(opened(harmed))
    assert as_far_as_readable(opened(harmed), decode).pixels.shape == (512, 512, 3)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.3, 0.6, 0.9, 0.99, 0.9999])
@pytest.mark.parametrize("data", [PLAIN, PHONE], ids=["one picture", "grid"])
def test_cut_off(data: bytes, share: float) -> None:
    with pytest.raises(ImageReadError, match=r"^x\.heic: the picture is (truncated or )?damaged"):
        decode(opened(data[: max(16, int(len(data) * share))]))


def test_too_large_is_refused_before_anything_is_decoded() -> None:
    with pytest.raises(ImageReadError, match=r"14,000 × 14,000 pixels are too large"):
        decode(opened(of_size(PLAIN, (512, 512), (14_000, 14_000))))


def test_coded_larger_than_said() -> None:
    """A picture of 10 kB may be one of a gigabyte, whatever the boxes say."""
    with pytest.raises(DamagedImageError, match="its parts say different sizes"):
        decode(opened(of_size(PLAIN, (512, 512), (200, 200))))


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("value", [0x80, 0xD9, 0xFF])
def test_a_kind_that_is_no_text_is_not_given_to_the_decoder(place: int, value: int) -> None:
    """It ended the program: pi-heif 1.4.0 makes a word of it, gets none, and goes on with that."""
    data = bytearray(PHONE)
    data[data.index(b"Exif\0", data.index(b"iinf")) + place] = value
    with pytest.raises(ImageReadError, match="the picture is damaged"):
        decode(opened(bytes(data)))


def test_other_codes_are_said() -> None:
    with pytest.raises(ImageReadError, match=r"cannot be read \(a part is coded as 'vvc1'\)"):
        decode(opened(PLAIN.replace(b"hvc1", b"vvc1")))


def test_without_the_library_that_checks_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hevc, "_PLACES", ())
    monkeypatch.setattr(hevc, "find_library", lambda _name: None)
    hevc._library.cache_clear()
    try:
        with pytest.raises(ImageReadError, match="libde265 that checks it is not installed"):
            decode(opened(PLAIN))
    finally:
        hevc._library.cache_clear()


def test_parts_that_lie_over_each_other_take_no_memory() -> None:
    """Each of six parts says that it is the whole file."""
    located = PHONE.index(b"iloc")
    assert PHONE[located + 4] == 1
    boxes = heif._Boxes(PHONE)
    for item in boxes._items.values():
        item.extents = [(0, len(PHONE))]
        item.in_idat = False
    with pytest.raises(hevc.DamagedHeifError, match="over each other"):
        [boxes.picture(number) for number in boxes.parts()]


@settings(max_examples=150, deadline=None)
@given(data=st.data(), grid=st.booleans())
def test_boxes_with_any_bytes(data: st.DataObject, grid: bool) -> None:
    """A header with any bytes anywhere is an error of ours, or a photograph of a size allowed."""
    file = bytearray(PHONE if grid else PLAIN)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(4, pixels_start(bytes(file)) - 5 if b"mdat" in file else 200))
        file[at] = data.draw(st.integers(0, 255))
    try:
        image = decode(opened(bytes(file)))
    except ImageReadError:
        return
    assert image.pixels.ndim == 3


def test_from_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "IMG_0001_OD.HEIC"
    path.write_bytes(PHONE)
    image = read_image(path)
    assert (image.width, image.height) == (480, 600)
