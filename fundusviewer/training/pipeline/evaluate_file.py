"""Measures a model file on labelled photographs, read and prepared as the application does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.errors import ModelContractError
from fundusviewer.inference import Classifier, ModelCard
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.evaluation.evaluation import Answers, SetResult, evaluate
from fundusviewer.training.fitting.predictions import RawAnswers, ask, readable


@dataclass(frozen=True)
class FileEvaluation:
    """What a file is worth.

    Attributes
    ----------
    card
        The file's card.
    results
        Figures by set, over photographs and patients.
    unreadable
        One sentence for each photograph that could not be read.
    answers
        What the figures were computed from.
    """

    card: ModelCard
    results: tuple[SetResult, ...]
    unreadable: tuple[str, ...]
    answers: Answers


def evaluate_file(
    classifier: Classifier, photographs: Sequence[LabelledPhotograph], progress: Progress
) -> FileEvaluation:
    """Ask the model about every photograph and measure its answers.

    Parameters
    ----------
    classifier
        The model; it must grade diabetic retinopathy.
    photographs
        All with a usable grade.
    progress
        Told of each photograph.

    Raises
    ------
    ModelContractError
        If the model does not grade diabetic retinopathy.
    LabelsError
        If no photograph could be read.
    """
    card = classifier.card
    if not card.grades:
        raise ModelContractError(
            f"{card.name}: its task is {card.task}; only a diabetic_retinopathy model can be "
            "measured against grades"
        )
    read: list[LabelledPhotograph] = []
    unreadable: list[str] = []

    def images() -> Iterator[np.ndarray]:
        for photograph, image in readable(photographs, card.input):
            if isinstance(image, np.ndarray):
                read.append(photograph)
                yield image
            else:
                unreadable.append(str(image))

    raw = ask(classifier, images(), len(photographs), progress)
    answers = Answers(tuple(read), raw.probabilities, _refused(card, raw))
    results = evaluate(answers, operating_points(card), set_threshold=set_threshold(card))
    return FileEvaluation(card, results, tuple(unreadable), answers)


def operating_points(card: ModelCard) -> list[tuple[str, float]]:
    """Return names and thresholds of a card's operating points."""
    return [(point.name, point.threshold) for point in card.operating_points]


def set_threshold(card: ModelCard) -> float | None:
    """Return the threshold of a card's prediction sets, ``None`` for a model without them."""
    return None if card.prediction_sets is None else card.prediction_sets.threshold


def _refused(card: ModelCard, raw: RawAnswers) -> np.ndarray | None:
    if card.gate is None or raw.gate is None:
        return None
    return np.asarray((raw.gate > (card.gate.reject, card.gate.unfamiliarity)).any(axis=1))
