"""A finished file's own answers on prepared photographs, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.anatomy import Landmarks, find_landmarks
from fundusviewer.imaging import PreparedInput
from fundusviewer.training.config.progress import counted
from fundusviewer.training.evaluation.evaluation import person
from fundusviewer.training.marking.figures.landmark_figures import (
    PLACES,
    PlaceAnswer,
    PlaceResult,
    answers_of,
    choose_threshold,
    place_results,
)
from fundusviewer.training.marking.figures.lesion_figures import (
    KindCounts,
    LesionResult,
    choose_thresholds,
    count_kinds,
    lesion_results,
)

if TYPE_CHECKING:
    from fundusviewer.inference import Marker
    from fundusviewer.training.config.progress import Progress
    from fundusviewer.training.marking.dataset import MarkingData

#: Of the map of the disc itself, whose middle is decided by another one.
_INSIDE = 0.5
#: Until thresholds are known.
_MIDDLE = (0.5,) * 5

Result = LesionResult | PlaceResult
_Finder = Callable[[np.ndarray, PreparedInput], Landmarks]


@dataclass(frozen=True)
class Measured:
    """What a file is worth, and from when on its marks count.

    Attributes
    ----------
    thresholds
        For each of the card's kinds.
    validation, test
        Figures on validation patients, on whom the thresholds were chosen, and on held-out ones.
    photographs
        How many of the test side were measured.
    """

    thresholds: tuple[float, ...]
    validation: tuple[Result, ...]
    test: tuple[Result, ...]
    photographs: int


def fit_and_measure(
    marker: Marker,
    data: MarkingData,
    validation: Sequence[int],
    test: Sequence[int],
    progress: Progress,
) -> Measured:
    """Choose thresholds on validation rows and measure on both."""
    if marker.card.role == "lesions":
        seen = list(_lesions(marker, data, validation, _MIDDLE, progress, "Choosing thresholds"))
        thresholds = choose_thresholds(seen)
    else:
        places = list(_places(marker, data, validation, _anything, progress, "Choosing thresholds"))
        chosen = [choose_threshold([one[name] for one in places if name in one]) for name in PLACES]
        thresholds = (*chosen, _INSIDE)
    first, last = (
        results_at(marker, data, rows, thresholds, progress) for rows in (validation, test)
    )
    return Measured(thresholds, first, last, len(test))


def results_at(
    marker: Marker,
    data: MarkingData,
    rows: Sequence[int],
    thresholds: Sequence[float],
    progress: Progress,
) -> tuple[Result, ...]:
    """Return the figures of a file on these rows, at these thresholds."""
    if marker.card.role == "lesions":
        return lesion_results(list(_lesions(marker, data, rows, thresholds, progress, "Measuring")))

    def find(maps: np.ndarray, prepared: PreparedInput) -> Landmarks:
        return find_landmarks(maps, prepared, thresholds)

    return place_results(list(_places(marker, data, rows, find, progress, "Measuring")))


def _lesions(
    marker: Marker,
    data: MarkingData,
    rows: Sequence[int],
    thresholds: Sequence[float],
    progress: Progress,
    what: str,
) -> Iterator[dict[str, KindCounts]]:
    with progress.task(what, len(rows)) as task:
        for row in counted(rows, task):
            maps = marker.mark(data.prepared.image(row))
            who = person(data.marked[row].photo)
            yield count_kinds(maps, data.masks(row), data.known(row), who, thresholds)


def _places(
    marker: Marker,
    data: MarkingData,
    rows: Sequence[int],
    find: _Finder,
    progress: Progress,
    what: str,
) -> Iterator[dict[str, PlaceAnswer]]:
    with progress.task(what, len(rows)) as task:
        for row in counted(rows, task):
            pixels, one = data.prepared.image(row), data.marked[row]
            found = find(marker.mark(pixels), PreparedInput(pixels, data.region(row)))
            disc, fovea = (
                None if point is None else data.place(row, point) for point in (one.disc, one.fovea)
            )
            yield answers_of(
                found, disc, fovea, data.disc_diameter(row), data.usual_disc(row), person(one.photo)
            )


def _anything(maps: np.ndarray, prepared: PreparedInput) -> Landmarks:
    return find_landmarks(maps, prepared, (0.0, 0.0, _INSIDE))
