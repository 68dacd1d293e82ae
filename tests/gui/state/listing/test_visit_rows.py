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
