"""The report files of ``screen`` and ``report``: checked before the work, written after it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from fundusviewer.cli.progress import ProgressLine
from fundusviewer.errors import OutputError
from fundusviewer.inference import Classifier
from fundusviewer.reporting import (
    Part,
    Speech,
    make_report,
    patients_path,
    write_csv,
    write_jsonl,
    write_pdf,
)
from fundusviewer.resources import languages
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import AUTOMATIC, PRESETS, NamePattern
from fundusviewer.screening.rows import Row


@dataclass(frozen=True)
class Outputs:
    """The files that are wanted.

    Attributes
    ----------
    csv, jsonl, pdf
        Of each kind.
    personal_data
        Whether names, files, dates, notes and reviewers are written.
    speech
        The language of a PDF; the other files have columns for programs, in English.
    """

    csv: tuple[Path, ...] = ()
    jsonl: tuple[Path, ...] = ()
    pdf: tuple[Path, ...] = ()
    personal_data: bool = False
    speech: Speech = field(default_factory=Speech)

    def check(self, taken: Iterable[Path]) -> None:
        """Find out before the night's run, not after it, that a file cannot be written.

        Parameters
        ----------
        taken
            Files that must not be written over: the database, the photographs.

        Raises
        ------
        OutputError
            If a folder is not there, or a file would be written over another one of the run.
        """
        targets = [*self.csv, *self.jsonl, *self.pdf]
        for target in targets:
            if not target.parent.is_dir() or target.is_dir():
                raise OutputError(f"{target}: is no file in a folder that is there")
        known = {path.resolve() for path in taken}
        for target in [*targets, *map(patients_path, self.csv)]:
            if target.resolve() in known:
                raise OutputError(f"{target}: is used twice; name another file")
            known.add(target.resolve())

    def write(
        self,
        rows: Sequence[Row],
        method: Method,
        pattern: NamePattern,
        classifier: Classifier | None,
        facts: Sequence[tuple[str, str]],
        *,
        everything: Sequence[Row],
        part: Part,
    ) -> dict[Path, OutputError]:
        """Write the files; the pages of a PDF are counted on standard error.

        Parameters
        ----------
        rows
            What is reported.
        classifier, facts, everything, part
            See :func:`fundusviewer.reporting.write_pdf`.

        Returns
        -------
        dict of Path to OutputError
            The files that could not be written; the others are.
        """

        def pdf(path: Path) -> None:
            progress = ProgressLine(sys.stderr, None, unit="pages")
            write_pdf(
                path,
                rows,
                method,
                pattern,
                everything=everything,
                part=part,
                classifier=classifier,
                personal_data=self.personal_data,
                facts=facts,
                speech=self.speech,
                progress=progress.reach,
            )
            progress.finish()

        jobs: list[tuple[Path, Callable[[], None]]] = []
        if self.csv or self.jsonl:
            report = make_report(
                rows,
                method,
                pattern,
                personal_data=self.personal_data,
                everything=everything,
                part=part,
            )
            jobs += [(path, partial(write_csv, path, report)) for path in self.csv]
            jobs += [(path, partial(write_jsonl, path, report)) for path in self.jsonl]
        jobs += [(path, partial(pdf, path)) for path in self.pdf]
        return {path: error for path, job in jobs if (error := _failure(job)) is not None}


def _failure(job: Callable[[], None]) -> OutputError | None:
    try:
        job()
    except OutputError as error:
        return error
    return None


def speech_in(code: str) -> Speech:
    """Return how a PDF speaks in a language.

    Raises
    ------
    OutputError
        If Qt, which reads the translations and draws the PDF, cannot be loaded.
    """
    if code == languages()[0]:
        return Speech()
    try:
        from fundusviewer.gui.text.report_language import speech_of
    except ImportError as error:
        raise OutputError(f"no report in {code}: Qt cannot be loaded ({error})") from error
    return speech_of(code)


def add_report_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what both commands ask of their reports."""
    parser.add_argument(
        "--personal-data",
        action="store_true",
        help="reports with patients, files, dates, notes and reviewers; without it, patients and "
        "photographs have numbers and hashes",
    )
    parser.add_argument(
        "--language",
        choices=languages(),
        default=languages()[0],
        help="of a PDF (default: %(default)s); tables and messages stay English",
    )
    parser.add_argument(
        "--pattern",
        default=AUTOMATIC,
        help="how names tell patient, eye and date: "
        f"{AUTOMATIC}, {', '.join(PRESETS)}, a template like {{patient}}_{{eye}} or a regular "
        "expression with these groups",
    )
