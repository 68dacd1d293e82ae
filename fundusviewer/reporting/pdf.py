"""PDF for people: a page for each patient with both eyes, and a summary of a folder.

Qt draws it (``docs/adr/0009-qt-prints-the-report.md``) and is imported when a report is written.
"""

from __future__ import annotations

import datetime as dt
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fundusviewer import __version__
from fundusviewer.atomic import atomic_file
from fundusviewer.errors import OutputError
from fundusviewer.inference import Classifier
from fundusviewer.reporting.contents import Contents, ReadMarks, no_marks
from fundusviewer.reporting.entries import entries_of
from fundusviewer.reporting.paper.pictures import PictureSource
from fundusviewer.reporting.part import WHOLE, Part, part_words
from fundusviewer.reporting.speech import Speech
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.rows import Row, printable
from fundusviewer.screening.stored_anatomy import stored_macular_oedema

if TYPE_CHECKING:
    from fundusviewer.reporting.paper.document import PaperReport

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
    StoreError
        If the marks cannot be read.
    """
    contents = Contents(
        rows,
        method,
        pattern,
        list(everything),
        part,
        personal_data,
        classifier,
        facts,
        speech,
        clinic=clinic,
        marks=marks,
        summary=summary,
    )
    return write_paper(path, contents, progress, cancelled)


def write_paper(
    path: Path,
    contents: Contents,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> bool:
    """Write a report, see :func:`write_pdf`."""
    with _interrupted_between_pages() as interrupted:
        try:
            paper = open_paper(contents)
        except ImportError as error:
            raise OutputError(
                f"{path}: cannot be written: Qt cannot be loaded ({error}); "
                "'make system-packages' installs what it needs on Debian and Ubuntu"
            ) from error
        try:
            with atomic_file(path) as partial:
                if not paper.write(partial, progress, lambda: interrupted() or cancelled()):
                    raise _CancelledError
        except _CancelledError:
            return False
        return True


@contextmanager
def _interrupted_between_pages() -> Iterator[Callable[[], bool]]:
    """Keep a Ctrl-C until a page is done; yields whether there was one.

    Raised in the middle of a page it reaches Qt's binding, which makes a SystemError of it.

    Raises
    ------
    KeyboardInterrupt
        At the end, if there was one.
    """
    came = threading.Event()
    raises = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not raises or threading.current_thread() is not threading.main_thread():
        yield came.is_set
        return
    signal.signal(signal.SIGINT, lambda *_: came.set())
    try:
        yield came.is_set
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if came.is_set():
        raise KeyboardInterrupt


def open_paper(contents: Contents) -> PaperReport:
    """Return a report whose pages can be looked at, printed and written.

    Raises
    ------
    ImportError
        If Qt cannot be loaded.
    OutputError
        If a font that comes with the program cannot be loaded.
    StoreError
        If the marks cannot be read.
    """
    from fundusviewer.reporting.paper.document import PaperReport
    from fundusviewer.reporting.paper.facts import Wanted
    from fundusviewer.reporting.paper.plan import Content
    from fundusviewer.reporting.paper.sheet import Imprint

    method, speech, personal = contents.method, contents.speech, contents.personal_data
    content = Content(
        entries_of(contents.rows, contents.pattern, contents.everything),
        Imprint(
            method,
            f"FundusViewer {__version__}",
            speech.moment(dt.datetime.now().astimezone()),
            part_words(contents.part, speech, personal=personal),
            any(stored_macular_oedema(row) is not None for row in contents.rows),
            printable(contents.clinic.strip()),
        ),
        contents.facts,
        Wanted(personal, _coverage(contents.classifier), method.grades, contents.marked),
        contents.summary,
        speech,
    )
    classifier = contents.classifier
    source = PictureSource(method, classifier, speech, contents.heat_maps, contents.marked)
    return PaperReport(content, source)


def _coverage(classifier: Classifier | None) -> float | None:
    """Return what the prediction sets of the model promise."""
    sets = None if classifier is None else classifier.card.prediction_sets
    return None if sets is None else sets.coverage
