"""Patient, eye and date from names; the worse eye decides."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.errors import PatternError
from fundusviewer.grading import Decision
from fundusviewer.imaging import Laterality
from fundusviewer.screening import Identity, Patient, Row, group_by_patient, identify, name_pattern
from fundusviewer.screening.identity import SAME_FOR_BOTH_EYES, SAME_FOR_TWO
from fundusviewer.screening.names import PRESETS
from fundusviewer.screening.patients import SEVERAL_FOLDERS
from fundusviewer.screening.rows import StoredResult

OD, OS = Laterality.OD, Laterality.OS
DAY = dt.date(2026, 3, 14)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Patient004_L.jpg", Identity("Patient004", OS)),
        ("Patient004_R.jpg", Identity("Patient004", OD)),
        ("10003_left.jpeg", Identity("10003", OS)),
        ("10003_right.jpeg", Identity("10003", OD)),
        ("IDRiD_050.jpg", Identity("IDRiD_050")),
        ("Müller-OD.png", Identity("Müller", OD)),
        ("A-17 OS 2.tif", Identity("A-17", OS)),
        ("A17_2026-03-14_OD.jpg", Identity("A17", OD, DAY)),
        ("A17_od_20260314_02.jpg", Identity("A17", OD, DAY)),
        ("王芳_OS.jpg", Identity("王芳", OS)),
        ("P1_20261345_L.jpg", Identity("P1_20261345", OS)),
        ("DSC0815.jpg", Identity()),
        ("left.jpg", Identity(eye=OS)),
        ("Laura.jpg", Identity()),
    ],
)
def test_the_presets_read_common_names(name: str, expected: Identity) -> None:
    assert name_pattern().identify(Path("/day") / name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "12345_20230102_101530_OD",
        "12345_20230102101530_OD",
        "12345_20230102T101530_OD",
        "12345_2023-01-02_10-15-30_OD",
        "12345_2023-01-02 10.15.30_OD",
        "12345_20230102_10h15_OD",
        "12345_20230102_101530123_OD",
        "12345_20230102_101530_OD_2",
        "12345_202301021015_OD",
        "12345_20230102_1015_OD",
        "12345_02.01.2023_OD",
        "12345_02.01.2023_10.15_OD",
        "12345_OD_20230102_101530",
        "12345_OD_2023-01-02_10-15-30_2",
        "20230102_101530_12345_OD",
        "20230102_12345_OD",
        "2023-01-02T10-15-30_12345_R",
    ],
)
def test_day_and_time_are_no_part_of_the_number(name: str) -> None:
    expected = Identity("12345", OD, dt.date(2023, 1, 2))
    assert name_pattern().identify(Path("/day") / f"{name}.jpg") == expected


def test_days_that_are_read_in_two_ways_tell_visits_apart_all_the_same() -> None:
    first, second = (
        name_pattern().identify(Path(f"/a/12345_{day}-01-2023_OD.jpg")) for day in ("02", "03")
    )
    assert first.patient == second.patient == "12345"
    assert first.date is None
    assert first.visit != second.visit


@pytest.mark.parametrize(
    ("name", "eye"),
    [
        ("image_L.jpg", OS),
        ("IMG_0001_L.jpg", OS),
        ("DSC0815_R.jpg", OD),
        ("scan_0001_L.dcm", OS),
        ("fundus photo_left.png", OS),
        ("unknown_OD.jpg", OD),
        ("Patient_OD.jpg", OD),
        ("0000_OD.jpg", OD),
        ("20230102_OD.jpg", OD),
        ("20230102_101530_OD.jpg", OD),
        ("20230102_1015_OD.jpg", OD),
        ("20230102_101530_1_OD.jpg", OD),
        ("TOPCON_20230102_101530_OD.jpg", OD),
        ("12345_101530_OD.jpg", OD),
        ("12345_1672654530_OD.jpg", OD),
        ("12345_1672654530123_OD.jpg", OD),
        ("Müller_10-15-30_OS.jpg", OS),
        ("Müller_20230102_1015_OS.jpg", OS),
        ("left.jpg", OS),
        ("LE_VAN_ANH_001.jpg", None),
        ("RE_MARIO_002.jpg", None),
        ("Nguyen_Le.jpg", None),
        ("van_Os_20230102.jpg", None),
    ],
)
def test_who_is_not_certain_is_unknown_and_said(name: str, eye: Laterality | None) -> None:
    found = name_pattern().identify(Path("/day") / name)
    assert (found.patient, found.eye) == (None, eye)
    assert found.remarks


def test_a_name_that_a_person_chose_a_pattern_for_counts() -> None:
    found = name_pattern("{patient}_{eye}").identify(Path("/day/Nguyen_Le.jpg"))
    assert found == Identity("Nguyen", OS)
    assert name_pattern("{eye}_{patient}").identify(Path("/L_DUPONT.jpg")) == Identity("DUPONT", OS)


@pytest.mark.parametrize(
    ("path", "patient", "date"),
    [
        ("101/image_L.jpg", "101", None),
        ("P007/OD.jpg", "P007", None),
        ("patient_12/left_2.jpg", "patient_12", None),
        ("Müller_4711/R.jpg", "Müller_4711", None),
        ("101/20230102_101530_OD.jpg", "101", dt.date(2023, 1, 2)),
        ("101/2023-01-02/image_L.jpg", "101", dt.date(2023, 1, 2)),
    ],
)
def test_a_folder_of_one_person_names_the_person(
    path: str, patient: str, date: dt.date | None
) -> None:
    found = name_pattern().identify(Path("/data") / path)
    assert (found.patient, found.date, found.remarks) == (patient, date, ())
    assert found.eye is not None


@pytest.mark.parametrize(
    "path",
    ["Downloads/left.jpg", "Müller/left.jpg", "2026/03/14/left.jpg", "2026-03/14/left.jpg",
     "2026-03-14/left.jpg", "batch 3/left.jpg", "100CANON/left.jpg", "17/IMG_0001_L.jpg",
     "17/0042_left.tif.jpg", "left/1.jpg", "101/DSC0815.jpg", "images2/OD.jpg"],
)  # fmt: skip
def test_other_folders_name_nobody(path: str) -> None:
    patient = name_pattern().identify(Path("/data") / path).patient
    assert patient is None or patient.startswith("0042")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("{patient}_{eye}", "/a/7_OD.jpg", Identity("7", OD)),
        ("{date}-{patient}-{eye}-*", "/a/20260314-7-R-macula.jpg", Identity("7", OD, DAY)),
        ("{patient}/{eye}", "/a/Ng/left.jpg", Identity("Ng", OS)),
        ("{patient}/{date}/*{eye}", "/a/Ng/2026.03.14/x_re.jpg", Identity("Ng", OD, DAY)),
        (r"(?P<patient>\d{3})x.*", "/a/123x_L.jpg", Identity("123", OS)),
        (r"v(?P<patient>\d+)(?P<eye>[lr])", "/a/v5l.jpg", Identity("5", OS)),
        ("{patient}.{eye}", "/a/7_OD.jpg", Identity(eye=OD)),
        ("Patient004_L", "/a/7_OD.jpg", Identity(eye=OD)),
        ("{patient}/{eye}", "left.jpg", Identity(eye=OS)),
    ],
)
def test_patterns_of_the_user(pattern: str, path: str, expected: Identity) -> None:
    assert name_pattern(pattern).identify(Path(path)) == expected


@pytest.mark.parametrize(
    "pattern",
    ["", "nothing", "{eye}", "{name}_{eye}", "(?P<patient>", "(?P<eye>L)", "{patient}{patient}",
     "(?P<patient>a)(?P<x>b)"],
)  # fmt: skip
def test_wrong_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        name_pattern(pattern)


@given(st.binary(min_size=1, max_size=60))
def test_any_name_can_be_read(name: bytes) -> None:
    cleaned = name.replace(b"/", b"_").replace(b"\0", b"_")
    for pattern in ("auto", *PRESETS):
        name_pattern(pattern).identify(Path(os.fsdecode(cleaned + b".jpg")))


def row(
    name: str, decision: str, probability: float | None = None, grade: int | None = None
) -> Row:
    problem = "cannot be read" if decision == "error" else None
    found = StoredResult(
        decision=None if decision in ("error", "pending") else decision,
        referable_probability=probability,
        grade=grade,
    )
    return Row(os.fsencode(f"/day/{name}.jpg"), name, problem=problem, result=found)


def patients(*rows: Row) -> list[Patient]:
    return group_by_patient(identify(one, name_pattern()) for one in rows)


def test_the_worse_eye_is_the_patients_result() -> None:
    (patient,) = patients(row("7_OD", "no_referral", 0.1, 0), row("7_OS", "refer", 0.8, 3))
    assert patient.decision is Decision.REFER
    assert patient.deciding.row.found.grade == 3
    right = patient.eye(OD)
    assert right is not None
    assert right.row.found.grade == 0


@pytest.mark.parametrize("unknown", ["ungradable", "error", "not_fundus", "pending"])
@pytest.mark.parametrize("names", [("7_OD", "7_OS"), ("7_OS", "7_OD"), ("7_OD_1", "7_OD_2")])
def test_what_is_not_known_is_never_hidden_by_a_healthy_one(
    unknown: str, names: tuple[str, str]
) -> None:
    (patient,) = patients(row(names[0], unknown), row(names[1], "no_referral", 0.01, 0))
    assert patient.deciding.row.name == names[0]
    assert patient.decision is not Decision.NO_REFERRAL


def test_a_referral_stands_above_what_is_not_known() -> None:
    (patient,) = patients(row("7_OD", "ungradable"), row("7_OS", "refer", 0.9, 2))
    assert patient.decision is Decision.REFER
    right = patient.eye(OD)
    assert right is not None
    assert right.row.decision is Decision.UNGRADABLE


def test_missing_eyes() -> None:
    (one,) = patients(row("7_OD", "no_referral", 0.1, 0))
    assert one.missing_eyes == (OS,)
    (unknown,) = patients(row("IDRiD_050", "no_referral", 0.1, 0))
    assert unknown.missing_eyes == ()


def test_photographs_without_a_patient_stand_alone_and_visits_apart() -> None:
    found = patients(
        row("DSC1", "no_referral", 0.1, 0),
        row("DSC2", "no_referral", 0.2, 0),
        row("7_20260314_OD", "no_referral", 0.3, 0),
        row("7_20260315_OD", "refer", 0.9, 2),
    )
    assert len(found) == 4
    assert [one.patient for one in found] == ["7", "7", None, None]
    assert found[0].date == dt.date(2026, 3, 15)


def files(*paths: str) -> list[Patient]:
    rows = [
        row(Path(path).stem, "no_referral", 0.1, 0)._replace(encoded_path=os.fsencode(path))
        for path in paths
    ]
    return patients(*rows)


def test_one_folder_for_each_patient() -> None:
    found = files(*(f"/in/{n}/image_{eye}.jpg" for n in (101, 102, 103) for eye in "LR"))
    assert [one.patient for one in found] == ["101", "102", "103"]
    assert all(len(one.photographs) == 2 and not one.missing_eyes for one in found)


def test_folders_of_one_name_in_two_places_are_not_one_patient() -> None:
    found = files("/A/101/left.jpg", "/B/101/right.jpg")
    assert [one.missing_eyes for one in found] == [(OD,), (OS,)]


def test_one_number_in_two_folders_is_remarked_on() -> None:
    (found,) = files("/A/12345_OD.jpg", "/B/12345_OS.jpg")
    assert found.remarks == (SEVERAL_FOLDERS,)
    (same_folder,) = files("/A/12345_OD.jpg", "/A/12345_OS.jpg")
    assert same_folder.remarks == ()


def test_short_numbers_count_in_their_folder() -> None:
    found = files(*(f"/in/{n}/1_{eye}.jpg" for n in ("A", "B", "101") for eye in "LR"))
    assert [len(one.photographs) for one in found] == [2, 2, 2]
    by_eye = files("/in/left/1_L.jpg", "/in/right/1_R.jpg")
    assert [len(one.photographs) for one in by_eye] == [2]


def test_letters_in_pieces_are_the_same_letters() -> None:
    (found,) = files("/a/Mu\u0308ller_OD.jpg", "/a/M\u00fcller_OS.jpg")
    assert found.patient == "M\u00fcller"
    typed = row("7_OD", "refer", 0.9, 2)._replace(corrected=1, patient="Mu\u0308ller ")
    assert identify(typed, name_pattern()).identity.patient == "M\u00fcller"


def test_who_corrects_the_eye_alone_leaves_the_visit() -> None:
    left, right = (
        row(eye, "no_referral", 0.1, 0)._replace(encoded_path=f"/in/101/{eye}.jpg".encode())
        for eye in ("left", "right")
    )
    (found,) = patients(left._replace(corrected=1, patient="101", eye="OS"), right)
    assert len(found.photographs) == 2


@pytest.mark.parametrize("patient", ["7", "Meier", "P007"])
def test_who_is_given_to_a_patient_joins_the_visit(patient: str) -> None:
    known = f"/in/P007/{'left' if patient == 'P007' else f'{patient}_OS'}.jpg"
    told, untold = (
        row(Path(path).stem, "no_referral", 0.1, 0)._replace(encoded_path=path.encode())
        for path in (known, "/in/P007/DSC1.jpg")
    )
    (found,) = patients(told, untold._replace(corrected=1, patient=patient, eye="OD"))
    assert found.missing_eyes == ()


def twin(path: Path, *others: Path) -> Row:
    encoded = ",".join(os.fsencode(other).hex() for other in others)
    return row(path.stem, "no_referral", 0.1, 0)._replace(
        encoded_path=os.fsencode(path), encoded_twins=encoded or None
    )


def test_one_file_for_both_eyes_is_neither(tmp_path: Path) -> None:
    right, left = tmp_path / "P1_OD.jpg", tmp_path / "P1_OS.jpg"
    for path in (right, left):
        path.touch()
    (patient,) = patients(twin(right, left), twin(left, right))
    assert patient.eye(OD) is None
    assert patient.eye(OS) is None
    assert patient.remarks == (SAME_FOR_BOTH_EYES,)
    assert patient.missing_eyes == ()


def test_one_file_for_two_patients_stays_with_both_and_is_remarked_on(tmp_path: Path) -> None:
    first, second = tmp_path / "P1_OD.jpg", tmp_path / "P2_OD.jpg"
    for path in (first, second):
        path.touch()
    found = patients(twin(first, second), twin(second, first))
    assert [one.patient for one in found] == ["P1", "P2"]
    assert [one.remarks for one in found] == [(SAME_FOR_TWO,)] * 2


def test_a_copy_or_a_file_that_was_renamed_is_no_contradiction(tmp_path: Path) -> None:
    path = tmp_path / "P1_OD.jpg"
    copies = [tmp_path / "old" / "P1_OD.jpg", tmp_path / "DSC1.jpg"]
    for each in (path, *copies):
        each.parent.mkdir(exist_ok=True)
        each.touch()
    gone = tmp_path / "P1_OS.jpg"
    (patient,) = patients(twin(path, *copies, gone))
    assert patient.eye(OD) is not None
    assert patient.remarks == ()


def test_a_correction_stands_above_the_name() -> None:
    corrected = row("7_OD", "refer", 0.9, 2)._replace(corrected=1, patient="8", eye="OS")
    assert identify(corrected, name_pattern()).identity == Identity("8", OS, visit="/day")
    cleared = row("7_OD", "refer", 0.9, 2)._replace(corrected=1, date="2026-03-14")
    assert identify(cleared, name_pattern()).identity == Identity(date=DAY)
