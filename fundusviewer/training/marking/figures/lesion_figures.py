"""How well lesions are marked: by pixels, by marks, and by the strongest mark, with intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from fundusviewer.anatomy.lesions import marked_places
from fundusviewer.inference.card import Interval
from fundusviewer.screening.metrics import bootstrap, clustered_share
from fundusviewer.training.marking.labels.kinds import DISC, MASK_KINDS
from fundusviewer.training.marking.labels.masks import DRAWN

#: Steps in which probabilities are told apart.
_BINS = 2000
#: A threshold lies in between, wherever the validation patients would have it.
_LOWEST, _HIGHEST = 0.1, 0.9
#: Where no validation patient tells anything.
_UNTOLD = 0.5


@dataclass(frozen=True, eq=False)
class KindCounts:
    """What was counted on one photograph of one kind that somebody looked for.

    Attributes
    ----------
    patient
        Who it shows.
    pixels, drawn
        int (2000,): how many pixels have a probability in each step, and those of them that are
        drawn.
    peak_on
        Whether the most probable pixel is drawn; ``None`` where nothing is.
    marks
        bool (M,): for each mark whether it touches something drawn.
    lesions
        bool (L,): for each thing drawn whether a mark touches it.
    overlap
        Pixels that are marked and drawn, marked, drawn.
    """

    patient: str
    pixels: np.ndarray
    drawn: np.ndarray
    peak_on: bool | None
    marks: np.ndarray
    lesions: np.ndarray
    overlap: tuple[int, int, int]


@dataclass(frozen=True)
class LesionResult:
    """Figures of one kind.

    Attributes
    ----------
    kind
        Its code.
    photographs, with_kind
        On which it was looked for, and on which of them it is.
    area
        Under the curve of precision and recall over all pixels; ``None`` where nothing is drawn.
    precision, recall
        Of pixels, at the threshold.
    marks_right, lesions_found
        Marks that touch something drawn, things drawn that a mark touches.
    strongest_right
        Photographs whose most probable pixel is drawn, of those that have the kind.
    healthy_clean
        Photographs without the kind on which nothing is marked.
    """

    kind: str
    photographs: int
    with_kind: int
    area: Interval | None
    precision: Interval | None
    recall: Interval | None
    marks_right: Interval | None
    lesions_found: Interval | None
    strongest_right: Interval | None
    healthy_clean: Interval | None


def count_kinds(
    maps: np.ndarray,
    masks: np.ndarray,
    known: np.ndarray,
    patient: str,
    thresholds: Sequence[float],
) -> dict[str, KindCounts]:
    """Count on one photograph.

    Parameters
    ----------
    maps
        float32 (h, w, 5), 0–1, what the network answered.
    masks
        uint8 (5, h, w), 0–255, what was drawn.
    known
        bool or float (5,), whether somebody looked for the kind.
    patient
        Who it shows.
    thresholds
        From which probability on each kind counts.

    Returns
    -------
    dict
        Code of a kind that is known → what was counted.
    """
    found = {}
    for index, kind in enumerate(MASK_KINDS):
        if not known[index]:
            continue
        probabilities, truth = maps[..., index], masks[index] > DRAWN
        if kind == DISC:
            marked = np.asarray(probabilities >= thresholds[index], np.uint8)
        else:
            marked = marked_places(maps, index, thresholds)
        # The network may have marked less finely than was drawn, or what is drawn be a point.
        bins = np.asarray(np.clip(probabilities, 0, 1) * (_BINS - 1), np.int64)
        is_marked = marked > 0
        found[kind] = KindCounts(
            patient,
            np.bincount(bins.ravel(), minlength=_BINS),
            np.bincount(bins[truth], minlength=_BINS),
            bool(truth.ravel()[int(probabilities.argmax())]) if truth.any() else None,
            _touching(marked, truth),
            _touching(truth.astype(np.uint8), is_marked),
            (int((is_marked & truth).sum()), int(is_marked.sum()), int(truth.sum())),
        )
    return found


def _touching(parts: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return for each connected part, uint8 (h, w), whether it touches ``other``, bool (h, w)."""
    count, labels = cv2.connectedComponents(parts, connectivity=8)
    touched = np.zeros(count, bool)
    touched[np.unique(labels[other])] = True
    return touched[1:]


