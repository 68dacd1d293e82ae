"""Objects that other programs wrote, and ours held against the standard by another program."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset

from fundusviewer.imaging import Laterality, read_image
from tests.helpers.dicom import as_jpeg, ophthalmic, secondary_capture, wide_field, written
from tests.helpers.programs import run_program, validate
from tests.imaging.dicom.pictures import away, drawn


@pytest.mark.parametrize("kind", ["--sec-capture", "--new-sc", "--vl-photo", "--oph-photo"])
def test_img2dcm(tmp_path: Path, sample: Path, kind: str) -> None:
    """The JPEG is taken into the object as it is: the photograph is the same to the bit."""
    path = tmp_path / "made.dcm"
    keys = ["-k", "PatientID=4711", "-k", "ImageLaterality=L", "-k", "Laterality=L"]
    # img2dcm invents many required attributes, but not this sequence.
    device = "AcquisitionDeviceTypeCodeSequence[0]"
    keys += ["-k", f"{device}.CodeValue=409898007", "-k", f"{device}.CodeMeaning=Fundus Camera"]
    keys += ["-k", f"{device}.CodingSchemeDesignator=SCT"]
    region = "AnatomicRegionSequence[0]"
    keys += ["-k", f"{region}.CodeValue=5665001", "-k", f"{region}.CodeMeaning=Retina"]
    keys += ["-k", f"{region}.CodingSchemeDesignator=SCT"]
    run_program("img2dcm", kind, sample, path, *keys)
    image = read_image(path)
    np.testing.assert_array_equal(image.pixels, read_image(sample).pixels)
    assert image.laterality is Laterality.OS
    assert image.source.dicom is not None
    assert image.source.dicom.patient_id == "4711"


CODERS: dict[str, tuple[str, list[str], float]] = {
    "RLE": ("dcmcrle", [], 0),
    "JPEG-LS by line": ("dcmcjpls", ["+il"], 0),
    "JPEG-LS by sample": ("dcmcjpls", ["+is"], 0),
    "JPEG-LS by plane": ("dcmcjpls", ["+in"], 0),
    "JPEG-LS with errors": ("dcmcjpls", ["+en", "+md", "2"], 2),
    "JPEG baseline": ("dcmcjpeg", ["+eb", "+q", "95"], 3),
    "JPEG extended": ("dcmcjpeg", ["+ee", "+q", "95"], 3),
    "JPEG lossless": ("dcmcjpeg", ["+e1"], 0),
    "big-endian": ("dcmconv", ["+tb"], 0),
    "implicit": ("dcmconv", ["+ti"], 0),
    "deflated": ("dcmconv", ["+td"], 0),
    "undefined lengths": ("dcmconv", ["-e"], 0),
}


@pytest.mark.parametrize("name", sorted(CODERS))
@pytest.mark.parametrize("make", [ophthalmic, secondary_capture])
def test_what_dcmtk_encodes(tmp_path: Path, name: str, make: Callable[..., Dataset]) -> None:
    coder, options, tolerance = CODERS[name]
    path = tmp_path / "coded.dcm"
    run_program(coder, *options, written(tmp_path / "p.dcm", make(drawn())), path)
    image = read_image(path)
    assert away(image.pixels, drawn()) <= tolerance


@pytest.mark.parametrize("options", [["+px"], ["+cn"], ["+pl"]])
def test_what_dcmtk_decodes(tmp_path: Path, options: list[str]) -> None:
    path = tmp_path / "decoded.dcm"
    run_program("dcmdjpeg", *options, written(tmp_path / "p.dcm", as_jpeg(drawn())), path)
    assert away(read_image(path).pixels, drawn()) < 3


@pytest.mark.parametrize("make", [ophthalmic, secondary_capture])
@pytest.mark.parametrize("kind", ["uncompressed", "JPEG", "16 bits", "frames"])
def test_the_tests_own_objects_keep_the_standard(
    tmp_path: Path, make: Callable[..., Dataset], kind: str
) -> None:
    objects: dict[str, Callable[[], Dataset]] = {
        "uncompressed": lambda: make(drawn()),
        "JPEG": lambda: as_jpeg(drawn(), make),
        "16 bits": lambda: make(drawn().astype(np.uint16) * 257),
        "frames": lambda: ophthalmic(np.stack([drawn(), drawn()])),
    }
    validate(written(tmp_path / "p.dcm", objects[kind]()))


def test_a_wide_field_object_opens_in_dcmtk(tmp_path: Path) -> None:
    """The validator of 2022 does not know this kind yet."""
    path = written(tmp_path / "p.dcm", wide_field(drawn()))
    assert "Wide" in run_program("dcmdump", "+P", "SOPClassUID", path).replace(" ", "")
    assert read_image(path).laterality is Laterality.OS
