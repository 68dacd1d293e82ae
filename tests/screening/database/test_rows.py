"""The columns of a row: named once, and what the program found is in one value."""

from __future__ import annotations

import re

import pytest

from fundusviewer.screening import Row, Store
from fundusviewer.screening.rows import (
    READING_COLUMNS,
    RESULT_COLUMNS,
    ROW_COLUMNS,
    StoredReadings,
    StoredResult,
)

#: Columns of the table ``result`` that tell nothing of what was found.
_KEYS = {"id", "photograph_id", "method_id", "milliseconds"}
#: What is too large for a list of a hundred thousand rows, and read by nothing that shows it.
_LARGE = {"embedding"}


def result_table() -> set[str]:
    """Return the columns of the table of results, as the newest schema has them."""
    with Store.in_memory() as store:
        found = store._connection.execute("PRAGMA table_info(result)").fetchall()
    return {str(column[1]) for column in found}


def test_every_column_of_the_results_table_is_inside_the_nested_value() -> None:
    of_results = {sql for sql in RESULT_COLUMNS.values() if re.search(r"\br\.", sql)}
    assert {f"r.{name}" for name in result_table() - _KEYS - _LARGE} == of_results
    assert all(re.match(r"[rl]\.", sql) for sql in RESULT_COLUMNS.values())


@pytest.mark.parametrize(("name", "sql"), ROW_COLUMNS.items())
def test_no_column_of_a_result_is_outside_of_it(name: str, sql: str) -> None:
    assert not re.search(r"\b[rl]\.", sql), name
    # What other readers say is in the other nested value.
    assert not re.search(r"\bv\d\.", sql), name


def test_all_fields_but_the_result_have_their_sql() -> None:
    assert [*ROW_COLUMNS, "result", "readings"] == list(Row._fields)
    assert list(RESULT_COLUMNS) == list(StoredResult._fields)
    assert list(READING_COLUMNS) == list(StoredReadings._fields)


def test_a_row_is_read_by_the_names_of_its_fields() -> None:
    own = {name: f"own {name}" for name in ROW_COLUMNS}
    found = {name: f"found {name}" for name in RESULT_COLUMNS}
    row = Row.of_values([*own.values(), 1, *found.values()])
    assert row.result is not None
    assert row.result._asdict() == found
    assert row._replace(result=None)._asdict() == {**own, "result": None, "readings": None}
    assert Row.of_values([*own.values(), 0, *[None] * len(found)]).result is None


def test_what_other_readers_say_is_a_value_of_its_own() -> None:
    own = [f"own {name}" for name in ROW_COLUMNS]
    found = [f"found {name}" for name in RESULT_COLUMNS]
    read = {name: f"read {name}" for name in READING_COLUMNS}
    row = Row.of_values([*own, 1, *found, *read.values()])
    assert row.readings is not None
    assert row.readings._asdict() == read
    assert "read " not in repr(Row.of_values([*own, 1, *found]))


def test_without_its_answer_a_row_has_no_result_and_all_else() -> None:
    own = {name: f"own {name}" for name in ROW_COLUMNS}
    row = Row.of_values([*own.values(), 1, *(f"found {name}" for name in RESULT_COLUMNS)])
    hidden = row.without_answer()
    assert hidden == row._replace(result=None)
    assert "found" not in repr(hidden)
