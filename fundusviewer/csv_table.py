"""CSV files as spreadsheets, pandas and people write them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.errors import LabelsError
from fundusviewer.user_text import read_user_text

#: In which Excel saves a CSV in the west, where nobody chose UTF-8.
_WINDOWS = "cp1252"
_SEPARATORS = (",", ";", "\t", "|")
#: What Excel writes into the first line to say what separates the columns.
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[,;\t|]*\s*', re.IGNORECASE)
#: Empty cells as pandas writes them when it is asked to write something.
_EMPTY = frozenset({"nan", "<na>", "nat"})


@dataclass(frozen=True)
class TableRow:
    """One row: its line in the file, and its cells by the names of the columns.

    Cells are without blanks around them, empty where the row is shorter than the header.
    """

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A header in small letters, and the rows that are not empty."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]


def read_table(path: Path) -> Table:
    """Read a CSV file with a header.

    Columns are separated by commas, semicolons, tabs or bars, whichever the header has most of,
    or by what a first line ``sep=;`` says. Empty rows, columns without a name, blanks around
    cells and capitals in the header do not matter.

    Raises
    ------
    LabelsError
        If it cannot be read, is no text, names a column twice, or has a row that is longer than
        its header.
    """
    try:
        lines = list(io.StringIO(read_user_text(path, otherwise=_WINDOWS), newline=""))
        skipped, separator = _separator(lines)
        reader = csv.reader(lines[skipped:], delimiter=separator, skipinitialspace=True)
        return _table(path, reader, skipped)
    except OSError as error:
        raise LabelsError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, csv.Error) as error:
        raise LabelsError(f"{path}: is no CSV text ({error})") from error


def _separator(lines: Sequence[str]) -> tuple[int, str]:
    """Return how many lines come before the header, and what separates the columns."""
    said = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if said:
        return 1, said[1]
    header = next((line for line in lines if line.strip()), "")
    # Where the comma is a decimal sign, Excel takes ";".
    return 0, max(_SEPARATORS, key=header.count)


def _table(path: Path, reader: Iterator[list[str]], skipped: int) -> Table:
    columns: tuple[str, ...] = ()
    rows: list[TableRow] = []
    for cells in reader:
        values = [_cell(cell) for cell in cells]
        line = skipped + reader.line_num  # type: ignore[attr-defined]
        if not any(values):
            continue
        if not columns:
            columns = _header(path, values)
            continue
        if any(values[len(columns) :]):
            raise LabelsError(
                f"{path}, line {line}: has {len(values)} cells, the header has {len(columns)}; a "
                "cell that holds the separator must stand in quotation marks"
            )
        named = zip(columns, values, strict=False)
        rows.append(TableRow(line, {name: value for name, value in named if name}))
    return Table(tuple(name for name in columns if name), tuple(rows))


def _cell(text: str) -> str:
    value = text.strip(" \t\r\n\f\v\xa0\ufeff")
    return "" if value.lower() in _EMPTY else value


def _header(path: Path, names: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(name.lower() for name in names)
    twice = [name for name, count in Counter(columns).items() if name and count > 1]
    if twice:
        raise LabelsError(
            f"{path}: has two columns named {twice[0]!r}; each column needs a name of its own"
        )
    return columns
