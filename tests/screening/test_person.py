"""What names a person, and what only looks so."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.screening.person import (
    is_person,
    is_persons_folder,
    is_placeholder,
    one_spelling,
)


@pytest.mark.parametrize(
    "text",
    ["", " ", "^", "^^^^", "ANONYMOUS", "Anonymous^Patient", "anonymized", "Anonymisiert", "ANONYM",
     "Anonymized1234", "ANON", "ANON 0001", "anon_12", "UNKNOWN", "Unknown^Unknown", "unknown 7",
     "NONE", "none", "NULL", "nil", "N/A", "n.a.", "NA", "NaN", "-", "--", "?", "???", "***", "X",
     "XX", "xxx^xxx", "0", "0000", "000-000", "00.00", "9999", "999999999", "No Name", "NO_ID",
     "Noname", "Not available", "not applicable", "Patient", "PATIENT^", "Patient ID",
     "PatientName", "Test", "TEST^PATIENT", "Test12", "Doe^John", "Jane Doe", "Removed",
     "REMOVED BY CTP",
     "DeIdentified", "De-Identified", "DEID", "PHI", "[redacted]", "Unbekannt", "Mr Unknown",
     "default", "dummy",
     "undefined", "temp", "aaa", "\u200b"],
)  # fmt: skip
def test_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["12345", "1", "0001", "1000", "999", "1111", "P1", "A17", "E 12", "4711-x", "Patient 12",
     "Pat12", "PATIENT004", "Na^Li", "No^Kim", "Jane^Li", "Müller^Änne", "Temple", "Nullmeyer",
     "Frau Meier", "王芳", "Doerr", "Anona", "Unkelbach", "Testa^Mario", "DICOM-4XYZ7ABCDE"],
)  # fmt: skip
def test_people(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("image", False), ("IMG_0001", False), ("DSC0815", False), ("scan 12", False),
        ("fundus7", False), ("20260314", False), ("2026-03-14", False), ("20260314_101530", False),
        ("unknown", False), ("patient", False), ("0000", False), ("TOPCON_12", False),
        ("right", False), ("100CANON", False),
        ("12345", True), ("7", True), ("P1", True), ("A17", True), ("Müller", True),
        ("Patient004", True), ("IDRiD_050", True), ("anon_17", True), ("case-17", True),
        ("20261345", True), ("9999", True), ("0", True), ("1111", True),
    ],
)  # fmt: skip
def test_parts_of_names(name: str, answer: bool) -> None:
    assert is_person(name) is answer


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("101", True), ("7", True), ("P007", True), ("patient_12", True), ("AB1234", True),
        ("Müller_12", True), ("4711-x", True),
        ("Downloads", False), ("Müller", False), ("2026", False), ("2026-03-14", False),
        ("batch3", False), ("Day 2", False), ("clinic 1", False), ("100CANON", False),
        ("101_PANA", False), ("images2", False), ("export 20260314", False), ("000", False),
        ("New folder (2)", False), ("session_1", False), ("left", False), ("OD", False),
    ],
)  # fmt: skip
def test_folders(name: str, answer: bool) -> None:
    assert is_persons_folder(name) is answer


@given(st.text(max_size=30))
def test_one_spelling_is_one(text: str) -> None:
    once = one_spelling(text)
    assert one_spelling(once) == once
    composed, decomposed = (unicodedata.normalize(form, once) for form in ("NFC", "NFD"))
    assert one_spelling(composed) == one_spelling(decomposed)


def test_what_is_not_seen_makes_no_second_person() -> None:
    spellings = ["Jo\u0308rg  Meier", "J\u00f6rg Meier ", "\ufeffJ\u00f6rg\u00a0Meier\u200b"]
    assert {one_spelling(each) for each in spellings} == {"J\u00f6rg Meier"}
