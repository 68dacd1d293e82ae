"""The worst mistakes of a model: where it was surest of what is not so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from fundusviewer.training.data.labels import LabelledPhotograph
    from fundusviewer.training.evaluation.classes import ClassAnswers


@dataclass(frozen=True)
class Mistake:
    """One photograph that was answered wrongly.

    Attributes
    ----------
    photograph
        Which one.
    row
        Its row among the answers.
    words
        What is true, and what was said with which probability.
    explained
        Number of the class that its heat map explains.
    """

    photograph: LabelledPhotograph
    row: int
    words: str
    explained: int


def worst(answers: ClassAnswers, most: int) -> tuple[Mistake, ...]:
    """Return at most so many, the worst first.

    Of grades those farthest from the true one come first, then, as of other classes, those with
    the highest probability; of several labels the one with the answer farthest from the truth.
    """
    found, names = answers.probabilities, answers.task.names
    truth = answers.truth
    if answers.task.several:
        far = np.abs(found - truth)
        wrong = (answers.given != truth).any(axis=1)
        order = np.argsort(-far.max(axis=1), kind="stable")
        picked = [(int(row), int(far[row].argmax())) for row in order if wrong[row]]
        words = [
            f"{names[one]}: {'yes' if truth[row, one] else 'no'}, said {found[row, one]:.0%}"
            for row, one in picked[:most]
        ]
    else:
        said, true = found.argmax(axis=1), truth.argmax(axis=1)
        steps = np.abs(said - true) if answers.task.grades else (said != true).astype(int)
        order = np.lexsort((-found.max(axis=1), -steps))
        picked = [(int(row), int(said[row])) for row in order if steps[row]]
        words = [
            f"{names[true[row]]}; said {names[one]}, {found[row, one]:.0%}"
            for row, one in picked[:most]
        ]
    return tuple(
        Mistake(answers.photographs[row], row, text, int(found[row].argmax()))
        for (row, _), text in zip(picked, words, strict=False)
    )
