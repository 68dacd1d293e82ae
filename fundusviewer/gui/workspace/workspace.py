"""The working parts of the window: list, verdicts, models, database, files; and their ends."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow, QMessageBox

from fundusviewer.gui.commands.actions import Actions
from fundusviewer.gui.commands.export_actions import export_action, export_specs
from fundusviewer.gui.crash.reporter import CrashReporter
from fundusviewer.gui.dicom.dicom_controller import DicomController
from fundusviewer.gui.ml_models.clinic_controller import ClinicController
from fundusviewer.gui.ml_models.model_controller import ModelController
from fundusviewer.gui.output.list_export import ListExport
from fundusviewer.gui.review.agreement_controller import AgreementController
from fundusviewer.gui.review.cohort_controller import CohortController
from fundusviewer.gui.review.form.form_controller import FormController
from fundusviewer.gui.review.form.form_panel import FormPanel
from fundusviewer.gui.review.patient_controller import PatientController
from fundusviewer.gui.review.review_controller import ReviewController
from fundusviewer.gui.review.review_panel import ReviewPanel
from fundusviewer.gui.review.seat_controller import SeatController
from fundusviewer.gui.review.undo_actions import UndoActions
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.folder_watcher import FolderWatcher
from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.marks.mark_board import MarkBoard, MarkEdit
from fundusviewer.gui.state.seen import Seen
from fundusviewer.gui.state.selection import Selection
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.inference_thread import InferenceService
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.message_box import Button, ask
from fundusviewer.gui.widgets.theme import Theme
from fundusviewer.gui.worklist.thumbnails import Thumbnails
from fundusviewer.gui.worklist.worklist_controller import WorklistController
from fundusviewer.gui.worklist.worklist_panel import WorklistPanel
from fundusviewer.gui.workspace.database_controller import DatabaseController
from fundusviewer.reporting import export_formats

#: The list's own menu, in groups; what writes the list stands in the second.
_FOR_SELECTED = (
    ("accept", "refuse", "withdraw", "note", "correct", "history"),
    ("examine_again",),
    ("dicom_write", "dicom_send", "dicom_deidentify"),
)


class Workspace(QObject):
    """Makes the parts and connects them with each other and with the menus.

    Signals
    -------
    notification(str)
        A sentence for the user that stays until it is closed.
    status_message(str)
        A remark that passes.
    """

    notification = Signal(str)
    status_message = Signal(str)

    def __init__(
        self,
        theme: Theme,
        settings_store: SettingsStore,
        background: JobPool,
        reporter: CrashReporter,
        selection: Selection,
        seen: Seen,
        marks: MarkBoard,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self.settings_store, self.selection, self.marks = settings_store, selection, marks
        self._background, self._window = background, window
        self.service = InferenceService(self)
        self.session = session = Session(self.service, background, self)
        marks.read_from(session)
        self.list = worklist = Worklist(session, selection, background, self)
        self.thumbnails = Thumbnails(self)
        self.panel = panel = WorklistPanel(worklist, self.thumbnails, theme, selection)
        self.review = ReviewPanel()
        self.watching = FolderWatcher(self)
        self.models = ModelController(session, settings_store, reporter, window)
        self.clinic = ClinicController(session, self.models, background, window)
        self.reviewing = ReviewController(
            session, worklist, selection, seen, settings_store, background, window
        )
        self.form = FormPanel()
        self.filling = FormController(
            self.form, self.reviewing, lambda: settings_store.settings.scheme, self
        )
        settings_store.changed.connect(self.filling.take_scheme)
        writer = self.reviewing.writer
        self.databases = DatabaseController(
            session, settings_store, background, writer, self._may_leave, window
        )
        self.exporting = ListExport(session, worklist, settings_store, window)
        self.agreement = AgreementController(session, worklist, background, window)
        self.seats = SeatController(session, worklist, settings_store, writer, window)
        self.cohort = CohortController(session, background, window)
        self.patient = PatientController(session, worklist, background, window)
        self.dicom = DicomController(session, worklist.cursor, window)
        self.listing = WorklistController(
            session, worklist, panel, settings_store, self.watching, background, window
        )
        session.settled.connect(selection.settle)
        session.cleared.connect(self.thumbnails.forget)
        self._connect(reporter)

    @property
    def is_idle(self) -> bool:
        """Whether everything is done that was to be done."""
        session = self.session
        waits = self.databases.is_busy or session.models.is_busy or session.run.is_active
        threads = (self._background, self.reviewing.writer)
        return (
            not waits
            and self.list.is_idle
            and session.examination.is_idle
            and all(background.is_idle for background in threads)
        )

    def connect_actions(self, actions: Actions) -> None:
        """Let the menus act."""
        reviewing, databases, exporting = self.reviewing, self.databases, self.exporting
        slots: dict[str, Callable[[], None]] = {
            "close_all": self.session.close_all,
            "next": partial(self.list.cursor.step, 1),
            "previous": partial(self.list.cursor.step, -1),
            "first": partial(self.list.cursor.go_to_end, first=True),
            "last": partial(self.list.cursor.go_to_end, first=False),
            "next_to_review": reviewing.next_to_review,
            "pause": self.session.run.pause,
            "resume": self.session.run.resume,
            "accept": reviewing.accept,
            **{f"grade_{grade}": partial(reviewing.grade, grade) for grade in range(5)},
            "refuse": reviewing.ungradable,
            "withdraw": reviewing.withdraw,
            "undo": reviewing.undo,
            "redo": reviewing.redo,
            "note": self.review.focus_note,
            "form": self.filling.toggle,
            "patient": self.patient.open,
            "correct": reviewing.correct,
            "history": reviewing.show_history,
            "grader": self._ask_who,
            "readers": self.seats.set_up,
            "cohort": self.cohort.ask,
            "agreement": self.agreement.open,
            "open_database": databases.ask,
            "new_database": databases.ask_new,
            "default_database": databases.open_default,
            **{export_action(one): partial(exporting.ask, one) for one in export_formats()},
            "models": self.models.show_cards,
            "clinic": self.clinic.open,
            "models_folder": self.models.open_folder,
            "refresh_models": self.models.refresh,
        }
        for name, slot in slots.items():
            actions[name].triggered.connect(lambda *_, slot=slot: slot())
        UndoActions(actions, reviewing.undo_list)
        self.listing.connect_actions(actions)
        self.dicom.connect_actions(actions)
        selected = [[actions[name] for name in names] for names in _FOR_SELECTED]
        selected[1] += [actions[spec.name] for spec in export_specs()]
        self.panel.offer(selected)

    def _ask_who(self) -> None:
        """Ask for the doctor's name; in a programme who reads, in which role."""
        if self.session.seat.is_programme:
            self.seats.ask()
        else:
            self.reviewing.ask_name()

    def _write_marks(self, edit: MarkEdit) -> None:
        self.reviewing.mark(
            edit.sha256, edit.marks, lambda stored: self.marks.end(edit, stored=stored)
        )

    def _forget_marks(self) -> None:
        if self.marks.has_unsaved:
            self.notification.emit(
                self.tr("Marks that could not be saved in the database before are lost")
            )
        self.marks.forget()

    def retranslate(self) -> None:
        """Set all translated texts anew that change while the window is open."""
        self.models.show()
        self.seats.shown.emit()
        self.reviewing.undo_list.changed.emit()

    def may_close(self) -> bool:
        """Write what the doctor said; where that fails, ask whether it may be lost."""
        return self._may_lose(
            self.tr(
                "The latest grades, notes or marks could not be saved. Close the window and "
                "discard them?"
            ),
            Button.Close,
        )

    def _may_leave(self) -> bool:
        """Do the same before another database is opened."""
        return self._may_lose(
            self.tr(
                "The latest grades, notes or marks could not be saved. Open another database and "
                "discard them?"
            ),
            Button.Discard,
        )

    def _may_lose(self, question: str, lose: Button) -> bool:
        before = self.reviewing.failures
        self.review.finish_note()
        if self.filling.is_open:
            self.filling.finish()
        self.retry()
        self.reviewing.writer.settle()
        if self.reviewing.failures == before and not self.has_unsaved:
            return True
        answer = ask(
            self._window,
            self.tr("Not saved"),
            question,
            buttons=lose | Button.Cancel,
            default=Button.Cancel,
            icon=QMessageBox.Icon.Warning,
        )
        return answer == lose

    def retry(self) -> None:
        """Store verdicts and marks that could not be stored before."""
        self.reviewing.retry()
        self.marks.retry()

    @property
    def has_unsaved(self) -> bool:
        """Whether something that the doctor said could not be stored."""
        kept = (self.reviewing, self.review, self.filling, self.marks)
        return any(one.has_unsaved for one in kept)

    def stop(self) -> None:
        """End all threads. Reviews are written; photographs that wait for the network are left."""
        self.dicom.close()
        self.session.run.stop()
        self.service.close()
        self.session.run.close()
        self.watching.close()
        self.exporting.close()
        self.thumbnails.close()
        self.reviewing.writer.finish()
        self.list.close()
        self._background.close()
        if self.session.database is not None:
            self.session.database.close()

    def _connect(self, reporter: CrashReporter) -> None:
        session, panel, review = self.session, self.panel, self.review
        for noticing in (
            session.notification,
            self.list.notification,
            self.models.notification,
            self.marks.notification,
        ):
            noticing.connect(self.notification)
        self.databases.notification.connect(self.notification)
        self.databases.changed.connect(self.reviewing.undo_list.clear)
        self.databases.changed.connect(self.reviewing.forget_unsaved)
        self.databases.changed.connect(self._forget_marks)
        self.marks.edited.connect(self._write_marks)
        session.changed.connect(lambda _: self.marks.refresh())
        self.databases.changed.connect(self.seats.begin)
        self.reviewing.seat_wanted.connect(self.seats.ask)
        talking: tuple[
            ReviewController
            | ListExport
            | AgreementController
            | ClinicController
            | PatientController
            | WorklistController
            | DicomController
            | SeatController
            | CohortController,
            ...,
        ] = (
            self.reviewing,
            self.exporting,
            self.agreement,
            self.clinic,
            self.patient,
            self.listing,
            self.dicom,
            self.seats,
            self.cohort,
        )
        for part in talking:
            part.notification.connect(self.notification)
            part.status_message.connect(self.status_message)
        session.unexpected_error.connect(reporter.report)
        for background in (
            self._background,
            self.reviewing.writer,
            self.exporting.background,
            self.watching.background,
            self.thumbnails.background,
            *self.dicom.backgrounds,
        ):
            background.unexpected_error.connect(reporter.report)
        session.opened.connect(self.listing.choose_soon)
        session.run.progressed.connect(panel.run.show_tally)
        panel.run.pause_wanted.connect(session.run.pause)
        panel.run.resume_wanted.connect(session.run.resume)
        panel.run.closed.connect(session.run.forget)
        panel.run.part_wanted.connect(self.listing.show_part)
        review.graded.connect(self.reviewing.grade)
        review.refused.connect(self.reviewing.ungradable)
        review.accepted.connect(self.reviewing.accept)
        review.noted.connect(self.reviewing.note)
        self.reviewing.note_kept.connect(review.keep_note)
        self.reviewing.note_stored.connect(review.forget_note)
        review.history_wanted.connect(self.reviewing.show_history)
