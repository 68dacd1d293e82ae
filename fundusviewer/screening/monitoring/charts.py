"""Cumulative sums of deviations (CUSUM; Page, Biometrika 41, 1954): small ones that stay add up.

Numbers are replaced by the normal scores of their ranks among the reference's, so that no camera's
own distribution and no single wild value matters. Shares are added up as the logarithm of how much
likelier the photograph is with other odds than with the reference's (Reynolds and Stoumbos,
Journal of Quality Technology 31, 1999; odds ratios as in Steiner et al., Biostatistics 1, 2000).
What counts as the reference's share is the end of its interval: of a hundred photographs it is not
known well how many are refused, and none of a hundred is not none.

Arrays have a row for each stream, (B, T); NaN stands where a photograph tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Literal

import numpy as np

Measure = Literal["unlikeness", "unfamiliarity", "reject", "referred", "refused"]

#: Half of the change of a number, in standard deviations of the reference, that is looked for.
#: This, the level of the intervals and what is in :mod:`.limits` were chosen on one half of the
#: patients of ``benchmarks/drift.py``.
ALLOWANCE = 0.75

#: How many times higher, or lower, the odds of a share are that is looked for.
ODDS_RATIO = 3.0

#: Quantile of the normal distribution for the interval of the reference's share.
_Z = 2.4

_ZERO = 1e-9


@dataclass(frozen=True)
class Chart:
    """What is added up.

    Attributes
    ----------
    measure
        What of a photograph: see :func:`fundusviewer.screening.monitoring.drift.measured`.
    rises
        Whether a rise is looked for, otherwise a fall.
    """

    measure: Measure
    rises: bool

    @property
    def is_share(self) -> bool:
        """Whether the measure is yes or no, otherwise a number."""
        return self.measure in ("referred", "refused")


#: A fall of refusals is nobody's trouble, nor are photographs that are more like the reference.
CHARTS = (
    Chart("unlikeness", rises=True),
    Chart("unfamiliarity", rises=True),
    Chart("unfamiliarity", rises=False),
    Chart("reject", rises=True),
    Chart("reject", rises=False),
    Chart("referred", rises=True),
    Chart("referred", rises=False),
    Chart("refused", rises=True),
)


def steps(chart: Chart, reference: np.ndarray, stream: np.ndarray) -> np.ndarray:
    """Return what each photograph of one stream adds, float (1, T); 0 where it tells nothing.

    Parameters
    ----------
    chart
        What is looked for.
    reference
        float (N,).
    stream
        float (T,), what comes after it.
    """
    places = np.arange(len(reference) + len(stream))[None]
    values = np.concatenate([reference, stream])
    return resampled_steps(chart, values, places[:, : len(reference)], places[:, len(reference) :])


def resampled_steps(
    chart: Chart, values: np.ndarray, reference: np.ndarray, stream: np.ndarray
) -> np.ndarray:
    """Return what each photograph of many streams adds, float (B, T).

    Parameters
    ----------
    chart
        What is looked for.
    values
        float (K,), of photographs.
    reference, stream
        int (B, N) and (B, T), which of them are each stream's reference, and come after it.
    """
    if chart.is_share:
        return _share_steps(values[reference], values[stream], rises=chart.rises)
    sign = 1.0 if chart.rises else -1.0
    return np.nan_to_num(sign * _normal_scores(values, reference, stream) - ALLOWANCE)


def sums(added: np.ndarray) -> np.ndarray:
    """Return the chart after each photograph, float (B, T): never below zero."""
    walked = np.cumsum(added, axis=1)
    lowest = np.minimum(np.minimum.accumulate(walked, axis=1), 0.0)
    return np.asarray(walked - lowest)


def began(chart: np.ndarray, alarm: int) -> int:
    """Return at which photograph a change began: the first after the chart was last at zero.

    Parameters
    ----------
    chart
        float (T,), see :func:`sums`.
    alarm
        The photograph that raised the alarm.
    """
    zeros = np.flatnonzero(chart[: alarm + 1] <= _ZERO)
    return 0 if len(zeros) == 0 else int(min(zeros[-1] + 1, alarm))


def _share_steps(reference: np.ndarray, stream: np.ndarray, *, rises: bool) -> np.ndarray:
    ratio = ODDS_RATIO if rises else 1 / ODDS_RATIO
    share = _end_of_interval(reference, rises=rises)[:, None]
    other = ratio * share / (1 - share + ratio * share)
    yes, no = np.log(other / share), np.log((1 - other) / (1 - share))
    return np.nan_to_num(np.where(np.isnan(stream), np.nan, np.where(stream > 0.5, yes, no)))


def _end_of_interval(reference: np.ndarray, *, rises: bool) -> np.ndarray:
    """Return the upper or lower end of the Wilson interval of each row's share, float (B,)."""
    known = np.maximum(np.isfinite(reference).sum(axis=1), 1)
    share, square = np.nansum(reference, axis=1) / known, _Z**2
    centre = (share + square / (2 * known)) / (1 + square / known)
    half = _Z * np.sqrt(share * (1 - share) / known + square / (4 * known**2))
    half /= 1 + square / known
    return np.asarray(np.clip(centre + half if rises else centre - half, 0.002, 0.998))


def _normal_scores(values: np.ndarray, reference: np.ndarray, stream: np.ndarray) -> np.ndarray:
    """Return Φ⁻¹ of each value's place among its reference's, ties in their middle."""
    told, which = np.unique(values, return_inverse=True)
    kinds = int(np.isfinite(told).sum())
    # What is not a number has a place of its own behind all the others.
    which = np.minimum(which, kinds)
    rows = len(reference)
    counts = np.zeros((rows, kinds + 1), int)
    np.add.at(counts, (np.arange(rows)[:, None], which[reference]), 1)
    below = np.cumsum(counts, axis=1) - counts
    known = below[:, kinds]
    scores = np.full((rows, kinds + 1), np.nan)
    for count in np.unique(known[known > 0]).tolist():
        of_count = known == count
        places = (2 * below + counts)[of_count, :kinds]
        scores[of_count, :kinds] = _quantiles(count)[places]
    return np.asarray(np.take_along_axis(scores, which[stream], axis=1))


@lru_cache(maxsize=256)
def _quantiles(count: int) -> np.ndarray:
    """Return Φ⁻¹ of (k / 2 + ½) / (count + 1) for k from 0 to 2 count."""
    normal = NormalDist()
    places = (np.arange(2 * count + 1) / 2 + 0.5) / (count + 1)
    return np.array([normal.inv_cdf(place) for place in places.tolist()])
