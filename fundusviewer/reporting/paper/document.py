"""Writing the document page by page; only the page at hand and the next one's pictures are held."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)

from fundusviewer.reporting.paper.bookmarks import add_bookmarks
from fundusviewer.reporting.paper.contents_page import draw_contents
from fundusviewer.reporting.paper.fonts import FontChooser
from fundusviewer.reporting.paper.ink import RESOLUTION, Ink
from fundusviewer.reporting.paper.patient_page import (
    PatientPage,
    draw_patient_page,
)
from fundusviewer.reporting.paper.photograph_column import COLUMN, PICTURE_HEIGHT
from fundusviewer.reporting.paper.photograph_rows import MOST_PICTURE, MOST_ROWS, PICTURE_WIDTH
from fundusviewer.reporting.paper.pictures import Pictures, PictureSource, Room
from fundusviewer.reporting.paper.plan import Content, ContentsPage, Page, bookmarks_of, plan_of
from fundusviewer.reporting.paper.sheet import HEIGHT, WIDTH, draw_frame
from fundusviewer.reporting.paper.summary_page import draw_summary
from fundusviewer.reporting.speech import phrase
from fundusviewer.reporting.spreads import Slot
from fundusviewer.screening.rows import Row

#: Pixels for an inch of a picture on paper, and what a picture gets on a page with so many rows;
#: narrow ones are seen from nearer.
_PICTURE_DPI, _NARROW_DPI = 200, 280
_ROOMS = {
    1: Room(round(COLUMN / 25.4 * _PICTURE_DPI), round(PICTURE_HEIGHT / 25.4 * _PICTURE_DPI)),
    **{
        rows: Room(
            round(PICTURE_WIDTH / 25.4 * _NARROW_DPI),
            round(MOST_PICTURE / 25.4 * _NARROW_DPI),
            110_000 // rows,
        )
        for rows in range(2, MOST_ROWS + 1)
    },
}

#: Pages whose pictures are made at once, while another is drawn.
_MAKERS = max(2, min(4, (os.cpu_count() or 2) - 1))

log = logging.getLogger(__name__)

#: Margins are part of the drawing.
PAGE_LAYOUT = QPageLayout(
    QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
)

_TITLE = phrase("FundusViewer screening report")

#: Qt wants one such object for as long as the program runs. Where a window is, there is one.
_application: list[QGuiApplication] = []


_Pairs = Sequence[tuple[Pictures, Pictures]]


class PaperReport:
    """A report on pages: in a file, on a printer, and as pictures of its pages for a preview.

    All of them are the same drawing. Can be used on any thread, on one at a time.

    Parameters
    ----------
    content
        What is printed.
    source
        Makes the pictures.

    Raises
    ------
    OutputError
        If a font that comes with the program cannot be loaded.
    """

    def __init__(self, content: Content, source: PictureSource) -> None:
        ensure_application()
        self._content, self._source = content, source
        self._fonts = FontChooser()
        self._pages = plan_of(content, Ink(None, self._fonts, content.speech))

    @property
    def page_count(self) -> int:
        """Return how many pages it has."""
        return len(self._pages)

    @property
    def page_layout(self) -> QPageLayout:
        """Return the paper that it is drawn for; the margins are part of the drawing."""
        return PAGE_LAYOUT

    @property
    def title(self) -> str:
        """Return what it is called."""
        return self._content.speech.say(_TITLE)

    def rows_on(self, numbers: Iterable[int]) -> list[Row]:
        """Return the photographs that stand on pages, counted from 1."""
        pages = (self._pages[number - 1] for number in numbers)
        spreads = (one for page in pages if isinstance(page, PatientPage) for one in page.spreads)
        slots = (slot for spread in spreads for slot in (spread.left, spread.right))
        return [slot.photograph.row for slot in slots if slot.photograph is not None]

    def write(
        self, path: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> bool:
        """Draw it into a PDF file, which is written over.

        Parameters
        ----------
        path
            The file.
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
        """
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        numbers = range(1, len(self._pages) + 1)
        with path.open("wb") as file:
            writer = _pdf_writer(buffer, self._content)
            with _painting(writer) as painter:
                done = self._draw_all(
                    painter,
                    writer.newPage,
                    numbers,
                    lambda: _move(buffer, file),
                    progress,
                    cancelled,
                )
            if not done:
                return False
            # The fonts and the list of pages.
            _move(buffer, file)
        try:
            add_bookmarks(path, bookmarks_of(self._pages, self._content))
        except ValueError:
            # Another Qt may write in another way; the report is whole without them.
            log.warning("%s: no bookmarks could be added", path.name, exc_info=True)
        return True

    def print_on(
        self,
        device: QPagedPaintDevice,
        numbers: Sequence[int],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> bool:
        """Draw pages, counted from 1, on a printer, as large as its paper when that is not A4.

        Parameters
        ----------
        device
            The printer.
        numbers
            The pages in their order.
        progress
            Called with the pages done and their number.
        cancelled
            Asked before each page.

        Returns
        -------
        bool
            Whether all pages were drawn; ``False`` where it was cancelled, or where the printer
            cannot be drawn on.
        """
        painter = QPainter()
        if not painter.begin(device):
            return False
        try:
            paper = device.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
            fit = min(1.0, paper.width() / WIDTH, paper.height() / HEIGHT)
            to_x, to_y = (
                dots / RESOLUTION for dots in (device.logicalDpiX(), device.logicalDpiY())
            )
            painter.scale(fit * to_x, fit * to_y)
            return self._draw_all(
                painter, device.newPage, numbers, lambda: None, progress, cancelled
            )
        finally:
            painter.end()

    def picture(self, number: int, dots: float) -> QImage:
        """Return a page, counted from 1, as a picture with so many dots for an inch."""
        width, height = (round(side / 25.4 * dots) for side in (WIDTH, HEIGHT))
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(QColor(255, 255, 255))
        page = self._pages[number - 1]
        with _painting(image) as painter:
            hints = QPainter.RenderHint
            painter.setRenderHints(hints.Antialiasing | hints.SmoothPixmapTransform)
            painter.scale(dots / RESOLUTION, dots / RESOLUTION)
            self._fonts.missing.clear()
            ink = Ink(painter, self._fonts, self._content.speech)
            self._draw(ink, number, _pictures_of(page, self._source))
        return image

    def _draw_all(
        self,
        painter: QPainter,
        turn: Callable[[], object],
        numbers: Sequence[int],
        drawn: Callable[[], None],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> bool:
        self._fonts.missing.clear()
        ink = Ink(painter, self._fonts, self._content.speech, turn)
        pages = [self._pages[number - 1] for number in numbers]
        made = _with_pictures(pages, self._source)
        for done, (number, pictures) in enumerate(zip(numbers, made, strict=True), start=1):
            if cancelled():
                return False
            if done > 1:
                ink.new_page()
            self._draw(ink, number, pictures)
            drawn()
            progress(done, len(numbers))
        return True

    def _draw(self, ink: Ink, number: int, pictures: _Pairs) -> None:
        page, content = self._pages[number - 1], self._content
        if isinstance(page, PatientPage):
            draw_patient_page(ink, page, pictures, content.wanted)
        elif isinstance(page, ContentsPage):
            draw_contents(ink, page.lines, content.wanted.personal)
        else:
            draw_summary(ink, content.entries, content.facts)
        draw_frame(ink, content.imprint, number, len(self._pages))


def _with_pictures(pages: Sequence[Page], source: PictureSource) -> Iterator[_Pairs]:
    """Yield the pictures of each page; those of the next pages are made meanwhile."""
    with ThreadPoolExecutor(_MAKERS, "pictures") as maker:
        coming: deque[Future[_Pairs]] = deque()
        for page in pages:
            coming.append(maker.submit(_pictures_of, page, source))
            if len(coming) > _MAKERS:
                yield coming.popleft().result()
        for pictures in coming:
            yield pictures.result()


def _pictures_of(page: Page, source: PictureSource) -> _Pairs:
    if not isinstance(page, PatientPage):
        return []
    room = _ROOMS[len(page.spreads)]

    def of(slot: Slot) -> Pictures:
        return Pictures() if slot.photograph is None else source.of(slot.photograph.row, room)

    return [(of(spread.left), of(spread.right)) for spread in page.spreads]


def _pdf_writer(buffer: QBuffer, content: Content) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    # PDF/A-1b: everything that is needed to read it in thirty years is inside.
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_A1b)
    writer.setTitle(content.speech.say(_TITLE))
    writer.setCreator(content.imprint.application)
    writer.setResolution(RESOLUTION)
    writer.setPageLayout(PAGE_LAYOUT)
    return writer


@contextmanager
def _painting(device: QPaintDevice) -> Iterator[QPainter]:
    painter = QPainter(device)
    try:
        yield painter
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


def ensure_application() -> None:
    """Make Qt's application where there is none."""
    if QGuiApplication.instance() is None:
        _application.append(QGuiApplication(["fundusviewer", "-platform", "offscreen"]))
