"""Which photographs share a page, and in which order the visits come."""

from __future__ import annotations

from fundusviewer.reporting.entries import entries_of
from fundusviewer.reporting.spreads import Slot, spreads_of
from fundusviewer.screening import Row, name_pattern
from tests.reporting.rows import REFUSED, row


def pages_of(*rows: Row) -> list[tuple[str, str]]:
    (entry,) = entries_of(rows, name_pattern())

    def told(slot: Slot) -> str:
        return slot.remark if slot.photograph is None else slot.photograph.row.name

    return [(told(spread.left), told(spread.right)) for spread in spreads_of(entry.patient)]


def test_right_eye_left_and_left_eye_right() -> None:
    assert pages_of(row("7_OS.jpg"), row("7_OD.jpg")) == [("7_OD.jpg", "7_OS.jpg")]


def test_a_missing_eye_is_said() -> None:
    assert pages_of(row("7_OS.jpg")) == [("No photograph of this eye", "7_OS.jpg")]


def test_the_most_urgent_of_an_eye_comes_first() -> None:
    rows = [row("7_OD_1.jpg"), row("7_OD_2.jpg", **REFUSED), row("7_OS_1.jpg")]
    assert pages_of(*rows) == [
        ("7_OD_2.jpg", "7_OS_1.jpg"),
        ("7_OD_1.jpg", "No further photograph"),
    ]


def test_photographs_of_no_known_eye_stand_by_themselves() -> None:
    rows = [row(f"{n}.jpg", corrected=1, patient="7") for n in range(3)]
    rows.append(row("x.jpg", corrected=1, patient="7", eye="OD"))
    assert pages_of(*rows) == [
        ("x.jpg", "No photograph is known to be of this eye"),
        ("0.jpg", "1.jpg"),
        ("2.jpg", "No further photograph"),
    ]


def test_the_same_photograph_twice_is_two_photographs() -> None:
    one = row("7_OD_1.jpg")
    (entry,) = entries_of([one, one], name_pattern())
    remarks = [spread.left.remark for spread in spreads_of(entry.patient)]
    assert remarks == ["photograph 1 of 2", "photograph 2 of 2"]


def test_visits_without_a_date_come_last_and_are_counted_last() -> None:
    rows = [row("7_20250101_OD.jpg"), row("7_OD.jpg"), row("7_20260101_OD.jpg")]
    found = [
        (one.visit, one.visits, str(one.patient.date)) for one in entries_of(rows, name_pattern())
    ]
    assert found == [(2, 3, "2026-01-01"), (1, 3, "2025-01-01"), (3, 3, "None")]


def test_patients_without_a_name_stay_apart() -> None:
    rows = [row("DSC1.jpg"), row("DSC2.jpg")]
    assert [one.number for one in entries_of(rows, name_pattern())] == [1, 2]
