"""Visits that open and close under Qt's own eyes, without a window."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from fundusviewer.gui.state.listing.visit_rows import VisitRows
from fundusviewer.gui.state.listing.worklist_item_model import WorklistModel
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.screening import Heading, Identity, Row, Visit

VISITS = [
    Visit((1, 2, 3, 4), (1, 2, 3, 4)),
    Visit((5,), (5,), is_known=False),
    Visit((6, 7, 8), (6, 8)),
]


@pytest.fixture
def read() -> list[int]:
    """Return the keys that were read so far."""
    return []


@pytest.fixture
def model(read: list[int]) -> WorklistModel:
    def fetch(keys: Iterable[int]) -> dict[int, Photograph]:
        wanted = list(keys)
        read.extend(wanted)
        row = Row.of_file(Path("7_OD.jpg"))
        return {key: Photograph(key, Progress.NOT_EXAMINED, row, Identity()) for key in wanted}

    def head(visit: Visit, photographs: Sequence[Photograph]) -> Heading:
        return Heading("7", None, len(photographs), len(visit.listed), False, None, (), ())

    model = WorklistModel(fetch, head)
    fail = QAbstractItemModelTester.FailureReportingMode.Fatal
    model.tester = QAbstractItemModelTester(model, fail)  # type: ignore[attr-defined]
    model.show(VisitRows(VISITS), None)
    return model


def listed(model: WorklistModel) -> list[int | str]:
    """Return the photographs in their rows, and a V for each visit."""
    keys = (model.key_at(row) for row in range(model.rowCount()))
    return ["V" if key is None else key for key in keys]


def test_the_photograph_on_screen_has_a_row_always(model: WorklistModel) -> None:
    assert listed(model) == ["V", 5, "V"]
    model.reveal(3)
    place = QPersistentModelIndex(model.index(3))
    assert listed(model) == ["V", 1, 2, 3, 4, 5, "V"]
    model.set_open(0, False)
    assert listed(model) == ["V", 3, 5, "V"]
    # What views know of it stays with it.
    assert place.row() == 1
    model.set_open(0, True)
    assert listed(model) == ["V", 1, 2, 3, 4, 5, "V"]
    assert place.row() == 3
    model.set_all_open(False)
    assert listed(model) == ["V", 1, 2, 3, 4, 5, "V"]


def test_only_what_was_opened_by_hand_stays_open(model: WorklistModel) -> None:
    model.reveal(1)
    model.set_open(model.rowCount() - 1, True)
    model.reveal(5)
    model.close_others(lambda _: True)
    assert listed(model) == ["V", 1, 2, 3, 4, 5, "V", 6, 8]
    model.close_others(lambda _: False)
    assert listed(model) == ["V", 5, "V", 6, 8]
    # In another list as well.
    model.show(VisitRows(VISITS[::-1]), 1)
    assert listed(model) == ["V", 6, 8, 5, "V", 1, 2, 3, 4]


def test_a_closed_visit_stands_for_its_photographs(model: WorklistModel) -> None:
    assert model.keys == [1, 2, 3, 4, 5, 6, 8]
    assert model.keys_at(0) == (1, 2, 3, 4)
    assert model.rows_for({1, 2, 3, 4, 6}) == [0]
    model.reveal(1)
    assert model.keys_at(0) == ()
    assert model.rows_for({1, 3, 5, 6, 8}) == [1, 3, 5, 6]


def test_a_visit_is_read_again_for_a_photograph_that_is_not_listed(
    model: WorklistModel, read: list[int]
) -> None:
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    for row in range(3):
        model.at(row)
    read.clear()
    model.refresh({7})
    assert told == [(2, 2)]
    model.at(2)
    assert read == [7]
    model.refresh({5})
    model.at(0)
    assert read == [7]


def test_of_a_long_list_little_more_than_a_screen_is_read(
    model: WorklistModel, read: list[int]
) -> None:
    pairs = [Visit((key, key + 1), (key, key + 1)) for key in range(1, 2001, 2)]
    model.show(VisitRows(pairs), None)
    read.clear()
    model.at(0)
    assert len(read) <= 2 * 16
    read.clear()
    model.show(
        VisitRows([Visit((key,), (key,), is_known=False) for key in range(3000, 5000)]), None
    )
    for row in range(20):
        model.at(row)
    assert len(read) == len(set(read)) <= 40


def test_photographs_get_other_keys_in_their_places(model: WorklistModel) -> None:
    model.show(VisitRows([Visit((-1, 2), (-1, 2)), Visit((5, -3), (5, -3))]), -1)
    model.set_open(model.rowCount() - 1, True)
    model.settle({-1: 9, -3: 5})
    # The same photograph cannot stand in two rows.
    assert listed(model) == ["V", 9, 2, "V", 5, -3]
    model.reveal(5)
    model.close_others(lambda _: False)
    assert listed(model) == ["V", "V", 5, -3]


def test_another_remark_on_who_it_is_is_something_else() -> None:
    remarks: list[tuple[str, ...]] = [("the eye is not certain",)]

    def fetch(keys: Iterable[int]) -> dict[int, Photograph]:
        row, identity = Row.of_file(Path("1.jpg")), Identity("1", remarks=remarks[-1])
        return {key: Photograph(key, Progress.WAITING, row, identity) for key in keys}

    def head(visit: Visit, photographs: Sequence[Photograph]) -> Heading:
        return Heading(None, None, len(photographs), len(visit.listed), False, None, (), ())

    model = WorklistModel(fetch, head)
    model.show(VisitRows([Visit((1,), (1,), is_known=False)]), None)
    assert model.photographs([1])[0].identity.remarks == remarks[0]
    remarks.append(())
    model.refresh(None)
    assert model.photographs([1])[0].identity.remarks == ()


def test_what_says_the_same_when_it_is_read_again_stays_the_same() -> None:
    """Views know by it that a row need not be painted anew; another result is another object."""
    names = {key: f"{key}.jpg" for key in range(1, 9)}

    def fetch(keys: Iterable[int]) -> dict[int, Photograph]:
        rows = {key: Row.of_file(Path(names[key])) for key in keys}
        return {key: Photograph(key, Progress.WAITING, row) for key, row in rows.items()}

    def head(visit: Visit, photographs: Sequence[Photograph]) -> Heading:
        first = photographs[0].row.name
        return Heading(first, None, len(photographs), len(visit.listed), False, None, (), ())

    model = WorklistModel(fetch, head)
    model.show(VisitRows(VISITS), None)
    model.set_all_open(True)
    before = [model.at(row) for row in range(model.rowCount())]
    model.refresh(None)
    assert all(model.at(row) is one for row, one in enumerate(before))
    names[1] = "another.jpg"
    model.refresh(None)
    model.refresh(None)
    after = [model.at(row) for row in range(model.rowCount())]
    assert [row for row, one in enumerate(before) if one is not after[row]] == [0, 1]
    photograph = after[1]
    assert isinstance(photograph, Photograph)
    assert photograph.row.name == "another.jpg"
    # A list that is closed is held by nothing.
    held = weakref.ref(photograph)
    model.refresh(None)
    model.show(VisitRows(), None)
    model.refresh(None)
    del before, after, photograph
    assert held() is None
