"""Sensitivity and specificity of a model at this clinic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.grading import refers
from fundusviewer.inference import Interval
from fundusviewer.screening.metrics import clustered_share
from fundusviewer.training.clinic.cases import Case


@dataclass(frozen=True)
class PointFigures:
    """How an operating point does at this clinic.

    Attributes
    ----------
    name, threshold
        The operating point.
    sensitivity, specificity
        Over photographs, with intervals that know which of them are one patient's; ``None`` where
        there is no photograph to tell.
    """

    name: str
    threshold: float
    sensitivity: Interval | None
    specificity: Interval | None


def refers_case(case: Case, threshold: float) -> bool:
    """Return whether the program refers a photograph at an operating point."""
    return case.oedema or refers(case.probabilities, threshold)


def figures(cases: Sequence[Case], name: str, threshold: float) -> PointFigures:
    """Measure an operating point on all cases."""
    return figures_of(cases, [refers_case(case, threshold) for case in cases], name, threshold)


def figures_of(
    cases: Sequence[Case], referred: Sequence[bool], name: str, threshold: float
) -> PointFigures:
    """Measure referrals.

    Parameters
    ----------
    cases
        What the doctor says of each photograph.
    referred
        Whether it is referred.
    name, threshold
        What the figures are called.
    """
    called = np.array(referred, bool)
    positive = np.array([case.is_referable for case in cases], bool)
    people = np.array([case.patient for case in cases], str)
    return PointFigures(
        name,
        threshold,
        clustered_share(called[positive], people[positive].tolist()),
        clustered_share(~called[~positive], people[~positive].tolist()),
    )
