"""``fundusviewer import``: parts that were examined elsewhere, into the database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from fundusviewer.cli.pieces.progress import ProgressLine
from fundusviewer.errors import StoreError
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.resources import default_database
from fundusviewer.screening.database.opening import make_ready
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.parts.bringing_in import BroughtIn, bring_in


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "import",
        help="bring parts of screen --out into the database",
        description="Stores what screen --out wrote, on this computer or others. What is there "
        "already stays; a part may be brought in twice. Exit status: 0 all parts are whole and "
        "stored, 1 one is not.",
    )
    parser.add_argument("parts", nargs="+", type=Path, metavar="PART.jsonl|.parquet")
    parser.add_argument(
        "--database",
        type=Path,
        metavar="FILE",
        help="database; made where it is not there (default: in the user's data folder)",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 0 when all parts are whole and stored, 1 otherwise."""
    database = (options.database or default_database()).absolute()
    make_ready(database)
    progress = ProgressLine(sys.stderr, None)
    problems = []
    photographs = unread = 0
    with Store(database) as store:
        for path in options.parts:
            try:
                found = bring_in(path, store, progress.add)
            except StoreError as error:
                problems.append(str(error))
                continue
            photographs += found.photographs
            unread += found.problems
            problems += _incomplete(path, found)
    progress.finish()
    print(f"{photographs} photographs stored, {unread} files that could not be examined")
    print(f"Database: {database}")
    print(RESEARCH_NOTICE)
    for problem in problems:
        print(f"fundusviewer: {problem}", file=sys.stderr)
    return 1 if problems else 0


def _incomplete(path: Path, found: BroughtIn) -> list[str]:
    if found.whole:
        return []
    return [
        f"{path}: was not finished; {found.photographs + found.problems} files of it are stored. "
        "The same screen command goes on with it"
    ]
