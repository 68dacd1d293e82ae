"""Measures a model file on labelled photographs, read and prepared as the application does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.errors import LabelsError, ModelContractError
from fundusviewer.grading import refers
from fundusviewer.inference import Classifier, ModelCard
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.tasks import Task
from fundusviewer.training.evaluation.classes import ClassAnswers, ClassResult, evaluate_classes
from fundusviewer.training.evaluation.evaluation import Answers, SetResult, evaluate
from fundusviewer.training.evaluation.oedema import OedemaAnswers, OedemaResult, evaluate_oedema
from fundusviewer.training.fitting.oedema import OedemaThresholds
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
        What the figures of the grades were computed from.
    oedema
        Figures of macular oedema by set; empty for a model or labels that do not tell it.
    """

    card: ModelCard
    results: tuple[SetResult, ...]
    unreadable: tuple[str, ...]
    answers: Answers
    oedema: tuple[OedemaResult, ...] = ()


@dataclass(frozen=True)
class ClassesEvaluation:
    """What a file of any classes is worth.

    Attributes
    ----------
    card
        The file's card.
    results
        Figures by set.
    unreadable
        One sentence for each photograph that could not be read.
    answers
        What the figures were computed from.
    """

    card: ModelCard
    results: tuple[ClassResult, ...]
    unreadable: tuple[str, ...]
    answers: ClassAnswers


def evaluate_classes_file(
    classifier: Classifier,
    task: Task,
    photographs: Sequence[LabelledPhotograph],
    progress: Progress,
) -> ClassesEvaluation:
    """Ask a model of any classes about every photograph and measure its answers.

    Parameters
    ----------
    classifier
        The model.
    task
        Read with the model's own classes, see :func:`..data.tasks.plan_of`.
    photographs
        All with a class.
    progress
        Told of each photograph.

    Raises
    ------
    LabelsError
        If no photograph could be read.
    """
    read: list[LabelledPhotograph] = []
    unreadable: list[str] = []
    images = _images(classifier, photographs, read, unreadable)
    raw = ask(classifier, images, len(photographs), progress)
    answers = ClassAnswers(tuple(read), raw.probabilities, task)
    return ClassesEvaluation(classifier.card, evaluate_classes(answers), tuple(unreadable), answers)


def _images(
    classifier: Classifier,
    photographs: Sequence[LabelledPhotograph],
    read: list[LabelledPhotograph],
    unreadable: list[str],
) -> Iterator[np.ndarray]:
    """Yield the photographs that can be read, and note which they are and which are not."""
    for photograph, image in readable(photographs, classifier.card.input):
        if isinstance(image, np.ndarray):
            read.append(photograph)
            yield image
        else:
            unreadable.append(str(image))


def evaluate_file(
    classifier: Classifier, photographs: Sequence[LabelledPhotograph], progress: Progress
) -> FileEvaluation:
    """Ask the model about every photograph and measure its answers.

    Parameters
    ----------
    classifier
        The model; it must grade diabetic retinopathy.
    photographs
        All with a usable grade, or with a label of macular oedema; some have a grade.
    progress
        Told of each photograph.

    Raises
    ------
    ModelContractError
        If the model does not grade diabetic retinopathy.
    LabelsError
        If no photograph with a grade could be read.
    """
    card = classifier.card
    if not card.grades:
        raise ModelContractError(
            f"{card.name}: its task is {card.task}; only a diabetic_retinopathy model can be "
            "measured against grades"
        )
    if card.macular_oedema is None:
        photographs = [photo for photo in photographs if photo.is_gradable]
    read: list[LabelledPhotograph] = []
    unreadable: list[str] = []
    images = _images(classifier, photographs, read, unreadable)
    raw = ask(classifier, images, len(photographs), progress)
    graded = np.array([row for row, photo in enumerate(read) if photo.is_gradable], int)
    if not len(graded):
        raise LabelsError("none of the photographs that could be read has a usable grade")
    told = raw.at(graded)
    answers = Answers(tuple(read[row] for row in graded), told.probabilities, _refused(card, told))
    results = evaluate(answers, operating_points(card), set_threshold=set_threshold(card))
    return FileEvaluation(card, results, tuple(unreadable), answers, _oedema(card, read, raw))


def _oedema(
    card: ModelCard, read: Sequence[LabelledPhotograph], raw: RawAnswers
) -> tuple[OedemaResult, ...]:
    """Measure macular oedema on the photographs that tell something of it."""
    rows = np.array([row for row, photo in enumerate(read) if photo.tells_oedema], int)
    if card.macular_oedema is None or raw.oedema is None or not len(rows):
        return ()
    limit = card.operating_points[0].threshold
    refers_for_grade = [refers(raw.probabilities[row].tolist(), limit) for row in rows]
    answers = OedemaAnswers(
        tuple(read[row] for row in rows), raw.oedema[rows], np.array(refers_for_grade, bool)
    )
    point = card.macular_oedema
    return evaluate_oedema(answers, OedemaThresholds(point.threshold, point.any_threshold))


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