def choose_thresholds(counted: Iterable[dict[str, KindCounts]]) -> tuple[float, ...]:
    """Return for each kind the threshold with the best F1 score over the pixels of photographs."""
    photographs = list(counted)
    return tuple(
        _best_threshold([one[kind] for one in photographs if kind in one]) for kind in MASK_KINDS
    )


def _best_threshold(counts: Sequence[KindCounts]) -> float:
    drawn = sum((one.drawn for one in counts), np.zeros(_BINS, np.int64))
    if not drawn.any():
        return _UNTOLD
    pixels = sum((one.pixels for one in counts), np.zeros(_BINS, np.int64))
    right, marked = _from_the_top(drawn), _from_the_top(pixels)
    scores = 2 * right / (marked + right[-1])
    values = np.arange(_BINS - 1, -1, -1) / (_BINS - 1)
    allowed = (values >= _LOWEST) & (values <= _HIGHEST)
    return round(float(values[allowed][int(scores[allowed].argmax())]), 3)


def lesion_results(
    counted: Sequence[dict[str, KindCounts]], resamples: int = 1000
) -> tuple[LesionResult, ...]:
    """Return the figures of each kind that was looked for, with 95 % intervals.

    Areas, precision and recall by the bootstrap over patients, shares by Wilson's formula with the
    number of patients in mind (:func:`fundusviewer.screening.metrics.clustered_share`).
    """
    results = []
    for kind in MASK_KINDS:
        counts = [one[kind] for one in counted if kind in one]
        if counts:
            results.append(_result(kind, counts, resamples))
    return tuple(results)


def _result(kind: str, counts: Sequence[KindCounts], resamples: int) -> LesionResult:
    patients = [one.patient for one in counts]
    overlap = np.array([one.overlap for one in counts], np.int64)
    drawn, pixels = (np.stack([getattr(one, name) for one in counts]).astype(np.float64)
                     for name in ("drawn", "pixels"))  # fmt: skip

    def area(rows: np.ndarray) -> float:
        times = np.bincount(rows, minlength=len(counts)).astype(np.float64)
        return area_under(times @ drawn, times @ pixels)

    def ratio(of: int) -> Interval | None:
        def share(rows: np.ndarray) -> float:
            right, *others = overlap[rows].sum(axis=0).tolist()
            whole = others[of]
            return right / whole if whole else float("nan")

        return bootstrap(share, patients, resamples=resamples)

    def parts(name: str) -> Interval | None:
        hits = [getattr(one, name) for one in counts]
        who = [one.patient for one, own in zip(counts, hits, strict=True) for _ in own]
        return clustered_share(np.concatenate(hits), who)

    has = [one for one in counts if one.peak_on is not None]
    without = [one for one in counts if one.peak_on is None]
    return LesionResult(
        kind,
        len(counts),
        len(has),
        bootstrap(area, patients, resamples=resamples),
        ratio(0) if has else None,
        ratio(1),
        parts("marks"),
        parts("lesions"),
        clustered_share(np.array([bool(one.peak_on) for one in has]), [o.patient for o in has]),
        clustered_share(
            np.array([one.overlap[1] == 0 for one in without]), [one.patient for one in without]
        ),
    )


def area_under(drawn: np.ndarray, pixels: np.ndarray) -> float:
    """Return the area under precision and recall of histograms of probabilities (2000,).

    NaN where nothing is drawn.
    """
    right, marked = _from_the_top(drawn), _from_the_top(pixels)
    if right[-1] == 0:
        return float("nan")
    precision = right / np.maximum(marked, 1)
    recall = right / right[-1]
    return float((precision * np.diff(recall, prepend=0)).sum())


def _from_the_top(bins: np.ndarray) -> np.ndarray:
    """Return how many lie in each step or above it, from the highest step down."""
    return np.cumsum(bins[::-1])
