"""The card says what was measured, and how often, and nothing that was not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fundusviewer.errors import TrainingError
from fundusviewer.inference import Interval
from fundusviewer.training.config.settings import Identity
from fundusviewer.training.evaluation.evaluation import PointResult, SetResult
from fundusviewer.training.fitting.fitting import Fitted
from fundusviewer.training.fitting.operating_points import Thresholds
from fundusviewer.training.shipping.card_metrics import LIMITS, final_card
from tests.helpers.models import make_card

_MEASURED = Interval(value=0.8, low=0.7, high=0.9)
_POINTS = (
    PointResult("screening", 0.2, _MEASURED, _MEASURED),
    PointResult("specific", 0.6, _MEASURED, _MEASURED),
)
_BY_PHOTOGRAPH = SetResult(
    "all", "photographs", 40, 12, _MEASURED, _MEASURED, _MEASURED, _POINTS, _MEASURED, 1.5
)
_BY_PATIENT = SetResult("all", "patients", 20, 8, None, _MEASURED, None, _POINTS)
_FITTED = Fitted(1.5, Thresholds(0.2, 0.6), 0.9, 77, None, 2.0, (2.0,) * 5)
_IDENTITY = Identity("ours", "Ours", limits=("One camera.", LIMITS[0]))


def test_points_and_metrics_say_what_they_were_measured_on() -> None:
    card = final_card(make_card(), _IDENTITY, _FITTED, [_BY_PHOTOGRAPH, _BY_PATIENT])
    assert [(point.name, point.threshold) for point in card.operating_points] == [
        ("screening", 0.2),
        ("specific", 0.6),
    ]
    assert {point.measured_on for point in card.operating_points} == {
        "40 photographs of held-out patients"
    }
    assert card.temperature == 1.5
    told = {(metric.name, metric.measured_on) for metric in card.metrics}
    assert ("AUC for referable DR", "all, 20 held-out patients") in told
    assert ("quadratic weighted kappa", "all, held-out patients, by photograph") in told
    assert len(told) == 4, "what was not measured is not there"
    # By patient or by photograph, the number of photographs is that of the set.
    assert {metric.photographs for metric in card.metrics} == {40}


def test_coverage_is_told_with_the_photographs_it_was_fitted_on() -> None:
    card = final_card(make_card(), _IDENTITY, _FITTED, [_BY_PHOTOGRAPH, _BY_PATIENT])
    assert card.prediction_sets is not None
    assert card.prediction_sets.calibration_photographs == 77
    assert [one.mean_size for one in card.prediction_sets.measured] == [1.5]
    assert card.gate is None, "no limits were fitted"


def test_limits_stand_once_and_macular_oedema_is_not_left_unsaid() -> None:
    card = final_card(make_card(), _IDENTITY, _FITTED, [_BY_PHOTOGRAPH])
    assert card.limits == (*LIMITS, "Macular oedema is not assessed.", "One camera.")


def test_a_point_that_nobody_can_measure_is_no_point() -> None:
    unmeasured = replace(_POINTS[0], sensitivity=None)
    result = replace(_BY_PHOTOGRAPH, points=(unmeasured, _POINTS[1]))
    with pytest.raises(TrainingError, match="more patients are needed"):
        final_card(make_card(), _IDENTITY, _FITTED, [result])
