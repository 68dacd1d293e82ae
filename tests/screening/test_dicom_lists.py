"""DICOM files among the photographs: frames, discs, files without a suffix, reports."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydicom import config, uid
from pydicom.dataset import Dataset, FileMetaDataset

from fundusviewer.imaging import load
from fundusviewer.screening import FolderWatch, find_photographs
from fundusviewer.screening.runs import watch
from tests.helpers.dicom import ophthalmic, secondary_capture, written
from tests.helpers.programs import run_program
from tests.imaging.dicom.pictures import drawn


def names(paths: list[Path]) -> list[str]:
    return [path.name for path in paths]


def test_files_without_a_suffix_are_known_by_their_content(tmp_path: Path) -> None:
    written(tmp_path / "IM0001", ophthalmic(drawn()))
    written(tmp_path / "1.2.840.113619.2", ophthalmic(drawn()))
    written(tmp_path / "a.DCM", ophthalmic(drawn()))
    written(tmp_path / "notes.txt", ophthalmic(drawn()))
    (tmp_path / "README").write_text("nothing")
    (tmp_path / "b.jpg").write_bytes(b"x")
    assert names(find_photographs([tmp_path])) == [
        "1.2.840.113619.2",
        "IM0001",
        "a.DCM",
        "b.jpg",
        "notes.txt",
    ]


def test_each_frame_is_a_photograph(tmp_path: Path) -> None:
    path = written(tmp_path / "many.dcm", ophthalmic(np.stack([drawn()] * 3)))
    expected = ["many.dcm#frame1", "many.dcm#frame2", "many.dcm#frame3"]
    assert names(find_photographs([tmp_path])) == expected
    assert names(find_photographs([path])) == expected
    assert [load(frame).frame for frame in find_photographs([path])] == [1, 2, 3]


def test_a_file_that_is_named_like_a_frame_is_that_file(tmp_path: Path) -> None:
    path = written(tmp_path / "a.dcm#frame7", ophthalmic(drawn()))
    assert load(path).frame is None


def test_a_bomb_of_frames_is_one_row_that_says_so(tmp_path: Path) -> None:
    written(tmp_path / "bomb.dcm", ophthalmic(drawn(), NumberOfFrames=2_000_000_000))
    assert names(find_photographs([tmp_path])) == ["bomb.dcm"]


def test_reports_and_our_own_pictures_are_no_photographs(tmp_path: Path) -> None:
    written(tmp_path / "p.dcm", ophthalmic(drawn()))
    report = ophthalmic(drawn(), SOPClassUID=uid.ComprehensiveSRStorage, Rows=None, Columns=None)
    named = written(tmp_path / "report.dcm", report)
    written(tmp_path / "ours.dcm", secondary_capture(drawn(), ManufacturerModelName="FundusViewer"))
    assert names(find_photographs([tmp_path])) == ["p.dcm"]
    assert find_photographs([named]) == [named]


def test_a_damaged_object_is_not_passed_over(tmp_path: Path) -> None:
    data = written(tmp_path / "p.dcm", ophthalmic(drawn())).read_bytes()
    (tmp_path / "cut.dcm").write_bytes(data[:200])
    (tmp_path / "empty.dcm").write_bytes(b"")
    assert names(find_photographs([tmp_path])) == ["cut.dcm", "empty.dcm", "p.dcm"]


@pytest.fixture
def disc(tmp_path: Path) -> Path:
    """A folder with a DICOMDIR and two photographs."""
    folder = tmp_path / "disc"
    (folder / "PT1").mkdir(parents=True)
    for name in ("IM1", "IM2"):
        written(folder / "PT1" / name, ophthalmic(drawn()))
    directory(folder, [["PT1", "IM1"], ["PT1", "IM2"]])
    return folder


def directory(folder: Path, files: list[list[str]]) -> Path:
    """Write a DICOMDIR that names files by the parts of their paths."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.MediaStorageSOPClassUID = uid.MediaStorageDirectoryStorage
    dataset.file_meta.MediaStorageSOPInstanceUID = uid.generate_uid()
    dataset.file_meta.TransferSyntaxUID = uid.ExplicitVRLittleEndian
    dataset.FileSetID = ""
    dataset.DirectoryRecordSequence = []
    for kind, parts in [("PATIENT", None), *(("IMAGE", parts) for parts in files)]:
        record = Dataset()
        record.DirectoryRecordType = kind
        if parts:
            # Also names that the standard does not allow.
            with config.disable_value_validation():
                record.ReferencedFileID = parts
        dataset.DirectoryRecordSequence.append(record)
    return written(folder / "DICOMDIR", dataset)


def test_a_directory_that_dcmtk_made(tmp_path: Path) -> None:
    written(tmp_path / "IM1", ophthalmic(drawn()))
    written(tmp_path / "IM2", ophthalmic(drawn()))
    made = tmp_path / "DICOMDIR"
    run_program("dcmmkdir", "+id", tmp_path, "+D", made, "IM1", "IM2")
    assert find_photographs([made]) == [tmp_path / "IM1", tmp_path / "IM2"]


def test_a_dicomdir_stands_for_its_files(disc: Path) -> None:
    found = find_photographs([disc / "DICOMDIR"])
    assert len(found) == 2
    assert all(path.is_file() for path in found)
    assert sorted(find_photographs([disc])) == sorted(found)


def test_a_dicomdir_of_a_disc_with_small_letters(disc: Path) -> None:
    for path in sorted(disc.rglob("*"), reverse=True):
        if path.name != "DICOMDIR":
            path.rename(path.with_name(path.name.lower()))
    found = find_photographs([disc / "DICOMDIR"])
    assert len(found) == 2
    assert all(path.is_file() for path in found)


def test_a_file_that_is_missing_from_the_disc_is_a_row(disc: Path) -> None:
    missing = find_photographs([disc / "DICOMDIR"])[0]
    missing.unlink()
    assert missing in find_photographs([disc / "DICOMDIR"])


@pytest.mark.parametrize("parts", [["..", "secret"], ["PT1", "../../secret"], ["PT1", ""]])
def test_a_dicomdir_cannot_name_files_elsewhere(disc: Path, parts: list[str]) -> None:
    path = directory(disc, [parts])
    assert find_photographs([path]) == [path]


def test_a_watched_folder_gives_each_frame_once(tmp_path: Path) -> None:
    now = 0.0
    looking = FolderWatch((tmp_path,), clock=lambda: now)
    written(tmp_path / "many.dcm", ophthalmic(np.stack([drawn()] * 2)))
    assert looking.look() == []
    now = watch.SETTLED_AFTER + 1
    assert names(looking.look()) == ["many.dcm#frame1", "many.dcm#frame2"]
    assert looking.look() == []
