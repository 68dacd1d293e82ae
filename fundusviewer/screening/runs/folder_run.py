"""A folder run beside others: nothing is done twice, and nothing is left out without a word.

Files are noted before they are examined, so that one that the run never reached stands in the
database as what it is. Several programs that run through one folder share its photographs:
each claims those that it examines (:mod:`.claims`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fundusviewer.errors import StoreError
from fundusviewer.inference import Classifier, Marker, OperatingPoint
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.pipeline import (
    DEFAULT_WORKERS,
    ONE_BY_ONE,
    Elsewhere,
    Known,
    Outcome,
    Together,
    examine_stream,
    keep_outcome,
    unstored,
)
from fundusviewer.screening.runs.claims import Claims

#: Seconds between two looks at what other programs are examining.
_LOOK_AGAIN = 0.3

#: Most findings that are kept because they could not be stored at once.
_MOST_UNSAVED = 2000


def screen_beside_others(
    paths: Iterable[Path],
    classifier: Classifier,
    store: Store,
    method: Method,
    *,
    operating_point: OperatingPoint | None = None,
    locator: Marker | None = None,
    marker: Marker | None = None,
    workers: int = DEFAULT_WORKERS,
    together: Together = ONE_BY_ONE,
    cancelled: Callable[[], bool] = lambda: False,
    noted: bool = False,
) -> Generator[Outcome]:
    """Examine photographs as :func:`fundusviewer.screening.screen` does, beside other programs.

    What could not be stored at once is tried again at the end; what cannot be stored then either
    is a failure.

    Parameters
    ----------
    paths, classifier, store, method, operating_point, locator, marker, workers, together, cancelled
        See :func:`fundusviewer.screening.screen`.
    noted
        Whether the files stand in the database already (:func:`note_files`). Then they need not be
        known all at once.

    Yields
    ------
    Finding, Known or Failure
        One for each path; those that another program examined, and those that had to be stored
        again, at the end.
    """
    files: Iterable[Path] = paths
    run = _Run(store, method, marker)
    if not noted:
        files = list(files)
        note_files(store, files)
    try:
        while True:
            outcomes = examine_stream(
                files,
                classifier,
                operating_point=operating_point,
                locator=locator,
                marker=marker,
                look_up=run.look_up,
                workers=workers,
                together=together,
                cancelled=cancelled,
            )
            for outcome in outcomes:
                yield from run.take(outcome)
            files = yield from run.wait(cancelled)
            if not files:
                break
        yield from run.store_again()
    finally:
        run.end()


def note_files(store: Store, paths: list[Path]) -> None:
    """Note files that are going to be examined.

    Where that fails, each photograph that cannot be stored says so itself.
    """
    with suppress(StoreError):
        store.announce(paths)


@dataclass
class _Run:
    store: Store
    method: Method
    marker: Marker | None
    _elsewhere: dict[Path, str] = field(default_factory=dict)
    _put_off: set[Path] = field(default_factory=set)
    _unsaved: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._claims = Claims(self.store, self.method)

    def look_up(self, path: Path, sha256: str) -> Known | None:
        """Return what is known of a photograph, and claim it where that is nothing."""
        try:
            if self.store.knows(path, sha256, self.method, self.marker):
                return Known(path, sha256)
            if not self._claims.take(path, sha256):
                return Elsewhere(path, sha256)
            if self.store.knows(path, sha256, self.method, self.marker):
                # Stored between the question and the claim.
                self._claims.give_back(path)
                return Known(path, sha256)
        except StoreError:
            # Who keeps the database locked may be examining this one. Asked once more after the
            # others; then it is done without a claim, and may be stored when the database is free.
            if path in self._put_off:
                return None
            self._put_off.add(path)
            return Elsewhere(path, sha256)
        return None

    def take(self, outcome: Outcome) -> Generator[Outcome]:
        """Store an outcome and yield it; keep for later what has to wait."""
        if isinstance(outcome, Elsewhere):
            self._elsewhere[outcome.path] = outcome.sha256
            return
        try:
            keep_outcome(outcome, self.store, self.method)
        except StoreError as error:
            if len(self._unsaved) < _MOST_UNSAVED:
                self._unsaved.append(outcome)
                return
            outcome = unstored(outcome, error)
        self._claims.give_back(outcome.path)
        yield outcome

    def wait(self, cancelled: Callable[[], bool]) -> Generator[Outcome, None, list[Path]]:
        """Wait for other programs; returns what they have left undone."""
        while self._elsewhere and not cancelled():
            left: list[Path] = []
            for path, sha256 in list(self._elsewhere.items()):
                found = self.look_up(path, sha256)
                if not isinstance(found, Elsewhere):
                    del self._elsewhere[path]
                if found is None:
                    left.append(path)
                elif not isinstance(found, Elsewhere):
                    yield found
            if left:
                return left
            if self._elsewhere:
                time.sleep(_LOOK_AGAIN)
        return []

    def store_again(self) -> Generator[Outcome]:
        """Store what could not be stored; where that fails once more, the rest is not tried."""
        error: StoreError | None = None
        for outcome in self._unsaved:
            try:
                if error is None:
                    keep_outcome(outcome, self.store, self.method)
            except StoreError as raised:
                error = raised
            yield outcome if error is None else unstored(outcome, error)
        self._unsaved.clear()

    def end(self) -> None:
        """Leave to others what was claimed."""
        self._claims.end()
