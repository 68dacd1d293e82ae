"""The way of a photograph: read, prepare, predict, assess. There is no other."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fundusviewer.errors import FundusViewerError
from fundusviewer.grading import Assessment, assess, check
from fundusviewer.imaging import find_field_of_view, measure, read_image, to_model_input
from fundusviewer.inference import Classifier, OperatingPoint
from fundusviewer.screening.finding import Finding, Timings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """A photograph without a finding, and why: one sentence that names the file."""

    path: Path
    reason: str


def examine(
    path: Path,
    classifier: Classifier,
    *,
    operating_point: OperatingPoint | None = None,
    class_index: int | None = None,
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

    Raises
    ------
    FundusViewerError
        If the photograph cannot be read or the network's answer cannot be used.
    """
    clock = _Clock()
    image = read_image(path)
    read = clock.lap()
    field_of_view = find_field_of_view(image.pixels)
    prepared = to_model_input(image.pixels, classifier.card.input, field_of_view)
    prepare = clock.lap()
    prediction = classifier.predict(prepared.pixels, class_index)
    network = clock.lap()
    point = operating_point or next(iter(classifier.card.operating_points), None)
    assessment = None
    if classifier.card.grades and point is not None:
        verdict = check(measure(image.pixels, field_of_view))
        assessment = assess(prediction.probabilities.tolist(), point.threshold, verdict)
    return Finding(
        image=image,
        field_of_view=field_of_view,
        prepared=prepared,
        card=classifier.card,
        provider=classifier.provider,
        prediction=prediction if _may_be_shown(assessment) else None,
        assessment=assessment,
        operating_point=point if classifier.card.grades else None,
        timings=Timings(read, prepare, network, clock.lap()),
    )


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
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Finding | Failure]:
    """Examine photographs one after the other; an error is the answer for its photograph alone.

    Parameters
    ----------
    paths, classifier, operating_point
        See :func:`examine`.
    cancelled
        Asked before each photograph; the run ends when it says so.
    """
    for path in paths:
        if cancelled():
            return
        try:
            yield examine(path, classifier, operating_point=operating_point)
        except FundusViewerError as error:
            yield Failure(path, str(error))
        # The edge: whatever goes wrong with one photograph, it must end as an error with its
        # reason, and the rest must go on.
        except Exception as error:
            log.exception("unexpected error")
            yield Failure(path, f"{path.name}: unexpected error ({type(error).__name__}: {error})")


def _may_be_shown(assessment: Assessment | None) -> bool:
    return assessment is None or assessment.grade is not None


class _Clock:
    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        """Return the milliseconds since the last lap."""
        now = time.perf_counter()
        elapsed, self._last = (now - self._last) * 1000, now
        return elapsed
