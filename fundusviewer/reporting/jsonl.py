"""JSON lines: an object for each photograph, then one for each patient."""

from __future__ import annotations

import json
from pathlib import Path

from fundusviewer.atomic import write_atomically
from fundusviewer.reporting.table import Report


def write_jsonl(path: Path, report: Report) -> None:
    """Write the report; ``kind`` tells photographs from patients. ASCII, one object a line.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    lines = [
        json.dumps({"kind": kind, **row})
        for kind, rows in (("photograph", report.photographs), ("patient", report.patients))
        for row in rows
    ]
    write_atomically(path, "".join(f"{line}\n" for line in lines).encode("ascii"))
