"""The grading form of the photograph on screen: opened by a key, kept while it is filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from fundusviewer.grading.schemes import Form
from fundusviewer.gui.review.form.form_panel import FormPanel
from fundusviewer.gui.review.review_controller import ReviewController
from fundusviewer.gui.state.photograph import Photograph


class FormController(QObject):
    """Shows, keeps and finishes forms.

    What is ticked is stored soon and does not count until the form is done: a grader who must not
    see the network's answer yet does not see it after the first tick. Done, another photograph,
    and the end of the window make it count.

    Parameters
    ----------
    panel
        The form.
    reviewing
        Writes it.
    scheme
        Tells the name of the scheme of new forms.

    Signals
    -------
    shown(bool)
        Whether the form is to be shown.
    left()
        The keys belong to the list again.
    """

    shown = Signal(bool)
    left = Signal()

    def __init__(
        self,
        panel: FormPanel,
        reviewing: ReviewController,
        scheme: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.panel, self._reviewing, self._scheme = panel, reviewing, scheme
        self._key: int | None = None
        self._sha256: str | None = None
        self._readable = True
        # What is not on the disk yet, by the photographs' hashes.
        self._unsaved: dict[str, Form] = {}
        self._failed: set[str] = set()
        panel.changed.connect(self._keep)
        panel.finished.connect(self._done)
        panel.left.connect(self.close)
        reviewing.form_stored.connect(self._stored)
        reviewing.form_kept.connect(lambda sha256, _: self._failed.add(sha256))

    @property
    def is_open(self) -> bool:
        """Whether the form is shown."""
        return self._reviewing.is_filling

    @property
    def has_unsaved(self) -> bool:
        """Whether a form could not be stored."""
        return bool(self._failed)

    def toggle(self) -> None:
        """Open the form, or close it."""
        if self.is_open:
            self.close()
            return
        self._reviewing.is_filling = True
        self.shown.emit(True)
        self.panel.take_keys()

    def close(self) -> None:
        """Let the form count, and put it away."""
        self.finish()
        self._reviewing.is_filling = False
        self.shown.emit(False)
        self.left.emit()

    def take_scheme(self) -> None:
        """Take the scheme that is chosen now; a form that was begun keeps its own."""
        form, scheme = self.panel.form, self._scheme()
        if form.is_empty and form.scheme != scheme:
            self.panel.begin(Form(scheme), self.panel.grade)

    def finish(self) -> None:
        """Let what is filled in count: the photograph is left."""
        form = self.panel.form
        self.panel.keep()
        if self._key is None or not self._readable or form.is_empty:
            return
        if form.finished and self._sha256 not in self._failed:
            return
        self._keep(replace(form, finished=True))
        self.panel.form = replace(form, finished=True)

    def show_photograph(self, photograph: Photograph | None) -> None:
        """Show the form of a photograph; that of the one before counts now."""
        sha256 = None if photograph is None else photograph.row.sha256
        if sha256 != self._sha256:
            # Opened but not filled in on this photograph: as it was.
            if self.is_open:
                self.finish()
            self._sha256, self._key = sha256, None
            self.panel.rewind()
        if photograph is None or sha256 is None:
            self.panel.set_usable(False)
            self.panel.begin(Form(self._scheme()), None)
            return
        if self.is_open and not self._reviewing.grades:
            # Another model was chosen meanwhile.
            self.close()
        row = photograph.row
        stored = row.form
        self._readable = stored is not None or row.review_form is None
        self.panel.set_usable(self._readable)
        waiting = self._unsaved.get(sha256)
        if self._key == photograph.key and (waiting is not None or self._is_newer(stored)):
            self.panel.show_grade(row.review_grade)
            return
        self._key = photograph.key
        form = waiting or stored or Form(self._scheme())
        if form.is_empty and form.scheme != self._scheme():
            form = Form(self._scheme())
        self.panel.begin(form, row.review_grade, self._remark(form))

    def _is_newer(self, stored: Form | None) -> bool:
        """Return whether the panel holds what is not in the database yet, or the same."""
        return self.panel.is_waiting or stored == self.panel.form

    def _remark(self, form: Form) -> str:
        if not self._readable:
            return self.tr("A later version of the program filled in this form")
        if self._sha256 in self._failed:
            return self.tr("The form is not saved yet; Enter tries again")
        if not form.is_empty and not form.finished:
            return self.tr("Not finished: it does not count yet")
        return ""

    def _keep(self, form: Form) -> None:
        if self._key is None or self._sha256 is None:
            return
        self._unsaved[self._sha256] = form
        self._failed.discard(self._sha256)
        self._reviewing.fill(self._key, form)

    def _stored(self, sha256: str, form: Form) -> None:
        if self._unsaved.get(sha256) == form:
            del self._unsaved[sha256]

    def _done(self) -> None:
        self.finish()
        self._reviewing.finish_form()
