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
from fundusviewer.screening.names import PRESETS

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
    nothing: dict[str, object] = dict.fromkeys(Row._fields)
    problem = "cannot be read" if decision == "error" else None
    values = {
        "encoded_path": os.fsencode(f"/day/{name}.jpg"),
        "name": name,
        "problem": problem,
        "network_decision": None if decision in ("error", "pending") else decision,
        "referable_probability": probability,
        "grade": grade,
        "corrected": 0,
    }
    return Row(**{**nothing, **values})  # type: ignore[arg-type]


def patients(*rows: Row) -> list[Patient]:
    return group_by_patient(identify(one, name_pattern()) for one in rows)


def test_the_worse_eye_is_the_patients_result() -> None:
    (patient,) = patients(row("7_OD", "no_referral", 0.1, 0), row("7_OS", "refer", 0.8, 3))
    assert patient.decision is Decision.REFER
    assert patient.deciding.row.grade == 3
    right = patient.eye(OD)
    assert right is not None
    assert right.row.grade == 0


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


def test_a_correction_stands_above_the_name() -> None:
    corrected = row("7_OD", "refer", 0.9, 2)._replace(corrected=1, patient="8", eye="OS")
    assert identify(corrected, name_pattern()).identity == Identity("8", OS)
    cleared = row("7_OD", "refer", 0.9, 2)._replace(corrected=1, date="2026-03-14")
    assert identify(cleared, name_pattern()).identity == Identity(date=DAY)
