"""Reviews by the doctor: grades, notes, patients; written at once, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QWidget

from fundusviewer.anatomy import Mark
from fundusviewer.errors import RefusedError
from fundusviewer.grading.schemes import Form, reopened
from fundusviewer.gui.review.history_dialog import HistoryDialog
from fundusviewer.gui.review.identity_dialog import IdentityDialog
from fundusviewer.gui.review.judging import Judging, as_network, review_of
from fundusviewer.gui.review.undo_texts import (
    form_words,
    identity_words,
    mark_words,
    note_words,
    verdict_words,
    withdrawn_words,
)
from fundusviewer.gui.review.unsaved import UnsavedVerdicts
from fundusviewer.gui.settings.settings_store import SettingsStore
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.listing.worklist import Worklist
from fundusviewer.gui.state.photograph import Photograph, Progress
from fundusviewer.gui.state.seen import Seen
from fundusviewer.gui.state.selection import Selection
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.state.undo_stack import UndoList, UndoStep
from fundusviewer.gui.text.message_translation import translate_message
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.widgets.message_box import Button, ask
from fundusviewer.screening import Change, Filter, Order, Review, Store
from fundusviewer.screening.readers import Seat

#: Photographs that are looked through at once for the next one to review; more are looked up.
_NEAR = 16


class ReviewController(QObject):
    """Writes the doctor's reviews, given by keys and panels, to the database.

    Signals
    -------
    status_message(str)
        A short remark on what was just done, or why it was not.
    notification(str)
        Something could not be read, and why.
    not_saved(str, bool)
        What could not be written, and why; whether :meth:`retry` tries it again.
    saved(str)
        Something was written; what is not saved still, and why: empty for nothing.
    note_kept(str, str)
        The hash of a photograph, and the note on it that could not be stored.
    note_stored(str)
        The hash of a photograph whose note is on the disk.
    form_kept(str, Form), form_stored(str, Form)
        The hash of a photograph, and its form that could not be stored, or is on the disk.
    seat_wanted()
        It must be said first who reads.
    """

    status_message = Signal(str)
    notification = Signal(str)
    not_saved = Signal(str, bool)
    saved = Signal(str)
    note_kept = Signal(str, str)
    note_stored = Signal(str)
    form_kept = Signal(str, object)
    form_stored = Signal(str, object)
    seat_wanted = Signal()

    def __init__(
        self,
        session: Session,
        worklist: Worklist,
        selection: Selection,
        seen: Seen,
        settings_store: SettingsStore,
        background: JobPool,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._worklist = session, worklist
        self._cursor = worklist.cursor
        self._selection, self.judging = selection, Judging(seen)
        self._settings_store, self._background, self._window = settings_store, background, window
        # One thread: what is said later is written later.
        self.writer = JobPool(self, threads=1)
        self._written: set[int] = set()
        #: How often something could not be stored.
        self.failures = 0
        #: Whether a form is open: then a grade does not go on to the next photograph.
        self.is_filling = False
        self.undo_list = UndoList(self)
        self._unsaved, self._why = UnsavedVerdicts(), ""
        session.seat.changed.connect(self.undo_list.clear)
        session.seat.changed.connect(self._leave_unsaved)

    @property
    def grades(self) -> bool:
        """Whether retinopathy is graded: not beside a model of other classes."""
        return self._session.grades

    @property
    def has_unsaved(self) -> bool:
        """Whether verdicts could not be stored."""
        return bool(self._unsaved)

    def retry(self) -> None:
        """Store the verdicts that could not be stored; what was said newer stays."""
        database = self._session.database
        for one in self._unsaved:
            for photograph in self._session.photographs.read([one.key]).values():
                review = replace(one.review, note=photograph.row.note or "")
                if database is not None and photograph.row.sha256 is not None:
                    self._write_as(one.who, database, {photograph: review}, one.words)

    def forget_unsaved(self) -> None:
        """Forget verdicts that could not be stored, with the database."""
        self._unsaved.clear()

    def _leave_unsaved(self) -> None:
        """Say that verdicts are not saved: from another seat they are not written."""
        if self._unsaved:
            words = self._unsaved_words()
            self._unsaved.clear()
            self.not_saved.emit(words, False)

    # -- verdicts ----------------------------------------------------------------------------

    def accept(self) -> None:
        """Accept the model's grade for the selected photographs, then go to the next one."""
        photographs = self._selected()
        hidden = [one for one in photographs if one.progress is Progress.HIDDEN]
        if hidden:
            self.status_message.emit(self.tr("Your own grade first: keys 0–4, or U for ungradable"))
            return
        open_ones = [one for one in photographs if not one.row.is_reviewed]
        if photographs and not open_ones:
            self.next_to_review()
            return
        reviews = {one: review for one in open_ones if (review := as_network(one)) is not None}
        if open_ones and not reviews:
            self.status_message.emit(
                self.tr("The network refers, with a grade below 2: give your own grade")
                if any(one.row.answer.grade is not None for one in open_ones)
                else self.tr("There is no grade to accept")
            )
            return
        self._judge(reviews)

    def grade(self, grade: int, key: int | None = None) -> None:
        """Give a grade, 0–4, to one photograph, or to all that is selected."""
        self._judge({one: review_of(one, grade) for one in self._meant(key)})

    def ungradable(self, key: int | None = None) -> None:
        """Mark one photograph, or all selected ones, as ungradable."""
        self._judge({one: self.judging.refusal(one) for one in self._meant(key)})

    def withdraw(self) -> None:
        """Take back the verdicts on all that is selected; the history keeps them."""
        reviewed = [one for one in self._selected() if one.row.is_reviewed]
        # A form is kept as one that is not finished.
        reviews = {
            one: Review(note=one.row.note or "", form=reopened(one.row.review_form))
            for one in reviewed
        }
        self._write(reviews, withdrawn_words(len(reviews)))

    def note(self, key: int, text: str) -> None:
        """Set the note on one photograph; its verdict stays."""
        photograph = self._worklist.model.photographs([key])[0]
        row = photograph.row
        if text == (row.note or ""):
            return
        review = Review(row.review_grade, bool(row.review_ungradable), text, bool(row.review_blind))
        sha256 = row.sha256 or ""

        def ended(stored: bool) -> None:
            if stored:
                self.note_stored.emit(sha256)
            else:
                self.note_kept.emit(sha256, text)

        if not self._write({photograph: review}, note_words(), ended):
            ended(False)
            self.status_message.emit(self.tr("Not saved: a note needs its author's name"))

    def fill(self, key: int, form: Form) -> bool:
        """Set the form on one photograph; grade and note stay. Return whether it is written."""
        photograph = self._worklist.model.photographs([key])[0]
        database, sha256 = self._session.database, photograph.row.sha256
        may = not form.finished or self.judging.may(photograph, Review(0), alone=False)
        who = self._who() if may else ""
        if database is None or sha256 is None or not who:
            self.status_message.emit(
                self.tr("Not saved: a form needs its author's name")
                if may
                else self.judging.why_none([photograph])
            )
            self.form_kept.emit(sha256 or "", form)
            return False
        blind = photograph.progress is Progress.HIDDEN
        work = partial(database.work.fill, {sha256: form}, who, blind=blind)

        def ended(stored: bool) -> None:
            (self.form_stored if stored else self.form_kept).emit(sha256, form)

        step = UndoStep(form_words(), key)
        self._run(work, [photograph], partial(self._note, step), form_words(), ended)
        return True

    def mark(self, sha256: str, marks: Sequence[Mark], ended: Callable[[bool], None]) -> None:
        """Set marks on the photograph on screen; ``ended`` is told whether they are on the disk."""
        key, database = self._selection.active, self._session.database
        shown = [] if key is None else self._worklist.model.photographs([key])
        if database is None or key is None or not shown or shown[0].row.sha256 != sha256:
            ended(False)
            self.status_message.emit(
                self.tr("Not saved: this photograph has not been examined as it is now")
            )
            return
        who = self._reader()
        if not who:
            ended(False)
            self.status_message.emit(self.tr("Not saved: a mark needs its author's name"))
            return
        words = mark_words(marks)
        work = partial(database.work.mark, sha256, marks, who)
        self._run(work, (), partial(self._note, UndoStep(words, key)), words, ended)

    def next_to_review(self) -> None:
        """Choose the next photograph without a verdict, below first, then from the top."""
        others = self._cursor.after_active()
        # In a programme the queue says what is to be read, not the photograph.
        alone = not self._session.seat.is_programme
        near = [key for key in others[:_NEAR] if alone and key not in self._written]
        for photograph in self._worklist.model.photographs(near):
            if _is_open(photograph):
                self._cursor.choose(photograph.key)
                return
        database = self._session.database
        if (len(others) > _NEAR or not alone) and database is not None:
            left = Filter(reviewed=False) if alone else Filter(queue=True)
            work = partial(database.lists.keys, self._session.method, left, Order.NEWEST)
            self._background.run(work, partial(self._choose_of, others), self.notification.emit)
        else:
            self.status_message.emit(self.tr("All photographs of this list are reviewed"))

    def _choose_of(self, others: Sequence[int], found: Sequence[int]) -> None:
        left = set(found) - self._written
        for key in others:
            if key in left and _is_open(self._worklist.model.photographs([key])[0]):
                self._cursor.choose(key)
                return
        self.status_message.emit(self.tr("All photographs of this list are reviewed"))

    def _judge(self, reviews: Mapping[Photograph, Review]) -> None:
        if not self.grades:
            self.status_message.emit(
                self.tr("This model has other classes than grades: there are notes and marks alone")
            )
            return
        alone, may = len(reviews) == 1, self.judging.may
        fit = {one: review for one, review in reviews.items() if may(one, review, alone=alone)}
        unfit = [one for one in reviews if one not in fit]
        if not fit:
            if unfit:
                self.status_message.emit(self.judging.why_none(unfit))
            return
        if not alone and not self._confirm(list(fit.values()), unfit):
            return
        blind = any(review.blind for review in fit.values())
        # A hidden answer is shown now: the doctor wants to see it before going on.
        words = verdict_words(list(fit.values()))
        if self._write(fit, words) and self._goes_on and not blind:
            self._go_on()

    @property
    def _goes_on(self) -> bool:
        return self._settings_store.settings.go_on and not self.is_filling

    def finish_form(self) -> None:
        """Go on to the next photograph, where that is wanted."""
        if self._settings_store.settings.go_on:
            self._go_on()

    def _go_on(self) -> None:
        """Choose the other eye on screen, where that is to be reviewed; otherwise the next."""
        pair = self._selection.active, self._selection.beside
        both = [key for key in pair if key is not None] if pair[1] is not None else []
        for photograph in self._worklist.model.photographs(both):
            if photograph.key not in self._written and _is_open(photograph):
                self._selection.activate(photograph.key)
                return
        self.next_to_review()

    def _write(
        self,
        reviews: Mapping[Photograph, Review],
        words: str,
        ended: Callable[[bool], None] | None = None,
    ) -> bool:
        database, who = self._session.database, self._reader() if reviews else None
        if database is None or not who:
            return False
        self._write_as(who, database, reviews, words, ended)
        return True

    def _write_as(
        self,
        who: str | Seat,
        database: Database,
        reviews: Mapping[Photograph, Review],
        words: str,
        ended: Callable[[bool], None] | None = None,
    ) -> None:
        said = {one.row.sha256: review for one, review in reviews.items() if one.row.sha256}
        step = UndoStep(words, next(iter(reviews)).key)
        refusals: list[RefusedError] = []

        def work() -> list[Change]:
            try:
                return database.work.review(said, who)
            except RefusedError as error:
                refusals.append(error)
                raise

        def keep(stored: bool) -> None:
            if stored:
                self._unsaved.forget(said)
            # What is refused is said once, and not kept: it would be refused again.
            elif not refusals and database is self._session.database and not database.is_read_only:
                self._unsaved.keep(reviews, who)

        self._run(work, reviews, partial(self._note, step), words, ended or keep)

    def _note(self, step: UndoStep, changes: Sequence[Change]) -> None:
        self.undo_list.add(replace(step, changes=tuple(changes)))

    def _run(
        self,
        work: Callable[[], list[Change]],
        photographs: Iterable[Photograph],
        noted: Callable[[list[Change]], None],
        words: str,
        stored: Callable[[bool], None] = lambda _: None,
    ) -> None:
        """Write what was said; ``stored`` is told whether it is on the disk."""
        photographs = list(photographs)
        keys = {one.key for one in photographs}
        self._written |= keys
        database = self._session.database

        def ended() -> None:
            self._written -= keys
            # One photograph may lie in several files, each with a row.
            self._session.refresh(None)
            self._worklist.update_list()

        def done(changes: list[Change]) -> None:
            stored(True)
            ended()
            self.saved.emit(self._unsaved_words() if self._unsaved else "")
            if database is self._session.database:
                noted(changes)

        def failed(reason: str) -> None:
            self.failures += 1
            stored(False)
            ended()
            names = [one.row.name for one in photographs[:1] if len(photographs) == 1]
            others = self._unsaved.words
            what = ", ".join([words, *names])
            # One sentence for all of them: the one before it is replaced.
            parts = others if what in others else "; ".join(filter(None, (what, others)))
            self._why = translate_message(reason)
            self.not_saved.emit(self._unsaved_words(parts), self.has_unsaved)

        self.writer.run(work, done, failed)

    def _unsaved_words(self, what: str = "") -> str:
        """Return a sentence that says what is not saved, by default the verdicts, and why."""
        return self.tr("Not saved ({what}): {reason}").format(
            what=what or self._unsaved.words, reason=self._why
        )

    # -- taking back -------------------------------------------------------------------------

    def undo(self) -> None:
        """Undo the last review step, and show its photograph."""
        self._step(undo=True)

    def redo(self) -> None:
        """Redo the step that was undone last."""
        self._step(undo=False)

    def _step(self, *, undo: bool) -> None:
        database, who = self._session.database, self._reader()
        taken = self.undo_list.take(undo=undo) if database is not None and who else None
        if taken is None or database is None or who is None:
            return
        said, branch = taken

        def noted(changes: list[Change]) -> None:
            self.undo_list.bring(said, changes, branch, undone=undo)
            text = self.tr("Undone: {what}") if undo else self.tr("Redone: {what}")
            self.status_message.emit(text.format(what=said.words))
            self._cursor.choose(said.key)

        def newer(stored: bool) -> None:
            # What could not be stored was said before this: it must not be stored over it later.
            if stored:
                self._unsaved.forget(one.sha256 for one in said.changes if one.what == "review")

        work = partial(database.work.revert_changes, said.changes, who, said.identity_before or {})
        if said.changes[0].what == "mark":
            work = partial(database.work.revert_marks, said.changes, who)
        self._run(work, (), noted, said.words, newer)

    def _selected(self) -> list[Photograph]:
        """Return the selected photographs; without a selection the one on screen."""
        active = self._selection.active
        keys = self._cursor.selected or ([] if active is None else [active])
        return self._worklist.model.photographs(keys)

    def _meant(self, key: int | None) -> list[Photograph]:
        return self._selected() if key is None else self._worklist.model.photographs([key])

    def _confirm(self, reviews: Sequence[Review], left_out: Sequence[Photograph]) -> bool:
        same = {(review.grade, review.ungradable) for review in reviews}
        if len(same) > 1:
            what = self.tr("the network's grades")
        elif reviews[0].ungradable:
            what = self.tr("“ungradable”")
        else:
            what = self.tr("grade {grade}").format(grade=reviews[0].grade)
        question = self.tr("Give {what} to %n photographs?", "", len(reviews)).format(what=what)
        question = "\n\n".join(filter(None, (question, self.judging.left_out(left_out))))
        return ask(self._window, self.tr("Several photographs"), question) == Button.Yes

    # -- who ---------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """Ask who grades."""
        name, given = QInputDialog.getText(
            self._window,
            self.tr("Who grades?"),
            self.tr("Your name is saved with every grade, note and mark in the database:"),
            text=self._settings_store.settings.grader,
        )
        if given and name.strip():
            self._settings_store.update(grader=name.strip())

    def _reader(self) -> str | Seat | None:
        """Return who reads, in a programme in which role; ``None`` where nobody may."""
        seat = self._session.seat.current
        if seat is None:
            return self._who()
        if not self._session.seat.is_taken:
            self.seat_wanted.emit()
            return None
        if not seat.reads:
            self.status_message.emit(self.tr("An administrator gives no grades: choose a role"))
            return None
        return seat

    def _who(self) -> str:
        """Return who grades; asked once."""
        if not self._settings_store.settings.grader:
            self.ask_name()
        return self._settings_store.settings.grader

    # -- patient, eye, date ------------------------------------------------------------------

    def correct(self) -> None:
        """Ask for patient, eye and date of all that is selected."""
        photographs = [one for one in self._selected() if one.can_be_reviewed]
        if not photographs:
            self.status_message.emit(self.tr("This photograph has not been read yet"))
            return
        dialog = IdentityDialog([one.identity for one in photographs], self._window)
        dialog.rejected.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: self._correct(photographs, dialog))
        dialog.open()

    def _correct(self, photographs: Sequence[Photograph], dialog: IdentityDialog) -> None:
        database, who = self._session.database, self._who()
        if database is None or not who:
            dialog.deleteLater()
            return
        before = {one.row.sha256: one.identity for one in photographs if one.row.sha256 is not None}
        said = {sha256: dialog.corrected(identity) for sha256, identity in before.items()}
        words = identity_words(len(photographs))
        step = UndoStep(words, photographs[0].key, identity_before=before)
        work = partial(database.work.correct, said, who)

        def ended(stored: bool) -> None:
            if stored:
                dialog.deleteLater()
            else:
                # What was entered is not lost: it can be stored later or given up.
                dialog.open()

        self._run(work, photographs, partial(self._note, step), words, ended)

    # -- history -----------------------------------------------------------------------------

    def show_history(self) -> None:
        """Show the review history of the photograph on screen."""
        photograph, database = self._cursor.current, self._session.database
        if photograph is None or database is None or photograph.row.sha256 is None:
            self.status_message.emit(self.tr("This photograph has no review history"))
            return
        work = partial(_history, database.lists, photograph.row.sha256)
        self._background.run(work, partial(self._open_history, photograph), self.notification.emit)

    def _open_history(self, photograph: Photograph, changes: Sequence[Change]) -> None:
        HistoryDialog(photograph.row.name, changes, self._window).open()


def _is_open(photograph: Photograph) -> bool:
    return photograph.can_be_reviewed and not photograph.row.is_reviewed


def _history(store: Store, sha256: str) -> list[Change]:
    return store.history(sha256)
