"""What a report says of patients and doctors: all photographs count, and a part says what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from fundusviewer.grading import Decision
from fundusviewer.reporting import Part, make_report, write_pdf
from fundusviewer.reporting.part import part_words
from fundusviewer.reporting.table import Report
from fundusviewer.reporting.words import words_of
from fundusviewer.screening import Filter, Row, name_pattern
from fundusviewer.screening.rows import StoredReadings
from tests.reporting.printed import Printed
from tests.reporting.rows import METHOD, REFUSED, row

REFER: dict[str, object] = {
    "decision": "refer",
    "grade": 3,
    "label": "severe NPDR",
    "referable_probability": 0.9,
}
LEFT, RIGHT = row("7_OS.jpg"), row("7_OD.jpg", **REFER)
UNREAD = Row.of_file(Path("/day/7_OD.jpg"))


def tables(rows: list[Row], everything: list[Row], part: Part | None = None) -> Report:
    return make_report(
        rows,
        METHOD,
        name_pattern(),
        personal_data=False,
        everything=everything,
        part=part or Part(len(rows), len(everything)),
    )


def pages(path: Path, rows: list[Row], everything: list[Row], **more: object) -> list[str]:
    part = Part(len(rows), len(everything))
    options = {"part": part, "everything": everything, **more}
    assert write_pdf(path, rows, METHOD, name_pattern(), **options)  # type: ignore[arg-type]
    return Printed(path).pages


def texts(path: Path) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]


@pytest.mark.parametrize(
    ("right", "decision", "words"),
    [
        (RIGHT, "refer", "Refer Referable"),
        (row("7_OD.jpg", **REFUSED), "ungradable", "Ungradable Repeat"),
        (row("7_OD.jpg", problem="is damaged"), "error", "Error There is no finding"),
        (UNREAD, "not_graded", "Not examined"),
    ],
)
def test_a_part_of_a_patient_has_the_whole_patients_result(
    tmp_path: Path, right: Row, decision: str, words: str
) -> None:
    (patient,) = tables([LEFT], [LEFT, right]).patients
    assert (patient["decision"], patient["od_decision"]) == (decision, decision)
    assert (patient["os_decision"], patient["deciding_eye"]) == ("no_referral", "OD")
    assert (patient["photographs"], patient["photographs_reported"]) == (2, 1)
    assert patient["deciding_photograph"] is None
    summary, contents, page = pages(tmp_path / "out.pdf", [LEFT], [LEFT, right])
    assert words in page
    assert "Decided by the right eye (OD)" in page
    assert "Not in this part of the list" in page
    assert "1 of 2 photographs of this visit are in this report; the result is that of all" in page
    assert "no photograph" not in (contents + page).lower()
    assert "No referral 0 (0 %)" in summary
    # Another reader of PDF files sees the same; it is what stands above the signature.
    assert all("Part of a list: 1 of 2 photographs" in one for one in texts(tmp_path / "out.pdf"))
    assert "Signature" in texts(tmp_path / "out.pdf")[-1]


def test_the_place_of_a_photograph_is_that_among_all_of_its_eye(tmp_path: Path) -> None:
    one, other = row("7_OS_1.jpg"), row("7_OS_2.jpg", **REFER)
    (page,) = pages(tmp_path / "out.pdf", [one], [one, other], summary=False)
    assert "photograph 2 of 2" in page
    assert "No photograph of this eye" in page  # nobody took one of the right eye
    assert "Refer Referable" in page


def test_visits_are_counted_whether_they_are_reported_or_not(tmp_path: Path) -> None:
    first, second = row("7_20250101_OD.jpg"), row("7_20260101_OD.jpg", **REFER)
    (patient,) = tables([first], [first, second]).patients
    assert (patient["visit"], patient["decision"]) == (1, "no_referral")
    (page,) = pages(tmp_path / "out.pdf", [first], [first, second], summary=False)
    assert "Visit 1 of 2" in page


def test_a_row_of_the_report_counts_as_it_stands_there() -> None:
    stored = row("7_OS.jpg")
    (patient,) = tables([stored.failed("the disk is full")], [stored]).patients
    assert (patient["decision"], patient["photographs"]) == ("error", 1)


# -- the doctor --------------------------------------------------------------------------------


def test_the_doctors_grade_is_the_decision_and_both_answers_stay() -> None:
    sick, healthy = row("7_OD.jpg", review_grade=4), row("8_OD.jpg", **REFER, review_grade=0)
    first, second = tables([sick, healthy], []).photographs
    names = ("decision", "final_grade", "decided_by", "differs", "program_decision", "grade")
    assert [first[name] for name in names] == ["refer", 4, "doctor", "yes", "no_referral", 0]
    assert [second[name] for name in names] == ["no_referral", 0, "doctor", "yes", "refer", 3]
    assert (first["doctor_grade"], second["doctor_grade"]) == (4, 0)
    patients = tables([sick, healthy], []).patients
    assert [(one["decision"], one["od_decision"], one["od_final_grade"]) for one in patients] == [
        ("refer", "refer", 4),
        ("no_referral", "no_referral", 0),
    ]


@pytest.mark.parametrize(
    ("found", "cells"),
    [
        (row("a.jpg"), ["no_referral", 0, "program", None]),
        (row("a.jpg", review_grade=0), ["no_referral", 0, "doctor", "no"]),
        (row("a.jpg", review_ungradable=1), ["ungradable", None, "doctor", "yes"]),
        (row("a.jpg", **REFUSED, review_ungradable=1), ["ungradable", None, "doctor", "no"]),
        (row("a.jpg", **REFUSED, review_grade=1), ["no_referral", 1, "doctor", "yes"]),
        (row("a.jpg", problem="gone"), ["error", None, "program", None]),
        (row("a.jpg", problem="gone", review_grade=3), ["refer", 3, "doctor", None]),
        (UNREAD, ["not_graded", None, None, None]),
    ],
)
def test_whose_decision_it_is(found: Row, cells: list[object]) -> None:
    (line,) = tables([found], []).photographs
    assert [line[name] for name in ("decision", "final_grade", "decided_by", "differs")] == cells


def test_the_page_says_whose_decision_it_is(tmp_path: Path) -> None:
    rows = [row("7_OD.jpg", review_grade=4), row("8_OD.jpg", review_grade=0)]
    summary, contents, first, second = pages(tmp_path / "out.pdf", rows, [])
    assert "Refer 1 (50 %)" in summary
    assert "Doctor and program differ ≠: 1." in summary
    assert "1 Refer grade 4 ≠ no photograph" in contents
    assert "2 No referral grade 0 no photograph" in contents
    assert first.startswith("FundusViewer") or "Refer Referable" in first
    assert "Refer – Referable" in first or "Refer – referable diabetic retinopathy" in first
    assert "≠ By the doctor's grade; the program says: no referral, grade 0" in first
    assert "4 – proliferative DR" in first
    assert "0 – no apparent retinopathy (80.0" in first
    assert "By the doctor's grade" in second
    assert "≠" not in second


def test_bookmarks_say_the_final_decision(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    pages(path, [row("7_OD.jpg", review_grade=4)], [])
    titles = [str(one.title) for one in PdfReader(path).outline if not isinstance(one, list)]
    assert titles == ["Summary", "Patient no. 1 of this report: refer"]


# -- a part of a list --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part(60, 60), ""),
        (Part(), ""),
        (Part(19, 60), "19 of 60 photographs"),
        (
            Part(19, 60, Filter(decisions=frozenset({Decision.NO_REFERRAL, None}))),
            "19 of 60 photographs, filter: not examined / no referral",
        ),
        (
            Part(1, 60, Filter(grades=frozenset({3, 2}), gradable=True, reviewed=False)),
            "1 of 60 photographs, filter: grade 2, 3; can be graded; to review",
        ),
        (Part(2, 3, selected=True), "2 of 3 photographs, selected by hand"),
        (Part(2, 3, stopped=True), "2 of 3 photographs, the run was stopped before its end"),
    ],
)
def test_what_a_part_is(part: Part, words: str) -> None:
    assert part_words(part, personal=True) == words


def test_a_search_and_a_folder_can_name_a_patient() -> None:
    part = Part(1, 9, Filter(text="Ng"), folders=(Path("/clinic/Ng"),))
    assert "Ng" not in part_words(part, personal=False)
    words = part_words(part, personal=True)
    assert "Ng" in words
    assert "/clinic/Ng" in words


def test_a_long_reason_stays_above_the_line(tmp_path: Path) -> None:
    part = Part(1, 9, Filter(text="a very long search " * 20))
    path = tmp_path / "out.pdf"
    assert write_pdf(
        path, [LEFT], METHOD, name_pattern(), part=part, personal_data=True, summary=False
    )
    ((_, words),) = Printed(path).places(1, "Part of a list")
    # The line below the head stands 15.5 mm below the upper edge.
    assert words > (297 - 15.5) / 25.4 * 72
    assert len(Printed(path).pages) == 1


_SAID = {
    "first_by": "Ann",
    "first_at": "2026-11-01T00:00:00+00:00",
    "second_by": "Ben",
    "second_at": "2026-11-02T00:00:00+00:00",
}


@pytest.mark.parametrize(
    ("said", "cells"),
    [
        ({}, ["no_referral", 0, "program", "first", None, None]),
        ({"first_grade": 0, "second_due": 1}, ["open", None, None, "second", 0, None]),
        ({"first_grade": 0}, ["no_referral", 0, "doctor", None, 0, None]),
        ({"first_grade": 0, "second_grade": 3}, ["refer", 3, "doctor", "arbiter", 0, 3]),
        (
            {"first_grade": 0, "second_ungradable": 1},
            ["ungradable", None, "doctor", "arbiter", 0, "ungradable"],
        ),
        ({"first_grade": 2, "second_grade": 4}, ["refer", 4, "doctor", None, 2, 4]),
        (
            {"first_grade": 0, "second_grade": 3, "arbiter_grade": 1},
            ["no_referral", 1, "doctor", None, 0, 3],
        ),
    ],
)
def test_readers_answers_and_what_is_still_to_come(
    said: dict[str, object], cells: list[object]
) -> None:
    read = StoredReadings(**said, **(_SAID if said else {}))  # type: ignore[arg-type]
    rows = [row("7_OD.jpg", programme=1, readings=read)]
    made = make_report(rows, METHOD, name_pattern(), personal_data=True)
    (line,), (patient,) = made.photographs, made.patients
    names = ("decision", "final_grade", "decided_by", "awaited", "first_grade", "second_grade")
    assert [line[name] for name in names] == cells
    assert (patient["decision"], patient["awaited"]) == (cells[0], cells[3])
    if said:
        assert (line["first_reader"], line["first_at"]) == ("Ann", _SAID["first_at"])
    words = words_of(row("7_OD.jpg", programme=1, readings=read))
    assert ("not final" in words.meaning) is (cells[3] is not None)


def test_one_readers_own_answer_is_not_final_and_names_nobody_else() -> None:
    own = row("7_OD.jpg", programme=1, others_hidden=1, review_grade=0)
    (line,) = make_report([own], METHOD, name_pattern(), personal_data=True).photographs
    assert (line["decision"], line["awaited"], line["first_grade"]) == ("open", "others", None)
