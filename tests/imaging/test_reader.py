"""Reading files: every type, orientation and mode, and whatever is no picture."""

from __future__ import annotations

import hashlib
import io
import os
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import FundusImage, ImageSource, Laterality, file
from fundusviewer.imaging.reader import read_image

WIDTH, HEIGHT = 48, 32

#: Coloured corners on a grey ground, so that every turn and every swapped channel shows.
CORNERS = {
    "top left": (220, 30, 30),
    "top right": (30, 200, 40),
    "bottom left": (40, 60, 210),
    "bottom right": (230, 220, 40),
}


def drawn(width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    pixels = np.full((height, width, 3), 120, np.uint8)
    halves = {"top": slice(0, height // 2), "bottom": slice(height // 2, height)}
    sides = {"left": slice(0, width // 2), "right": slice(width // 2, width)}
    for corner, colour in CORNERS.items():
        half, side = corner.split()
        pixels[halves[half], sides[side]] = colour
    return pixels


def encoded(picture: Image.Image, file_type: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, file_type, **options)
    return buffer.getvalue()


def stored(folder: Path, data: bytes, name: str = "photograph.jpg") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def close(actual: np.ndarray, expected: np.ndarray, tolerance: float) -> bool:
    """Whether the pictures agree away from the corners' borders, where JPEG rings."""
    if actual.shape != expected.shape:
        return False
    difference = np.abs(actual.astype(int) - expected.astype(int))
    return float(np.median(difference)) <= tolerance and float(difference.mean()) <= 3 * tolerance


LOSSLESS = {
    "PNG": encoded(Image.fromarray(drawn()), "PNG"),
    "TIFF": encoded(Image.fromarray(drawn()), "TIFF"),
    "BMP": encoded(Image.fromarray(drawn()), "BMP"),
    "WEBP": encoded(Image.fromarray(drawn()), "WEBP", lossless=True),
}
JPEG = encoded(Image.fromarray(drawn()), "JPEG", quality=97, subsampling=0)
#: A file of each kind of decoder, for cutting to pieces.
EACH_KIND = {
    **LOSSLESS,
    "JPEG": JPEG,
    "progressive JPEG": encoded(Image.fromarray(drawn()), "JPEG", progressive=True),
    "TIFF, deflate": encoded(Image.fromarray(drawn()), "TIFF", compression="tiff_deflate"),
    "TIFF, LZW": encoded(Image.fromarray(drawn()), "TIFF", compression="tiff_lzw"),
    "PNG with palette": encoded(Image.fromarray(drawn()).quantize(8), "PNG"),
    "PNG with alpha": encoded(Image.fromarray(drawn()).convert("RGBA"), "PNG"),
    "lossy WebP": encoded(Image.fromarray(drawn()), "WEBP", quality=80),
}


@pytest.mark.parametrize("file_type", sorted(LOSSLESS))
def test_lossless_types_are_exact(tmp_path: Path, file_type: str) -> None:
    image = read_image(stored(tmp_path, LOSSLESS[file_type], "p.xyz"))
    np.testing.assert_array_equal(image.pixels, drawn())
    assert image.source.file_type == file_type
    assert image.source.bits == 8


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 2}])
def test_jpeg(tmp_path: Path, options: dict[str, Any]) -> None:
    data = encoded(Image.fromarray(drawn()), "JPEG", quality=97, subsampling=0, **options)
    image = read_image(stored(tmp_path, data))
    assert close(image.pixels, drawn(), 3)
    assert image.source.file_type == "JPEG"


@pytest.mark.parametrize("name", ["photo.png", "photo.txt", "photo", "photo.tiff.bmp", "photo.JPG"])
def test_the_content_decides_not_the_suffix(tmp_path: Path, name: str) -> None:
    image = read_image(stored(tmp_path, JPEG, name))
    assert image.source.file_type == "JPEG"


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_deflate", "packbits"])
def test_compressed_tiff(tmp_path: Path, compression: str) -> None:
    data = encoded(Image.fromarray(drawn()), "TIFF", compression=compression)
    np.testing.assert_array_equal(read_image(stored(tmp_path, data)).pixels, drawn())


def upright_from(orientation: int) -> np.ndarray:
    """Return what must be stored so that the EXIF orientation makes ``drawn()`` of it."""
    turned = {
        1: lambda p: p,
        2: np.fliplr,
        3: lambda p: np.rot90(p, 2),
        4: np.flipud,
        5: lambda p: np.transpose(p, (1, 0, 2)),
        6: lambda p: np.rot90(p, 1),
        7: lambda p: np.rot90(np.transpose(p, (1, 0, 2)), 2),
        8: lambda p: np.rot90(p, -1),
    }
    return np.ascontiguousarray(turned[orientation](drawn()))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file_type", ["JPEG", "PNG", "TIFF", "WEBP", "PNG with alpha"])
def test_exif_orientation(tmp_path: Path, file_type: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    picture = Image.fromarray(upright_from(orientation))
    if file_type == "PNG with alpha":
        file_type, picture = "PNG", picture.convert("RGBA")
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 97, "subsampling": 0},
        "WEBP": {"lossless": True},
    }
    data = encoded(picture, file_type, exif=exif, **options.get(file_type, {}))
    assert close(read_image(stored(tmp_path, data)).pixels, drawn(), 3)


@pytest.mark.parametrize("file_type", ["JPEG", "PNG", "TIFF", "BMP", "WEBP"])
def test_grey(tmp_path: Path, file_type: str) -> None:
    ramp = np.tile(np.arange(0, 240, 5, dtype=np.uint8), (HEIGHT, 1))
    data = encoded(Image.fromarray(ramp), file_type, quality=100)
    image = read_image(stored(tmp_path, data))
    assert close(image.pixels, np.dstack([ramp] * 3), 2)


@pytest.mark.parametrize("file_type", ["PNG", "TIFF", "BMP"])
def test_palette(tmp_path: Path, file_type: str) -> None:
    picture = Image.fromarray(drawn()).quantize(8)
    image = read_image(stored(tmp_path, encoded(picture, file_type)))
    np.testing.assert_array_equal(image.pixels, np.asarray(picture.convert("RGB")))


@pytest.mark.parametrize("file_type", ["PNG", "TIFF", "BMP"])
def test_one_bit(tmp_path: Path, file_type: str) -> None:
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[4:20, 10:30] = True
    image = read_image(stored(tmp_path, encoded(Image.fromarray(mask), file_type)))
    np.testing.assert_array_equal(image.pixels, np.dstack([mask * np.uint8(255)] * 3))


def with_alpha(mode: str) -> Image.Image:
    picture = Image.fromarray(drawn()).convert("RGBA" if mode == "RGBA" else "LA")
    alpha = np.full((HEIGHT, WIDTH), 255, np.uint8)
    alpha[:, WIDTH // 2 :] = 0
    picture.putalpha(Image.fromarray(alpha))
    return picture


@pytest.mark.parametrize(
    ("file_type", "mode"),
    [("PNG", "RGBA"), ("PNG", "LA"), ("TIFF", "RGBA"), ("WEBP", "RGBA")],
)
def test_what_is_transparent_is_black(tmp_path: Path, file_type: str, mode: str) -> None:
    data = encoded(with_alpha(mode), file_type, lossless=True)
    pixels = read_image(stored(tmp_path, data)).pixels
    opaque = np.asarray(Image.fromarray(drawn()).convert("RGB" if mode == "RGBA" else "L"))
    expected = opaque if opaque.ndim == 3 else np.dstack([opaque] * 3)
    np.testing.assert_array_equal(pixels[:, : WIDTH // 2], expected[:, : WIDTH // 2])
    assert not pixels[:, WIDTH // 2 :].any()


def test_half_transparent_is_half_as_bright(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (8, 8), (200, 100, 40, 128))
    pixels = read_image(stored(tmp_path, encoded(picture, "PNG"))).pixels
    assert np.abs(pixels[0, 0].astype(int) - [100, 50, 20]).max() <= 1


def test_transparent_palette_entry(tmp_path: Path) -> None:
    picture = Image.fromarray(drawn()).quantize(8)
    hidden = picture.getpixel((0, 0))
    pixels = read_image(stored(tmp_path, encoded(picture, "PNG", transparency=hidden))).pixels
    assert not pixels[0, 0].any()
    assert pixels[-1, -1].any()


def test_transparent_colour(tmp_path: Path) -> None:
    data = encoded(Image.fromarray(drawn()), "PNG", transparency=CORNERS["top left"])
    pixels = read_image(stored(tmp_path, data)).pixels
    assert not pixels[0, 0].any()
    assert tuple(pixels[-1, -1]) == CORNERS["bottom right"]


@pytest.mark.parametrize("file_type", ["JPEG", "TIFF"])
def test_cmyk(tmp_path: Path, file_type: str) -> None:
    picture = Image.fromarray(drawn()).convert("CMYK")
    data = encoded(picture, file_type, quality=97)
    assert close(read_image(stored(tmp_path, data)).pixels, drawn(), 6)


def sixteen_bits(file_type: str, values: np.ndarray) -> bytes:
    if values.ndim == 3:
        values = values[:, :, ::-1]
    done, data = cv2.imencode({"PNG": ".png", "TIFF": ".tif"}[file_type], values)
    assert done
    return bytes(data.tobytes())


@pytest.mark.parametrize("file_type", ["PNG", "TIFF"])
@pytest.mark.parametrize("bits", [10, 12, 14, 16])
@pytest.mark.parametrize("channels", [1, 3])
def test_many_bits_become_eight(tmp_path: Path, file_type: str, bits: int, channels: int) -> None:
    full = 2**bits - 1
    ramp = np.linspace(0, full, WIDTH).astype(np.uint16)
    values = np.tile(ramp, (HEIGHT, 1))
    if channels == 3:
        values = np.dstack([values, values // 2, values // 4])
    image = read_image(stored(tmp_path, sixteen_bits(file_type, values)))
    assert image.source.bits == 16
    expected = values.reshape(HEIGHT, WIDTH, -1).astype(float) * 255 / full
    assert np.abs(image.pixels - np.broadcast_to(expected, image.pixels.shape)).max() <= 1


def test_all_black_16_bits(tmp_path: Path) -> None:
    image = read_image(stored(tmp_path, sixteen_bits("PNG", np.zeros((9, 9, 3), np.uint16))))
    assert not image.pixels.any()


@pytest.mark.parametrize("mode", ["F", "I"])
def test_32_bits_per_channel_are_refused(tmp_path: Path, mode: str) -> None:
    data = encoded(Image.new(mode, (20, 20), 100), "TIFF")
    with pytest.raises(ImageReadError, match=r"x\.tif: 32 bits per channel.*allowed are 8 and 16"):
        read_image(stored(tmp_path, data, "x.tif"))


def test_float_colour_tiff_is_refused(tmp_path: Path) -> None:
    done, data = cv2.imencode(".tif", np.full((20, 20, 3), 0.5, np.float32))
    assert done
    with pytest.raises(ImageReadError, match=r"x\.tif"):
        read_image(stored(tmp_path, data.tobytes(), "x.tif"))


def test_of_many_pages_the_first(tmp_path: Path) -> None:
    other = Image.new("RGB", (WIDTH, HEIGHT), (1, 2, 3))
    data = encoded(Image.fromarray(drawn()), "TIFF", save_all=True, append_images=[other])
    np.testing.assert_array_equal(read_image(stored(tmp_path, data)).pixels, drawn())


def test_jpeg_with_a_preview_behind_it(tmp_path: Path) -> None:
    preview = Image.new("RGB", (8, 8), (1, 2, 3))
    data = encoded(
        Image.fromarray(drawn()), "MPO", save_all=True, append_images=[preview], quality=97
    )
    image = read_image(stored(tmp_path, data))
    assert image.source.file_type == "JPEG"
    assert image.pixels.shape == (HEIGHT, WIDTH, 3)


def test_where_it_came_from(tmp_path: Path) -> None:
    path = stored(tmp_path, JPEG, "Patient004_L.jpg")
    image = read_image(str(path))
    assert image.source.path == path
    assert image.source.sha256 == hashlib.sha256(JPEG).hexdigest()
    assert image.laterality is Laterality.OS
    assert (image.width, image.height) == (WIDTH, HEIGHT)


def test_pixels_are_read_only_and_contiguous(tmp_path: Path) -> None:
    for kind, data in EACH_KIND.items():
        image = read_image(stored(tmp_path, data))
        with pytest.raises(ValueError, match="read-only"):
            image.pixels[0, 0, 0] = 1
        assert image.pixels.flags.c_contiguous, kind


def test_without_pixels_keeps_size_and_source(tmp_path: Path) -> None:
    image = read_image(stored(tmp_path, JPEG))
    light = image.without_pixels()
    assert (light.width, light.height, light.source) == (WIDTH, HEIGHT, image.source)
    assert light.pixels.strides == (0, 0, 0)


@pytest.mark.parametrize(
    "pixels",
    [np.zeros((2, 2), np.uint8), np.zeros((2, 2, 4), np.uint8), np.zeros((2, 2, 3), np.float32)],
)
def test_a_photograph_takes_only_eight_bit_colour(pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="not uint8"):
        FundusImage(pixels, ImageSource(Path("x"), "0" * 64, "PNG", 8))


@pytest.mark.parametrize("name", ["Auge rechts ü.jpg", "眼底写真.jpg", "👁️.png", "a b'c\"d.tif"])
def test_any_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Größe 大"
    folder.mkdir()
    assert read_image(stored(folder, JPEG, name)).width == WIDTH


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file names of bytes")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.jpg"))
    path.write_bytes(JPEG)
    assert read_image(path).width == WIDTH


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"Dear colleague, please find attached", "is not a picture"),
        (b"%PDF-1.7 ...", "is not a picture"),
        (b"GIF89a" + bytes(40), "is not a picture"),
        (b"\xff\xd8\xff", "x.jpg"),
        (b"BM", "x.jpg"),
        (b"II*\x00", "x.jpg"),
        (b"\x89PNG\r\n\x1a\n", "x.jpg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "x.jpg"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(ImageReadError, match=reason) as caught:
        read_image(stored(tmp_path, data, "x.jpg"))
    assert str(caught.value).startswith("x.jpg: ")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ImageReadError, match=r"gone\.jpg: the file is not there"):
        read_image(tmp_path / "gone.jpg")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(ImageReadError, match="is a folder without photographs"):
        read_image(tmp_path)


def test_the_current_folder_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ImageReadError, match=r"^\.: is a folder"):
        read_image(Path())


@pytest.mark.parametrize("name", ["x" * 5000 + ".jpg", "nul\0byte.jpg"])
def test_impossible_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImageReadError, match="cannot be read"):
        read_image(tmp_path / name)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read everything"
)
def test_locked_file(tmp_path: Path) -> None:
    path = stored(tmp_path, JPEG)
    path.chmod(0)
    with pytest.raises(ImageReadError, match="Permission denied"):
        read_image(path)


def test_an_error_of_the_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("fundusviewer.imaging.file.open_regular", broken)
    with pytest.raises(ImageReadError, match=r"x\.jpg: cannot be read \(Input/output error\)"):
        read_image(stored(tmp_path, JPEG, "x.jpg"))


def test_a_folder_that_cannot_be_listed_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", locked)
    with pytest.raises(ImageReadError, match="Permission denied"):
        read_image(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders on this system")
@pytest.mark.timeout(10)
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "pipe.jpg"
    os.mkfifo(path)
    with pytest.raises(ImageReadError, match="a pipe or a device"):
        read_image(path)


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "MAX_BYTES", 100)
    with pytest.raises(ImageReadError, match="too large"):
        read_image(stored(tmp_path, JPEG))


def chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum


def huge_png(width: int, height: int) -> bytes:
    """A black 1-bit PNG that takes a thousandth of what it unpacks to."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", body), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_a_bomb_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stored(tmp_path, huge_png(30_000, 30_000), "bomb.png")
    assert path.stat().st_size < 200_000
    monkeypatch.setattr(cv2, "imdecode", lambda *_: pytest.fail("it was decoded"))
    # Of the processor: what else the machine does is no fault.
    start = time.process_time()
    with pytest.raises(
        ImageReadError, match=r"bomb\.png: 30,000 × 30,000 pixels.*at most 150 megapixels"
    ):
        read_image(path)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize("kind", sorted(EACH_KIND))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(share=st.floats(0, 1))
def test_cut_off_anywhere_is_an_error(tmp_path: Path, kind: str, share: float) -> None:
    """The last bytes are left out: the end mark of a PNG holds no pixels."""
    data = EACH_KIND[kind]
    path = stored(tmp_path, data[: int((len(data) - 24) * share)], "cut.jpg")
    with pytest.raises(ImageReadError, match=r"^cut\.jpg: "):
        read_image(path)


def test_a_real_photograph_cut_off_is_an_error(tmp_path: Path, sample: Path) -> None:
    data = sample.read_bytes()
    for share in (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999):
        path = stored(tmp_path, data[: int(len(data) * share)])
        with pytest.raises(ImageReadError):
            read_image(path)


def test_a_photograph_whose_end_was_never_written_is_an_error(tmp_path: Path, sample: Path) -> None:
    """An interrupted copy leaves zeros behind: the size is right, the content is not."""
    data = sample.read_bytes()
    for share in (0.2, 0.5, 0.9, 0.99):
        kept = int(len(data) * share)
        with pytest.raises(ImageReadError):
            read_image(stored(tmp_path, data[:kept] + bytes(len(data) - kept)))


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    start=st.sampled_from(
        [b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\0", b"MM\0*"]
    ),
    rest=st.binary(max_size=300),
)
def test_any_bytes_give_a_picture_or_our_error(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = stored(tmp_path, start + rest)
    try:
        image = read_image(path)
    except ImageReadError as error:
        assert str(error).startswith("photograph.jpg: ")  # noqa: PT017
    else:
        assert image.pixels.dtype == np.uint8


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    kind=st.sampled_from(sorted(EACH_KIND)),
    places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_damaged_bytes_give_a_picture_or_our_error(
    tmp_path: Path, kind: str, places: list[tuple[float, int]]
) -> None:
    data = bytearray(EACH_KIND[kind])
    for place, value in places:
        data[int(place * len(data))] = value
    path = stored(tmp_path, bytes(data))
    try:
        image = read_image(path)
    except ImageReadError:
        return
    assert image.pixels.dtype == np.uint8
    assert image.pixels.ndim == 3
