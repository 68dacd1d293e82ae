"""Opens the page of the patient on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.review.patient_dialog import PatientDialog
from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.screening import Method, NamePattern, Row, Store
from fundusviewer.screening.course import VisitOfCourse, course_of


class PatientController(QObject):
    """Reads the course of a patient off the window's thread, and shows it.

    What a blind grader must not see is not in it.

    Signals
    -------
    status_message(str)
        Why there is nothing to show.
    notification(str)
        The database could not be read, and why.
    """

    status_message = Signal(str)
    notification = Signal(str)

    def __init__(
        self, session: Session, worklist: Worklist, background: JobPool, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._worklist = session, worklist
        self._background, self._window = background, window
        self.dialog: PatientDialog | None = None

    def open(self) -> None:
        """Open the page of the patient on screen."""
        photograph, database = self._worklist.cursor.current, self._session.database
        patient = None if photograph is None else photograph.identity.patient
        if photograph is None or database is None or patient is None:
            self.status_message.emit(self.tr("It is not known whose photograph this is (F2)"))
            return
        blind = self._session.blindness
        work = partial(
            _course,
            database.lists,
            self._session.method,
            self._session.pattern,
            patient,
            blind.hides,
        )
        self._background.run(work, partial(self._show, patient), self.notification.emit)

    def _show(self, patient: str, visits: Sequence[VisitOfCourse]) -> None:
        self.dialog = PatientDialog(patient, visits, self._window)
        self.dialog.chosen.connect(self._choose)
        self.dialog.finished.connect(self._forget)
        self.dialog.open()

    def _choose(self, path: Path) -> None:
        key = self._session.photographs.key_of(path)
        if self._worklist.model.position_of(key) is not None:
            self._worklist.cursor.choose(key)
        else:
            self.status_message.emit(self.tr("This photograph is not in the list"))

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


def _course(
    store: Store, method: Method, pattern: NamePattern, patient: str, hides: Callable[[Row], bool]
) -> tuple[VisitOfCourse, ...]:
    return course_of(store.rows(method), pattern, patient, hides)
