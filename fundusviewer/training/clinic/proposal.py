"""Operating points fitted to this clinic, with what they come to before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fundusviewer.inference import ModelCard
from fundusviewer.training.clinic.cases import Case, Cases, probabilities_of
from fundusviewer.training.clinic.figures import PointFigures, figures, figures_of, refers_case
from fundusviewer.training.clinic.needed import HALF_WIDTH, Needed, needed
from fundusviewer.training.config.plans import Targets
from fundusviewer.training.fitting.operating_points import Thresholds, choose_thresholds

#: Parts that the patients are dealt into: what is measured was not fitted to.
FOLDS = 10


@dataclass(frozen=True)
class Fit:
    """A model at this clinic.

    Attributes
    ----------
    cases
        All reviews.
    used
        Those that the figures are over: the blind ones, where there are enough of them.
    needed
        How many patients there are among the used ones, and how many are needed.
    before
        The card's operating points; empty where too few photographs tell.
    after
        Those that are proposed, measured by cross-validation over patients.
    """

    cases: Cases
    used: tuple[Case, ...]
    needed: Needed
    before: tuple[PointFigures, ...] = ()
    after: tuple[PointFigures, ...] = ()

    @property
    def only_blind(self) -> bool:
        """Whether no used review can have been led by the program's answer."""
        return all(case.blind for case in self.used)

    @property
    def patients(self) -> int:
        """How many patients the used photographs show."""
        return len({case.patient for case in self.used})


def fit_to_clinic(
    cases: Cases,
    card: ModelCard,
    targets: Targets | None = None,
    half_width: float = HALF_WIDTH,
    *,
    all_reviews: bool = False,
) -> Fit:
    """Measure a model at this clinic and fit operating points.

    Parameters
    ----------
    cases
        What doctors have said.
    card
        Of the model.
    targets
        What the operating points are to reach; as in training by default.
    half_width
        How far the intervals may reach to either side.
    all_reviews
        Whether reviews count that were made with the program's answer in sight, even where there
        are enough others.

    Returns
    -------
    Fit
        Without figures where too few photographs tell.

    Raises
    ------
    TrainingError
        If the half width is none.
    """
    wanted = targets or Targets()
    enough = needed(cases.blind, wanted, half_width).is_enough
    used = cases.blind if enough and not all_reviews else cases.graded
    counted = needed(used, wanted, half_width)
    if not counted.is_enough:
        return Fit(cases, used, counted)
    before = tuple(figures(used, point.name, point.threshold) for point in card.operating_points)
    return Fit(cases, used, counted, before, _after(used, wanted))


def _after(cases: tuple[Case, ...], targets: Targets) -> tuple[PointFigures, ...]:
    """Fit to all; measure each case with thresholds that were fitted without its patient."""
    referred = {name: [False] * len(cases) for name, _ in _fitted(cases, targets).named()}
    parts = _dealt(cases)
    for part in np.unique(parts).tolist():
        rest = tuple(case for case, of in zip(cases, parts, strict=True) if of != part)
        for name, threshold in _fitted(rest, targets).named():
            for row in np.flatnonzero(parts == part).tolist():
                referred[name][row] = refers_case(cases[row], threshold)
    return tuple(
        figures_of(cases, referred[name], name, threshold)
        for name, threshold in _fitted(cases, targets).named()
    )


def _fitted(cases: tuple[Case, ...], targets: Targets) -> Thresholds:
    grades = np.array([case.grade for case in cases], int)
    forced = np.array([case.oedema for case in cases], bool)
    weights = np.ones(len(cases))
    return choose_thresholds(grades, probabilities_of(cases), weights, targets, forced)


def _dealt(cases: Sequence[Case]) -> np.ndarray:
    """Return a part for each case, int (N,): whole patients, referable ones spread evenly."""
    patients = {case.patient: False for case in cases}
    for case in cases:
        patients[case.patient] |= case.is_referable
    # In a fixed order that has nothing to do with that of the photographs.
    order = np.random.default_rng(1).permutation(len(patients)).tolist()
    names = sorted(patients)
    shuffled = sorted((names[row] for row in order), key=lambda name: patients[name])
    part = {name: place % FOLDS for place, name in enumerate(shuffled)}
    return np.array([part[case.patient] for case in cases], int)
