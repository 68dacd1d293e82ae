"""JPEGs that are damaged inside are errors, whole ones are not, and what can be read is shown."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom import uid

from fundusviewer.errors import DamagedImageError, ImageReadError
from fundusviewer.imaging import as_far_as_readable, decode, load, read_image, read_preview
from fundusviewer.imaging.formats.jpeg import FACTORS, decode_jpeg
from fundusviewer.imaging.thumbnail import thumbnail
from fundusviewer.resources import asset
from tests.helpers.dicom import compressed, ophthalmic, written
from tests.imaging.test_reader import close, drawn, encoded, stored


def of(pixels: np.ndarray, **options: Any) -> bytes:
    return encoded(Image.fromarray(pixels), "JPEG", **{"quality": 92, **options})


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    return np.asarray(Image.open(asset("sample.jpg")).resize((480, 480)))


def scan_of(code: bytes) -> int:
    """Return where the compressed pixels begin."""
    at = code.index(b"\xff\xda")
    return at + 2 + int.from_bytes(code[at + 2 : at + 4], "big")


def cut_out(code: bytes, share: float) -> bytes:
    at = scan_of(code) + int((len(code) - scan_of(code)) * share)
    return code[:at] + code[at + 200 :]


def ended(code: bytes, share: float) -> bytes:
    at = scan_of(code) + int((len(code) - scan_of(code)) * share)
    return code[:at].rstrip(b"\xff") + b"\xff\xd9"


def zeroed(code: bytes, share: float) -> bytes:
    at = scan_of(code) + int((len(code) - scan_of(code)) * share)
    return code[:at] + bytes(len(code) - at - 2) + b"\xff\xd9"


def shorter(code: bytes, _share: float) -> bytes:
    """Say fewer rows than there are."""
    at = max(code.find(mark) for mark in (b"\xff\xc0", b"\xff\xc2"))
    rows = int.from_bytes(code[at + 5 : at + 7], "big")
    return code[: at + 5] + (rows - 64).to_bytes(2, "big") + code[at + 7 :]


def taller(code: bytes, _share: float) -> bytes:
    at = max(code.find(mark) for mark in (b"\xff\xc0", b"\xff\xc2"))
    rows = int.from_bytes(code[at + 5 : at + 7], "big")
    return code[: at + 5] + (rows + 64).to_bytes(2, "big") + code[at + 7 :]


@pytest.mark.parametrize("harm", [ended, zeroed, shorter, taller])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"restart_marker_blocks": 8}, {"subsampling": 0}]
)
def test_damage_is_an_error(
    tmp_path: Path, photograph: np.ndarray, harm: Any, share: float, options: dict[str, Any]
) -> None:
    if harm is shorter and options.get("progressive"):
        pytest.skip("rows that are not looked at are no damage of a progressive JPEG")
    path = stored(tmp_path, harm(of(photograph, **options), share), "x.jpg")
    with pytest.raises(DamagedImageError, match=r"^x\.jpg: the picture is damaged \(.+\)"):
        read_image(path)


@pytest.mark.parametrize("factor", FACTORS)
def test_damage_is_an_error_at_every_size(photograph: np.ndarray, factor: int) -> None:
    with pytest.raises(Exception, match="premature end"):
        decode_jpeg(ended(of(photograph), 0.5), factor)


def test_what_can_be_read_is_shown(tmp_path: Path, photograph: np.ndarray) -> None:
    path = stored(tmp_path, ended(of(photograph), 0.6), "x.jpg")
    shown = as_far_as_readable(load(path), decode)
    assert shown.pixels.shape == photograph.shape
    assert close(shown.pixels[:200], photograph[:200], 4)
    _, pixels = as_far_as_readable(load(path), partial(read_preview, side=100))
    assert pixels.shape == photograph.shape
    assert thumbnail(path, 64).shape == (64, 64, 3)


def test_of_what_is_no_picture_nothing_is_shown(tmp_path: Path) -> None:
    with pytest.raises(ImageReadError):
        as_far_as_readable(load(stored(tmp_path, b"Dear colleague")), decode)


def test_damage_inside_of_dicom(tmp_path: Path, photograph: np.ndarray) -> None:
    def wrapped(code: bytes) -> Path:
        dataset = compressed(
            ophthalmic(photograph),
            [code],
            uid.JPEGBaseline8Bit,
            PhotometricInterpretation="YBR_FULL_422",
        )
        return written(tmp_path / "p.dcm", dataset)

    assert close(read_image(wrapped(of(photograph))).pixels, photograph, 4)
    damaged = wrapped(ended(of(photograph), 0.5))
    with pytest.raises(DamagedImageError, match=r"^p\.dcm: the picture is damaged"):
        read_image(damaged)
    shown = as_far_as_readable(load(damaged), decode)
    assert close(shown.pixels[:160], photograph[:160], 4)


def test_harmless_remarks_are_no_damage(tmp_path: Path, photograph: np.ndarray) -> None:
    """Some telephones write numbers that belong to progressive JPEGs; nobody looks at them."""
    code = bytearray(of(photograph))
    code[scan_of(bytes(code)) - 2] = 0
    np.testing.assert_array_equal(
        read_image(stored(tmp_path, bytes(code))).pixels, decode_jpeg(of(photograph))
    )


def test_the_pixels_are_those_of_every_other_decoder(photograph: np.ndarray) -> None:
    code = of(photograph)
    with Image.open(io.BytesIO(code)) as picture:
        assert np.abs(decode_jpeg(code).astype(int) - np.asarray(picture)).max() <= 1


@pytest.mark.parametrize("marked", [True, False])
def test_inks(tmp_path: Path, marked: bool) -> None:
    """Adobe's marker says that 0 is full ink; without it 255 is."""
    picture = Image.fromarray(drawn()).convert("CMYK")
    code = encoded(picture, "JPEG", quality=97)
    if not marked:
        at = code.index(b"\xff\xee")
        length = int.from_bytes(code[at + 2 : at + 4], "big")
        inverted = encoded(Image.fromarray(255 - np.asarray(picture), "CMYK"), "JPEG", quality=97)
        assert inverted[at : at + 2] == b"\xff\xee"
        code = inverted[:at] + inverted[at + 2 + length :]
    assert close(read_image(stored(tmp_path, code)).pixels, drawn(), 6)


def test_twelve_bits_are_refused_with_a_reason(tmp_path: Path, photograph: np.ndarray) -> None:
    code = bytearray(of(photograph))
    code[code.index(b"\xff\xc0") + 4] = 12
    with pytest.raises(ImageReadError, match=r"^x\.jpg: .*12"):
        read_image(stored(tmp_path, bytes(code), "x.jpg"))
