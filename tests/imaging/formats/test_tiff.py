"""TIFFs of every kind show the same photograph, or are refused."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fundusviewer.errors import DamagedImageError, ImageReadError
from fundusviewer.imaging import photographs_in, read_image
from fundusviewer.imaging.formats.tiff import photographs
from fundusviewer.screening import find_photographs
from tests.imaging import tiffs
from tests.imaging.test_reader import HEIGHT, WIDTH, drawn, stored, upright_from

WHITE, BLACK, RGB, PALETTE, MASK, INKS = 0, 1, 2, 3, 4, 5


def deep(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.uint16) * 257


def ramp() -> np.ndarray:
    return np.tile(np.linspace(0, 255, WIDTH).astype(np.uint8), (HEIGHT, 1))


def read(folder: Path, *pages: tiffs.Page, name: str = "p.tif", **options: Any) -> np.ndarray:
    return read_image(stored(folder, tiffs.written(pages, **options), name)).pixels


@pytest.mark.parametrize(("order", "big"), [("<", False), (">", False), ("<", True)])
@pytest.mark.parametrize("planes", [False, True])
@pytest.mark.parametrize("compression", [tiffs.NONE, tiffs.DEFLATE])
@pytest.mark.parametrize("pieces", [{}, {"rows": 7}, {"tile": 16}])
@pytest.mark.parametrize("bits", [8, 16])
def test_colours(
    tmp_path: Path,
    order: str,
    big: bool,
    planes: bool,
    compression: int,
    pieces: dict[str, Any],
    bits: int,
) -> None:
    values = drawn() if bits == 8 else deep(drawn())
    one = tiffs.page(values, RGB, planes=planes, compression=compression, order=order, **pieces)
    np.testing.assert_array_equal(read(tmp_path, one, order=order, big=big), drawn())


@pytest.mark.parametrize("planes", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
def test_big_and_the_other_way_round(tmp_path: Path, planes: bool, bits: int) -> None:
    values = drawn() if bits == 8 else deep(drawn())
    one = tiffs.page(values, RGB, planes=planes, rows=9, order=">")
    np.testing.assert_array_equal(read(tmp_path, one, order=">", big=True), drawn())


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("photometric", [WHITE, BLACK])
def test_grey(tmp_path: Path, order: str, bits: int, photometric: int) -> None:
    grey = ramp() if photometric == BLACK else 255 - ramp()
    values = grey if bits == 8 else deep(grey)
    pixels = read(tmp_path, tiffs.page(values, photometric, order=order), order=order)
    np.testing.assert_array_equal(pixels, np.dstack([ramp()] * 3))


@pytest.mark.parametrize("bits", [1, 4])
@pytest.mark.parametrize("photometric", [WHITE, BLACK])
def test_few_bits(tmp_path: Path, bits: int, photometric: int) -> None:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[4:20, 10:30] = 1
    stored_as = mask if photometric == BLACK else 1 - mask
    full = stored_as * (2**bits - 1)
    packed = np.packbits(full, axis=1) if bits == 1 else full[:, ::2] << 4 | full[:, 1::2]
    one = tiffs.page(packed, photometric, t256=WIDTH, t258=bits)
    np.testing.assert_array_equal(read(tmp_path, one), np.dstack([mask * 255] * 3))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("planes", [False, True])
@pytest.mark.parametrize("alpha", [False, True])
def test_orientation(
    tmp_path: Path, orientation: int, bits: int, planes: bool, alpha: bool
) -> None:
    values = upright_from(orientation)
    extra: dict[str, Any] = {"t338": 2} if alpha else {}
    if alpha:
        values = np.dstack([values, np.full(values.shape[:2], 255, np.uint8)])
    one = tiffs.page(
        values if bits == 8 else deep(values),
        RGB,
        planes=planes,
        t274=orientation,
        **extra,
    )
    np.testing.assert_array_equal(read(tmp_path, one), drawn())


@pytest.mark.parametrize("width", [1, 257])
@pytest.mark.parametrize("bits", [4, 8])
def test_palette_of_8_and_of_16_bits(tmp_path: Path, width: int, bits: int) -> None:
    """Some writers put values of 8 bits into the 16 bits of a palette."""
    picture = Image.fromarray(drawn()).quantize(8)
    colours = np.array(picture.getpalette(), int).reshape(-1, 3)
    table = np.zeros((2**bits, 3), int)
    table[: len(colours)] = colours
    values = np.asarray(picture)
    if bits == 4:
        values = values[:, ::2] << 4 | values[:, 1::2]
    tags: dict[str, Any] = {
        "t320": tuple((table.T.ravel() * width).tolist()),
        "t256": WIDTH,
        "t258": bits,
    }
    one = tiffs.page(values, PALETTE, **tags)
    np.testing.assert_array_equal(read(tmp_path, one), np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize("planes", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
def test_a_channel_that_is_no_colour(tmp_path: Path, planes: bool, bits: int) -> None:
    values = np.dstack([drawn(), ramp()])
    one = tiffs.page(values if bits == 8 else deep(values), RGB, planes=planes, t338=0)
    np.testing.assert_array_equal(read(tmp_path, one), drawn())


@pytest.mark.parametrize("planes", [False, True])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("opacity", [0, 255])
def test_transparency_that_carries_nothing(
    tmp_path: Path, planes: bool, bits: int, opacity: int
) -> None:
    values = np.dstack([drawn(), np.full((HEIGHT, WIDTH), opacity, np.uint8)])
    one = tiffs.page(values if bits == 8 else deep(values), RGB, planes=planes, t338=2)
    image = read_image(stored(tmp_path, tiffs.written([one]), "p.tif"))
    np.testing.assert_array_equal(image.pixels, drawn())
    assert ("transparency" in " ".join(image.notes)) == (opacity == 0)


@pytest.mark.parametrize("bits", [8, 16])
def test_transparency_that_shapes_the_picture(tmp_path: Path, bits: int) -> None:
    opacity = np.full((HEIGHT, WIDTH), 255, np.uint8)
    opacity[:, WIDTH // 2 :] = 0
    values = np.dstack([drawn(), opacity])
    pixels = read(tmp_path, tiffs.page(values if bits == 8 else deep(values), RGB, t338=2))
    np.testing.assert_array_equal(pixels[:, : WIDTH // 2], drawn()[:, : WIDTH // 2])
    assert not pixels[:, WIDTH // 2 :].any()


@pytest.mark.parametrize("bits", [10, 12, 14])
def test_bits_in_use(tmp_path: Path, bits: int) -> None:
    values = (drawn().astype(float) / 255 * (2**bits - 1)).round().astype(np.uint16)
    values[0, 0] = 2**bits - 1
    pixels = read(tmp_path, tiffs.page(values, RGB, planes=True))
    assert np.abs(pixels[1:].astype(int) - drawn()[1:]).max() <= 1


def small() -> np.ndarray:
    return np.full((8, 12, 3), (1, 2, 3), np.uint8)


THUMBNAILS = {
    "first, marked": lambda: [tiffs.page(small(), RGB, t254=1), tiffs.page(drawn(), RGB, t254=0)],
    "first, marked the old way": lambda: [
        tiffs.page(small(), RGB, t255=2),
        tiffs.page(drawn(), RGB, t255=1),
    ],
    "first, not marked": lambda: [tiffs.page(small(), RGB), tiffs.page(drawn(), RGB)],
    "last, not marked": lambda: [tiffs.page(drawn(), RGB), tiffs.page(small(), RGB)],
    "half the size, marked": lambda: [
        tiffs.page(drawn()[::2, ::2], RGB, t254=1),
        tiffs.page(drawn(), RGB, t254=0),
    ],
    "half the size, not marked": lambda: [
        tiffs.page(drawn(), RGB),
        tiffs.page(drawn()[::2, ::2], RGB),
    ],
    "the photograph below it": lambda: [
        tiffs.page(small(), RGB, t254=1, below=(tiffs.page(drawn(), RGB, t254=0),))
    ],
    "below the photograph": lambda: [
        tiffs.page(drawn(), RGB, t254=0, below=(tiffs.page(small(), RGB, t254=1),))
    ],
    "a mask": lambda: [tiffs.page(drawn(), RGB), tiffs.page(drawn()[:, :, 0], MASK, t254=4)],
}


@pytest.mark.parametrize("kind", THUMBNAILS)
@pytest.mark.parametrize("big", [False, True])
def test_the_photograph_is_read_and_no_thumbnail(tmp_path: Path, kind: str, big: bool) -> None:
    image = read_image(stored(tmp_path, tiffs.written(THUMBNAILS[kind](), big=big), "p.tif"))
    np.testing.assert_array_equal(image.pixels, drawn())
    assert not image.notes


@pytest.mark.parametrize("second", [(HEIGHT, WIDTH), (HEIGHT - 4, WIDTH), (HEIGHT, WIDTH + 9)])
def test_two_photographs_are_told(tmp_path: Path, second: tuple[int, int]) -> None:
    pages = [tiffs.page(drawn(), RGB), tiffs.page(drawn(second[1], second[0])[:, ::-1], RGB)]
    path = stored(tmp_path, tiffs.written(pages), "both.tif")
    image = read_image(path)
    np.testing.assert_array_equal(image.pixels, drawn())
    assert image.notes == ("The first of 2 photographs in this file; the others are not.",)
    other = read_image(path.with_name("both.tif#frame2"))
    np.testing.assert_array_equal(other.pixels, drawn(second[1], second[0])[:, ::-1])
    assert not other.notes
    assert other.source.sha256 != image.source.sha256
    with pytest.raises(ImageReadError, match=r"^both\.tif#frame3: there are 2 photographs"):
        read_image(path.with_name("both.tif#frame3"))


def test_a_circle_of_pages_ends(tmp_path: Path) -> None:
    data = bytearray(tiffs.written([tiffs.page(drawn(), RGB)]))
    data[-4:] = data[4:8]
    np.testing.assert_array_equal(read_image(stored(tmp_path, bytes(data))).pixels, drawn())


def test_inks(tmp_path: Path) -> None:
    picture = Image.fromarray(drawn()).convert("CMYK")
    np.testing.assert_array_equal(read(tmp_path, tiffs.page(np.asarray(picture), INKS)), drawn())


REFUSED: dict[str, dict[str, Any]] = {
    "32 bits": {"t258": (32,) * 3},
    "broken numbers": {"t339": (3,) * 3},
    "signed": {"t339": (2,) * 3},
    "a camera's raw data": {"t262": 32803},
    "channels of different depth": {"t258": (8, 8, 4)},
    "no channels enough": {"t277": 1, "t258": 8},
    "more rows than are there": {"t257": HEIGHT * 2},
    "wider than it is": {"t256": WIDTH * 2},
    "huge": {"t256": 60000, "t257": 60000},
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_refused(tmp_path: Path, kind: str) -> None:
    one = tiffs.page(drawn(), RGB, rows=5, **REFUSED[kind])
    with pytest.raises(ImageReadError, match=r"^p\.tif: "):
        read(tmp_path, one)


def jpeg_strips(quality: int = 90) -> list[bytes]:
    codes = []
    for top in range(0, HEIGHT, 16):
        buffer = io.BytesIO()
        Image.fromarray(drawn()[top : top + 16]).save(
            buffer, "JPEG", quality=quality, subsampling=0
        )
        codes.append(buffer.getvalue())
    return codes


def of_jpeg(strips: list[bytes]) -> tiffs.Page:
    one = tiffs.page(drawn(), 6, rows=16, compression=tiffs.JPEG, t530=(1, 1))
    return tiffs.Page(strips, one.tags)


def test_jpeg_strips(tmp_path: Path) -> None:
    pixels = read(tmp_path, of_jpeg(jpeg_strips())).astype(int)
    assert np.median(np.abs(pixels - drawn())) <= 3


def test_a_damaged_jpeg_strip_is_an_error(tmp_path: Path) -> None:
    first, second = jpeg_strips()
    cut = second[: second.index(b"\xff\xda") + 20] + b"\xff\xd9"
    with pytest.raises(DamagedImageError, match=r"^p\.tif: the picture is damaged"):
        read(tmp_path, of_jpeg([first, cut]))


def test_a_wrong_sum_is_an_error(tmp_path: Path) -> None:
    one = tiffs.page(drawn(), RGB, compression=tiffs.DEFLATE)
    piece = bytearray(one.pieces[0])
    piece[-1] ^= 1
    with pytest.raises(DamagedImageError, match=r"^p\.tif: the picture is damaged"):
        read(tmp_path, tiffs.Page([bytes(piece)], one.tags))


@pytest.mark.parametrize("compression", ["tiff_lzw", "packbits"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P"])
def test_damage_that_libtiff_only_prints_is_an_error(
    tmp_path: Path, compression: str, mode: str
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    picture = Image.fromarray(noise).convert(mode)
    buffer = io.BytesIO()
    picture.save(buffer, "TIFF", compression=compression)
    data = bytearray(buffer.getvalue())
    assert read_image(stored(tmp_path, bytes(data), "p.tif")).width == 64
    offset = photographs(bytes(data))[0].numbers(273)[0]
    data[offset + 700 : offset + 1500] = b"\x7e\xff" * 400
    with pytest.raises(DamagedImageError, match=r"^p\.tif: the picture is damaged"):
        read_image(stored(tmp_path, bytes(data), "p.tif"))


@pytest.mark.parametrize("planes", [False, True])
def test_damage_of_16_bits_is_an_error(tmp_path: Path, planes: bool) -> None:
    one = tiffs.page(deep(drawn()), RGB, planes=planes, compression=tiffs.DEFLATE)
    pieces = [bytearray(piece) for piece in one.pieces]
    pieces[-1][40:60] = bytes(20)
    damaged = tiffs.Page([bytes(piece) for piece in pieces], one.tags)
    with pytest.raises(DamagedImageError, match=r"^p\.tif: the picture is damaged"):
        read(tmp_path, damaged)


def test_each_photograph_of_a_tiff_is_listed(tmp_path: Path) -> None:
    pages = [tiffs.page(drawn(), RGB), tiffs.page(drawn()[:, ::-1], RGB)]
    for name in ("both.tif", "both.TIFF", "both", "both.dat"):
        path = stored(tmp_path, tiffs.written(pages), name)
        assert photographs_in(path) == (Path(f"{path}#frame1"), Path(f"{path}#frame2"))
        for number, page in zip((1, 2), (drawn(), drawn()[:, ::-1]), strict=True):
            np.testing.assert_array_equal(read_image(f"{path}#frame{number}").pixels, page)
    assert len(find_photographs([tmp_path])) == 8


def test_what_is_one_photograph_is_listed_as_itself(tmp_path: Path) -> None:
    page, small = tiffs.page(drawn(), RGB), tiffs.page(drawn()[::4, ::4].copy(), RGB)
    one = stored(tmp_path, tiffs.written([page]), "one.tif")
    thumbnail = stored(tmp_path, tiffs.written([small, page]), "thumbnail.tif")
    raw = stored(tmp_path, tiffs.written([page, page]), "raw.nef")
    damaged = stored(tmp_path, tiffs.written([page, page])[:40], "damaged.tif")
    many = stored(tmp_path, tiffs.written([page] * 501), "many.tif")
    for path in (one, thumbnail, raw, damaged, many, tmp_path / "missing.tif"):
        assert photographs_in(path) == (path,)
