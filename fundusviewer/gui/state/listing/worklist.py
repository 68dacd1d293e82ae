"""Which photographs are listed, in which order; made anew in the background when need be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fundusviewer.errors import StoreError
from fundusviewer.gui.state.database_handles import Database
from fundusviewer.gui.state.listing.list_choice import OPENED, Choice, Counts, Scope
from fundusviewer.gui.state.listing.list_cursor import ListCursor
from fundusviewer.gui.state.listing.visit_rows import VisitRows
from fundusviewer.gui.state.listing.worklist_item_model import WorklistModel
from fundusviewer.gui.state.selection import Selection
from fundusviewer.gui.state.session import Session
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.screening import (
    Filter,
    ListFilter,
    Listing,
    Method,
    NamePattern,
    Sorting,
    Visit,
    Wanted,
    make_listing,
)

#: Shortest time between two lists while a run goes on, and between two looks whether another
#: program has changed the database, in milliseconds.
_LIST_EVERY = 2000

#: Visits that are open again after a start.
_REMEMBERED = 100


@dataclass(frozen=True, eq=False)
class _Made:
    """A list that was made in the background.

    Attributes
    ----------
    listing
        What the database says.
    rows
        Its rows, without files that wait.
    waits
        Whether there are such files.
    before, is_same
        What was listed when it was begun, and whether that is the same.
    """

    listing: Listing
    rows: VisitRows
    waits: bool
    before: Sequence[Visit]
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
        self.model = WorklistModel(session.photographs.read, session.photographs.head, self)
        self.cursor = ListCursor(self.model, selection)
        self.choice = Choice()
        #: How many photographs there are, whatever the filters.
        self.total = 0
        # The active photograph stays listed while the list only follows what comes and goes.
        self._selection = selection
        self._awaited: Path | None = None
        self._opened: frozenset[Path] = frozenset()
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

    @property
    def opened_visits(self) -> tuple[str, ...]:
        """A photograph of each visit that somebody opened, for the next start."""
        found: list[int] = []
        for visit in self.model.visits if self.model.opened else ():
            keys = [key for key in visit.listed if key in self.model.opened]
            found += keys[:1]
            if len(found) == _REMEMBERED:
                break
        return tuple(str(one.path) for one in self.model.photographs(found))

    def open_again(self, paths: Sequence[str]) -> None:
        """Open the visits of these photographs as soon as they are listed."""
        self._opened = frozenset(map(Path, paths))

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
        """List a photograph that search and filters leave out, in its visit or below another."""
        rows = VisitRows(_with(self.model.visits, key, self.model.visit_of(near)))
        self.model.show(rows, self._selection.active)

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
        sorting = self.choice.sorting
        if sorting is Sorting.RISK and not session.grades:
            # Labels of other classes are no risk; the choice stays for a model that grades.
            sorting = Sorting.NAME
        wanted = Wanted(self.wanted(), sorting, waiting, kept)
        only = self.choice.filter.only
        if only is not None:
            paths = (session.open_files.path_of(key) for key in only if key < 0)
            wanted = replace(wanted, only_waiting=frozenset(paths))
        work = partial(_made, database, session.method, session.pattern, wanted, self.model.visits)
        self._background.run(
            work, partial(self._show, database, following), partial(self._failed, database)
        )

    def _show(self, database: Database, following: bool, made: _Made) -> None:
        self._working = False
        if database is self._session.database and not self._is_outdated():
            self.model.refresh(None)
            rows = self._rows(made, following)
            self._reopen(rows)
            if not (made.is_same and rows is made.rows and made.before is self.model.visits):
                self.model.show(rows, self._selection.active)
                self.listed.emit(following)
            found = made.listing
            self.total = found.total
            self.counted.emit(
                Counts(
                    len(rows.keys), found.total, found.to_review, found.failed, found.not_examined
                )
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

    def _rows(self, made: _Made, following: bool) -> VisitRows:
        """Return the rows as they are now: files that waited may have got keys meanwhile."""
        rows = made.rows
        if made.waits:
            files = self._session.open_files
            rows = VisitRows(_by_key(made.listing.visits, files.key_of))
        current = self._selection.active
        if following and current is not None and rows.visit_of(current) is None:
            # What was just graded does not vanish under the doctor's eyes.
            near = self.model.visit_of(current)
            near = None if near is None else min(near, len(rows.visits)) - 1
            rows = VisitRows(_with(rows.visits, current, near))
        return rows

    def _reopen(self, rows: VisitRows) -> None:
        """Open the visits that were open before the program was started."""
        if self._opened and rows.keys:
            paths, self._opened = self._opened, frozenset()
            self.model.opened |= set(self._session.photographs.keys_of(paths).values())

    def _choose_awaited(self) -> None:
        key = self.awaited
        if self.model.position_of(key) is not None:
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
        self.model.show(VisitRows(), None)
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
    before: Sequence[Visit],
) -> _Made:
    """Make a list, with all that takes long; runs off the window's thread."""
    listing = make_listing(database.lists, method, pattern, wanted)
    waits = bool(wanted.waiting)
    # Those that wait get their keys on the window's thread.
    rows = VisitRows() if waits else VisitRows(listing.visits)
    same = not waits and listing.visits == before
    return _Made(listing, rows, waits, before=before, is_same=same)


def _by_key(visits: Iterable[Visit], key_of: Callable[[Path], int | None]) -> list[Visit]:
    """Return visits with keys in the place of files that wait; without those that have none."""
    found = []
    for visit in visits:
        if any(isinstance(one, Path) for one in visit.photographs):
            photographs, listed = (
                tuple(
                    dict.fromkeys(
                        key
                        for one in part
                        if (key := key_of(one) if isinstance(one, Path) else one) is not None
                    )
                )
                for part in (visit.photographs, visit.listed)
            )
            if listed:
                found.append(Visit(photographs, listed, visit.is_known))
        else:
            found.append(visit)
    return found


def _with(visits: Sequence[Visit], key: int, near: int | None) -> list[Visit]:
    """Return visits with one more photograph listed: in its own visit, otherwise below another."""
    found = list(visits)
    for number, visit in enumerate(found):
        if key in visit.photographs:
            listed = tuple(one for one in visit.photographs if one == key or one in visit.listed)
            found[number] = visit._replace(listed=listed)
            return found
    found.insert(0 if near is None else near + 1, Visit((key,), (key,), is_known=False))
    return found
