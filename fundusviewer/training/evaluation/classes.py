"""What a model of any classes is worth: figures by set and by class, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.inference.card import Interval
from fundusviewer.screening.metrics import (
    area_under_curve,
    bootstrap,
    clustered_share,
    expected_calibration_error,
)
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.tasks import GRADING_TASK, Task
from fundusviewer.training.evaluation.evaluation import Answers, person

#: From which probability on one of several labels is given.
GIVEN = 0.5


@dataclass(frozen=True, eq=False)
class ClassAnswers:
    """A model's answers to photographs whose class, or labels, are known.

    Attributes
    ----------
    photographs
        All with a class.
    probabilities
        float (N, C), calibrated.
    task
        Kind and names.
    """

    photographs: tuple[LabelledPhotograph, ...]
    probabilities: np.ndarray
    task: Task

    @classmethod
    def of_grades(cls, answers: Answers) -> ClassAnswers:
        """Return the answers of a grading model as those of any classes."""
        return cls(answers.photographs, answers.probabilities, GRADING_TASK)

    @property
    def truth(self) -> np.ndarray:
        """Which classes each photograph has, bool (N, C)."""
        if self.task.several:
            return np.array([photo.labels for photo in self.photographs], bool)
        numbers = [photo.grade or 0 for photo in self.photographs]
        return np.asarray(np.eye(len(self.task.names), dtype=bool)[numbers])

    @property
    def given(self) -> np.ndarray:
        """Which classes the model gives each photograph, bool (N, C)."""
        if self.task.several:
            return np.asarray(self.probabilities >= GIVEN)
        return np.asarray(
            np.eye(len(self.task.names), dtype=bool)[self.probabilities.argmax(axis=1)]
        )

    @property
    def patients(self) -> list[str]:
        """Who each photograph shows."""
        return [person(photo) for photo in self.photographs]

    def at(self, rows: Sequence[int]) -> ClassAnswers:
        """Return the answers in these rows, in their order."""
        photographs = tuple(self.photographs[row] for row in rows)
        return ClassAnswers(photographs, self.probabilities[list(rows)], self.task)

    def of_set(self, name: str) -> ClassAnswers:
        """Return the answers to one set's photographs."""
        return self.at([row for row, photo in enumerate(self.photographs) if photo.dataset == name])


@dataclass(frozen=True)
class OneClass:
    """How one class is told from all others; ``None`` where no photograph can tell.

    Sensitivity and specificity are those of the most probable class, or of a label that is given
    from :data:`GIVEN` on; ``precision`` is the share of those with that answer that have the class.
    """

    name: str
    photographs: int
    auc: Interval | None
    sensitivity: Interval | None
    specificity: Interval | None
    precision: Interval | None


@dataclass(frozen=True)
class ClassResult:
    """Figures of one set, over photographs; intervals over patients.

    Attributes
    ----------
    name
        The set, or ``all``.
    count
        Photographs.
    accuracy
        Share with the right class, or with exactly the right labels.
    balanced
        Mean of the sensitivities of the classes that are there.
    auc
        Mean of the areas under the ROC curves of the classes.
    calibration_error
        Of the most probable class; ``None`` for several labels.
    classes
        Each by itself.
    """

    name: str
    count: int
    accuracy: Interval | None
    balanced: Interval | None
    auc: Interval | None
    calibration_error: Interval | None
    classes: tuple[OneClass, ...]


def evaluate_classes(answers: ClassAnswers, resamples: int = 1000) -> tuple[ClassResult, ...]:
    """Measure each set, and all together where there is more than one."""
    names = sorted({photo.dataset for photo in answers.photographs})
    parts = [(name, answers.of_set(name)) for name in names]
    if len(names) > 1:
        parts.append(("all", answers))
    return tuple(_result(name, part, resamples) for name, part in parts)


def score_of(probabilities: np.ndarray, truth: np.ndarray, *, several: bool) -> float:
    """Return the balanced accuracy, or for several labels the mean area under the ROC curve."""
    if several:
        return _mean_area(truth, probabilities)
    return _balanced(truth, np.eye(truth.shape[1], dtype=bool)[probabilities.argmax(axis=1)])


def classes_table(results: Sequence[ClassResult]) -> str:
    """Return the figures as two Markdown tables, intervals in brackets."""
    lines = [
        _line(("set", "n", "accuracy", "balanced accuracy", "mean AUC", "ECE")),
        _line(("---",) * 6),
    ]
    for one in results:
        figures = (one.accuracy, one.balanced, one.auc, one.calibration_error)
        lines.append(_line((one.name, str(one.count), *map(_shown, figures))))
    lines += [
        "",
        _line(("set", "class", "n", "AUC", "sensitivity", "specificity", "precision")),
        _line(("---",) * 7),
    ]
    for one in results:
        for each in one.classes:
            figures = (each.auc, each.sensitivity, each.specificity, each.precision)
            lines.append(_line((one.name, each.name, str(each.photographs), *map(_shown, figures))))
    return "\n".join(lines) + "\n"


def few_warning(results: Sequence[ClassResult], few: int = 20) -> str | None:
    """Return what to beware of where a class has few photographs."""
    rare = [one for one in results[-1].classes if one.photographs < few]
    if not rare:
        return None
    named = ", ".join(f"{one.name} {one.photographs}" for one in rare)
    return f"Few test photographs: {named}. Expect other figures with other patients."


def _result(name: str, answers: ClassAnswers, resamples: int) -> ClassResult:
    truth, given, found = answers.truth, answers.given, answers.probabilities
    people = answers.patients

    def interval(statistic: Callable[[np.ndarray], float]) -> Interval | None:
        return bootstrap(statistic, people, resamples=resamples)

    several = answers.task.several
    return ClassResult(
        name=name,
        count=len(truth),
        accuracy=clustered_share((truth == given).all(axis=1), people),
        balanced=interval(lambda rows: _balanced(truth[rows], given[rows])),
        auc=interval(lambda rows: _mean_area(truth[rows], found[rows])),
        calibration_error=None
        if several
        else interval(
            lambda rows: expected_calibration_error(truth[rows].argmax(axis=1), found[rows])
        ),
        classes=tuple(
            _one(answers, index, people, resamples) for index in range(len(answers.task.names))
        ),
    )


def _one(answers: ClassAnswers, index: int, people: list[str], resamples: int) -> OneClass:
    truth, given = answers.truth[:, index], answers.given[:, index]
    scores = answers.probabilities[:, index]
    who = np.asarray(people)

    def share(hits: np.ndarray, rows: np.ndarray) -> Interval | None:
        return clustered_share(hits[rows], who[rows].tolist())

    return OneClass(
        name=answers.task.names[index],
        photographs=int(truth.sum()),
        auc=bootstrap(
            lambda rows: area_under_curve(truth[rows], scores[rows]), people, resamples=resamples
        ),
        sensitivity=share(given, truth),
        specificity=share(~given, ~truth),
        precision=share(truth, given),
    )


def _balanced(truth: np.ndarray, given: np.ndarray) -> float:
    counts = truth.sum(axis=0)
    there = counts > 0
    if not there.any():
        return float("nan")
    return float(((truth & given).sum(axis=0)[there] / counts[there]).mean())


def _mean_area(truth: np.ndarray, scores: np.ndarray) -> float:
    areas = [area_under_curve(truth[:, one], scores[:, one]) for one in range(truth.shape[1])]
    known = [area for area in areas if not np.isnan(area)]
    return float(np.mean(known)) if known else float("nan")


def _shown(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    return f"{interval.value:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
