"""Photographs without their patients: nothing of them is left, anywhere in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.tag import Tag
from pydicom.uid import ComprehensiveSRStorage, JPEGBaseline8Bit

from fundusviewer.dicom.deidentification.burned_in import seems_to_have_text
from fundusviewer.dicom.deidentification.deidentify import Deidentified, deidentify
from fundusviewer.dicom.deidentification.jpeg_comments import without_comments
from fundusviewer.dicom.deidentification.profile import Action, action_for
from fundusviewer.dicom.identifiers import is_uid
from fundusviewer.errors import OutputError
from fundusviewer.imaging import read_image
from tests.helpers.dicom import as_jpeg, code, compressed, jpeg_of, ophthalmic, written
from tests.helpers.programs import validate
from tests.imaging.dicom.pictures import drawn

HIDDEN = "Zywiec"


def secretive(dataset: Dataset) -> Dataset:
    """Write the secret wherever something can be written."""
    for keyword in (
        "PatientName",
        "PatientID",
        "OtherPatientNames",
        "InstitutionName",
        "InstitutionAddress",
        "ReferringPhysicianName",
        "OperatorsName",
        "StationName",
        "StudyDescription",
        "SeriesDescription",
        "ImageComments",
        "AccessionNumber",
        "DeviceSerialNumber",
        "PatientComments",
        "RequestingPhysician",
    ):
        setattr(dataset, keyword, HIDDEN)
    block = dataset.private_block(0x0011, HIDDEN, create=True)
    block.add_new(1, "LO", HIDDEN)
    item = Dataset()
    item.RequestedProcedureDescription = HIDDEN
    item.ScheduledProcedureStepDescription = HIDDEN
    dataset.RequestAttributesSequence = [item]
    region = dataset.AnatomicRegionSequence[0]
    inner = code("1", "99X", "x")
    inner.PatientName = HIDDEN
    inner.OperatorsName = HIDDEN
    region.AnatomicRegionModifierSequence = [inner]
    dataset.add_new(Tag(0x60000010), "US", 4)
    dataset.add_new(Tag(0x60004000), "LT", HIDDEN)
    return dataset


def done(folder: Path, dataset: Dataset, name: str = "p.dcm") -> tuple[Deidentified, Dataset]:
    out = folder / "out"
    out.mkdir(exist_ok=True)
    result = deidentify(written(folder / name, dataset), out)
    return result, dcmread(result.file)


@pytest.mark.parametrize("make", [ophthalmic, as_jpeg])
def test_nothing_of_the_patient_is_left(tmp_path: Path, make: Any) -> None:
    before = secretive(make(drawn()))
    old = {str(before.SOPInstanceUID), str(before.StudyInstanceUID), str(before.SeriesInstanceUID)}
    result, after = done(tmp_path, before)
    data = result.file.read_bytes()
    for secret in (HIDDEN.encode(), b"20260314", *map(str.encode, old)):
        assert secret not in data
    # New identifiers are random numbers of 39 digits: one in a hundred holds these by chance.
    for uid in _random_uids(after):
        data = data.replace(uid.encode(), b"")
    for secret in (b"4711", b"1957", b"0815"):
        assert secret not in data
    assert after.PatientIdentityRemoved == "YES"
    assert after.DeidentificationMethodCodeSequence[0].CodeValue == "113100"
    assert not result.warnings
    validate(result.file)


def _random_uids(dataset: Dataset) -> set[str]:
    """Return the identifiers that were made anew; all that is not the standard's own is."""
    found = {str(one.value) for one in dataset.iterall() if one.VR == "UI"}
    own = {uid for uid in found if not uid.startswith("1.2.840.10008.")}
    assert len(own) >= 3
    assert all(uid.startswith("2.25.") for uid in own)
    return own


