"""WebP, JPEG 2000 and AVIF that have lost or gained bytes are errors; whole ones are not."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fundusviewer.errors import DamagedImageError, ImageReadError
from fundusviewer.imaging import as_far_as_readable, decode
from fundusviewer.imaging.file import ImageFile
from fundusviewer.imaging.formats.lengths import WrongLengthError, check_lengths
from fundusviewer.resources import asset

#: Names of file types as Pillow says them, with the options of a file.
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "WebP": ("WEBP", {"quality": 90}),
    "WebP, lossless": ("WEBP", {"lossless": True}),
    "WebP, profile": ("WEBP", {"quality": 90, "icc_profile": b"no profile", "exif": b"x" * 7}),
    "JPEG 2000": ("JPEG2000", {"quality_mode": "rates", "quality_layers": [20]}),
    "JPEG 2000, tiles": ("JPEG2000", {"tile_size": (100, 100)}),
    "JPEG 2000, bare": ("JPEG2000", {"no_jp2": True}),
    "AVIF": ("AVIF", {"quality": 80}),
}


def saved(kind: str, mode: str = "RGB") -> tuple[str, bytes]:
    file_type, options = KINDS[kind]
    with Image.open(asset("sample.jpg")) as picture:
        small = picture.resize((301, 301)).convert(mode)
    buffer = io.BytesIO()
    small.save(buffer, file_type, **options)
    return file_type, buffer.getvalue()


def file_of(data: bytes) -> ImageFile:
    return ImageFile(Path("a file"), data, "0" * 64)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_whole_files_are_read(kind: str, mode: str) -> None:
    file_type, data = saved(kind, mode)
    check_lengths(file_type, data)
    assert decode(file_of(data)).pixels.shape == (301, 301, 3)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_lost_and_doubled_bytes_are_an_error(kind: str, share: float) -> None:
    file_type, data = saved(kind)
    at = int(share * len(data))
    for harmed in (
        data[:at] + data[at + 20 :],
        data[:at] + data[at - 20 :],
        data[:at],
        data + b"\1\2\3",
    ):
        with pytest.raises(WrongLengthError):
            check_lengths(file_type, harmed)
        with pytest.raises(ImageReadError, match="a file: "):
            decode(file_of(harmed))


def test_what_can_be_read_is_shown_and_not_graded() -> None:
    _, data = saved("WebP")
    harmed = file_of(data + data[-40:])
    with pytest.raises(DamagedImageError, match="not as long as it says"):
        decode(harmed)
    shown = as_far_as_readable(harmed, decode)
    assert np.array_equal(shown.pixels, decode(file_of(data)).pixels)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "none"])
def test_other_types_are_left_alone(kind: str) -> None:
    check_lengths(kind, b"anything")
