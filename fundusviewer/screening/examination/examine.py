"""The way of a photograph: read, prepare, predict, assess. There is no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fundusviewer.errors import FundusViewerError, UnreachableError
from fundusviewer.imaging import decode, load
from fundusviewer.inference import Classifier, Marker, OperatingPoint
from fundusviewer.screening.examination.finding import Finding, Timings
from fundusviewer.screening.examination.steps import (
    Clock,
    locate,
    make_finding,
    prepare_photograph,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """A photograph without a finding, and why.

    Attributes
    ----------
    path
        The file.
    reason
        One sentence that names the file.
    unreached
        Whether a drive or a network failed: then nothing is known of the photograph itself.
    unstored
        Whether it was examined and the database could not take it.
    """

    path: Path
    reason: str
    unreached: bool = False
    unstored: bool = False


def examine(
    path: Path,
    classifier: Classifier,
    *,
    operating_point: OperatingPoint | None = None,
    class_index: int | None = None,
    locator: Marker | None = None,
) -> Finding:
    """Examine one photograph.

    Parameters
    ----------
    path
        The file.
    classifier
        The model.
    operating_point
        Decides about referral; ``None`` for the first of the card.
    class_index
        Class that the heat map explains; ``None`` for the most probable one.
    locator
        Finds disc and fovea; ``None``: nobody looks for them.

    Raises
    ------
    FundusViewerError
        If the photograph cannot be read or the network's answer cannot be used.
    """
    clock = Clock()
    file = load(path)
    whole = decode(file)
    read = clock.lap()
    prepared = prepare_photograph(file, classifier.card, whole, locator)
    prepare = clock.lap()
    prediction = classifier.predict(prepared.input.pixels, class_index)
    landmarks = locate(prepared, locator)
    timings = Timings(read, prepare, clock.lap(), 0.0)
    finding = make_finding(prepared, prediction, classifier, operating_point, timings, landmarks)
    return replace(finding, timings=replace(timings, assess=clock.lap()))


def explain(finding: Finding, classifier: Classifier, class_index: int) -> Finding:
    """Return the finding with the heat map of another class; a refused one as it is."""
    if finding.prediction is None:
        return finding
    prediction = classifier.predict(finding.prepared.pixels, class_index)
    return replace(finding, prediction=prediction)


def examine_all(
    paths: Iterable[Path],
    classifier: Classifier,
    *,
    operating_point: OperatingPoint | None = None,
    locator: Marker | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Finding | Failure]:
    """Examine photographs one after the other; an error is the answer for its photograph alone.

    Parameters
    ----------
    paths, classifier, operating_point, locator
        See :func:`examine`.
    cancelled
        Asked before each photograph; the run ends when it says so.
    """
    for path in paths:
        if cancelled():
            return
        try:
            yield examine(path, classifier, operating_point=operating_point, locator=locator)
        # The edge: whatever goes wrong with one photograph, it must end as an error with its
        # reason, and the rest must go on.
        except Exception as error:  # noqa: BLE001
            yield failure(path, error)


def failure(path: Path, error: Exception) -> Failure:
    """Return what an error means for its photograph: the row that says so."""
    if isinstance(error, FundusViewerError):
        return Failure(path, str(error), isinstance(error, UnreachableError))
    log.error("unexpected error", exc_info=error)
    return Failure(path, f"{path.name}: unexpected error ({type(error).__name__}: {error})")