@pytest.mark.parametrize("make", [ophthalmic, as_jpeg])
def test_the_photograph_stays_as_it_is(tmp_path: Path, make: Any) -> None:
    dataset = make(drawn())
    result, after = done(tmp_path, dataset)
    np.testing.assert_array_equal(
        read_image(result.file).pixels, read_image(tmp_path / "p.dcm").pixels
    )
    assert after.ImageLaterality == "L"
    assert after.HorizontalFieldOfView == 45
    assert list(after.PixelSpacing) == [0.006, 0.007]
    assert after.AnatomicRegionSequence[0].CodeMeaning == "Retina"


def test_photographs_of_one_patient_and_study_stay_together(tmp_path: Path) -> None:
    left = ophthalmic(drawn())
    right = ophthalmic(drawn(), StudyInstanceUID=left.StudyInstanceUID)
    other = ophthalmic(drawn(), PatientID="other")
    (_, a), (_, b), (_, c) = (
        done(tmp_path, dataset, f"{number}.dcm")
        for number, dataset in enumerate((left, right, other))
    )
    assert a.PatientID == b.PatientID != c.PatientID
    assert a.StudyInstanceUID == b.StudyInstanceUID != c.StudyInstanceUID
    assert len({a.SOPInstanceUID, b.SOPInstanceUID, c.SOPInstanceUID}) == 3
    assert a.SynchronizationFrameOfReferenceUID == left.SynchronizationFrameOfReferenceUID


def test_references_follow(tmp_path: Path) -> None:
    first = ophthalmic(drawn())
    reference = Dataset()
    reference.ReferencedSOPClassUID = first.SOPClassUID
    reference.ReferencedSOPInstanceUID = first.SOPInstanceUID
    second = ophthalmic(drawn(), SourceImageSequence=[reference])
    (_, a), (_, b) = done(tmp_path, first, "a.dcm"), done(tmp_path, second, "b.dcm")
    assert b.SourceImageSequence[0].ReferencedSOPInstanceUID == a.SOPInstanceUID
    assert b.SourceImageSequence[0].ReferencedSOPClassUID == first.SOPClassUID


def test_another_computer_gives_other_pseudonyms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = ophthalmic(drawn())
    _, here = done(tmp_path, dataset)
    monkeypatch.setenv("FUNDUSVIEWER_HOME", str(tmp_path / "elsewhere"))
    _, there = done(tmp_path, dataset)
    assert here.PatientID != there.PatientID
    assert here.SOPInstanceUID != there.SOPInstanceUID


