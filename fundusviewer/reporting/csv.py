"""CSV for spreadsheets: UTF-8 with a byte order mark, commas, all text in quotes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from fundusviewer.atomic import write_atomically
from fundusviewer.reporting.table import Report, Value
from fundusviewer.screening.rows import printable

#: A cell that begins so is a formula for some spreadsheet, also behind blanks (OWASP, "CSV
#: Injection"); the last four are the wide forms of East Asian keyboards.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def write_csv(path: Path, report: Report) -> None:
    """Write the photographs, and beside it the patients (:func:`patients_path`).

    Each file is there whole or is what it was before.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    write_atomically(path, _encoded(report.photograph_columns, report.photographs))
    write_atomically(patients_path(path), _encoded(report.patient_columns, report.patients))


def patients_path(path: Path) -> Path:
    """Return the file of the patients: ``out.csv`` has ``out-patients.csv`` beside it."""
    return path.with_name(f"{path.stem}-patients{path.suffix}")


def _encoded(columns: Sequence[str], rows: Iterable[dict[str, Value]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    # Without the mark, spreadsheets take the bytes for an old code page.
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Value) -> Value:
    """Return a text that no spreadsheet runs, on one line; numbers as they are."""
    if not isinstance(value, str):
        return "" if value is None else value
    line = _CONTROL.sub(" ", printable(value))
    return f"'{line}" if _FORMULA.match(line) else line
