"""Rows for any engine: paths in, dictionaries out, nothing else needed and nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from fundusviewer.inference import (
    Classifier,
    Marker,
    ModelLibrary,
    OperatingPoint,
    open_classifier,
    open_locator,
)
from fundusviewer.screening.database.finding_record import FindingRecord, record_of
from fundusviewer.screening.examination.examine import Failure
from fundusviewer.screening.examination.finding import Finding
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.pipeline import DEFAULT_WORKERS, ONE_BY_ONE, Together, examine_stream
from fundusviewer.screening.places.address import place_of


def examine_rows(
    paths: Iterable[str | Path],
    model: str | None = None,
    *,
    keep_identity: bool = False,
    workers: int = DEFAULT_WORKERS,
    batch: int = 1,
) -> Iterator[dict[str, object]]:
    """Examine photographs and yield one row for each, whatever happens.

    A function of a module with plain arguments and results: it can be pickled by its name, and what
    it yields can be written as JSON. The model is loaded once in each process.

    Parameters
    ----------
    paths
        The files, or addresses (``s3://``, ``https://``, …).
    model
        Name or file; ``None``: the bundled grader.
    keep_identity
        Whether patient and day of DICOM files are kept as they are. Pseudonyms are made with the
        key in the user's data folder: computers that share patients must share it.
    workers
        Threads that read.
    batch
        Photographs that the network is asked about at once; see :class:`.Together`.

    Yields
    ------
    dict
        ``method``, and the fields of :class:`.FindingRecord`: ``path`` with ``sha256``, ``width``,
        ``height``, ``result``, ``origin``, ``lesions``, or with ``problem``.

    Raises
    ------
    FundusViewerError
        If the model cannot be used.
    """
    classifier, locator = _network(model)
    method = asdict(Method.of(classifier))
    files = (place_of(path) if isinstance(path, str) else path for path in paths)
    for record in examine_records(
        files,
        classifier,
        locator=locator,
        keep_identity=keep_identity,
        workers=workers,
        together=Together(batch),
    ):
        yield {"method": method, **record.fields()}


@lru_cache(maxsize=4)
def _network(model: str | None) -> tuple[Classifier, Marker | None]:
    library = ModelLibrary.default()
    entry = library.find(model)
    return open_classifier(entry.path, "auto"), open_locator(library, "auto")


def examine_records(
    paths: Iterable[Path],
    classifier: Classifier,
    *,
    operating_point: OperatingPoint | None = None,
    locator: Marker | None = None,
    marker: Marker | None = None,
    keep_identity: bool = False,
    workers: int = DEFAULT_WORKERS,
    together: Together = ONE_BY_ONE,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[FindingRecord]:
    """Examine photographs and yield what a database would keep of each, in their order.

    Parameters
    ----------
    paths, classifier, operating_point, locator, marker, workers, together, cancelled
        See :func:`fundusviewer.screening.examine_stream`.
    keep_identity
        See :func:`examine_rows`.
    """
    outcomes = examine_stream(
        paths,
        classifier,
        operating_point=operating_point,
        locator=locator,
        marker=marker,
        workers=workers,
        together=together,
        cancelled=cancelled,
    )
    for outcome in outcomes:
        # Nothing was looked up, so nothing is known already.
        if isinstance(outcome, Finding | Failure):
            yield record_of(outcome, keep_identity=keep_identity)