def test_what_a_jpeg_carries_is_removed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[315] = HIDDEN
    inside = jpeg_of(drawn(), subsampling=0, exif=exif, comment=HIDDEN.encode())
    assert inside.count(HIDDEN.encode()) == 2
    dataset = compressed(
        ophthalmic(drawn()),
        [inside],
        JPEGBaseline8Bit,
        PhotometricInterpretation="YBR_FULL_422",
    )
    result, _ = done(tmp_path, dataset)
    assert HIDDEN.encode() not in result.file.read_bytes()
    np.testing.assert_array_equal(
        read_image(result.file).pixels, read_image(tmp_path / "p.dcm").pixels
    )


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00", b"\xff\xd8xxxxxx"])
def test_a_damaged_jpeg_is_said(data: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        without_comments(data)


def test_what_says_that_it_carries_text_is_warned_of(tmp_path: Path) -> None:
    result, _ = done(tmp_path, ophthalmic(drawn(), BurnedInAnnotation="YES"))
    assert result.warnings == ("p.dcm: says that text is part of the picture: look at it.",)


def test_text_beside_the_retina_is_warned_of(tmp_path: Path, sample: Path) -> None:
    retina = read_image(sample).pixels.copy()
    assert not seems_to_have_text(retina)
    cv2.putText(retina, "MUELLER 1957", (20, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (255,) * 3, 3)
    result, _ = done(tmp_path, ophthalmic(retina))
    assert "there seems to be text beside the retina" in result.warnings[0]


@pytest.mark.parametrize(
    "changes", [{"SOPClassUID": ComprehensiveSRStorage}, {"Rows": 7}, {"PixelData": b"x" * 10}]
)
def test_what_is_no_whole_photograph_is_not_written(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    from fundusviewer.errors import FundusViewerError

    with pytest.raises(FundusViewerError):
        done(tmp_path, ophthalmic(drawn(), **changes))
    assert not list((tmp_path / "out").iterdir())


def test_a_picture_file_is_no_dicom(tmp_path: Path, sample: Path) -> None:
    with pytest.raises(OutputError, match=r"sample\.jpg: .*nothing was written"):
        deidentify(sample, tmp_path)


@pytest.mark.parametrize(
    ("keyword", "action"),
    [
        ("PatientName", Action.EMPTY),
        ("InstitutionAddress", Action.REMOVE),
        ("SOPInstanceUID", Action.NEW_UID),
        ("SourceImageSequence", Action.KEEP),
        ("ContentDate", Action.DUMMY),
        ("ImageLaterality", Action.KEEP),
    ],
)
def test_the_standards_table(keyword: str, action: Action) -> None:
    assert action_for(Tag(keyword)) is action
    assert action_for(Tag(0x00111001)) is Action.REMOVE
    assert action_for(Tag(0x60023000)) is Action.REMOVE


PLACES = ("SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "FrameOfReferenceUID")


@pytest.mark.parametrize(
    "uid",
    [
        "1.2.840.10008.x/../../../secret",
        "1.2.840.10008.5.1.4.1.1.77.1.5.1.4711",
        "1.2.840.10008.5.1.1.16",
        "../secret",
        "/secret",
        "C:secret",
    ],
)
def test_whatever_an_identifier_says_it_is_replaced_and_leads_nowhere(
    tmp_path: Path, uid: str
) -> None:
    (tmp_path / "out" / "1.2.840.10008.x").mkdir(parents=True)
    changes = dict.fromkeys(PLACES, uid)
    if "5.1.1.16" in uid:
        # One that the standard has registered says nothing of a patient as a frame of reference.
        del changes["FrameOfReferenceUID"]
    result, after = done(tmp_path, ophthalmic(drawn(), **changes))
    assert uid.encode() not in result.file.read_bytes()
    assert all(is_uid(str(after[place].value)) for place in changes)
    assert result.file == tmp_path / "out" / f"{after.SOPInstanceUID}.dcm"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [
        tmp_path / "p.dcm",
        result.file,
    ]


def test_a_frame_of_reference_of_the_standard_stays(tmp_path: Path) -> None:
    talairach = "1.2.840.10008.1.4.1.1"
    _, after = done(tmp_path, ophthalmic(drawn(), FrameOfReferenceUID=talairach))
    assert after.FrameOfReferenceUID == talairach


@pytest.mark.parametrize("uid", ["", ["1.2.3", "1.2.4"]])
def test_a_photograph_without_one_identifier_is_an_error(tmp_path: Path, uid: Any) -> None:
    path = written(tmp_path / "p.dcm", ophthalmic(drawn()))
    dataset = dcmread(path)
    dataset.SOPInstanceUID = uid
    dataset.save_as(path, enforce_file_format=False)
    with pytest.raises(OutputError, match=r"p\.dcm: has no identifier of its own"):
        deidentify(path, tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_two_photographs_with_one_identifier_are_not_written_over_each_other(
    tmp_path: Path,
) -> None:
    first, _ = done(tmp_path, ophthalmic(drawn(), SOPInstanceUID="1.2.3"), "a.dcm")
    data = first.file.read_bytes()
    assert deidentify(tmp_path / "a.dcm", tmp_path / "out") == first
    with pytest.raises(OutputError, match=r"^b\.dcm: .* is another photograph"):
        done(tmp_path, ophthalmic(drawn() // 2, SOPInstanceUID="1.2.3"), "b.dcm")
    assert first.file.read_bytes() == data
