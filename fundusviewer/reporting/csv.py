"""CSV for spreadsheets: UTF-8 with a byte order mark, commas, all text in quotes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from fundusviewer.atomic import atomic_file
from fundusviewer.reporting.table import Report, Value
from fundusviewer.screening.rows import printable

#: Where a formula begins for some spreadsheet (OWASP, "CSV Injection"): at the start of a cell,
#: and of a part of it where the list is split at another sign than ours (";" in much of Europe).
#: Blanks, signs that are not seen and quotes may stand before; the last four are the wide forms of
#: East Asian keyboards.
_FORMULA = re.compile(
    r"(^|[;,|\t；，｜])(?=[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\"“”„]*[=+\-@＝＋－＠])"
)

#: Where none of these is, nothing is to be done; nearly no cell has one.
_TO_LOOK_AT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029=+\-@＝＋－＠\ud800-\udfff]")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def write_csv(path: Path, report: Report) -> None:
    """Write the photographs, and beside it the patients (:func:`patients_path`).

    Each file is there whole or is what it was before.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    with (
        atomic_file(path) as photographs,
        atomic_file(patients_path(path)) as patients,
        _opened(photographs) as of_photographs,
        _opened(patients) as of_patients,
    ):
        photograph_lines = csv.writer(of_photographs, quoting=csv.QUOTE_NONNUMERIC)
        patient_lines = csv.writer(of_patients, quoting=csv.QUOTE_NONNUMERIC)
        photograph_lines.writerow(report.photograph_columns)
        patient_lines.writerow(report.patient_columns)
        for rows, visit in report.visits():
            photograph_lines.writerows(map(safe_cell, row.values()) for row in rows)
            patient_lines.writerow(map(safe_cell, visit.values()))


def patients_path(path: Path) -> Path:
    """Return the file of the patients: ``out.csv`` has ``out-patients.csv`` beside it."""
    return path.with_name(f"{path.stem}-patients{path.suffix}")


def encoded_table(columns: Sequence[str], rows: Iterable[dict[str, Value]]) -> bytes:
    """Return a table as the bytes of a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(columns)
    writer.writerows([safe_cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _opened(path: Path) -> IO[str]:
    # Without the mark, spreadsheets take the bytes for an old code page.
    return path.open("w", encoding="utf-8-sig", newline="")


def safe_cell(value: Value) -> Value:
    """Return a text of which no spreadsheet runs any part, on one line; numbers as they are."""
    if not isinstance(value, str):
        return "" if value is None else value
    if _TO_LOOK_AT.search(value) is None:
        return value
    line = _CONTROL.sub(" ", printable(value))
    return _FORMULA.sub(r"\1'", line)
