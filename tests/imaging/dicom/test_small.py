"""A camera-size JPEG inside an object is examined as the same JPEG outside of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import uid

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import Laterality, decode, load, read_image, read_preview, read_reduced
from tests.helpers.dicom import compressed, ophthalmic, written
from tests.imaging.test_reduced import SPEC, write_disc


@pytest.fixture
def jpeg(tmp_path: Path) -> Path:
    return write_disc(tmp_path / "a.jpg")


def wrapped(folder: Path, jpeg: Path, code: bytes | None = None, **changes: Any) -> Path:
    dataset = compressed(
        ophthalmic(read_image(jpeg).pixels),
        [code or jpeg.read_bytes()],
        uid.JPEGBaseline8Bit,
        **{"PhotometricInterpretation": "YBR_FULL_422", **changes},
    )
    return written(folder / "p.dcm", dataset)


def test_the_same_pixels_are_examined(tmp_path: Path, jpeg: Path) -> None:
    file = load(wrapped(tmp_path, jpeg))
    reduced, outside = read_reduced(file, SPEC), read_reduced(load(jpeg), SPEC)
    assert reduced.factor == outside.factor == 4
    np.testing.assert_array_equal(reduced.pixels, outside.pixels)
    whole = decode(file)
    assert reduced.image.pixels.shape == whole.pixels.shape
    assert reduced.image.source == whole.source
    assert reduced.image.laterality is whole.laterality is Laterality.OS
    assert reduced.image.pixels.strides == (0, 0, 0)
    image, pixels = read_preview(file, 300)
    assert image.source == whole.source
    assert pixels.shape == (300, 376, 3)


def test_what_is_not_told_to_be_ycbcr_is_decoded_whole(tmp_path: Path, jpeg: Path) -> None:
    file = load(wrapped(tmp_path, jpeg, PhotometricInterpretation="RGB"))
    assert read_reduced(file, SPEC).factor == 1


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_truncated_code_is_an_error(tmp_path: Path, jpeg: Path, share: float) -> None:
    code = jpeg.read_bytes()
    file = load(wrapped(tmp_path, jpeg, code[: int(len(code) * share)]))
    with pytest.raises(ImageReadError, match=r"^p\.dcm: is truncated"):
        read_reduced(file, SPEC)


@pytest.mark.parametrize("changes", [{"Rows": 2399}, {"Columns": 3002}, {"NumberOfFrames": 2}])
def test_another_size_is_an_error(tmp_path: Path, jpeg: Path, changes: dict[str, Any]) -> None:
    file = load(wrapped(tmp_path, jpeg, **changes))
    with pytest.raises(ImageReadError, match="contradicts itself"):
        read_reduced(file, SPEC)
