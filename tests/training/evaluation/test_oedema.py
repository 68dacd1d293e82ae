"""Figures of macular oedema."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fundusviewer.training.evaluation.oedema import OedemaAnswers, evaluate_oedema, oedema_table
from fundusviewer.training.fitting.oedema import OedemaThresholds
from tests.training.photographs import photograph

LIMITS = OedemaThresholds(risk_2=0.5, any_risk=0.4)


def answers() -> OedemaAnswers:
    told = {
        # name: set, range, probabilities, referred for the grade
        "found": ("north", (2, 2), (0.9, 0.8), False),
        "graded": ("north", (2, 2), (0.2, 0.1), True),
        "remarked": ("south", (2, 2), (0.6, 0.3), False),
        "silent": ("south", (2, 2), (0.3, 0.2), False),
        "well": ("north", (0, 0), (0.1, 0.0), True),
        "alarm": ("south", (0, 1), (0.9, 0.6), False),
        "mild": ("south", (1, 1), (0.5, 0.1), False),
        "unknown": ("south", (1, 2), (0.5, 0.1), False),
    }
    return OedemaAnswers(
        tuple(
            replace(photograph(name, 2, dataset=one[0]), oedema=one[1])
            for name, one in told.items()
        ),
        np.array([one[2] for one in told.values()]),
        np.array([one[3] for one in told.values()]),
    )


def test_each_set_and_all() -> None:
    north, south, whole = evaluate_oedema(answers(), LIMITS, resamples=20)
    assert (north.name, south.name, whole.name) == ("north", "south", "all")
    # Of one it is not known whether it has risk 2.
    assert (north.count, south.count, whole.count, whole.risk_2) == (3, 4, 7, 4)
    shares = (whole.sensitivity, whole.specificity, whole.referred, whole.remarked)
    values = [0.0 if share is None else share.value for share in shares]
    assert values == pytest.approx([1 / 4, 2 / 3, 2 / 4, 3 / 4])
    assert north.auc is not None
    assert north.auc.value == 1


def test_what_no_photograph_can_tell_stays_open() -> None:
    only = answers()
    only = OedemaAnswers(only.photographs[:2], only.probabilities[:2], only.graded[:2])
    (north,) = evaluate_oedema(only, LIMITS, resamples=20)
    assert (north.auc, north.specificity) == (None, None)
    assert "| north | 2 | 2 | – |" in oedema_table((north,))
