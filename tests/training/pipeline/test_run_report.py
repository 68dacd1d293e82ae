"""The words of a run's report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fundusviewer.inference import Interval
from fundusviewer.training.config.plans import FineTunePlan, HeadPlan, Loss
from fundusviewer.training.config.settings import Identity, TrainingSettings
from fundusviewer.training.pipeline.outcome import Outcome
from fundusviewer.training.pipeline.run_report import curve_words, learned_nothing


@pytest.mark.parametrize(
    ("loss", "said"),
    [
        ("cross-entropy", ("training loss", "validation loss")),
        ("ordinal", ("training loss", "validation loss")),
        ("focal", ("training loss (focal)", "validation loss (cross-entropy)")),
        (
            "mean-squared-error",
            ("training loss (mean-squared-error)", "validation loss (cross-entropy)"),
        ),
    ],
)
def test_losses_that_cannot_be_compared_are_named(loss: Loss, said: tuple[str, str]) -> None:
    settings = TrainingSettings(
        identity=Identity("m", "M"),
        labels=(Path("labels.csv"),),
        output=Path("run"),
        fine_tune=FineTunePlan(loss=loss),
    )
    words = curve_words(settings)
    assert (words.training, words.validation, words.begun) == (*said, "frozen backbone")
    assert curve_words(replace(settings, head=HeadPlan(epochs=0))).begun == "as it began"


@pytest.mark.parametrize(
    ("loss", "gain", "said"),
    [
        (1.2, (-0.1, -0.2, 0.0), "It has learned nothing that helps"),
        (1.0985, (0.0001, -0.02, 0.02), "It may have learned nothing that helps"),
        (1.05, (0.05, 0.0, 0.1), "It may have learned nothing that helps"),
        (1.05, None, "Whether it has learned anything that helps cannot"),
        (1.05, (0.05, 0.01, 0.1), None),
    ],
)
def test_better_than_one_answer_is_better_by_more_than_chance(
    loss: float, gain: tuple[float, float, float] | None, said: str | None
) -> None:
    interval = gain and Interval(value=gain[0], low=gain[1], high=gain[2])
    shipped: Any = None
    outcome = Outcome(shipped, Path("r"), frozen_loss=loss, prior_loss=1.0986, gain=interval)
    words = learned_nothing(outcome)
    assert words is None if said is None else (words or "").startswith(said)


def test_a_run_that_trained_nothing_is_not_warned_of() -> None:
    shipped: Any = None
    assert learned_nothing(Outcome(shipped, Path("r"))) is None
