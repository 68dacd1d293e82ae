"""Going through a list with a patient's heading in it, without a window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from fundusviewer.gui.state.listing.list_cursor import ListCursor
from fundusviewer.gui.state.listing.visit_rows import VisitRows
from fundusviewer.gui.state.listing.worklist_item_model import WorklistModel
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.state.selection import Selection
from fundusviewer.screening import Heading, Identity, Row, Visit


@pytest.fixture
def selection() -> Selection:
    return Selection()


@pytest.fixture
def model() -> WorklistModel:
    def read(keys: Iterable[int]) -> dict[int, Photograph]:
        row = Row.of_file(Path("7_OD.jpg"))
        return {key: Photograph(key, Progress.NOT_EXAMINED, row, Identity()) for key in keys}

    def head(visit: Visit, photographs: Sequence[Photograph]) -> Heading:
        return Heading("7", None, len(photographs), len(visit.listed), False, None, (), ())

    model = WorklistModel(read, head)
    model.show(VisitRows([Visit((5, 3), (5, 3)), Visit((9,), (9,))]), None)
    return model


@pytest.fixture
def cursor(model: WorklistModel, selection: Selection) -> ListCursor:
    return ListCursor(model, selection)


def test_visits_are_stepped_over_and_into(cursor: ListCursor, selection: Selection) -> None:
    gone = []
    for step in (1, 1, 1, 1, -1, -5, 2):
        cursor.step(step)
        gone.append(selection.active)
    assert gone == [5, 3, 9, 9, 3, 5, 9]


def test_what_is_selected_stands_in_the_order_of_the_list(
    cursor: ListCursor, selection: Selection
) -> None:
    selection.activate(3)
    # What another list had is not among them.
    selection.select({9, 5, 3, 77})
    assert cursor.selected == [5, 3, 9]
    current = cursor.current
    assert current is not None
    assert current.key == 3


def test_to_choose_one_ends_the_selection_of_several(
    cursor: ListCursor, selection: Selection
) -> None:
    selection.activate(3)
    selection.select({3, 5})
    told: list[int] = []
    selection.selected.connect(told.append)
    cursor.choose(3)
    assert (selection.active, selection.chosen, told) == (3, frozenset({3}), [1])
    for unlisted in (None, 77):
        cursor.choose(unlisted)
    assert selection.active == 3


def test_the_others_begin_with_those_of_the_same_visit(
    cursor: ListCursor, selection: Selection
) -> None:
    assert cursor.after_active() == [5, 3, 9]
    selection.activate(3)
    assert cursor.after_active() == [5, 9]
    selection.activate(9)
    assert cursor.after_active() == [5, 3]
    selection.activate(77)
    assert cursor.current is None
    assert cursor.after_active() == [5, 3, 9]
