"""JSON lines: an object for each photograph, then one for each patient."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from fundusviewer.atomic import atomic_file
from fundusviewer.reporting.table import Report, Value


def write_jsonl(path: Path, report: Report) -> None:
    """Write the report; ``kind`` tells photographs from patients. ASCII, one object a line.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with (
        atomic_file(path) as partial,
        partial.open("w", encoding="ascii", newline="") as lines,
        # The patients stand behind the photographs, and are known with them.
        tempfile.TemporaryFile("w+", encoding="ascii", newline="", dir=path.parent) as patients,
    ):
        for photographs, visit in report.visits():
            lines.writelines(_line("photograph", row) for row in photographs)
            patients.write(_line("patient", visit))
        patients.seek(0)
        shutil.copyfileobj(patients, lines)


def _line(kind: str, row: dict[str, Value]) -> str:
    return f"{json.dumps({'kind': kind, **row})}\n"
