"""Whether the photographs have changed: an alarm with its reason, and since when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.screening.monitoring.charts import CHARTS, Chart, Measure, began, steps, sums
from fundusviewer.screening.monitoring.limits import limits
from fundusviewer.screening.monitoring.observations import Observation
from fundusviewer.screening.monitoring.unlikeness import unlikeness

#: How many photographs are the reference, and how many patients must be among them.
REFERENCE_PHOTOGRAPHS, REFERENCE_PATIENTS = 100, 20

#: A camera or field is named in a reason where its share has risen by so much.
_NEW_SHARE = 0.3

#: Those that each photograph tells by itself.
_MEASURES: tuple[Measure, ...] = ("unfamiliarity", "reject", "referred", "refused")


@dataclass(frozen=True)
class Alarm:
    """Something has changed.

    Attributes
    ----------
    chart
        What, and in which direction.
    at
        Which photograph after the reference raised the alarm, from 1 on.
    began
        With which photograph the change began, as far as that can be told, from 1 on.
    since
        When that one was examined.
    raised
        When the alarm was raised.
    before, after
        Share or median of the reference, and since the change began until the alarm.
    camera, field
        What most photographs have since then and few had in the reference; ``None`` for nothing.
    """

    chart: Chart
    at: int
    began: int
    since: dt.datetime
    raised: dt.datetime
    before: float
    after: float
    camera: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Watch:
    """What came of watching.

    Attributes
    ----------
    reference
        The photographs with which the others are compared; fewer than wanted where there are not
        enough yet.
    watched
        How many came after them.
    missing
        How many photographs are missing for a reference; with 0, :attr:`watched` were watched.
    alarm
        The first one; ``None`` for none.
    """

    reference: tuple[Observation, ...]
    watched: int
    missing: int
    alarm: Alarm | None = None


def watch(
    observed: Sequence[Observation],
    *,
    reference: int = REFERENCE_PHOTOGRAPHS,
    since: dt.datetime | None = None,
    known_limits: Mapping[Chart, float] | None = None,
) -> Watch:
    """Look for a change.

    Parameters
    ----------
    observed
        In the order in which they were examined.
    reference
        How many of the first photographs the others are compared with.
    since
        Those from before do not count at all: a person has said that what came since is usual.
    known_limits
        Of the same reference; ``None``: they are found out, in half a second.
    """
    counted = [one for one in observed if since is None or one.moment > since]
    first, rest = _split(counted, reference)
    people = len({one.patient for one in first})
    if len(first) < reference or people < REFERENCE_PATIENTS:
        missing = max(reference - len(first), REFERENCE_PATIENTS - people)
        return Watch(tuple(first), 0, missing)
    if not rest:
        return Watch(tuple(first), 0, 0)
    before, after = measured(first, first), measured(first, rest)
    allowed = known_limits or limits(before, [one.patient for one in first])
    alarms = [
        (int(above[0]), chart, values)
        for chart in CHARTS
        for values in [sums(steps(chart, before[chart.measure], after[chart.measure]))[0]]
        for above in [np.flatnonzero(values > allowed[chart])]
        if len(above)
    ]
    if not alarms:
        return Watch(tuple(first), len(rest), 0)
    at, chart, values = min(alarms, key=lambda one: one[0])
    told = before[chart.measure], after[chart.measure]
    return Watch(tuple(first), len(rest), 0, _alarm(chart, values, at, told, first, rest))


def measured(first: Sequence[Observation], wanted: Sequence[Observation]) -> dict[str, np.ndarray]:
    """Return all that is watched of photographs, with how unlike the reference they are.

    Parameters
    ----------
    first
        The reference.
    wanted
        May be the reference itself.
    """
    apart = unlikeness(
        [one.embedding for one in first],
        [one.patient for one in first],
        [one.embedding for one in wanted],
        [one.patient for one in wanted],
    )
    return {**measures(wanted), "unlikeness": apart}


def _split(
    told: Sequence[Observation], wanted: int
) -> tuple[Sequence[Observation], Sequence[Observation]]:
    """Return the reference and the rest; the reference grows until it has enough patients."""
    people: set[str] = set()
    for count, one in enumerate(told, start=1):
        people.add(one.patient)
        if count >= wanted and len(people) >= REFERENCE_PATIENTS:
            return told[:count], told[count:]
    return told, ()


def measures(observed: Sequence[Observation]) -> dict[str, np.ndarray]:
    """Return by measure float (N,), NaN where a photograph tells nothing."""
    values = {name: [getattr(one, name) for one in observed] for name in _MEASURES}
    return {
        name: np.array([np.nan if value is None else float(value) for value in column])
        for name, column in values.items()
    }


def _alarm(
    chart: Chart,
    values: np.ndarray,
    at: int,
    told: tuple[np.ndarray, np.ndarray],
    first: Sequence[Observation],
    rest: Sequence[Observation],
) -> Alarm:
    start = began(values, at)
    changed = rest[start : at + 1]
    return Alarm(
        chart=chart,
        at=at + 1,
        began=start + 1,
        since=rest[start].moment,
        raised=rest[at].moment,
        before=_told(chart, told[0]),
        after=_told(chart, told[1][start : at + 1]),
        camera=_new("camera", first, changed),
        field=_new("field", first, changed),
    )


def _told(chart: Chart, values: np.ndarray) -> float:
    """Return the share or the median of a measure."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return float("nan")
    return float(known.mean() if chart.is_share else np.median(known))


def _new(what: str, first: Sequence[Observation], changed: Sequence[Observation]) -> str | None:
    """Return the camera or field whose share has risen most, if by much."""
    before = Counter(getattr(one, what) for one in first)
    after = Counter(getattr(one, what) for one in changed)
    rises = {name: after[name] / len(changed) - before[name] / len(first) for name in after}
    name = max(rises, key=lambda one: rises[one])
    return str(name) if rises[name] >= _NEW_SHARE else None
