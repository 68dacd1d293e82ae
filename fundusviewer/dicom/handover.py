"""From the database to the outbox: findings on their way to the archive."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from fundusviewer.dicom.export import Exported, export_findings
from fundusviewer.dicom.kind import Kind
from fundusviewer.dicom.network.outbox import Carried, Outbox
from fundusviewer.inference import Classifier
from fundusviewer.reporting.contents import ReadMarks, no_marks
from fundusviewer.screening.database.report_store import report_lines
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import identify
from fundusviewer.screening.rows import Row


def hand_over(
    rows: Iterable[Row],
    method: Method,
    pattern: NamePattern,
    outbox: Outbox,
    *,
    everything: Sequence[Row] = (),
    classifier: Classifier | None = None,
    kinds: Collection[Kind] = frozenset(Kind),
    marks: ReadMarks = no_marks,
    cancelled: Callable[[], bool] = lambda: False,
    database: Path | None = None,
) -> tuple[int, list[str]]:
    """Put the findings of DICOM photographs into the outbox.

    Parameters
    ----------
    rows, method, pattern, everything, classifier, kinds, marks, cancelled
        See :func:`fundusviewer.dicom.export.export_findings`.
    outbox
        Takes the objects.
    database
        In which it is noted what was reported when the archive has it; ``None``: in none.

    Returns
    -------
    int, list of str
        How many objects are in the outbox, and why others are not.

    Raises
    ------
    OutputError
        If the outbox cannot be written.
    """
    count, reasons = 0, []
    rows = list(rows)
    known = {row.sha256: row for row in rows}
    with tempfile.TemporaryDirectory() as made:
        outcomes = export_findings(
            rows,
            method,
            pattern,
            Path(made),
            everything=everything,
            classifier=classifier,
            kinds=kinds,
            marks=marks,
            cancelled=cancelled,
        )
        for outcome in outcomes:
            if isinstance(outcome, Exported):
                told = (identify(known[sha256], pattern) for sha256 in outcome.reported)
                lines = () if database is None else tuple(report_lines(told))
                report = Carried(str(database), "dicom", lines) if lines else None
                outbox.put(outcome.file, report=report)
                count += 1
            else:
                reasons.append(outcome.reason)
    return count, reasons
