"""What the database keeps of a DICOM object's patient."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread, uid

from fundusviewer.errors import StoreError
from fundusviewer.imaging import Laterality, read_image
from fundusviewer.inference import Classifier
from fundusviewer.resources import user_data_dir
from fundusviewer.screening import (
    Identity,
    Method,
    Photograph,
    Store,
    find_photographs,
    group_by_patient,
    identify,
    name_pattern,
    screen,
)
from fundusviewer.screening.origin import _key, pseudonym
from tests.helpers.databases import connect
from tests.helpers.dicom import as_jpeg, written

HIDDEN = (b"4711-x", b"ller", b"19570213", b"20260314", b"2026-03-14")


@pytest.fixture
def retina(sample: Path) -> np.ndarray:
    return read_image(sample).pixels[::4, ::4].copy()


def graded(folder: Path, model: Path, **options: Any) -> list[Photograph]:
    classifier = Classifier(model, "cpu")
    method = Method.of(classifier)
    with Store(folder / "s.sqlite", **options) as store:
        list(screen(find_photographs([folder / "in"]), classifier, store, method))
        return [identify(row, name_pattern()) for row in store.rows(method)]


@pytest.fixture
def visit(tmp_path: Path, retina: np.ndarray) -> Path:
    """Both eyes of a patient on one day, the left one again two years before."""
    (tmp_path / "in").mkdir()
    written(tmp_path / "in" / "a.dcm", as_jpeg(retina))
    written(tmp_path / "in" / "b.dcm", as_jpeg(retina, ImageLaterality="R"))
    written(tmp_path / "in" / "c.dcm", as_jpeg(retina, AcquisitionDateTime="20240101120000"))
    return tmp_path


def test_without_the_users_word_nothing_of_the_patient_is_stored(
    visit: Path, tiny_model: Path
) -> None:
    photographs = graded(visit, tiny_model)
    data = (visit / "s.sqlite").read_bytes()
    assert not any(word in data for word in HIDDEN)
    assert {one.identity.patient for one in photographs} == {pseudonym("4711-x")}
    assert {one.identity.date for one in photographs} == {None}
    visits = group_by_patient(photographs)
    assert sorted(len(patient.photographs) for patient in visits) == [1, 2]
    both = next(patient for patient in visits if len(patient.photographs) == 2)
    assert both.missing_eyes == ()


def test_with_it_number_and_day_are_stored(visit: Path, tiny_model: Path) -> None:
    photographs = graded(visit, tiny_model, keep_identity=True)
    assert {one.identity.patient for one in photographs} == {"4711-x"}
    assert {one.identity.date for one in photographs} == {
        dt.date(2026, 3, 14),
        dt.date(2024, 1, 1),
    }
    # The name is never stored.
    assert b"ller" not in (visit / "s.sqlite").read_bytes()


@pytest.mark.parametrize("number", ["", None])
def test_name_and_birth_date_are_never_stored(
    tmp_path: Path, retina: np.ndarray, tiny_model: Path, number: str | None
) -> None:
    (tmp_path / "in").mkdir()
    for name, eye in (("a.dcm", "R"), ("b.dcm", "L")):
        written(tmp_path / "in" / name, as_jpeg(retina, PatientID=number, ImageLaterality=eye))
    photographs = graded(tmp_path, tiny_model, keep_identity=True)
    data = (tmp_path / "s.sqlite").read_bytes()
    assert not any(word in data for word in (b"ller", b"19570213", b"1957-02-13"))
    # They still tell patients apart, as a pseudonym.
    (patient,) = {one.identity.patient for one in photographs}
    assert patient is not None
    assert patient.startswith("DICOM-")
    assert {one.identity.date for one in photographs} == {dt.date(2026, 3, 14)}


def test_what_was_stored_stays(visit: Path, tiny_model: Path) -> None:
    graded(visit, tiny_model)
    (again, *_) = graded(visit, tiny_model, keep_identity=True)
    assert again.identity.patient == pseudonym("4711-x")


def test_the_object_counts_more_than_the_name_and_a_person_more_than_both(
    tmp_path: Path, retina: np.ndarray, tiny_model: Path
) -> None:
    (tmp_path / "in").mkdir()
    written(tmp_path / "in" / "Patient009_R.dcm", as_jpeg(retina))
    (photograph,) = graded(tmp_path, tiny_model, keep_identity=True)
    assert photograph.identity == Identity("4711-x", Laterality.OS, dt.date(2026, 3, 14))
    assert any("check which eye it is" in reason for reason in photograph.row.reasons)
    classifier = Classifier(tiny_model, "cpu")
    with Store(tmp_path / "s.sqlite") as store:
        store.correct({photograph.row.sha256 or "": Identity("12", Laterality.OD)}, "Dr. X")
        row = store.rows(Method.of(classifier))[0]
    expected = Identity("12", Laterality.OD, visit=str(tmp_path / "in"))
    assert identify(row, name_pattern()).identity == expected


def test_what_the_object_does_not_tell_the_name_does(
    tmp_path: Path, retina: np.ndarray, tiny_model: Path
) -> None:
    (tmp_path / "in").mkdir()
    dataset = as_jpeg(retina, PatientID="", PatientName="", PatientBirthDate="")
    dataset.ImageLaterality = "U"
    written(tmp_path / "in" / "Patient009_R.dcm", dataset)
    (photograph,) = graded(tmp_path, tiny_model)
    assert photograph.identity.patient == "Patient009"
    assert photograph.identity.eye is Laterality.OD


def test_two_issuers_of_one_number_are_two_patients(
    tmp_path: Path, retina: np.ndarray, tiny_model: Path
) -> None:
    (tmp_path / "in").mkdir()
    written(tmp_path / "in" / "a.dcm", as_jpeg(retina, IssuerOfPatientID="A"))
    written(tmp_path / "in" / "b.dcm", as_jpeg(retina, IssuerOfPatientID="B"))
    assert len(group_by_patient(graded(tmp_path, tiny_model))) == 2


def two_studies(folder: Path, retina: np.ndarray, **changes: str | None) -> None:
    """Both eyes of two people, each a study, on one day."""
    (folder / "in").mkdir()
    for person in range(2):
        study = uid.generate_uid()
        for eye in "RL":
            dataset = as_jpeg(retina, ImageLaterality=eye, StudyInstanceUID=study, **changes)
            written(folder / "in" / f"im{person}{eye}x.dcm", dataset)


@pytest.mark.parametrize(
    "changes",
    [
        {"PatientID": "ANONYMOUS", "PatientName": "ANONYMOUS", "PatientBirthDate": ""},
        {"PatientID": "", "PatientName": "", "PatientBirthDate": ""},
        {"PatientID": None, "PatientName": None, "PatientBirthDate": None},
        {"PatientID": "0000", "PatientName": "Unknown^", "PatientBirthDate": "00000000"},
        {"PatientID": "N/A", "PatientName": "Removed^", "PatientBirthDate": "19570213"},
        {"PatientID": "", "PatientName": "Meier^Anna", "PatientBirthDate": ""},
        {"PatientID": "ANON 0001", "PatientName": "", "PatientIdentityRemoved": "YES"},
        {"PatientID": "12", "PatientIdentityRemoved": "YES"},
        {"PatientID": "SUBJ-7", "PatientIdentityRemoved": "yes"},
        {"PatientID": "12", "DeidentificationMethod": "by hand"},
    ],
)
@pytest.mark.parametrize("keep_identity", [True, False])
def test_strangers_without_a_name_are_not_one(
    tmp_path: Path,
    retina: np.ndarray,
    tiny_model: Path,
    changes: dict[str, str | None],
    keep_identity: bool,
) -> None:
    two_studies(tmp_path, retina, **changes)
    found = group_by_patient(graded(tmp_path, tiny_model, keep_identity=keep_identity))
    assert [len(one.photographs) for one in found] == [2, 2]
    assert all(one.missing_eyes == () for one in found)
    named = changes["PatientID"] in ("12", "SUBJ-7")
    assert all((one.remarks == ()) is named for one in found)


def test_a_name_that_stands_for_a_number_is_never_stored(
    tmp_path: Path, retina: np.ndarray, tiny_model: Path
) -> None:
    two_studies(tmp_path, retina, PatientID="")
    (patient, *_) = graded(tmp_path, tiny_model, keep_identity=True)
    assert (patient.identity.patient or "").startswith("DICOM-")
    data = (tmp_path / "s.sqlite").read_bytes()
    assert b"ller" not in data
    assert b"19570213" not in data


def test_one_study_of_many_strangers_is_not_one(
    tmp_path: Path, retina: np.ndarray, tiny_model: Path
) -> None:
    (tmp_path / "in").mkdir()
    for number, birth in enumerate(("19570213", "19621101")):
        nobody = {"PatientID": "ANONYMOUS", "PatientName": "", "PatientBirthDate": birth}
        dataset = as_jpeg(retina, StudyInstanceUID="1.2.3", **nobody)
        written(tmp_path / "in" / f"{number}.dcm", dataset)
    assert len(group_by_patient(graded(tmp_path, tiny_model))) == 2


def test_who_belongs_to_no_study_either_stands_alone(
    tmp_path: Path, retina: np.ndarray, tiny_model: Path
) -> None:
    two_studies(tmp_path, retina, PatientID="", PatientName="", PatientBirthDate="")
    for path in (tmp_path / "in").iterdir():
        dataset = dcmread(path)
        del dataset.StudyInstanceUID
        dataset.save_as(path)
    found = group_by_patient(graded(tmp_path, tiny_model))
    assert [one.patient for one in found] == [None] * 4


def test_a_placeholder_that_was_stored_earlier_is_nobody(
    tmp_path: Path, retina: np.ndarray, tiny_model: Path
) -> None:
    two_studies(tmp_path, retina)
    photographs = graded(tmp_path, tiny_model, keep_identity=True)
    for told in ("ANONYMOUS", pseudonym("ANONYMOUS"), pseudonym("UNKNOWN")):
        rows = [one.row._replace(dicom_patient=told) for one in photographs]
        found = group_by_patient(identify(row, name_pattern()) for row in rows)
        assert [one.patient for one in found] == [None] * 4


def test_the_key_is_the_users_alone(visit: Path, tiny_model: Path) -> None:
    graded(visit, tiny_model)
    path = user_data_dir() / "pseudonyms.key"
    assert path.stat().st_mode & 0o077 == 0
    assert path.read_bytes() not in (visit / "s.sqlite").read_bytes()


def test_a_damaged_key_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pseudonyms.key"
    path.write_bytes(b"short")
    with pytest.raises(StoreError, match="is no key of 32 bytes; restore a copy"):
        _key(path)
    assert path.read_bytes() == b"short"


def test_a_pseudonym_has_no_day_beside_it(visit: Path, tiny_model: Path) -> None:
    graded(visit, tiny_model)
    connection = connect(visit / "s.sqlite")
    try:
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE origin SET date = '2026-01-01'")
    finally:
        connection.close()
