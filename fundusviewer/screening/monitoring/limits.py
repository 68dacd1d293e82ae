"""How high a chart goes by chance: limits from the reference itself, patient by patient.

The whole procedure is repeated with patients drawn from the reference: a reference of them and a
stream after it, both of whole patients. So the limits know how the two eyes of a patient hang
together, and how little a small reference tells (bootstrap control limits: Chatterjee and Qiu,
Annals of Applied Statistics 3, 2009).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from fundusviewer.screening.monitoring.charts import CHARTS, Chart, resampled_steps, sums

#: In how many streams of :data:`HORIZON` photographs without a change there may be an alarm.
FALSE_ALARMS = 0.02

#: How many photographs such a stream has.
HORIZON = 1000

#: No limit is lower: what is drawn from a reference without a refusal has none either, and one
#: photograph alone is no alarm.
LEAST = 4.0

#: How often the procedure is repeated.
RESAMPLES = 500


def limits(
    reference: Mapping[str, np.ndarray],
    patients: Sequence[str],
    *,
    false_alarms: float = FALSE_ALARMS,
    horizon: int = HORIZON,
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> dict[Chart, float]:
    """Return from which height on each chart is an alarm.

    Parameters
    ----------
    reference
        By measure, float (N,), NaN where a photograph tells nothing.
    patients
        Who each of the N photographs shows.
    false_alarms
        Share of the streams without a change in which any chart may be an alarm.
    horizon
        Photographs of a stream.
    resamples, seed
        Of the drawing.

    Returns
    -------
    dict
        One limit for each of :data:`.charts.CHARTS`. All are equally strict: each is exceeded in
        the same share of streams.
    """
    count = len(patients)
    drawn = _drawn(patients, resamples, count + horizon, seed)
    highest = np.stack(
        [
            sums(
                resampled_steps(chart, reference[chart.measure], drawn[:, :count], drawn[:, count:])
            ).max(axis=1)
            for chart in CHARTS
        ]
    )
    level = _level(highest, false_alarms)
    found = np.maximum(_quantile(highest, level), LEAST)
    return dict(zip(CHARTS, found.tolist(), strict=True))


def _level(highest: np.ndarray, false_alarms: float) -> float:
    """Return in which share of streams each chart alone may be an alarm.

    The charts are not independent, so the share in which any of them is an alarm is counted.
    """
    for level in np.linspace(false_alarms, false_alarms / len(highest), 25).tolist():
        if (highest > _quantile(highest, level)[:, None]).any(axis=0).mean() <= false_alarms:
            return float(level)
    return float(false_alarms / len(highest))


def _quantile(highest: np.ndarray, level: float) -> np.ndarray:
    return np.asarray(np.quantile(highest, 1 - level, axis=1, method="higher"))


def _drawn(patients: Sequence[str], streams: int, length: int, seed: int) -> np.ndarray:
    """Return places in the reference, int (streams, length): whole patients, one after another."""
    _, which = np.unique(np.asarray(patients), return_inverse=True)
    order = np.argsort(which, kind="stable")
    sizes = np.bincount(which)
    first = np.cumsum(sizes) - sizes
    rng = np.random.default_rng(seed)
    rows = []
    portion = int(np.ceil(length / sizes.mean())) + 8
    for _ in range(streams):
        people = rng.integers(len(sizes), size=portion)
        while sizes[people].sum() < length:
            people = np.concatenate([people, rng.integers(len(sizes), size=portion)])
        starts = np.repeat(first[people], sizes[people])
        within = np.arange(len(starts)) - np.repeat(
            np.cumsum(sizes[people]) - sizes[people], sizes[people]
        )
        rows.append(order[starts + within][:length])
    return np.stack(rows)
