"""The marks on photographs as they stand now: what is stored, and what is still to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from fundusviewer.anatomy import Mark
from fundusviewer.errors import StoreError
from fundusviewer.gui.state.setup import Setup
from fundusviewer.screening.readers import NOBODY, Seat


@dataclass(frozen=True)
class MarkEdit:
    """Marks on one photograph that are to be written.

    Attributes
    ----------
    sha256
        Of the photograph.
    marks
        As they are to be; one that ``is_deleted`` is to be taken away.
    """

    sha256: str
    marks: tuple[Mark, ...]


class MarkBoard(QObject):
    """Tells the marks on a photograph; a mark that could not be stored is there all the same.

    What is not stored belongs to the seat from which it was drawn: another reader who takes the
    seat is neither shown it nor made its author.

    Signals
    -------
    changed()
        There are other marks than before, or more or less of them is stored.
    edited(MarkEdit)
        Something is to be written; :meth:`end` wants to hear how that went.
    notification(str)
        The marks could not be read, and why.
    """

    changed = Signal()
    edited = Signal(object)
    notification = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._setup: Setup | None = None
        self._seat: Seat | None = None
        self._open: dict[Seat | None, dict[str, dict[str, Mark]]] = {}
        self._failed: set[str] = set()
        self._told = ""
        # What the database holds, by hash, until something may have changed it.
        self._known: dict[str, Sequence[Mark]] = {}

    def read_from(self, setup: Setup) -> None:
        """Read from the database that is worked on, as whoever reads in the window."""
        self._setup, self._seat = setup, setup.seat.current
        setup.seat.changed.connect(self._take_seat)

    @property
    def has_unsaved(self) -> bool:
        """Whether a mark could not be stored."""
        return bool(self._failed)

    @property
    def is_shared(self) -> bool:
        """Whether each reader's marks are the reader's own: in a programme."""
        return self._seat is not None

    def of(self, sha256: str) -> tuple[Mark, ...]:
        """Return the marks on a photograph, the oldest first."""
        marks = {mark.uid: mark for mark in self._stored(sha256)}
        for uid, mark in self._waiting.get(sha256, {}).items():
            before = marks.get(uid)
            # Whose it is, is the database's to say.
            marks[uid] = mark if before is None else replace(mark, by=before.by, role=before.role)
        return tuple(mark for mark in marks.values() if not mark.is_deleted)

    def may_change(self, mark: Mark) -> bool:
        """Return whether whoever reads now may move a mark, or take it away."""
        seat = self._seat
        return seat is None or not mark.by or (mark.by, mark.role) == (seat.name, seat.role)

    def is_unsaved(self, mark: Mark) -> bool:
        """Return whether a mark could not be stored as it is."""
        return mark.uid in self._failed

    def put(self, sha256: str, mark: Mark) -> None:
        """Set a mark on a photograph: a new one, or another state of one; deleted is one, too.

        What could not be stored on this photograph before is tried again.
        """
        waiting = self._waiting.setdefault(sha256, {})
        waiting[mark.uid] = mark
        again = [one for one in waiting.values() if one.uid in self._failed or one is mark]
        self._write(sha256, again)

    def retry(self) -> None:
        """Try again to store what could not be."""
        for sha256, waiting in list(self._waiting.items()):
            again = [mark for mark in waiting.values() if mark.uid in self._failed]
            if again:
                self._write(sha256, again)

    def end(self, edit: MarkEdit, *, stored: bool) -> None:
        """Hear that marks were stored, or could not be."""
        for waiting in self._open.values():
            of_photograph = waiting.get(edit.sha256, {})
            for mark in edit.marks:
                if of_photograph.get(mark.uid) is mark:
                    if stored:
                        del of_photograph[mark.uid]
                    else:
                        self._failed.add(mark.uid)
        self.refresh()

    def refresh(self) -> None:
        """Read again what is stored: somebody may have changed it."""
        self._known.clear()
        self.changed.emit()

    def forget(self) -> None:
        """Know of nothing that is not stored: another database is open."""
        self._open.clear()
        self._failed.clear()
        self.refresh()

    @property
    def _waiting(self) -> dict[str, dict[str, Mark]]:
        return self._open.setdefault(self._seat, {})

    def _write(self, sha256: str, marks: Sequence[Mark]) -> None:
        self._failed.difference_update(mark.uid for mark in marks)
        self.changed.emit()
        self.edited.emit(MarkEdit(sha256, tuple(marks)))

    def _stored(self, sha256: str) -> Sequence[Mark]:
        database = None if self._setup is None else self._setup.database
        if database is None or not sha256:
            return ()
        if sha256 in self._known:
            return self._known[sha256]
        try:
            marks = database.rows.marks([sha256]).get(sha256, ())
            self._known[sha256], self._told = marks, ""
        except StoreError as error:
            # Told once: this is asked with every photograph.
            if str(error) != self._told:
                self._told = str(error)
                self.notification.emit(self._told)
            return ()
        return marks

    def _take_seat(self) -> None:
        if self._setup is None:
            return
        before, self._seat = self._seat, self._setup.seat.current
        self._known.clear()
        if before == NOBODY and self._seat is not None:
            # Drawn before anybody had said who reads: it waits for just this.
            self._open.setdefault(self._seat, {}).update(self._open.pop(before, {}))
            self.retry()
        self.refresh()
