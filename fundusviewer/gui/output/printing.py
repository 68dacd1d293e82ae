"""Handing the pages of a report to a printer. Qt's printing is imported when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from fundusviewer.reporting.paper.document import PaperReport


def ask_printer(parent: QWidget, paper: PaperReport) -> QPrinter | None:
    """Ask with the system's dialog where, and which pages; ``None`` where nothing is printed."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(paper.page_layout)
    # The margins are part of the drawing.
    printer.setFullPage(True)
    printer.setDocName(paper.title)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, paper.page_count)
    dialog.setFromTo(1, paper.page_count)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def pages_to_print(printer: QPrinter, count: int) -> Sequence[int]:
    """Return the chosen pages of so many, counted from 1, in the order of printing."""
    first, last = 1, count
    if printer.printRange() == printer.PrintRange.PageRange:
        first, last = max(1, printer.fromPage()), min(count, printer.toPage() or count)
    pages = range(first, last + 1)
    return pages[::-1] if printer.pageOrder() == printer.PageOrder.LastPageFirst else pages


def print_pages(
    paper: PaperReport,
    printer: QPrinter,
    numbers: Sequence[int],
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> bool:
    """Print pages; on any thread.

    Parameters
    ----------
    paper
        The report.
    printer
        Set up by the user.
    numbers
        Pages, counted from 1.
    progress
        Called with the pages done and their number.
    cancelled
        Asked before each page.

    Returns
    -------
    bool
        Whether the printer has all of them.
    """
    complete = paper.print_on(printer, numbers, progress, cancelled)
    return complete and printer.printerState() != printer.PrinterState.Error
