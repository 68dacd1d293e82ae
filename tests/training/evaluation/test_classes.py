"""Figures of any classes, and the worst mistakes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fundusviewer.training.data.tasks import Task
from fundusviewer.training.evaluation.classes import (
    ClassAnswers,
    classes_table,
    evaluate_classes,
    few_warning,
)
from fundusviewer.training.evaluation.mistakes import worst
from tests.training.photographs import photograph

THREE = Task("classes", ("normal", "cataract", "glaucoma"))


def answers() -> ClassAnswers:
    truth = [0, 0, 1, 1, 2, 2]
    photographs = tuple(photograph(f"{row}.png", grade) for row, grade in enumerate(truth))
    probabilities = np.array(
        [
            [0.8, 0.1, 0.1],
            [0.2, 0.7, 0.1],
            [0.1, 0.8, 0.1],
            [0.1, 0.6, 0.3],
            [0.05, 0.05, 0.9],
            [0.02, 0.03, 0.95],
        ]
    )
    return ClassAnswers(photographs, probabilities, THREE)


def test_figures_of_classes_are_those_of_hand() -> None:
    (result,) = evaluate_classes(answers(), resamples=50)
    assert result.count == 6
    assert result.accuracy is not None
    assert result.accuracy.value == pytest.approx(5 / 6)
    assert result.balanced is not None
    assert result.balanced.value == pytest.approx((0.5 + 1 + 1) / 3)
    cataract = result.classes[1]
    assert (cataract.name, cataract.photographs) == ("cataract", 2)
    assert cataract.sensitivity is not None
    assert cataract.specificity is not None
    assert cataract.precision is not None
    assert cataract.sensitivity.value == 1
    assert cataract.specificity.value == pytest.approx(3 / 4)
    assert cataract.precision.value == pytest.approx(2 / 3)
    assert cataract.auc is not None
    assert cataract.auc.value == pytest.approx(7 / 8)
    assert "| a | cataract | 2 |" in classes_table([result])
    assert few_warning([result]) is not None
    assert few_warning([result], few=2) is None


def test_several_labels_are_measured_each_by_itself() -> None:
    task = Task("labels", ("amd", "dme"))
    said = [(1, 1), (0, 1), (0, 0), (1, 0)]
    photographs = tuple(
        replace(photograph(f"{row}.png", row), labels=labels) for row, labels in enumerate(said)
    )
    found = np.array([[0.9, 0.6], [0.2, 0.4], [0.1, 0.1], [0.7, 0.8]])
    several = ClassAnswers(photographs, found, task)
    (result,) = evaluate_classes(several, resamples=50)
    # Right in both labels: the first and the third.
    assert result.accuracy is not None
    assert result.accuracy.value == pytest.approx(0.5)
    assert result.calibration_error is None
    assert result.classes[0].auc is not None
    assert result.classes[0].auc.value == 1
    first, second = worst(several, 8)
    assert first.words == "dme: no, said 80%"
    assert second.words == "dme: yes, said 40%"


def test_the_surest_mistake_comes_first_and_what_is_right_does_not_come() -> None:
    (only,) = worst(answers(), 8)
    assert only.photograph.file == "1.png"
    assert only.words == "normal; said cataract, 70%"
    assert only.explained == 1


def test_of_grades_the_farthest_comes_first() -> None:
    task = Task("diabetic_retinopathy", ("0", "1", "2", "3", "4"))
    photographs = (photograph("near.png", 1), photograph("far.png", 4))
    found = np.array([[0.9, 0.1, 0, 0, 0], [0.4, 0.3, 0.2, 0.1, 0.0]])
    names = [one.photograph.file for one in worst(ClassAnswers(photographs, found, task), 8)]
    assert names == ["far.png", "near.png"]
