"""A folder run: files are read on other threads while the network answers.

Each photograph passes three places: a reading thread (bytes, hash, decoding, gate, crop), the
network's thread, and the caller's, who stores and shows. Only so many are on their way that
memory stays the same whatever the number of photographs; none of them carries its pixels.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from fundusviewer.errors import InferenceError, StoreError
from fundusviewer.inference import Classifier, Marker, OperatingPoint, Prediction
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
class Together:
    """How the network is asked.

    Attributes
    ----------
    photographs
        How many at once, at least 1. On a processor more than one gains nothing; on a graphics
        card it may.
    heatmaps
        Whether heat maps are computed.
    """

    photographs: int = 1
    heatmaps: bool = True


ONE_BY_ONE = Together()


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
    together: Together = ONE_BY_ONE,
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
    operating_point, locator, marker, workers, together, cancelled
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
        together=together,
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
    together: Together = ONE_BY_ONE,
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
    together
        How many photographs the network is asked about at once, and whether for heat maps.
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

    def answer(batch: list[tuple[Path, Future[_Read | Known | Failure]]]) -> list[Outcome]:
        paths = [path for path, _ in batch]
        found = [reading.result() for _, reading in batch]
        return _answers(paths, found, classifier, markers, operating_point, together)

    look_ahead = max(_LOOK_AHEAD * workers // together.photographs, 1)
    with (
        ThreadPoolExecutor(workers, "reading") as readers,
        ThreadPoolExecutor(1, "network") as network,
    ):
        on_their_way: deque[Future[list[Outcome]]] = deque()
        try:
            for batch in _batches(paths, together.photographs, cancelled):
                read_ahead = [(path, readers.submit(read, path)) for path in batch]
                on_their_way.append(network.submit(answer, read_ahead))
                if len(on_their_way) > look_ahead:
                    yield from on_their_way.popleft().result()
            if cancelled():
                _drop_waiting(on_their_way)
            while on_their_way:
                yield from on_their_way.popleft().result()
        finally:
            for future in on_their_way:
                future.cancel()


def _batches(
    paths: Iterable[Path], photographs: int, cancelled: Callable[[], bool]
) -> Generator[list[Path]]:
    """Yield so many paths at a time, until the run is cancelled."""
    batch: list[Path] = []
    for path in paths:
        if cancelled():
            return
        batch.append(path)
        if len(batch) == photographs:
            yield batch
            batch = []
    if batch:
        yield batch


def _drop_waiting(on_their_way: deque[Future[list[Outcome]]]) -> None:
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


def _answers(
    paths: list[Path],
    found: list[_Read | Known | Failure],
    classifier: Classifier,
    markers: _Markers,
    operating_point: OperatingPoint | None,
    together: Together,
) -> list[Outcome]:
    """Return the outcomes of a batch; what goes wrong with one is the answer for it alone."""
    read = [one for one in found if isinstance(one, _Read)]
    predictions = iter(_predictions(read, classifier, together))

    def outcome(path: Path, one: _Read | Known | Failure) -> Outcome:
        if not isinstance(one, _Read):
            return one
        prediction = next(predictions)
        return _caught(
            path, lambda: _answered(one, prediction, classifier, markers, operating_point, together)
        )

    return [outcome(path, one) for path, one in zip(paths, found, strict=True)]


def _predictions(
    read: list[_Read], classifier: Classifier, together: Together
) -> list[tuple[Prediction, float] | None]:
    """Ask the network about all at once; ``None``: each has to be asked alone."""
    if len(read) > 1:
        clock = Clock()
        pixels = np.stack([one.prepared.input.pixels for one in read])
        # One answer that cannot be used is an error of all: then each is asked for itself.
        with suppress(InferenceError):
            answers = classifier.predict_batch(pixels, heatmaps=together.heatmaps)
            share = clock.lap() / len(read)
            return [(answer, share) for answer in answers]
    return [None] * len(read)


def _answered(
    found: _Read,
    prediction: tuple[Prediction, float] | None,
    classifier: Classifier,
    markers: _Markers,
    operating_point: OperatingPoint | None,
    together: Together,
) -> Finding:
    clock = Clock()
    if prediction is None:
        pixels = found.prepared.input.pixels
        if together.heatmaps:
            prediction = classifier.predict(pixels), 0.0
        else:
            prediction = classifier.predict(pixels, heatmap=False), 0.0
    answer, before = prediction
    landmarks = locate(found.prepared, markers.locator)
    # Reading and looking are one lap here: the small picture is all that is decoded.
    timings = Timings(found.read, 0.0, before + clock.lap(), 0.0)
    finding = make_finding(found.prepared, answer, classifier, operating_point, timings, landmarks)
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
    return Failure(outcome.path, f"{before}could not be stored: {error}", unstored=True)
