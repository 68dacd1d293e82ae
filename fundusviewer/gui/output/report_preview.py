"""The pages of a report on the screen, as they will be printed; from here they are printed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fundusviewer.gui.output.printing import ask_printer, pages_to_print, print_pages
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.basic import ElidedComboBox, PlainLabel
from fundusviewer.gui.widgets.dialog_foot import dialog_foot

if TYPE_CHECKING:
    from fundusviewer.reporting.paper.document import PaperReport

#: Sides of a page in inches.
_WIDTH, _HEIGHT = 210 / 25.4, 297 / 25.4

#: Pages that are kept: those before and after the one in sight, as large as a screen.
_KEPT = 6

#: How long after the window was resized its page is drawn anew, in milliseconds.
_SETTLED = 150

#: Dots for an inch at full size, and how many a page has at most.
_FULL, _MOST = 96.0, 400.0

_MARGIN = 12


class ReportPreview(QDialog):
    """Shows one page after the other; nothing is drawn that is not looked at.

    Parameters
    ----------
    paper
        The report. It is used on the background's thread alone.
    background
        Draws, one job after the other.

    Signals
    -------
    saving()
        The report is to be written to a file.
    printed(str, list)
        The photographs of these rows were handed to the printer of this name.
    failed(str)
        Why a page could not be drawn or printed.
    """

    saving = Signal()
    printed = Signal(str, list)
    failed = Signal(str)
    _paged = Signal(int, int)

    def __init__(
        self, paper: PaperReport, background: JobPool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._paper, self._background = paper, background
        self._drawn: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._jobs: dict[tuple[int, int], int] = {}
        self._printing: int | None = None
        self._stopped = threading.Event()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle(self.tr("Preview: {title}").format(title=paper.title))
        self.page = PlainLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.number = QSpinBox()
        self.number.setRange(1, paper.page_count)
        self.number.setAccessibleName(self.tr("Page"))
        self.number.setKeyboardTracking(False)
        self.zoom = ElidedComboBox()
        self.zoom.setAccessibleName(self.tr("Size of the page"))
        for text, kind in (
            (self.tr("Whole page"), "page"),
            (self.tr("Width of the page"), "width"),
            (self.tr("Full size"), "full"),
        ):
            self.zoom.addItem(text, kind)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Printing"))
        self.cancel = QPushButton(self.tr("&Stop printing"))
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED)
        self._lay_out()
        self._settling.timeout.connect(self._show)
        self.number.valueChanged.connect(self._turn)
        self.zoom.currentIndexChanged.connect(self._show)
        self.cancel.clicked.connect(self._stopped.set)
        self._paged.connect(self._tell_pages)
        self._show_printing(False)
        self._show()

    @property
    def is_busy(self) -> bool:
        """Whether the page in sight is still being drawn, or pages are being printed."""
        return self._key() not in self._drawn or self._printing is not None

    def _lay_out(self) -> None:
        self._area = QScrollArea()
        self._area.setWidget(self.page)
        self._area.setWidgetResizable(True)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # The keys that turn pages are the dialog's.
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._before = _arrow(Qt.ArrowType.LeftArrow, self.tr("Page before (Page Up)"))
        self._after = _arrow(Qt.ArrowType.RightArrow, self.tr("Next page (Page Down)"))
        self._before.clicked.connect(lambda: self._step(-1))
        self._after.clicked.connect(lambda: self._step(1))
        count = PlainLabel(self.tr("of {pages}").format(pages=self._paper.page_count))
        bar = QHBoxLayout()
        for widget in (self._before, self.number, count, self._after, self.zoom):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.progress)
        bar.addWidget(self.cancel)
        roles = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.print = buttons.addButton(self.tr("&Print…"), roles.ActionRole)
        self.save = buttons.addButton(self.tr("&Save as PDF…"), roles.ActionRole)
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self.saving)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(self._area, 1)
        layout.addLayout(dialog_foot(buttons))
        self.resize(_first_size())
        self.number.setFocus()

    # -- pages -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages."""
        keys = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        ends = {Qt.Key.Key_Home: 1, Qt.Key.Key_End: self._paper.page_count}
        key = Qt.Key(event.key())
        if key in keys:
            self._step(keys[key])
        elif key in ends:
            self.number.setValue(ends[key])
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page as large as there is room, once that is settled."""
        super().resizeEvent(event)
        self._settling.start()

    def _step(self, pages: int) -> None:
        self.number.setValue(self.number.value() + pages)

    def _turn(self) -> None:
        self._area.verticalScrollBar().setValue(0)
        self._show()

    def _dots(self) -> int:
        """Return dots of the screen for an inch of the page."""
        ratio = self.devicePixelRatioF()
        room = self._area.maximumViewportSize() - QSize(_MARGIN, _MARGIN)
        width, height = room.width() / _WIDTH, room.height() / _HEIGHT
        wanted = {"page": min(width, height), "width": width, "full": _FULL}
        return round(max(20.0, min(_MOST, wanted[self.zoom.currentData()] * ratio)))

    def _key(self, after: int = 0) -> tuple[int, int]:
        return self.number.value() + after, self._dots()

    def _show(self) -> None:
        number = self.number.value()
        self._before.setEnabled(number > 1)
        self._after.setEnabled(number < self._paper.page_count)
        words = self.tr("Page {number} of {pages}").format(
            number=number, pages=self._paper.page_count
        )
        self.page.setAccessibleName(words)
        key = self._key()
        if key in self._drawn:
            self._drawn.move_to_end(key)
            picture = QPixmap.fromImage(self._drawn[key])
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self.page.setPixmap(picture)
            # Who looks at one page wants the next one.
            if number < self._paper.page_count:
                self._draw(self._key(1))
            return
        self.page.setText(self.tr("{page} is being drawn…").format(page=words))
        # What nobody looks at any more is not drawn first.
        for other in [one for one in self._jobs if one != key]:
            self._background.drop(self._jobs.pop(other))
        self._draw(key)

    def _draw(self, key: tuple[int, int]) -> None:
        if key in self._drawn or key in self._jobs:
            return
        self._jobs[key] = self._background.run(
            partial(self._paper.picture, *key), partial(self._take, key), self._tell_failed
        )

    def _take(self, key: tuple[int, int], picture: QImage) -> None:
        self._jobs.pop(key, None)
        self._drawn[key] = picture
        while len(self._drawn) > _KEPT:
            self._drawn.popitem(last=False)
        if key == self._key():
            self._show()

    def _tell_failed(self, reason: str) -> None:
        self._jobs.clear()
        self.page.setText(reason)
        self.failed.emit(reason)

    # -- printing ----------------------------------------------------------------------------

    def _print(self) -> None:
        printer = ask_printer(self, self._paper)
        if printer is None:
            return
        self._stopped.clear()
        self._show_printing(True)
        numbers = pages_to_print(printer, self._paper.page_count)
        self.progress.setRange(0, len(numbers))
        self.progress.setValue(0)
        work = partial(
            print_pages, self._paper, printer, numbers, self._paged.emit, self._stopped.is_set
        )
        name = printer.printerName() or printer.outputFileName()
        self._printing = self._background.run(
            work, partial(self._end_printing, name, numbers), self._fail_printing
        )

    def _end_printing(self, name: str, numbers: Sequence[int], complete: bool) -> None:
        self._printing = None
        self._show_printing(False)
        if complete:
            self.printed.emit(name, self._paper.rows_on(numbers))
        elif not self._stopped.is_set():
            self._fail_printing(self.tr("{printer} did not take the pages.").format(printer=name))

    def _fail_printing(self, reason: str) -> None:
        self._printing = None
        self._show_printing(False)
        self.failed.emit(reason)

    def _show_printing(self, on: bool) -> None:
        for widget in (self.progress, self.cancel):
            widget.setVisible(on)
        self.print.setEnabled(not on)

    def _tell_pages(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def done(self, result: int) -> None:
        """End: nothing more is drawn, and nothing more is printed."""
        self._stopped.set()
        for job in (*self._jobs.values(), self._printing):
            self._background.drop(job)
        self._jobs.clear()
        super().done(result)


def _arrow(kind: Qt.ArrowType, words: str) -> QToolButton:
    button = QToolButton()
    button.setArrowType(kind)
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button


def _first_size() -> QSize:
    """Return a size in which a whole page can be read, where the screen has it."""
    room = QGuiApplication.primaryScreen().availableGeometry().size()
    return QSize(860, 1100).boundedTo(QSize(round(room.width() * 0.9), round(room.height() * 0.85)))
