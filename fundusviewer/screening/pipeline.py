"""A folder run: files are read on other threads while the network answers.

Each photograph passes three places: a reading thread (bytes, hash, decoding, gate, crop), the
network's thread, and the caller's, who stores and shows. Only so many are on their way that
memory stays the same whatever the number of photographs; none of them carries its pixels.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from fundusviewer.errors import StoreError
from fundusviewer.inference import Classifier, Marker, OperatingPoint
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.examine import Failure, failure
from fundusviewer.screening.examination.finding import Finding, Timings
from fundusviewer.screening.examination.lesions import with_lesions
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.examination.steps import (
    Clock,
    Prepared,
    locate,
    make_finding,
    prepare_photograph,
)
from fundusviewer.screening.places.fetching import fetch

#: Threads that read.
DEFAULT_WORKERS = 2

#: Photographs on their way for each reading thread.
_LOOK_AHEAD = 3


@dataclass(frozen=True)
class Known:
    """A photograph whose result is there already.

    Attributes
    ----------
    path
        The file.
    sha256
        Hash of the photograph.
    """

    path: Path
    sha256: str


class Elsewhere(Known):
    """A photograph that another program is examining right now."""


Outcome = Finding | Known | Failure

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class _Markers:
    locator: Marker | None
    lesions: Marker | None


@dataclass(frozen=True, eq=False)
class _Read:
    prepared: Prepared
    read: float


def screen(
    paths: Iterable[Path],
    classifier: Classifier,
    store: Store,
    method: Method,
    *,
    operating_point: OperatingPoint | None = None,
    locator: Marker | None = None,
    marker: Marker | None = None,
    workers: int = DEFAULT_WORKERS,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[Outcome]:
    """Examine photographs and store what is found; what is stored already is not computed again.

    Parameters
    ----------
    paths
        The files.
    classifier
        The model.
    store
        The database.
    method
        The classifier's, with the same operating point.
    operating_point, locator, marker, workers, cancelled
        See :func:`examine_stream`.

    Yields
    ------
    Finding, Known or Failure
        One for each path, in the order of the paths, when it is on the disk. What could not be
        stored is a failure.
    """
    outcomes = examine_stream(
        paths,
        classifier,
        operating_point=operating_point,
        locator=locator,
        marker=marker,
        look_up=lambda path, sha256: (
            Known(path, sha256) if store.knows(path, sha256, method, marker) else None
        ),
        workers=workers,
        cancelled=cancelled,
    )
    for outcome in outcomes:
        yield store_outcome(outcome, store, method)


def examine_stream(
    paths: Iterable[Path],
    classifier: Classifier,
    *,
    operating_point: OperatingPoint | None = None,
    locator: Marker | None = None,
    marker: Marker | None = None,
    look_up: Callable[[Path, str], Known | None] = lambda path, sha256: None,  # noqa: ARG005
    workers: int = DEFAULT_WORKERS,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[Outcome]:
    """Examine photographs; the findings equal those of :func:`fundusviewer.screening.examine`.

    They carry no pixels. An error is the answer for its photograph alone. The threads end with the
    iterator: at its end, or when it is closed.

    Parameters
    ----------
    paths
        The files.
    classifier
        The model.
    operating_point
        Decides about referral; ``None`` for the first of the card.
    locator
        Finds disc and fovea; ``None``: nobody looks for them.
    marker
        Marks lesions; ``None``: nobody looks for them.
    look_up
        Asked with path and hash, on the reading threads; what it knows is not examined.
    workers
        Threads that read, at least 1.
    cancelled
        Asked before each photograph. Then what is being examined is finished and yielded, and
        the run ends.

    Yields
    ------
    Finding, Known or Failure
        One for each path, in the order of the paths.
    """
    markers = _Markers(locator, marker)

    def read(path: Path) -> _Read | Known | Failure:
        return _caught(path, lambda: _read(path, classifier, markers, look_up))

    def answer(path: Path, reading: Future[_Read | Known | Failure]) -> Outcome:
        found = reading.result()
        if not isinstance(found, _Read):
            return found
        return _caught(path, lambda: _answered(found, classifier, markers, operating_point))

    with (
        ThreadPoolExecutor(workers, "reading") as readers,
        ThreadPoolExecutor(1, "network") as network,
    ):
        on_their_way: deque[Future[Outcome]] = deque()
        try:
            for path in paths:
                if cancelled():
                    _drop_waiting(on_their_way)
                    break
                on_their_way.append(network.submit(answer, path, readers.submit(read, path)))
                if len(on_their_way) > _LOOK_AHEAD * workers:
                    yield on_their_way.popleft().result()
            while on_their_way:
                yield on_their_way.popleft().result()
        finally:
            for future in on_their_way:
                future.cancel()


def _drop_waiting(on_their_way: deque[Future[Outcome]]) -> None:
    """Keep those that are done or being examined."""
    kept = [future for future in on_their_way if not future.cancel()]
    on_their_way.clear()
    on_their_way.extend(kept)


def _read(
    path: Path,
    classifier: Classifier,
    markers: _Markers,
    look_up: Callable[[Path, str], Known | None],
) -> _Read | Known:
    clock = Clock()
    file = fetch(path)
    known = look_up(path, file.sha256)
    if known is not None:
        return known
    prepared = prepare_photograph(
        file, classifier.card, locator=markers.locator, marker=markers.lesions
    )
    return _Read(replace(prepared, image=prepared.image.without_pixels()), clock.lap())


def _answered(
    found: _Read,
    classifier: Classifier,
    markers: _Markers,
    operating_point: OperatingPoint | None,
) -> Finding:
    clock = Clock()
    prediction = classifier.predict(found.prepared.input.pixels)
    landmarks = locate(found.prepared, markers.locator)
    # Reading and looking are one lap here: the small picture is all that is decoded.
    timings = Timings(found.read, 0.0, clock.lap(), 0.0)
    finding = make_finding(
        found.prepared, prediction, classifier, operating_point, timings, landmarks
    )
    finding = with_lesions(finding, found.prepared, markers.lesions)
    return replace(finding, timings=replace(timings, assess=clock.lap()))


def _caught(path: Path, step: Callable[[], T]) -> T | Failure:
    try:
        return step()
    # The edge: an error of any kind is the answer for its photograph alone.
    except Exception as error:  # noqa: BLE001
        return failure(path, error)


def store_outcome(outcome: Outcome, store: Store, method: Method) -> Outcome:
    """Store an outcome and return it; one that cannot be stored is not done, but a failure."""
    try:
        keep_outcome(outcome, store, method)
    except StoreError as error:
        return unstored(outcome, error)
    return outcome


def keep_outcome(outcome: Outcome, store: Store, method: Method) -> None:
    """Store an outcome.

    Raises
    ------
    StoreError
        If it cannot be stored.
    """
    if isinstance(outcome, Finding):
        store.add_finding(outcome, method)
    elif isinstance(outcome, Failure):
        store.add_failure(outcome.path, outcome.reason, unreached=outcome.unreached)


def unstored(outcome: Outcome, error: StoreError) -> Failure:
    """Return what an outcome is that could not be stored."""
    before = f"{outcome.reason}; " if isinstance(outcome, Failure) else ""
    return Failure(outcome.path, f"{before}could not be stored: {error}")
