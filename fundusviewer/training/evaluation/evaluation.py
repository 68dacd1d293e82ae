"""What a model is worth: figures by set, over photographs and over patients, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fundusviewer.grading import refers
from fundusviewer.inference.card import Interval
from fundusviewer.screening.metrics import (
    area_under_curve,
    bootstrap,
    expected_calibration_error,
    quadratic_weighted_kappa,
    referable,
    referable_scores,
    wilson,
)
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.fitting.conformal import set_hits, set_sizes

#: Names and thresholds of operating points.
Points = Sequence[tuple[str, float]]


@dataclass(frozen=True, eq=False)
class Answers:
    """A model's answers to graded photographs.

    Attributes
    ----------
    photographs
        All with a usable grade.
    probabilities
        float (N, 5), calibrated.
    refused
        bool (N,): what the network's part of the gate refuses; ``None`` for a model without one.
    """

    photographs: tuple[LabelledPhotograph, ...]
    probabilities: np.ndarray
    refused: np.ndarray | None = None

    @property
    def grades(self) -> np.ndarray:
        """The true grades, int (N,)."""
        return np.array([photo.grade for photo in self.photographs], dtype=int)

    @property
    def patients(self) -> list[str]:
        """Who each photograph shows, unique across sets; duplicates count as one patient."""
        return [person(photo) for photo in self.photographs]

    def of_set(self, name: str) -> Answers:
        """Return the answers to one set's photographs."""
        return self.at([row for row, photo in enumerate(self.photographs) if photo.dataset == name])

    def at(self, rows: Sequence[int]) -> Answers:
        """Return the answers in these rows, in their order."""
        refused = None if self.refused is None else self.refused[list(rows)]
        photographs = tuple(self.photographs[row] for row in rows)
        return Answers(photographs, self.probabilities[list(rows)], refused)


@dataclass(frozen=True)
class PointResult:
    """How one operating point does; ``None`` where no photograph can tell."""

    name: str
    threshold: float
    sensitivity: Interval | None
    specificity: Interval | None


@dataclass(frozen=True)
class SetResult:
    """Figures of one set.

    Attributes
    ----------
    name
        The set, or ``all``.
    unit
        ``photographs`` or ``patients``.
    count, referable
        How many there are, and how many of them are referable.
    kappa
        Quadratic weighted kappa of the grades; over photographs only.
    auc
        Area under the ROC curve for referable DR.
    calibration_error
        Expected calibration error of the top grade; over photographs only.
    points
        The operating points.
    coverage
        Share of photographs whose prediction set holds the true grade; over photographs of a
        model with prediction sets only.
    set_size
        Mean number of grades in a set.
    refused
        Share of the photographs, all gradable, that the network's part of the gate refuses. They
        count in all other figures.
    """

    name: str
    unit: str
    count: int
    referable: int
    kappa: Interval | None
    auc: Interval | None
    calibration_error: Interval | None
    points: tuple[PointResult, ...]
    coverage: Interval | None = None
    set_size: float | None = None
    refused: Interval | None = None


def evaluate(
    answers: Answers,
    points: Points,
    resamples: int = 1000,
    set_threshold: float | None = None,
) -> tuple[SetResult, ...]:
    """Measure each set and all sets together, over photographs and, where known, patients.

    Parameters
    ----------
    answers
        The model's answers.
    points
        Operating points to measure.
    resamples
        Of the bootstrap.
    set_threshold
        Of the prediction sets; ``None`` for a model without them.

    Returns
    -------
    tuple of SetResult
        Photographs of each set, ``all`` where there is more than one set, then patients of the
        sets whose labels name them.
    """
    names = sorted({photo.dataset for photo in answers.photographs})
    parts = [(name, answers.of_set(name)) for name in names]
    if len(names) > 1:
        parts.append(("all", answers))
    return evaluate_parts(parts, points, resamples, set_threshold)


