"""The words of a run's report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fundusviewer.training.config.plans import FineTunePlan, HeadPlan, Loss
from fundusviewer.training.config.settings import Identity, TrainingSettings
from fundusviewer.training.pipeline.run_report import curve_words


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
