"""What an object tells about its photograph, and what its file's name says against it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import DicomSource, DicomTag, Laterality, read_image, read_tags
from tests.helpers.dicom import OPHTHALMIC_8, ophthalmic, secondary_capture, written
from tests.imaging.dicom.pictures import drawn


def told(folder: Path, **changes: Any) -> DicomSource:
    source = read_image(written(folder / "p.dcm", ophthalmic(drawn(), **changes))).source.dicom
    assert source is not None
    return source


def test_all_that_is_taken_over(tmp_path: Path) -> None:
    dataset = ophthalmic(drawn(), IssuerOfPatientID="Clinic")
    image = read_image(written(tmp_path / "p.dcm", dataset))
    assert image.source.pixel_size == (7.0, 6.0)
    assert image.laterality is Laterality.OS
    assert image.source.dicom == DicomSource(
        sop_class_uid=OPHTHALMIC_8,
        sop_class="Ophthalmic Photography 8 Bit Image Storage",
        sop_instance_uid=dataset.SOPInstanceUID,
        study_uid=dataset.StudyInstanceUID,
        series_uid=dataset.SeriesInstanceUID,
        transfer_syntax_uid="1.2.840.10008.1.2.1",
        frame=1,
        frames=1,
        patient_id="4711-x",
        issuer="Clinic",
        patient_name="Müller^Änne",
        patient_birth_date="19570213",
        patient_sex="F",
        identity_removed=False,
        study_date=dt.date(2026, 3, 14),
        acquired=dt.datetime(2026, 3, 14, 10, 20),
        laterality=Laterality.OS,
        laterality_contradicts=False,
        laterality_unknown="",
        camera="Test Optics FC-1",
        field_of_view=45.0,
        pupil_dilated=True,
        pixel_spacing=(0.006, 0.007),
        burned_in=False,
    )


def test_what_is_missing_is_not_known(tmp_path: Path) -> None:
    path = written(tmp_path / "p.dcm", secondary_capture(drawn(), Laterality=None))
    image = read_image(path)
    assert image.laterality is None
    source = image.source.dicom
    assert source is not None
    assert (source.field_of_view, source.pupil_dilated, source.pixel_spacing) == (None,) * 3
    assert image.source.pixel_size is None


@pytest.mark.parametrize(
    ("image", "series", "expected", "contradicts"),
    [
        ("R", None, Laterality.OD, False),
        ("R", "L", Laterality.OD, True),
        (None, "L", Laterality.OS, False),
        ("B", "L", Laterality.OS, False),
        ("U", None, None, False),
        (None, None, None, False),
    ],
)
def test_the_images_eye_stands_above_that_of_the_series(
    tmp_path: Path,
    image: str | None,
    series: str | None,
    expected: Laterality | None,
    contradicts: bool,
) -> None:
    source = told(tmp_path, ImageLaterality=image, Laterality=series)
    assert source.laterality is expected
    assert source.laterality_contradicts is contradicts


def test_a_contradicting_name_is_remarked(tmp_path: Path) -> None:
    image = read_image(written(tmp_path / "4711_OD.dcm", ophthalmic(drawn())))
    assert image.laterality is Laterality.OS
    assert image.notes == (
        "The file's name says right eye, the DICOM object left eye: check which eye it is.",
    )
    assert not read_image(written(tmp_path / "4711_OS.dcm", ophthalmic(drawn()))).notes


@pytest.mark.parametrize(
    ("statement", "eye"),
    [
        ("RIGHT", Laterality.OD),
        ("Right", Laterality.OD),
        ("OD", Laterality.OD),
        ("R ", Laterality.OD),
        ("r", Laterality.OD),
        ("RE", Laterality.OD),
        ("RIGHT EYE", Laterality.OD),
        ("LEFT", Laterality.OS),
        ("OS", Laterality.OS),
        ("l", Laterality.OS),
        ("Left eye", Laterality.OS),
    ],
)
@pytest.mark.parametrize("keyword", ["ImageLaterality", "Laterality"])
def test_the_eye_in_words_is_understood(
    tmp_path: Path, keyword: str, statement: str, eye: Laterality
) -> None:
    changes: dict[str, object] = {"ImageLaterality": None, "Laterality": None, keyword: statement}
    other = {Laterality.OD: "L", Laterality.OS: "R"}[eye]
    image = read_image(written(tmp_path / f"4711_{other}.dcm", ophthalmic(drawn(), **changes)))
    assert image.laterality is eye
    (note,) = image.notes
    assert "check which eye it is" in note


@pytest.mark.parametrize("statement", ["B", "BOTH", "OU", "X", "dexter?", "1", ["R", "L"]])
def test_an_eye_that_is_not_understood_is_remarked(tmp_path: Path, statement: object) -> None:
    path = tmp_path / "4711_L.dcm"
    written(path, ophthalmic(drawn(), ImageLaterality=statement))
    (note,) = read_image(path).notes
    assert "which is not understood: check which eye it is" in note


@pytest.mark.parametrize("statement", ["U", "", None, "unknown"])
def test_an_eye_that_is_not_told_is_no_riddle(tmp_path: Path, statement: str | None) -> None:
    path = tmp_path / "4711_L.dcm"
    image = read_image(written(path, ophthalmic(drawn(), ImageLaterality=statement)))
    assert (image.laterality, image.notes) == (Laterality.OS, ())


def test_both_eyes_in_one_object_are_remarked(tmp_path: Path) -> None:
    path = written(tmp_path / "p.dcm", ophthalmic(drawn(), Laterality="R"))
    assert read_image(path).notes == ("The DICOM object names both eyes: check which eye it is.",)


def test_without_an_eye_in_the_object_the_name_tells(tmp_path: Path) -> None:
    path = written(tmp_path / "4711_OD.dcm", ophthalmic(drawn(), ImageLaterality=None))
    assert read_image(path).laterality is Laterality.OD


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"AcquisitionDateTime": "20260102030405.123+0100"}, dt.datetime(2026, 1, 2, 3, 4, 5)),
        ({"AcquisitionDateTime": "20260102"}, dt.date(2026, 1, 2)),
        ({"AcquisitionDateTime": None, "AcquisitionDate": "20260103"}, dt.date(2026, 1, 3)),
        ({"AcquisitionDateTime": "", "ContentDate": "20260104"}, dt.date(2026, 1, 4)),
        ({"AcquisitionDateTime": "20261399", "ContentDate": "2026.01.05"}, dt.date(2026, 1, 5)),
        ({"AcquisitionDateTime": None, "ContentDate": None}, None),
    ],
)
def test_when_it_was_taken(
    tmp_path: Path, changes: dict[str, Any], expected: dt.date | None
) -> None:
    source = told(tmp_path, **changes)
    assert source.acquired == expected
    assert source.day is not None


@pytest.mark.parametrize("spacing", [[0.0, 0.0], [-1.0, 1.0], [0.01], None])
def test_a_spacing_that_cannot_be_is_left_out(tmp_path: Path, spacing: Any) -> None:
    assert told(tmp_path, PixelSpacing=spacing).pixel_spacing is None


def test_texts_are_one_line(tmp_path: Path) -> None:
    source = told(tmp_path, PatientID="4711\n\x07evil" + "x" * 500)
    assert source.patient_id.startswith("4711 evil")
    assert len(source.patient_id) == 200


def test_all_elements_can_be_searched(tmp_path: Path) -> None:
    dataset = ophthalmic(drawn())
    dataset.private_block(0x0011, "MAKER", create=True).add_new(1, "LO", "secret")
    source, tags = read_tags(written(tmp_path / "p.dcm", dataset))
    assert source.patient_id == "4711-x"
    by_place = {(tag.place, tag.depth): tag for tag in tags}
    assert by_place["(0010,0010)", 0] == DicomTag("(0010,0010)", "Patient's Name", "Müller^Änne", 0)
    assert by_place["(0008,0008)", 0].value == "ORIGINAL, PRIMARY"
    assert by_place["(0002,0010)", 0].value == "Explicit VR Little Endian"
    assert by_place["(0008,2218)", 0].value == "1 item"
    assert by_place["(0008,0104)", 1].value in ("Retina", "Fundus Camera")
    assert by_place["(0011,1001)", 0].value == "secret"
    assert not any(tag.place == "(7FE0,0010)" for tag in tags)


@pytest.mark.parametrize("data", [b"x" * 200, b""])
def test_elements_of_what_is_no_dicom(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(ImageReadError, match=r"^x: "):
        read_tags(tmp_path / "x")
