"""Writing the document page by page; only the page at hand and the next one's pictures are held."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from fundusviewer.reporting.bookmarks import Bookmark, add_bookmarks
from fundusviewer.reporting.entries import Entry
from fundusviewer.reporting.paper.contents_page import LINES, ContentsLine, draw_contents
from fundusviewer.reporting.paper.fonts import FontChooser
from fundusviewer.reporting.paper.ink import RESOLUTION, Ink
from fundusviewer.reporting.paper.patient_page import PatientPage, bookmark_of, draw_patient_page
from fundusviewer.reporting.paper.photograph_column import COLUMN, PICTURE_HEIGHT, Wanted
from fundusviewer.reporting.paper.sheet import Imprint, draw_frame
from fundusviewer.reporting.paper.summary_page import draw_summary
from fundusviewer.reporting.pictures import Pictures, PictureSource
from fundusviewer.reporting.speech import Speech, phrase
from fundusviewer.reporting.spreads import Slot, spreads_of

#: Pixels for an inch of a picture on paper, and its largest width and height in pixels.
_PICTURE_DPI = 200
PICTURE_SIZE = (round(COLUMN / 25.4 * _PICTURE_DPI), round(PICTURE_HEIGHT / 25.4 * _PICTURE_DPI))

#: Pages whose pictures are made at once, while another is drawn.
_MAKERS = 2

log = logging.getLogger(__name__)

_TITLE = phrase("FundusViewer screening report")

#: Qt wants one such object for as long as the program runs. Where a window is, there is one.
_application: list[QGuiApplication] = []


@dataclass(frozen=True)
class Content:
    """What is printed.

    Attributes
    ----------
    entries
        The visits, in their order.
    imprint
        What stands on every page.
    facts
        Name and value of what the summary says of the run.
    wanted
        What is printed of a photograph.
    summary
        Whether a summary and a list of the patients come first.
    speech
        The language of all of it.
    """

    entries: Sequence[Entry]
    imprint: Imprint
    facts: Sequence[tuple[str, str]]
    wanted: Wanted
    summary: bool
    speech: Speech


@dataclass(frozen=True)
class _Summary:
    """The first page."""


@dataclass(frozen=True)
class _Contents:
    """A page of the list of patients."""

    lines: Sequence[ContentsLine]


_Page = _Summary | _Contents | PatientPage
_Pair = tuple[Pictures, Pictures]


def draw_document(
    path: Path,
    content: Content,
    source: PictureSource,
    *,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> bool:
    """Draw a document into a file.

    Parameters
    ----------
    path
        The file; written over.
    content
        What is printed.
    source
        Makes the pictures, on another thread, while the page before is drawn.
    progress
        Called with the pages done and their number.
    cancelled
        Asked before each page.

    Returns
    -------
    bool
        Whether it is complete; ``False`` where it was cancelled.

    Raises
    ------
    OSError
        If the file cannot be written.
    OutputError
        If a font that comes with the program cannot be loaded.
    """
    _ensure_application()
    pages = _plan(content)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with path.open("wb") as file:
        with _painting(buffer, content) as ink:
            for number, (page, pictures) in enumerate(_with_pictures(pages, source), start=1):
                if cancelled():
                    return False
                if number > 1:
                    ink.new_page()
                _draw(ink, page, pictures, content)
                draw_frame(ink, content.imprint, number, len(pages))
                _move(buffer, file)
                progress(number, len(pages))
        # The fonts and the list of pages.
        _move(buffer, file)
    try:
        add_bookmarks(path, _bookmarks(pages, content))
    except ValueError:
        # Another Qt may write in another way; the report is whole without them.
        log.warning("%s: no bookmarks could be added", path.name, exc_info=True)
    return True


def _bookmarks(pages: Sequence[_Page], content: Content) -> list[Bookmark]:
    found = []
    for number, page in enumerate(pages, start=1):
        if isinstance(page, _Summary):
            found.append(Bookmark(content.speech.say("Summary"), number))
        elif isinstance(page, PatientPage) and page.sheet == 1:
            title = bookmark_of(page.entry, content.wanted.personal, content.speech)
            found.append(Bookmark(title, number))
    return found


def _plan(content: Content) -> list[_Page]:
    """Return all pages: their number stands on each of them."""
    patients = [page for entry in content.entries for page in _pages_of(entry, content.speech)]
    if not content.summary:
        return list(patients)
    before = 1 + -(-len(content.entries) // LINES)
    lines = [
        ContentsLine(page.entry, number)
        for number, page in enumerate(patients, start=before + 1)
        if page.sheet == 1
    ]
    contents = [_Contents(lines[first : first + LINES]) for first in range(0, len(lines), LINES)]
    return [_Summary(), *contents, *patients]


def _pages_of(entry: Entry, speech: Speech) -> list[PatientPage]:
    spreads = spreads_of(entry.patient, speech)
    return [
        PatientPage(entry, spread, sheet, len(spreads))
        for sheet, spread in enumerate(spreads, start=1)
    ]


def _with_pictures(
    pages: Sequence[_Page], source: PictureSource
) -> Iterator[tuple[_Page, _Pair | None]]:
    """Yield the pages with their pictures; those of the next pages are made meanwhile."""
    with ThreadPoolExecutor(_MAKERS, "pictures") as maker:
        coming: deque[tuple[_Page, Future[_Pair | None]]] = deque()
        for page in pages:
            coming.append((page, maker.submit(_pictures_of, page, source)))
            if len(coming) > _MAKERS:
                made, pictures = coming.popleft()
                yield made, pictures.result()
        for made, pictures in coming:
            yield made, pictures.result()


def _pictures_of(page: _Page, source: PictureSource) -> _Pair | None:
    if not isinstance(page, PatientPage):
        return None

    def of(slot: Slot) -> Pictures:
        return Pictures() if slot.photograph is None else source.of(slot.photograph.row)

    return of(page.spread.left), of(page.spread.right)


def _draw(ink: Ink, page: _Page, pictures: _Pair | None, content: Content) -> None:
    if isinstance(page, PatientPage):
        draw_patient_page(ink, page, pictures or (Pictures(), Pictures()), content.wanted)
    elif isinstance(page, _Contents):
        draw_contents(ink, page.lines, content.wanted.personal)
    else:
        draw_summary(ink, content.entries, content.facts)


@contextmanager
def _painting(buffer: QBuffer, content: Content) -> Iterator[Ink]:
    writer = QPdfWriter(buffer)
    # PDF/A-1b: everything that is needed to read it in thirty years is inside.
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
    writer.setTitle(content.speech.say(_TITLE))
    writer.setCreator(content.imprint.application)
    writer.setResolution(RESOLUTION)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    try:
        yield Ink(writer, painter, FontChooser(), content.speech)
    finally:
        painter.end()


def _move(buffer: QBuffer, file: BinaryIO) -> None:
    """Move to the file what Qt has drawn.

    Qt goes on where the disk is full, and its own files forget the error with the next write that
    fits: the report would have holes. Python's do not.
    """
    file.write(buffer.data().data())
    buffer.buffer().clear()
    buffer.seek(0)


def _ensure_application() -> None:
    if QGuiApplication.instance() is None:
        _application.append(QGuiApplication(["fundusviewer", "-platform", "offscreen"]))
