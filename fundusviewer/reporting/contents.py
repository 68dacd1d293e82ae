"""What is written, whatever the format."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from fundusviewer.anatomy import Mark
from fundusviewer.inference import Classifier
from fundusviewer.reporting.paper.heat_memory import HeatMemory
from fundusviewer.reporting.part import WHOLE, Part
from fundusviewer.reporting.speech import Speech
from fundusviewer.reporting.table import Report, make_report
from fundusviewer.screening.examination.finding import MarkedLesions
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.rows import Row

#: Reads what readers marked on photographs, by their hashes.
ReadMarks = Callable[[Iterable[str]], dict[str, tuple[Mark, ...]]]


def no_marks(sha256s: Iterable[str]) -> dict[str, tuple[Mark, ...]]:  # noqa: ARG001
    """Return no marks: where there is no database to read them from."""
    return {}


@dataclass(frozen=True, eq=False)
class Contents:
    """What is written, whatever the format.

    Attributes
    ----------
    rows, method, pattern, everything, part, personal_data, classifier, facts, speech, clinic,
    summary
        See :func:`fundusviewer.reporting.write_pdf`.
    heat_maps
        Those that were made already; who previews, prints and writes hands on the same.
    lesions
        Reads what was marked on photographs, by their hashes.
    marks
        Reads what readers marked on photographs, by their hashes.
    report
        The tables, where they were made already; then the rows need not be there for a format that
        streams.
    """

    rows: Sequence[Row]
    method: Method
    pattern: NamePattern
    everything: Sequence[Row] = ()
    part: Part = WHOLE
    personal_data: bool = False
    classifier: Classifier | None = None
    facts: Sequence[tuple[str, str]] = ()
    speech: Speech = field(default_factory=Speech)
    lesions: Callable[[Iterable[str]], dict[str, MarkedLesions]] = lambda sha256s: {}  # noqa: ARG005
    clinic: str = ""
    marks: ReadMarks = no_marks
    report: Report | None = None
    summary: bool = True
    heat_maps: HeatMemory = field(default_factory=HeatMemory)

    @cached_property
    def marked(self) -> dict[str, tuple[Mark, ...]]:
        """What readers marked on these photographs, by their hashes; read once.

        Raises
        ------
        StoreError
            If it cannot be read: a report without it would say that there is nothing.
        """
        return self.marks(row.sha256 for row in self.rows if row.sha256 and row.marks)

    @cached_property
    def tables(self) -> Report:
        """The tables of photographs and patients, made once for all formats that write them."""
        return self.report or make_report(
            self.rows,
            self.method,
            self.pattern,
            personal_data=self.personal_data,
            everything=self.everything,
            part=self.part,
        )
