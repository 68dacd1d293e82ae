"""Writes the list to files, and shows its report for printing, in the background."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.commands.export_actions import format_title
from fundusviewer.gui.output.list_export_dialog import ExportDialog
from fundusviewer.gui.output.report_preview import ReportPreview
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.text.report_language import speech_of
from fundusviewer.gui.text.translation import chosen
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.file_dialogs import ask_export
from fundusviewer.inference import open_classifier
from fundusviewer.reporting import Contents, ExportFormat, Pages, Part, Speech, open_paper
from fundusviewer.reporting.paper.heat_memory import HeatMemory
from fundusviewer.screening import Method, NamePattern, Row, Store, identify

if TYPE_CHECKING:
    from fundusviewer.reporting.paper.document import PaperReport

#: Rows that are read at once.
_PORTION = 500


@dataclass(frozen=True, eq=False)
class _Order:
    """What is to be written; carries all that it needs.

    What waits counts for its patients though it is not written: nobody has examined it yet.
    """

    form: ExportFormat
    store: Store
    keys: Sequence[int]
    waiting: Sequence[Path]
    part: Part
    method: Method
    pattern: NamePattern
    personal_data: bool
    speech: Speech
    model: Path | None
    who: str
    clinic: str
    threads: int
    heat_maps: HeatMemory


class ListExport(QObject):
    """Asks what is wanted, and has it written.

    Signals
    -------
    status_message(str)
        How far it is, and where the file is.
    notification(str)
        Why nothing was written.
    ended()
        Something was written.
    written(Path)
        A file that people read is there.
    """

    status_message = Signal(str)
    notification = Signal(str)
    ended = Signal()
    written = Signal(object)
    _paged = Signal(int, int)

    def __init__(
        self,
        session: Session,
        worklist: Worklist,
        settings_store: SettingsStore,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._worklist = session, worklist
        self._settings_store, self._window = settings_store, window
        # A thread of its own: a report of a thousand pages takes minutes.
        self.background = JobPool(self, threads=1)
        # A preview, the print and the file ask the network once.
        self._heat_maps = HeatMemory()
        self._stopped = threading.Event()
        self._paged.connect(self._tell_pages)

    def ask(self, form: ExportFormat) -> None:
        """Ask what is to be written, and where."""
        keys = [key for key in self._worklist.model.keys if key > 0]
        selected = [key for key in self._worklist.cursor.selected if key > 0]
        if not keys or self._session.database is None:
            self.status_message.emit(self.tr("There is nothing to write yet"))
            return
        hidden = self._session.blindness.is_on
        dialog = ExportDialog(form, len(keys), len(selected), hidden=hidden, parent=self._window)
        dialog.personal.setChecked(self._settings_store.settings.personal_data)

        def order() -> _Order | None:
            wanted = keys if dialog.all.isChecked() else selected
            return self._order(
                form,
                wanted,
                selected=not dialog.all.isChecked(),
                personal_data=dialog.personal.isChecked(),
            )

        dialog.accepted.connect(lambda: self._ask_target(order()))
        dialog.previewing.connect(lambda: self._preview(order()))
        dialog.open()

    def close(self) -> None:
        """Stop what is being written; no file is left half."""
        self._stopped.set()
        self.background.close()

    def _order(
        self, form: ExportFormat, keys: Sequence[int], *, selected: bool, personal_data: bool
    ) -> _Order | None:
        database, model = self._session.database, self._session.model
        if database is None:
            return None
        return _Order(
            form,
            database.lists,
            keys,
            tuple(self._session.open_files.waiting),
            Part(len(keys), self._worklist.total, self._worklist.wanted(), selected),
            self._session.method,
            self._session.pattern,
            personal_data,
            speech_of(chosen()),
            None if model is None else model.path,
            self._settings_store.settings.grader,
            self._settings_store.settings.clinic,
            # While photographs are examined, theirs goes first.
            1 if self._session.run.is_active else max(1, (os.cpu_count() or 2) // 2),
            self._heat_maps,
        )

    def _ask_target(self, order: _Order | None) -> None:
        if order is None:
            return
        form = order.form
        folder = Path(self._settings_store.settings.folder or Path.home())
        suggestion = folder / f"FundusViewer{form.suffix}"
        target = ask_export(self._window, suggestion, format_title(form))
        if target is None:
            return
        self.status_message.emit(self.tr("Writing {name}…").format(name=target.name))
        work = partial(_write, order, target, Pages(self._paged.emit, self._stopped.is_set))
        self.background.run(
            work, lambda _: self._tell_written(target, form), self.notification.emit
        )

    def _preview(self, order: _Order | None) -> None:
        if order is None:
            return
        self.status_message.emit(self.tr("Preparing the preview…"))
        self.background.run(
            partial(_open, order),
            partial(self._show_preview, order),
            self.notification.emit,
        )

    def _show_preview(self, order: _Order, paper: PaperReport) -> None:
        self.status_message.emit("")
        preview = ReportPreview(paper, self.background, self._window)
        preview.saving.connect(lambda: self._ask_target(order))
        preview.printed.connect(lambda name, rows: self._note_printed(order, rows, name))
        preview.failed.connect(self.notification)
        preview.show()

    def _note_printed(self, order: _Order, rows: Sequence[Row], printer: str) -> None:
        self.status_message.emit(self.tr("Handed to the printer: {name}").format(name=printer))
        self.background.run(
            partial(_note, order, rows, "print"), lambda _: None, self.notification.emit
        )

    def _tell_written(self, target: Path, form: ExportFormat) -> None:
        self.status_message.emit(self.tr("Written: {path}").format(path=target))
        self.ended.emit()
        if form.is_for_people:
            self.written.emit(target)

    def _tell_pages(self, done: int, total: int) -> None:
        self.status_message.emit(
            self.tr("Writing the report: page {done} of {total}").format(done=done, total=total)
        )


def _contents(order: _Order) -> Contents:
    rows: list[Row] = []
    for start in range(0, len(order.keys), _PORTION):
        rows.extend(order.store.rows_at(order.method, order.keys[start : start + _PORTION]))
    everything = order.store.rows(order.method)
    known = {row.path for row in everything}
    everything += [Row.of_file(path) for path in order.waiting if path not in known]
    classifier = None
    if order.form.is_for_people and order.model is not None:
        # The window's own network goes on with what waits; this one draws the heat maps.
        classifier = open_classifier(order.model, "cpu", threads=order.threads)
    return Contents(
        rows,
        order.method,
        order.pattern,
        everything,
        order.part,
        order.personal_data,
        classifier,
        speech=order.speech,
        clinic=order.clinic,
        lesions=order.store.lesions_of,
        marks=order.store.marks,
        heat_maps=order.heat_maps,
    )


def _open(order: _Order) -> PaperReport:
    return open_paper(_contents(order))


def _write(order: _Order, target: Path, pages: Pages) -> None:
    contents = _contents(order)
    order.form.write(target, contents, pages)
    if order.form.is_for_people:
        _note(order, contents.rows, order.form.name)


def _note(order: _Order, rows: Sequence[Row], kind: str) -> None:
    """Note in the database that photographs were reported."""
    photographs = (identify(row, order.pattern) for row in rows)
    order.store.note_report(kind, photographs, order.who)
