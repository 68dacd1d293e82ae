"""Mutated DICOM objects: an error of ours or a picture, for the list, the reader and the tags."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset

from fundusviewer.errors import FundusViewerError
from fundusviewer.imaging import photographs_in, read_image, read_tags
from fundusviewer.resources import asset
from tests.fuzz.mutations import mutated, tries
from tests.helpers.dicom import as_jpeg, ophthalmic, secondary_capture, written
from tests.imaging.dicom.test_damage import jpeg_2000_object, jpeg_ls_object, rle_object

pytestmark = pytest.mark.fuzz


def _sample() -> np.ndarray:
    return read_image(asset("sample.jpg")).pixels[::6, ::6].copy()


def _objects() -> dict[str, Dataset]:
    frames = np.stack([_sample()] * 2)
    return {
        "uncompressed": ophthalmic(_sample()),
        "two frames": ophthalmic(frames),
        "secondary capture": secondary_capture(_sample()),
        "JPEG": as_jpeg(_sample()),
        "JPEG 2000": jpeg_2000_object(),
        "JPEG-LS": jpeg_ls_object(),
        "RLE": rle_object(),
    }


@pytest.mark.parametrize("kind", sorted(_objects()))
def test_mutated_objects(kind: str, tmp_path: Path) -> None:
    whole = written(tmp_path / "whole.dcm", _objects()[kind]).read_bytes()
    seen: Counter[str] = Counter()
    for seed in tries(80):
        # Another name each time: what a file holds is remembered.
        path = tmp_path / f"{seed}.dcm"
        path.write_bytes(mutated(whole, seed))
        try:
            listed = photographs_in(path) or ()
            assert all(one.name.startswith(path.name) for one in listed), seed
            with io.StringIO() as text:
                print(read_tags(path), file=text)
            pixels = read_image(path).pixels
        except FundusViewerError as error:
            assert str(error).startswith(path.name), seed  # noqa: PT017
            seen["error"] += 1
        except Exception as error:
            error.add_note(f"{kind}, seed {seed}")
            raise
        else:
            assert pixels.ndim == 3, seed
            assert pixels.dtype == np.uint8, seed
            seen["picture"] += 1
        path.unlink()
    print(f"{kind}: {dict(seen)}")