def evaluate_parts(
    parts: Sequence[tuple[str, Answers]],
    points: Points,
    resamples: int = 1000,
    set_threshold: float | None = None,
) -> tuple[SetResult, ...]:
    """Measure named parts of the answers as :func:`evaluate` does sets."""
    results = [
        _with_sets(_over_photographs(name, part, points, resamples), part, set_threshold, resamples)
        for name, part in parts
    ]
    for name, part in parts:
        if all(photo.has_patient for photo in part.photographs):
            results.append(_over_patients(name, part, points, resamples))
    return tuple(results)


def _over_photographs(name: str, answers: Answers, points: Points, resamples: int) -> SetResult:
    grades, probabilities = answers.grades, answers.probabilities
    predicted = probabilities.argmax(axis=1)
    positive, scores = referable(grades), referable_scores(probabilities)

    def interval(statistic: Callable[[np.ndarray], float]) -> Interval | None:
        return bootstrap(statistic, answers.patients, resamples=resamples)

    return SetResult(
        name=name,
        unit="photographs",
        count=len(grades),
        referable=int(positive.sum()),
        kappa=interval(lambda rows: quadratic_weighted_kappa(grades[rows], predicted[rows])),
        auc=interval(lambda rows: area_under_curve(positive[rows], scores[rows])),
        calibration_error=interval(
            lambda rows: expected_calibration_error(grades[rows], probabilities[rows])
        ),
        points=measure_points(positive, _calls(probabilities, points), points),
        refused=None if answers.refused is None else _share(answers.refused),
    )


def _with_sets(
    result: SetResult, answers: Answers, threshold: float | None, resamples: int
) -> SetResult:
    if threshold is None:
        return result
    hits = set_hits(answers.probabilities, answers.grades, threshold)
    return replace(
        result,
        coverage=bootstrap(
            lambda rows: float(hits[rows].mean()), answers.patients, resamples=resamples
        ),
        set_size=float(set_sizes(answers.probabilities, threshold).mean()),
    )


def _over_patients(name: str, answers: Answers, points: Points, resamples: int) -> SetResult:
    """Measure patients: referable if one eye is, with the higher of the eyes' probabilities.

    A patient is referred when one eye is.
    """
    people, which = np.unique(np.asarray(answers.patients), return_inverse=True)
    positive = np.zeros(len(people), dtype=bool)
    scores = np.zeros(len(people))
    np.logical_or.at(positive, which, referable(answers.grades))
    np.maximum.at(scores, which, referable_scores(answers.probabilities))
    calls = {}
    for point, referred in _calls(answers.probabilities, points).items():
        calls[point] = np.zeros(len(people), dtype=bool)
        np.logical_or.at(calls[point], which, referred)
    return SetResult(
        name=name,
        unit="patients",
        count=len(people),
        referable=int(positive.sum()),
        kappa=None,
        auc=bootstrap(
            lambda rows: area_under_curve(positive[rows], scores[rows]),
            people.tolist(),
            resamples=resamples,
        ),
        calibration_error=None,
        points=measure_points(positive, calls, points),
    )


def measure_points(
    positive: np.ndarray, calls: Mapping[str, np.ndarray], points: Points
) -> tuple[PointResult, ...]:
    """Measure operating points.

    Parameters
    ----------
    positive
        bool (N,), what is referable.
    calls
        By the name of the operating point, bool (N,): what is referred.
    points
        The operating points.
    """
    return tuple(
        PointResult(name, threshold, _share(calls[name][positive]), _share(~calls[name][~positive]))
        for name, threshold in points
    )


def _calls(probabilities: np.ndarray, points: Points) -> dict[str, np.ndarray]:
    """Return the referrals of the program itself, bool (N,), by operating point."""
    rows = probabilities.tolist()
    return {name: np.array([refers(row, limit) for row in rows], bool) for name, limit in points}


def _share(hits: np.ndarray) -> Interval | None:
    return wilson(int(hits.sum()), len(hits)) if len(hits) else None


def person(photo: LabelledPhotograph) -> str:
    """Return who a photograph shows, unique across sets; duplicates count as one patient."""
    if photo.has_patient or not photo.duplicate_group:
        return f"{photo.dataset}/{photo.patient}"
    return f"{photo.dataset}/group {photo.duplicate_group}"
