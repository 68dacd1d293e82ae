"""Rows of visits and photographs, against a list that is written out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.gui.state.listing.visit_rows import VisitRows
from fundusviewer.screening import Visit

#: Sizes of visits, 0 for a photograph of nobody known; and which of them are opened how far.
SIZES = st.lists(st.integers(0, 4), max_size=12)
OPENING = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 4)), max_size=12)


def visits_of(sizes: list[int]) -> list[Visit]:
    found, key = [], 0
    for size in sizes:
        keys = tuple(range(key, key + max(1, size)))
        key += len(keys)
        found.append(Visit(keys, keys, is_known=size > 0))
    return found


@given(SIZES, OPENING)
def test_each_row_is_what_it_is_in_the_list_written_out(
    sizes: list[int], opening: list[tuple[int, int]]
) -> None:
    visits = visits_of(sizes)
    rows = VisitRows(visits)
    shown: dict[int, tuple[int, ...]] = {}
    for number, count in opening:
        if number < len(visits):
            keys = visits[number].listed[:count]
            rows.show(number, keys)  # type: ignore[arg-type]
            if visits[number].is_known:
                shown[number] = keys  # type: ignore[assignment]
    expected: list[tuple[int, int | None]] = []
    for number, visit in enumerate(visits):
        expected.append((number, None if visit.is_known else visit.listed[0]))  # type: ignore[arg-type]
        expected += [(number, key) for key in shown.get(number, ())]
    assert [rows.at(row) for row in range(len(rows))] == expected
    photographs = {key: row for row, (_, key) in enumerate(expected) if key is not None}
    assert {key: row for key in rows.keys if (row := rows.row_of(key)) is not None} == photographs
    assert list(rows.of_photographs()) == sorted(photographs.values())
    for number, visit in enumerate(visits):
        assert rows.row_of_visit(number) == next(
            row for row, (one, _) in enumerate(expected) if one == number
        )
        assert {rows.visit_of(key) for key in visit.listed} == {number}  # type: ignore[arg-type]
    assert [rows.position_of(key) for key in rows.keys] == list(range(len(rows.keys)))
    assert rows.row_of(None) is rows.visit_of(999) is None


def test_settled_rows_are_those_that_would_be_made_anew() -> None:
    visits = [
        Visit((-1, 2), (-1, 2)),
        Visit((-3, -4), (-3,)),
        Visit((-5,), (-5,), is_known=False),
        Visit((-6, 7), (7,)),
    ]
    rows = VisitRows(visits)
    rows.show_many({0: (-1, 2), 1: (-3,)})
    assert rows.settled({-9: 9}) is rows
    # 7 is listed already: the photograph keeps its key until a new list is made.
    found = rows.settled({-1: 11, -3: 13, -4: 14, -6: 16, -5: 7})
    wanted = VisitRows(
        [
            Visit((11, 2), (11, 2)),
            Visit((13, 14), (13,)),
            Visit((-5,), (-5,), is_known=False),
            Visit((16, 7), (7,)),
        ]
    )
    wanted.show_many({0: (11, 2), 1: (13,)})
    assert (found.visits, found.keys) == (wanted.visits, wanted.keys)
    for key in (*wanted.keys, -1, -3):
        assert found.position_of(key) == wanted.position_of(key)
        assert found.row_of(key) == wanted.row_of(key)
    assert [found.at(row) for row in range(len(found))] == [
        wanted.at(row) for row in range(len(wanted))
    ]
    # What was there before is as it was.
    assert rows.keys == [-1, 2, -3, -5, 7]
    assert rows.at(1) == (0, -1)
