"""Which photographs are listed, in which order; made anew in the background when need be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.errors import StoreError
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.listing.list_choice import OPENED, Choice, Counts, Scope
from fundusviewer.gui.state.listing.list_cursor import ListCursor
from fundusviewer.gui.state.listing.worklist_item_model import WorklistModel, places_of
from fundusviewer.gui.state.selection import Selection
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.screening import (
    Filter,
    Heading,
    ListFilter,
    Listing,
    Method,
    NamePattern,
    Sorting,
    Wanted,
    make_listing,
)

#: Shortest time between two lists while a run goes on, and between two looks whether another
#: program has changed the database, in milliseconds.
_LIST_EVERY = 2000


@dataclass(frozen=True, eq=False)
class _Made:
    """A list that was made in the background.

    Attributes
    ----------
    listing
        What the database says.
    entries, places
        Its rows, and those of the photographs; without files that wait.
    waits
        Whether there are such files.
    before, is_same
        What was listed when it was begun, and whether that is the same.
    """

    listing: Listing
    entries: list[int | Heading]
    places: dict[int, int]
    waits: bool
    before: list[int | Heading]
    is_same: bool


class Worklist(QObject):
    """Keeps the list up to date.

    Signals
    -------
    listed(bool)
        Another list is shown; whether only because photographs came or went.
    counted(Counts)
        How many photographs there are.
    chosen()
        :attr:`choice` is another one.
    notification(str)
        A sentence for the user.
    """

    listed = Signal(bool)
    chosen = Signal()
    counted = Signal(object)
    notification = Signal(str)

    def __init__(
        self,
        session: Session,
        selection: Selection,
        background: JobPool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = WorklistModel(session.photographs.read, self)
        self.cursor = ListCursor(self.model, selection)
        self.choice = Choice()
        #: How many photographs there are, whatever the filters.
        self.total = 0
        # The active photograph stays listed while the list only follows what comes and goes.
        self._selection = selection
        self._awaited: Path | None = None
        self._session, self._background = session, background
        self._working = False
        self._again: bool | None = None
        self._version = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LIST_EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        session.listed.connect(self.update_list)
        session.cleared.connect(self._clear)
        session.settled.connect(self.model.settle)
        session.settled.connect(self._settle)
        session.changed.connect(self.model.refresh)
        session.blindness.changed.connect(self._follow_blindness)
        # Nothing stays listed for one reader because another one had it on screen.
        session.seat.changed.connect(lambda: self._make(following=False))

    @property
    def is_idle(self) -> bool:
        """Whether the list is what it should be."""
        return not self._working

    @property
    def awaited(self) -> int | None:
        """The photograph that is chosen as soon as it is listed; ``None`` for none."""
        path, database = self._awaited, self._session.database
        if path is None:
            return None
        key = self._session.open_files.key_of(path)
        if key is None and database is not None and self.choice.scope != OPENED:
            key = database.rows.keys_of([path]).get(path)
        return key

    def choose(
        self,
        scope: Scope | None = None,
        sorting: Sorting | None = None,
        filter: ListFilter | None = None,  # noqa: A002 - the name of the choice
    ) -> None:
        """Choose otherwise what is listed; ``None`` leaves it as it is."""
        before = self.choice
        choice = Choice(
            before.scope if scope is None else scope,
            before.sorting if sorting is None else sorting,
            before.filter if filter is None else filter,
        )
        if choice != before:
            self.choice = choice
            self.chosen.emit()
            self._make(following=False)

    def choose_when_listed(self, path: Path) -> None:
        """Make a photograph the active one as soon as it is in the list, whatever is listed."""
        self._awaited = path

    def update_list(self) -> None:
        """Take in what came and went; the photograph on screen stays listed."""
        self._make(following=True)

    def include(self, key: int, *, near: int | None) -> None:
        """List a photograph that search and filters leave out, below another one."""
        row = self.model.row_of(near)
        entries = list(self.model.entries)
        entries.insert(0 if row is None else row + 1, key)
        self.model.show(entries, places_of(entries))

    def close(self) -> None:
        """Look no more whether another program changes the database."""
        self._timer.stop()

    def wanted(self) -> Filter:
        """Return the rows that are wanted, for the database."""
        scope, chosen = self.choice.scope, self.choice.filter
        # A queue that was remembered empties no list of a database without a programme.
        queue = chosen.queue and self._session.seat.is_programme
        return Filter.among(
            replace(chosen, queue=queue),
            files=self._session.open_files.known if scope == OPENED else None,
            folder=scope if isinstance(scope, Path) else None,
            blind=self._session.blindness.is_on,
        )

    def _make(self, *, following: bool) -> None:
        database = self._session.database
        if self._working:
            self._again = following and self._again is not False
            return
        if database is None:
            return
        self._working = True
        session = self._session
        waiting = tuple(session.open_files.waiting)
        kept = self._selection.active if following else None
        wanted = Wanted(self.wanted(), self.choice.sorting, waiting, kept)
        only = self.choice.filter.only
        if only is not None:
            paths = (session.open_files.path_of(key) for key in only if key < 0)
            wanted = replace(wanted, only_waiting=frozenset(paths))
        work = partial(_made, database, session.method, session.pattern, wanted, self.model.entries)
        self._background.run(
            work, partial(self._show, database, following), partial(self._failed, database)
        )

    def _show(self, database: Database, following: bool, made: _Made) -> None:
        self._working = False
        if database is self._session.database and not self._is_outdated():
            self.model.refresh(None)
            entries, places = self._entries(made, following)
            if not (made.is_same and entries is made.entries and made.before is self.model.entries):
                self.model.show(entries, places)
                self.listed.emit(following)
            found = made.listing
            self.total = found.total
            self.counted.emit(
                Counts(len(places), found.total, found.to_review, found.failed, found.not_examined)
            )
            self._choose_awaited()
        self._make_again()

    def _failed(self, database: Database, reason: str) -> None:
        self._working = False
        if database is self._session.database:
            self.notification.emit(reason)
        self._make_again()

    def _is_outdated(self) -> bool:
        """Return whether the user has chosen something else meanwhile."""
        return self._again is False

    def _make_again(self) -> None:
        again, self._again = self._again, None
        if again is not None:
            self._make(following=again)

    def _entries(self, made: _Made, following: bool) -> tuple[list[int | Heading], dict[int, int]]:
        """Return the rows as they are now: files that waited may have got keys meanwhile."""
        entries, places = made.entries, made.places
        if made.waits:
            files = self._session.open_files
            keys = (
                files.key_of(entry) if isinstance(entry, Path) else entry
                for entry in made.listing.entries
            )
            entries = list(dict.fromkeys(key for key in keys if key is not None))
            places = places_of(entries)
        current = self._selection.active
        if following and current is not None and current not in places:
            # What was just graded does not vanish under the doctor's eyes.
            row = min(self.model.row_of(current) or 0, len(entries))
            entries = [*entries[:row], current, *entries[row:]]
            places = places_of(entries)
        return entries, places

    def _choose_awaited(self) -> None:
        key = self.awaited
        if self.model.row_of(key) is not None:
            self._awaited = None
            self.cursor.choose(key)

    def _follow_blindness(self) -> None:
        """Make the list without what the answers would tell, or with it again."""
        self.chosen.emit()
        self.update_list()

    def _settle(self, keys: dict[int, int]) -> None:
        only = self.choice.filter.only
        if only is not None:
            known = frozenset(keys.get(key, key) for key in only)
            self._set_only(known)
            self.chosen.emit()

    def _set_only(self, only: frozenset[int] | None) -> None:
        self.choice = replace(self.choice, filter=replace(self.choice.filter, only=only))

    def _clear(self) -> None:
        self.choice = replace(self.choice, scope=OPENED)
        self._set_only(None)
        self.chosen.emit()
        self.model.show([], {})
        self.total = 0
        self.counted.emit(Counts())
        self.listed.emit(False)
        self._make(following=False)

    def _look(self) -> None:
        database = self._session.database
        if database is None:
            return
        try:
            version = database.rows.version()
            if version != self._version:
                self._session.seat.notice(database)
        except StoreError:
            # Reading the list says so, where somebody wants it.
            return
        if version != self._version:
            self._version = version
            self.update_list()


def _made(
    database: Database,
    method: Method,
    pattern: NamePattern,
    wanted: Wanted,
    before: list[int | Heading],
) -> _Made:
    """Make a list, with all that takes long; runs off the window's thread."""
    listing = make_listing(database.lists, method, pattern, wanted)
    entries = [entry for entry in listing.entries if not isinstance(entry, Path)]
    return _Made(
        listing,
        entries,
        places_of(entries),
        waits=len(entries) != len(listing.entries),
        before=before,
        is_same=entries == before,
    )
