"""An alarm where the photographs change, none where they do not, and none before it can be told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from fundusviewer.screening.monitoring.charts import CHARTS, Chart, began, steps, sums
from fundusviewer.screening.monitoring.drift import REFERENCE_PHOTOGRAPHS, measured, watch
from fundusviewer.screening.monitoring.limits import limits
from fundusviewer.screening.monitoring.unlikeness import unlikeness
from fundusviewer.screening.monitoring.weeks import by_camera, by_field, by_week
from fundusviewer.screening.monitoring.words import sentences, state
from tests.screening.monitoring.streams import START, drawn


def test_photographs_like_the_first_ones_are_no_alarm() -> None:
    alarms = [watch(drawn(500, seed)).alarm for seed in range(5)]
    assert sum(alarm is not None for alarm in alarms) <= 1


def test_another_camera_is_noticed_soon_and_named() -> None:
    stream = [*drawn(200, 1), *drawn(200, 2, first=200, shift=1.5, camera="7 × 7")]
    alarm = watch(stream).alarm
    assert alarm is not None
    assert alarm.chart == Chart("unlikeness", rises=True)
    # The change is at the hundred-and-first after the reference.
    assert 101 <= alarm.began <= alarm.at <= 150
    assert alarm.since >= stream[199].moment
    assert alarm.camera == "7 × 7"
    assert alarm.after > alarm.before
    assert any("7 × 7" in one for one in sentences(alarm))


@pytest.mark.parametrize(
    ("changes", "chart"),
    [
        ({"referred": 0.8}, Chart("referred", rises=True)),
        ({"referred": 0.0}, Chart("referred", rises=False)),
        ({"refused": 0.4}, Chart("refused", rises=True)),
    ],
)
def test_shares_are_watched(changes: dict[str, float], chart: Chart) -> None:
    stream = [*drawn(150, 3), *drawn(250, 4, first=150, **changes)]  # type: ignore[arg-type]
    alarm = watch(stream).alarm
    assert alarm is not None
    assert alarm.chart == chart


def test_too_few_photographs_or_patients_are_said_and_not_watched() -> None:
    few = watch(drawn(40, 1))
    assert (few.missing, few.watched, few.alarm) == (REFERENCE_PHOTOGRAPHS - 40, 0, None)
    assert "60 more" in state(few)
    one = [replace(each, patient="one") for each in drawn(300, 1)]
    assert watch(one).missing > 0
    assert watch([]).missing == REFERENCE_PHOTOGRAPHS
    assert watch(drawn(100, 1)).missing == 0


def test_what_is_called_usual_is_what_the_next_ones_are_compared_with() -> None:
    stream = [*drawn(150, 1), *drawn(350, 2, first=150, shift=1.5, camera="7 × 7")]
    alarm = watch(stream).alarm
    assert alarm is not None
    assert watch(stream, since=alarm.since - dt.timedelta(seconds=1)).alarm is None


def test_a_model_without_the_networks_answers_is_watched_by_shares_alone() -> None:
    def bare(count: int, seed: int, first: int, referred: float) -> list[object]:
        return [
            replace(one, unfamiliarity=None, reject=None, embedding=None)
            for one in drawn(count, seed, first=first, referred=referred)
        ]

    stream = [*bare(150, 1, 0, 0.3), *bare(200, 2, 150, 0.9)]
    alarm = watch(stream).alarm  # type: ignore[arg-type]
    assert alarm is not None
    assert alarm.chart.measure == "referred"


def test_one_refused_photograph_is_no_alarm_where_the_reference_has_none() -> None:
    stream = [*drawn(100, 1, refused=0.0), *drawn(100, 2, first=100, refused=0.0)]
    stream[150] = replace(stream[150], refused=True, referred=None)
    assert watch(stream).alarm is None


def test_a_chart_adds_up_and_tells_where_it_began() -> None:
    chart = sums(np.array([[1.0, -3.0, 1.0, 1.0, 1.0]]))
    assert chart.tolist() == [[1.0, 0.0, 1.0, 2.0, 3.0]]
    assert began(chart[0], 4) == 2
    assert began(np.array([1.0, 2.0]), 1) == 0


def test_ranks_stand_for_numbers_and_ties_for_their_middle() -> None:
    added = steps(Chart("reject", rises=True), np.arange(9.0), np.array([4.0, 100.0, np.nan]))
    assert added[0, 0] == pytest.approx(-0.75)
    assert 0 < added[0, 1] < 2
    assert added[0, 2] == 0
    # All are alike: nothing is more than usual.
    flat = steps(Chart("reject", rises=True), np.ones(9), np.ones(3))
    assert flat[0].tolist() == pytest.approx([-0.75] * 3)


def test_eyes_of_one_patient_raise_the_limits() -> None:
    """Patients whose photographs are alike go further by chance than photographs that are not."""
    together = drawn(100, 5)
    twins = [
        replace(one, unfamiliarity=together[2 * (row // 2)].unfamiliarity)
        for row, one in enumerate(together)
    ]
    alone = [replace(one, patient=str(row)) for row, one in enumerate(twins)]
    chart = Chart("unfamiliarity", rises=True)
    values = measured(twins, twins)
    as_patients = limits(values, [one.patient for one in twins])[chart]
    as_photographs = limits(values, [one.patient for one in alone])[chart]
    assert as_patients > as_photographs


def test_every_chart_has_a_limit_and_words() -> None:
    first = drawn(100, 6)
    found = limits(measured(first, first), [one.patient for one in first], resamples=50)
    assert set(found) == set(CHARTS)


def test_the_reference_is_as_far_from_itself_as_what_comes_later() -> None:
    first, later = drawn(100, 7), drawn(300, 8, first=100)
    inside, outside = measured(first, first)["unlikeness"], measured(first, later)["unlikeness"]
    assert np.median(inside) == pytest.approx(np.median(outside), rel=0.15)
    nothing = unlikeness([None, None], ["a", "b"], [None], ["c"])
    assert np.isnan(nothing).all()


def test_weeks_cameras_and_fields() -> None:
    observed = [*drawn(100, 1), *drawn(336, 2, first=100, camera="7 × 7")]
    weeks = by_week(observed)
    assert [one.name for one in weeks] == ["2026-W02", "2026-W03"]
    assert sum(one.photographs for one in weeks) == 436
    assert [(one.name, one.photographs) for one in by_camera(observed)] == [
        ("7 × 7", 336),
        ("9 × 9", 100),
    ]
    assert by_field(observed)[0].photographs == 436
    assert weeks[0].refused is not None
    assert by_week([replace(observed[0], refused=True, referred=None)])[0].referred is None
    assert START.isocalendar().week == 2
