"""From the database to the outbox: findings on their way to the archive."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

from fundusviewer.dicom.export import Exported, export_findings
from fundusviewer.dicom.kind import Kind
from fundusviewer.dicom.network.outbox import Outbox
from fundusviewer.inference import Classifier
from fundusviewer.reporting.pictures import ReadMarks, no_marks
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern
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
) -> tuple[int, list[str]]:
    """Put the findings of DICOM photographs into the outbox.

    Parameters
    ----------
    rows, method, pattern, everything, classifier, kinds, marks, cancelled
        See :func:`fundusviewer.dicom.export.export_findings`.
    outbox
        Takes the objects.

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
                outbox.put(outcome.file)
                count += 1
            else:
                reasons.append(outcome.reason)
    return count, reasons
