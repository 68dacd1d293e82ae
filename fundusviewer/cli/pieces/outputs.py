"""The report files of ``screen`` and ``report``: checked before the work, written after it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fundusviewer.cli.pieces.progress import ProgressLine
from fundusviewer.errors import FundusViewerError, OutputError, StoreError
from fundusviewer.reporting import Contents, ExportFormat, Pages, Speech
from fundusviewer.resources import languages
from fundusviewer.screening.names import AUTOMATIC, PRESETS


@dataclass(frozen=True)
class Outputs:
    """The files that are wanted.

    Attributes
    ----------
    targets
        Each with its format.
    personal_data
        Whether names, files, dates, notes and reviewers are written.
    speech
        The language of pages for people; the other files have columns for programs, in English.
    clinic
        Name at the head of the pages; may be empty.
    """

    targets: tuple[tuple[ExportFormat, Path], ...] = ()
    personal_data: bool = False
    speech: Speech = field(default_factory=Speech)
    clinic: str = ""

    @property
    def need_model(self) -> bool:
        """Whether heat maps are drawn."""
        return any(form.is_for_people for form, _ in self.targets)

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
        for _, target in self.targets:
            if not target.parent.is_dir() or target.is_dir():
                raise OutputError(f"{target}: is no file in a folder that is there")
        known = {path.resolve() for path in taken}
        beside = [path for form, target in self.targets for path in form.beside(target)]
        for path in [*(target for _, target in self.targets), *beside]:
            if path.resolve() in known:
                raise OutputError(f"{path}: is used twice; name another file")
            known.add(path.resolve())

    def write(self, contents: Contents) -> dict[Path, FundusViewerError]:
        """Write the files; pages are counted on standard error.

        Returns
        -------
        dict of Path to FundusViewerError
            The files that could not be written, or for which the database could not be read; the
            others are.
        """
        problems: dict[Path, FundusViewerError] = {}
        for form, path in self.targets:
            try:
                _write(form, path, contents)
            except (OutputError, StoreError) as error:
                problems[path] = error
        return problems


def _write(form: ExportFormat, path: Path, contents: Contents) -> None:
    if not form.is_for_people:
        form.write(path, contents, Pages())
        return
    progress = ProgressLine(sys.stderr, None, unit="pages")
    form.write(path, contents, Pages(progress.reach))
    progress.finish()


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
        "--clinic",
        default="",
        metavar="NAME",
        help="name of the clinic, at the head of a PDF's pages",
    )
    parser.add_argument(
        "--fields",
        type=int,
        choices=(1, 2),
        default=1,
        help="photographs that a set has of each eye: 1 (macula) or 2 (macula and optic disc); an "
        "incomplete set is said (default: %(default)s)",
    )
    parser.add_argument(
        "--pattern",
        default=AUTOMATIC,
        help="how names tell patient, eye and date: "
        f"{AUTOMATIC}, {', '.join(PRESETS)}, a template like {{patient}}_{{eye}} or a regular "
        "expression with these groups",
    )
