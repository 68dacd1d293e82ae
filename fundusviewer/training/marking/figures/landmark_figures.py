"""How well optic disc and fovea are found, with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.anatomy import Landmarks
from fundusviewer.inference.card import Interval
from fundusviewer.screening.metrics import bootstrap, clustered_share
from fundusviewer.training.marking.labels.marked import Point

#: In disc diameters: a place that lies farther off is wrong.
NEAR = 0.5
#: Of the places that are found so many shall be right.
_RIGHT = 0.98
#: What a threshold may be: however few validation patients there are, a faint guess is none.
_CANDIDATES = tuple(round(0.3 + 0.05 * step, 2) for step in range(13))
_UNTOLD = 0.5
#: The largest error of a diameter.
_DIAMETER = 0.10

PLACES = ("disc", "fovea")


@dataclass(frozen=True)
class PlaceAnswer:
    """One photograph on which a place was marked.

    Attributes
    ----------
    patient
        Who it shows.
    off
        How far from where it was marked the place was found, in disc diameters; ``None`` where it
        was not found.
    confidence
        Of the place that was found.
    ratio
        The disc's diameter over the true one; ``None`` where either is not known.
    """

    patient: str
    off: float | None
    confidence: float = 0.0
    ratio: float | None = None


@dataclass(frozen=True)
class PlaceResult:
    """Figures of one place.

    Attributes
    ----------
    place
        ``disc`` or ``fovea``.
    photographs
        On which it was marked.
    near
        Found within half a disc diameter, of all of them.
    not_found
        Of all of them.
    near_of_found
        Within half a disc diameter, of those on which it was found.
    mean_off
        In disc diameters, of those on which it was found.
    diameter_right
        The disc's diameter within a tenth of the true one, where that is known.
    """

    place: str
    photographs: int
    near: Interval | None
    not_found: Interval | None
    near_of_found: Interval | None
    mean_off: Interval | None
    diameter_right: Interval | None


def answers_of(
    found: Landmarks,
    disc: Point | None,
    fovea: Point | None,
    diameter: float | None,
    usual: float,
    patient: str,
) -> dict[str, PlaceAnswer]:
    """Compare what was found on a photograph with what was marked.

    Parameters
    ----------
    found
        By the network.
    disc, fovea
        Where they were marked, in pixels of the photograph; ``None``: nobody did.
    diameter, usual
        Of the disc, as it is known and as it usually is in this field of view, in pixels of the
        photograph.
    patient
        Who it shows.
    """
    unit = diameter or usual
    answers = {}
    for name, marked in (("disc", disc), ("fovea", fovea)):
        place = found.disc if name == "disc" else found.fovea
        if marked is None:
            continue
        if place is None:
            answers[name] = PlaceAnswer(patient, None)
            continue
        off = math.hypot(place.x - marked[0], place.y - marked[1]) / unit
        own = found.disc.diameter if name == "disc" and found.disc else None
        ratio = None if own is None or diameter is None else own / diameter
        answers[name] = PlaceAnswer(patient, off, place.confidence, ratio)
    if "disc" not in answers and diameter is not None and found.disc is not None:
        # A mask without a marked middle still tells the diameter.
        answers["diameter"] = PlaceAnswer(
            patient, None, found.disc.confidence, found.disc.diameter / diameter
        )
    return answers


def choose_threshold(answers: Sequence[PlaceAnswer]) -> float:
    """Return the lowest confidence from which on 98 % of the places that are found are right.

    Where none reaches that, the one with the largest share of right ones. ``answers`` are those of
    validation patients, whatever their confidence.
    """
    if not any(one.off is not None for one in answers):
        return _UNTOLD
    shares = []
    for threshold in _CANDIDATES:
        kept = [one for one in answers if one.off is not None and one.confidence >= threshold]
        right = sum(one.off is not None and one.off <= NEAR for one in kept)
        share = right / len(kept) if kept else 0.0
        if share >= _RIGHT:
            return threshold
        shares.append(share)
    return _CANDIDATES[int(np.argmax(shares))]


def place_results(
    answers: Sequence[dict[str, PlaceAnswer]], resamples: int = 1000
) -> tuple[PlaceResult, ...]:
    """Return the figures of each place that was marked, with 95 % intervals."""
    results = []
    for place in PLACES:
        own = [one[place] for one in answers if place in one]
        sized = list(own)
        if place == "disc":
            sized += [one["diameter"] for one in answers if "diameter" in one]
        if own or (place == "disc" and sized):
            results.append(_result(place, own, sized, resamples))
    return tuple(results)


def _result(
    place: str, own: Sequence[PlaceAnswer], sized: Sequence[PlaceAnswer], resamples: int
) -> PlaceResult:
    found = [one for one in own if one.off is not None]
    offs = np.array([one.off for one in found], float)
    ratios = [one for one in sized if one.ratio is not None]

    def share(hits: Sequence[bool], of: Sequence[PlaceAnswer]) -> Interval | None:
        return clustered_share(np.array(hits, bool), [one.patient for one in of])

    mean = None
    if len(offs):
        who = [one.patient for one in found]
        mean = bootstrap(lambda rows: float(offs[rows].mean()), who, resamples=resamples)
    return PlaceResult(
        place,
        len(own),
        share([one.off is not None and one.off <= NEAR for one in own], own),
        share([one.off is None for one in own], own),
        share((offs <= NEAR).tolist(), found),
        mean,
        share([abs((one.ratio or 0) - 1) <= _DIAMETER for one in ratios], ratios),
    )
