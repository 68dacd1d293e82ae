"""PDF for people: a page for each patient with both eyes, and a summary of a folder.

Qt draws it (``docs/adr/0009-qt-prints-the-report.md``) and is imported when a report is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from fundusviewer import __version__
from fundusviewer.atomic import atomic_file
from fundusviewer.errors import OutputError
from fundusviewer.inference import Classifier
from fundusviewer.reporting.entries import entries_of
from fundusviewer.reporting.part import WHOLE, Part, part_words
from fundusviewer.reporting.pictures import PictureSource, ReadMarks, no_marks
from fundusviewer.reporting.speech import Speech
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.rows import Row, printable
from fundusviewer.screening.stored_anatomy import stored_macular_oedema

_ENGLISH = Speech()


class _CancelledError(Exception):
    """Takes the way out of :func:`atomic_file` that leaves no file behind."""


def write_pdf(
    path: Path,
    rows: Sequence[Row],
    method: Method,
    pattern: NamePattern,
    *,
    everything: Iterable[Row] = (),
    part: Part = WHOLE,
    classifier: Classifier | None = None,
    personal_data: bool = False,
    facts: Sequence[tuple[str, str]] = (),
    clinic: str = "",
    summary: bool = True,
    marks: ReadMarks = no_marks,
    speech: Speech = _ENGLISH,
    progress: Callable[[int, int], None] = lambda done, total: None,  # noqa: ARG005
    cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Write a report; the file is there whole, or is what it was before.

    Can be called on any thread where a window runs, otherwise on the main thread. Takes about a
    tenth of a second a page and the memory of three pages.

    Parameters
    ----------
    path
        The file. Its folder must exist.
    rows
        What is printed: the worklist, or a part of it.
    method
        How the results were made.
    pattern
        Reads patient, eye and date from the files' names.
    everything
        All rows of the database by the method: the results of patients and eyes are those of all
        their photographs. Empty where the rows are all that there is.
    part
        Of what the rows are a part, and why; stands on every page.
    classifier
        The method's model, for the heat maps, which no database holds; ``None``: without them.
        It is asked on a thread of this function.
    personal_data
        Whether names of patients and files, dates, notes and reviewers are printed. Otherwise
        patients have their number in the report, photographs their hash.
    facts
        Name and value of what the summary says of the run, in addition to counts and charts; in
        the report's language.
    clinic
        Name of the clinic, at the head of each page; may be empty.
    summary
        Whether a summary page and the list of patients come before the patients' pages.
    marks
        Reads what readers marked on photographs, by their hashes.
    speech
        The report's language.
    progress
        Called with the pages done and the pages in all.
    cancelled
        Asked before each page.

    Returns
    -------
    bool
        ``False`` where it was cancelled: nothing is written then.

    Raises
    ------
    OutputError
        If the file cannot be written, or Qt cannot be loaded.
    """
    try:
        from fundusviewer.reporting.paper.document import PICTURE_SIZE, Content, draw_document
        from fundusviewer.reporting.paper.photograph_column import Wanted
        from fundusviewer.reporting.paper.sheet import Imprint
    except ImportError as error:
        raise OutputError(
            f"{path}: cannot be written: Qt cannot be loaded ({error}); "
            "'make system-packages' installs what it needs on Debian and Ubuntu"
        ) from error
    printed_at = speech.moment(dt.datetime.now().astimezone())
    content = Content(
        entries_of(rows, pattern, everything),
        Imprint(
            method,
            f"FundusViewer {__version__}",
            printed_at,
            part_words(part, speech, personal=personal_data),
            any(stored_macular_oedema(row) is not None for row in rows),
            printable(clinic.strip()),
        ),
        facts,
        Wanted(personal_data, _coverage(classifier)),
        summary,
        speech,
    )
    source = PictureSource(method, classifier, PICTURE_SIZE, speech, marks)
    try:
        with atomic_file(path) as partial:
            if not draw_document(partial, content, source, progress=progress, cancelled=cancelled):
                raise _CancelledError
    except _CancelledError:
        return False
    return True


def _coverage(classifier: Classifier | None) -> float | None:
    """Return what the prediction sets of the model promise."""
    sets = None if classifier is None else classifier.card.prediction_sets
    return None if sets is None else sets.coverage
