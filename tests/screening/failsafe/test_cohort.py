"""Cohort lists as clinics write them: encodings, separators, days, numbers; bad lines are named."""

from __future__ import annotations

import codecs
import datetime as dt
from pathlib import Path

import pytest

from fundusviewer.errors import InputError
from fundusviewer.screening.failsafe.cohort import Due, read_cohort

DAY = dt.date(2026, 11, 27)


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "cohort.csv"
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    path.write_bytes(mark + text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_excel_writes_is_read(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = ["Patient;Fällig", "007;27.11.2026", " Müller  Ä ;27.11.2026 00:00", ";", "0815;"]
    text = "\r\n".join(lines).replace(";", separator)
    found = read_cohort(written(tmp_path, text, encoding))
    assert found == [
        Due("007", DAY, (2,)),
        Due("Müller Ä", DAY, (3,)),
        Due("0815", None, (5,)),
    ]


@pytest.mark.parametrize(
    "day", ["2026-11-27", "27.11.2026", "27. 11. 2026", "27.11.26", "27/11/2026", "11/27/2026"]
)
def test_days(tmp_path: Path, day: str) -> None:
    (one,) = read_cohort(written(tmp_path, f"patient,due\nP1,{day}\n"))
    assert one.due == DAY


def test_people_twice_other_numbers_and_formulas(tmp_path: Path) -> None:
    text = 'id,due,identifier,identifier 2\n1,2026-11-27,A 7,\n"=""007""",2026-11-27,,\n'
    text += "1,27.11.2026,,B\n1,2027-11-27,,\n"
    found = read_cohort(written(tmp_path, text))
    assert [(one.patient, one.lines, one.identifiers) for one in found] == [
        ("1", (2, 4), ("A 7", "B")),
        ("007", (3,), ()),
        ("1", (5,), ()),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name,due\nx,2026-11-27\n", "no column with the patients"),
        ("patient,when\n1,2026-11-27\n", "name it “due”"),
        ("patient,due\n", "names nobody"),
        ("patient,due\n1,2026-11-27\n,2026-11-27\n", "line 3: names no patient"),
        ("patient,due\n1,31.11.2026\n", "line 2: 31.11.2026: there is no such day"),
        ("patient,due\n1,03/04/2026\n", "line 2: 03/04/2026: can be two days"),
        ("patient,due\n1,soon\n", "line 2: soon: is no day"),
        ("patient,due\nunknown,2026-11-27\n", "line 2: unknown: stands for nobody"),
        ("patient,due\n1.23E+11,2026-11-27\n", "line 2: .* has rounded"),
        ("patient,due,identifier\n1,2026-11-27,a@b.org\n", "line 2: .* e-mail address"),
        ("patient,due\n1,2026-11-27,more,cells\n", "line 2: has 4 cells"),
        ("patient,due\n" + "x,never\n" * 9, "line 6.*and 4 more"),
    ],
)
def test_bad_lists_are_refused_with_the_line(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_cohort(written(tmp_path, text))


def test_what_is_no_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cohort.xlsx"
    path.write_bytes(b"PK\x03\x04 a workbook")
    with pytest.raises(InputError, match="is a workbook"):
        read_cohort(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_cohort(tmp_path / "absent.csv")
