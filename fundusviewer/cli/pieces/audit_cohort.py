"""``fundusviewer audit cohort``: whether anybody of a cohort was lost."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from fundusviewer.atomic import write_atomically
from fundusviewer.cli.pieces.stored_results import existing_database
from fundusviewer.errors import OutputError
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.reporting.cells.audit_table import AUDIT_COLUMNS, audit_rows, gap_words
from fundusviewer.reporting.csv import encoded_table
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.failsafe.audit import DAYS_BEFORE, Audit, Gap, audit_cohort
from fundusviewer.screening.failsafe.cohort import read_cohort
from fundusviewer.screening.names import AUTOMATIC, PRESETS, name_pattern

#: Where nothing was examined yet there is no method; nobody has a result then.
_NO_METHOD = Method("", "", "", "{}")


def add_cohort(subparsers: Any) -> None:
    """Add the command to the parser of ``audit``."""
    cohort = subparsers.add_parser(
        "cohort",
        help="a list of people who are due",
        description="COHORT.csv has a column “patient” and a column “due” (2026-11-27 or "
        "27.11.2026); columns whose name begins with “identifier” hold other numbers of the same "
        "person. Exit status: 0 nobody is open, 1 somebody is, 2 wrong usage or a list that "
        "cannot be read whole.",
    )
    cohort.add_argument("cohort", type=Path, metavar="COHORT.csv")
    cohort.add_argument(
        "--database", type=Path, metavar="FILE", help="default: that in the user's data folder"
    )
    cohort.add_argument(
        "--output",
        type=Path,
        action="append",
        default=[],
        metavar="OUT",
        help="file to write, .csv or .json; may be given several times",
    )
    cohort.add_argument("--json", action="store_true", help="print as JSON")
    cohort.add_argument(
        "--all", action="store_true", help="print those who are done with, too, not the open alone"
    )
    cohort.add_argument(
        "--days-before",
        type=_days,
        default=DAYS_BEFORE,
        metavar="N",
        help="photographs of up to N days before the due day count (default: %(default)s)",
    )
    cohort.add_argument("--today", type=_date, metavar="YYYY-MM-DD", help="as if it were this day")
    cohort.add_argument(
        "--pattern",
        default=AUTOMATIC,
        help=f"how names tell patient, eye and date: {AUTOMATIC}, {', '.join(PRESETS)}, a "
        "template like {patient}_{eye} or a regular expression with these groups",
    )
    cohort.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 0 when nobody is open, 1 otherwise."""
    pattern = name_pattern(options.pattern)
    for path in options.output:
        if path.suffix.lower() not in (".csv", ".json") or not path.parent.is_dir():
            raise OutputError(f"{path}: a .csv or .json file in a folder that is there is allowed")
        if path.resolve() == options.cohort.resolve():
            raise OutputError(f"{path}: is the cohort list itself; name another file")
    cohort = read_cohort(options.cohort)
    with Store(existing_database(options.database)) as store:
        methods = store.methods()
        audit = audit_cohort(
            cohort,
            store,
            methods[0] if methods else _NO_METHOD,
            pattern,
            today=options.today or dt.date.today(),
            days_before=options.days_before,
        )
    failed = _write(options.output, audit)
    print(_as_json(audit) if options.json else _as_text(audit, everybody=options.all))
    return 1 if audit.open or failed else 0


def _write(targets: list[Path], audit: Audit) -> bool:
    failed = False
    for path in targets:
        rows = audit_rows(audit)
        content = (
            encoded_table(AUDIT_COLUMNS, rows)
            if path.suffix.lower() == ".csv"
            else f"{_as_json(audit)}\n".encode()
        )
        try:
            write_atomically(path, content)
        except OutputError as error:
            failed = True
            print(f"fundusviewer: {error}", file=sys.stderr)
    return failed


def _as_json(audit: Audit) -> str:
    summary = {
        "people": len(audit.cases),
        "open": len(audit.open),
        **{gap.value: audit.count(gap) for gap in Gap},
        "not_yet_due": sum(one.not_yet for one in audit.cases),
        "patients_not_on_the_list": audit.others,
        "photographs_without_a_patient": audit.nobodys,
        "cases": audit_rows(audit),
    }
    return json.dumps(summary, indent=2, ensure_ascii=False)


def _as_text(audit: Audit, *, everybody: bool) -> str:
    shown = [
        row
        for row, case in zip(audit_rows(audit), audit.cases, strict=True)
        if everybody or case.is_open
    ]
    names = ("line", "patient", "due", "photographs", "eyes", "decision", "missing", "remarks")
    cells = [names, *(tuple(str(row[name] or "") for name in names) for row in shown)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(names) - 1)]
    lines = [
        "  ".join(
            (*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1])
        ).rstrip()
        for line in (cells if shown else [])
    ]
    lines.append(f"{len(audit.cases)} people, {len(audit.open)} open")
    lines += [f"  {audit.count(gap):6} {gap_words(gap)}" for gap in Gap if audit.count(gap)]
    later = sum(one.not_yet for one in audit.cases)
    lines += [f"  {later:6} are due later"] if later else []
    if audit.others:
        lines.append(f"  {audit.others:6} patients of the database are not on the list")
    if audit.nobodys:
        lines.append(
            f"  {audit.nobodys:6} photographs tell no patient: they may be anybody's of the list"
        )
    return "\n".join([*lines, RESEARCH_NOTICE])


def _days(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 3660:
        raise argparse.ArgumentTypeError(f"{value} is not between 0 and 3660")
    return value


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day (YYYY-MM-DD)") from error
