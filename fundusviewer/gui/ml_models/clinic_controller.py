"""Fits the model in use to the clinic's own reviews, and takes the copy or the former file."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fundusviewer.gui.ml_models.clinic_dialog import ClinicDialog
from fundusviewer.gui.ml_models.model_controller import ModelController
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.inference import ModelCard, ModelEntry, ModelLibrary
from fundusviewer.screening import NamePattern
from fundusviewer.training.clinic.cases import reviewed_cases
from fundusviewer.training.clinic.copy import free_name, write_copy
from fundusviewer.training.clinic.proposal import Fit, fit_to_clinic


class ClinicController(QObject):
    """Opens the dialog and does what is wanted there.

    Signals
    -------
    status_message(str)
        What was done.
    notification(str)
        Why nothing could be found out.
    """

    status_message = Signal(str)
    notification = Signal(str)

    def __init__(
        self,
        session: Session,
        models: ModelController,
        background: JobPool,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._models = session, models
        self._background, self._window = background, window
        self._fit: Fit | None = None
        self.dialog: ClinicDialog | None = None

    def open(self) -> None:
        """Open the dialog for the model in use."""
        model, database = self._session.model, self._session.database
        if model is None or database is None or not model.card.grades:
            self.status_message.emit(self.tr("There is no model that grades"))
            return
        former = self._former()
        title = None if former is None or former.card is None else former.card.title
        self.dialog = dialog = ClinicDialog(model.card, title, self._window)
        dialog.write_wanted.connect(self._write)
        dialog.former_wanted.connect(self._use_former)
        dialog.finished.connect(self._forget)
        dialog.open()
        sha256 = self._session.method.model_sha256
        work = partial(_found, database, sha256, model.card, self._session.pattern)
        self._background.run(work, self._show, self._fail)

    def _forget(self) -> None:
        self.dialog = self._fit = None

    def _show(self, found: tuple[Fit, str]) -> None:
        if self.dialog is not None:
            self._fit, name = found
            self.dialog.show_fit(self._fit, name)

    def _fail(self, reason: str) -> None:
        if self.dialog is not None:
            self.dialog.state.setText("")
            self.dialog.tell(reason)
            self.dialog.write.setEnabled(False)

    def _write(self, name: str) -> None:
        model, fit = self._session.model, self._fit
        if model is None or fit is None or self.dialog is None:
            return
        today = dt.datetime.now(tz=dt.UTC).date()
        work = partial(write_copy, model.path, model.card, fit, name, today)
        self._background.run(work, self._use, self.dialog.tell)

    def _use(self, path: Path) -> None:
        self.status_message.emit(self.tr("Written: {path}").format(path=path))
        self._session.models.look_again()
        self._models.use(path)
        if self.dialog is not None:
            self.dialog.accept()

    def _former(self) -> ModelEntry | None:
        """Return the model that the one in use is a copy of, where it is at hand."""
        model = self._session.model
        origin = None if model is None else model.card.fitted_from
        if origin is None:
            return None
        return next(
            (
                entry
                for entry in self._session.models.entries
                if entry.card is not None
                and (entry.card.name, entry.card.version) == (origin.name, origin.version)
            ),
            None,
        )

    def _use_former(self) -> None:
        former = self._former()
        if former is not None:
            self._models.use(former.path)
        if self.dialog is not None:
            self.dialog.accept()


def _found(
    database: Database, sha256: str, card: ModelCard, pattern: NamePattern
) -> tuple[Fit, str]:
    cases = reviewed_cases(database.lists, sha256, pattern)
    return fit_to_clinic(cases, card), free_name(card, ModelLibrary.default())
