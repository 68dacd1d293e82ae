"""How well macular oedema of risk 2 is found: figures by set, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.inference.card import Interval
from fundusviewer.screening.metrics import area_under_curve, bootstrap, wilson
from fundusviewer.training.data.labels import LabelledPhotograph
from fundusviewer.training.data.oedema_targets import risk_ranges
from fundusviewer.training.evaluation.evaluation import person
from fundusviewer.training.fitting.oedema import OedemaThresholds


@dataclass(frozen=True, eq=False)
class OedemaAnswers:
    """A model's answers to photographs with a label.

    Attributes
    ----------
    photographs
        All of them tell something of macular oedema.
    probabilities
        float (N, 2), of risk 1 or more and of risk 2.
    graded
        bool (N,): what is referred for its grade, at the operating point that decides.
    """

    photographs: tuple[LabelledPhotograph, ...]
    probabilities: np.ndarray
    graded: np.ndarray

    @property
    def ranges(self) -> np.ndarray:
        """Lowest and highest risk of each, int (N, 2)."""
        return risk_ranges(self.photographs)

    @property
    def sets(self) -> list[str]:
        """Names of the sets, sorted."""
        return sorted({photo.dataset for photo in self.photographs})


@dataclass(frozen=True)
class OedemaResult:
    """Figures of one set, over photographs.

    Attributes
    ----------
    name
        The set, or ``all``.
    count, risk_2
        Photographs of which it is known whether they have risk 2, and how many have it.
    auc
        Area under the ROC curve for risk 2.
    sensitivity, specificity
        For risk 2 at the threshold; ``None`` where no photograph can tell.
    referred
        Share of those with risk 2 that are referred, for oedema or for the grade.
    remarked
        Share of those with risk 2 that are referred or said to have risk 1: the others would pass
        without a word.
    """

    name: str
    count: int
    risk_2: int
    auc: Interval | None
    sensitivity: Interval | None
    specificity: Interval | None
    referred: Interval | None
    remarked: Interval | None


def evaluate_oedema(
    answers: OedemaAnswers, thresholds: OedemaThresholds, resamples: int = 1000
) -> tuple[OedemaResult, ...]:
    """Measure each set, and all together where there is more than one.

    Parameters
    ----------
    answers
        The model's answers.
    thresholds
        From which probabilities on it is risk 2, and risk 1.
    resamples
        Of the bootstrap over patients.
    """
    ranges = answers.ranges
    known = (ranges[:, 0] == 2) | (ranges[:, 1] < 2)
    names = np.array([photo.dataset for photo in answers.photographs])
    results = [
        _result(name, answers, known & (names == name), thresholds, resamples)
        for name in answers.sets
    ]
    if len(answers.sets) > 1:
        results.append(_result("all", answers, known, thresholds, resamples))
    return tuple(results)


def oedema_table(results: Sequence[OedemaResult]) -> str:
    """Return the figures as a Markdown table, intervals in brackets.

    The last two columns are shares of the photographs with risk 2.
    """
    header = (
        "set",
        "n",
        "risk 2",
        "AUC risk 2",
        "sensitivity",
        "specificity",
        "referred",
        "remarked",
    )
    lines = [_line(header), _line(["---"] * len(header))]
    for one in results:
        figures = (one.auc, one.sensitivity, one.specificity, one.referred, one.remarked)
        shown = ["–" if figure is None else _shown(figure) for figure in figures]
        lines.append(_line([one.name, str(one.count), str(one.risk_2), *shown]))
    return "\n".join(lines) + "\n"


def _result(
    name: str,
    answers: OedemaAnswers,
    rows: np.ndarray,
    thresholds: OedemaThresholds,
    resamples: int,
) -> OedemaResult:
    positive = answers.ranges[rows, 0] == 2
    scores = answers.probabilities[rows, 1]
    called = scores >= thresholds.risk_2
    people = [person(photo) for photo, used in zip(answers.photographs, rows, strict=True) if used]
    referred = called | answers.graded[rows]
    return OedemaResult(
        name,
        len(positive),
        int(positive.sum()),
        _auc(positive, scores, people, resamples) if len(positive) else None,
        _share(called[positive]),
        _share(~called[~positive]),
        _share(referred[positive]),
        _share((referred | (answers.probabilities[rows, 0] >= thresholds.any_risk))[positive]),
    )


def _auc(
    positive: np.ndarray, scores: np.ndarray, people: list[str], resamples: int
) -> Interval | None:
    return bootstrap(
        lambda drawn: area_under_curve(positive[drawn], scores[drawn]), people, resamples=resamples
    )


def _share(hits: np.ndarray) -> Interval | None:
    return wilson(int(hits.sum()), len(hits)) if len(hits) else None


def _shown(interval: Interval) -> str:
    return f"{interval.value:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
