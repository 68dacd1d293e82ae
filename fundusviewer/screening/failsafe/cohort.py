"""A cohort list: who is due, and when; a CSV file as a clinic's programs and Excel write it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.csv_table import TableRow, read_table
from fundusviewer.errors import InputError, LabelsError
from fundusviewer.screening.person import is_placeholder, one_spelling

#: Names of columns, letters alone.
_PATIENT = ("patient", "patientid", "patientennummer", "patientennr", "patnr", "pid", "id")
_DUE = ("due", "duedate", "date", "fällig", "faellig", "fälligam", "fälligkeit", "termin", "datum")
_IDENTIFIER = ("identifier", "other_id", "kennung")

_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
#: What spreadsheets write behind a day.
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

#: How many bad lines are named.
_NAMED = 5


@dataclass(frozen=True)
class Due:
    """One person who is due.

    Attributes
    ----------
    patient
        As the list has it, in one spelling; zeros at its beginning are a part of it.
    due
        When; ``None`` where the list names no day.
    lines
        Where the list has this person with this day, from 1; several where it stands twice.
    identifiers
        Other numbers under which there may be photographs.
    """

    patient: str
    due: dt.date | None
    lines: tuple[int, ...]
    identifiers: tuple[str, ...] = ()


def read_cohort(path: Path) -> list[Due]:
    """Read a cohort list, in its order.

    A header with ``patient`` and, if days are known, ``due``; columns whose name begins with
    ``identifier`` hold other numbers of the same person. UTF-8, UTF-16 with its mark or Windows'
    western encoding; commas, semicolons, tabs or bars. Days as ``2026-11-27``, ``27.11.2026`` or
    ``27/11/2026``.

    Raises
    ------
    InputError
        If it cannot be read, has no column of patients, or a line names nobody, holds an e-mail
        address or a day that cannot be told: each with its number. No line is left out in silence.
    """
    try:
        table = read_table(path)
    except LabelsError as error:
        raise InputError(str(error)) from error
    patient, due = (_column(table.columns, names) for names in (_PATIENT, _DUE))
    if patient is None:
        raise InputError(
            f"{path}: has no column with the patients; name one “patient” "
            f"(there are: {', '.join(table.columns) or 'none'})"
        )
    if due is None:
        _refuse_unknown(path, table.columns, patient)
    found: dict[tuple[str, dt.date | None], Due] = {}
    problems = []
    for row in table.rows:
        try:
            one = _due(row, patient, due)
        except ValueError as error:
            problems.append(f"line {row.line}: {error}")
            continue
        key = one.patient.casefold(), one.due
        before = found.get(key)
        if before is not None:
            known = dict.fromkeys((*before.identifiers, *one.identifiers))
            one = Due(before.patient, one.due, (*before.lines, row.line), tuple(known))
        found[key] = one
    if problems:
        more = len(problems) - _NAMED
        said = "; ".join(problems[:_NAMED]) + (f"; and {more} more" if more > 0 else "")
        raise InputError(f"{path}: {said}. Nothing was checked")
    if not found:
        raise InputError(f"{path}: names nobody")
    return list(found.values())


def _refuse_unknown(path: Path, columns: tuple[str, ...], patient: str) -> None:
    """Refuse a list in which a day may stand in a column that nobody reads."""
    others = [name for name in columns if name != patient and not name.startswith(_IDENTIFIER)]
    if others:
        raise InputError(
            f"{path}: has no column with the day on which a person is due; name it “due” "
            f"(there are: {', '.join(columns)})"
        )


def _column(columns: tuple[str, ...], names: tuple[str, ...]) -> str | None:
    bare = {re.sub(r"[^a-zäöüß]", "", name): name for name in columns}
    return next((bare[name] for name in names if name in bare), None)


def _due(row: TableRow, patient: str, due: str | None) -> Due:
    """Return the person of a line.

    Raises
    ------
    ValueError
        Why it cannot be told.
    """
    for name, value in row.cells.items():
        if _ADDRESS.search(value):
            raise ValueError(
                f"column {name} holds an e-mail address; a cohort list is without them"
            )
    # Excel keeps zeros of a number only where it is written ="007".
    number = one_spelling(row.cells.get(patient, "").removeprefix("=").strip('"'))
    if not number:
        raise ValueError("names no patient")
    if is_placeholder(number):
        raise ValueError(f"{number}: stands for nobody in particular")
    if re.fullmatch(r"\d+[.,]\d+E\+\d+", number, re.IGNORECASE):
        raise ValueError(f"{number}: is a number that the spreadsheet has rounded; format as text")
    identifiers = (
        one_spelling(value)
        for name, value in row.cells.items()
        if name != patient and name.startswith(_IDENTIFIER) and value
    )
    day = None if due is None else _day(row.cells.get(due, ""))
    return Due(number, day, (row.line,), tuple(identifiers))


def _day(text: str) -> dt.date | None:
    """Return a day; ``None`` for an empty cell.

    Raises
    ------
    ValueError
        If it cannot be told which day is meant.
    """
    written = _TIME.sub("", text)
    if not written:
        return None
    try:
        if found := _ISO.fullmatch(written):
            return dt.date(*map(int, found.groups()))
        if found := _GERMAN.fullmatch(written):
            day, month, year = map(int, found.groups())
            return dt.date(year + 2000 * (year < 100), month, day)
        if found := _SLASHES.fullmatch(written):
            first, second, year = map(int, found.groups())
            if first > 12 or second > 12 or first == second:
                return dt.date(year, min(first, second), max(first, second))
    except ValueError as error:
        raise ValueError(f"{text}: there is no such day") from error
    if _SLASHES.fullmatch(written):
        raise ValueError(f"{text}: can be two days; write 2026-11-27 or 27.11.2026")
    raise ValueError(f"{text}: is no day; write 2026-11-27 or 27.11.2026")
