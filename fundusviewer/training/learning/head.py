"""The last layer on frozen features: logistic regression, solved to its optimum.

Multinomial, or one for each label where several can be right at once.

With some hundred photographs and thousands of features a few steps of gradient descent end between
the start and the solution, and how far they come depends on the step. The loss is convex: L-BFGS
(SciPy) finds its one minimum, and only the strength of the penalty is to be chosen: on patients
that the fit did not see, in folds of patients.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.inference.card import Interval
from fundusviewer.screening.metrics import bootstrap
from fundusviewer.training.config.plans import HeadPlan
from fundusviewer.training.learning.losses import cross_entropy, loss_and_slope, probabilities_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fundusviewer.export.sources.classifier_spec import DenseHead

log = logging.getLogger(__name__)

#: The solver stops where a step lowers the loss by less than this share of it.
_ENOUGH = 1e-6

#: Of fewer patients an interval says nothing: that each of five does better happens by chance in
#: one of 32.
FEWEST_PATIENTS = 6


@dataclass(frozen=True, eq=False)
class Examples:
    """What a head is trained or judged on.

    Attributes
    ----------
    features
        float32 (K, N, D): photographs as they are, then K - 1 augmented copies.
    targets
        float32 (N, C), one distribution for each photograph; 0 and 1 with ``several``.
    weights
        float64 (N,), how much each photograph counts.
    groups
        int (N,): photographs of one group show one patient; ``None`` if that is not known.
    several
        Whether several answers can be right at once.
    """

    features: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    groups: np.ndarray | None = None
    several: bool = False

    def at(self, rows: np.ndarray) -> Examples:
        """Return some of the photographs."""
        groups = None if self.groups is None else self.groups[rows]
        features, targets, weights = self.features[:, rows], self.targets[rows], self.weights[rows]
        return Examples(features, targets, weights, groups, self.several)


#: Gives probabilities, (N, C), of photographs that nothing behind them has learned from, or
#: ``None`` where there is no way to have them.
Unseen = Callable[[Examples], "np.ndarray | None"]


def train_head(train: Examples, validation: Examples, plan: HeadPlan, seed: int) -> DenseHead:
    """Train a head with the penalty that does best on patients it was not fitted to.

    These are folds of the training patients where they are known, otherwise ``validation``. The
    features are standardised for the fit; the returned head takes them as they are.
    """
    dealt = patient_folds(train.groups, plan.folds, seed)
    folds = [(train.at(one), train.at(other)) for one, other in dealt]
    losses = np.zeros(len(plan.penalties))
    for learned, unseen in folds or [(train, validation)]:
        for index, head in enumerate(_path(learned, plan)):
            probabilities = head_probabilities(head, unseen.features[0], several=unseen.several)
            losses[index] += weighted_loss(probabilities, unseen) * unseen.weights.sum()
    best = int(losses.argmin())
    log.info("head: penalty %g of %s", plan.penalties[best], plan.penalties)
    *_, head = _path(train, plan, until=best)
    return head


def unseen_probabilities(train: Examples, plan: HeadPlan, seed: int) -> np.ndarray | None:
    """Return what heads that did not see a patient say of that patient's photographs.

    The heads of the folds, with the penalty that does best in them: some hundred photographs more
    to calibrate on than the validation patients alone. The features must not have learned from
    these patients either.

    Parameters
    ----------
    train
        The photographs; their first features are asked about.
    plan
        How the head is trained.
    seed
        Of the folds.

    Returns
    -------
    numpy.ndarray
        float (N, C); ``None`` where the patients are not known or too few for two folds.
    """
    folds = patient_folds(train.groups, plan.folds, seed)
    if not folds:
        return None
    found = np.zeros((len(plan.penalties), *train.targets.shape))
    for learned, unseen in folds:
        for index, head in enumerate(_path(train.at(learned), plan)):
            features = train.features[0][unseen]
            found[index, unseen] = head_probabilities(head, features, several=train.several)
    losses = [weighted_loss(probabilities, train) for probabilities in found]
    return np.asarray(found[int(np.argmin(losses))])


def patient_folds(
    groups: np.ndarray | None, folds: int, seed: int
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the rows to fit to and those to judge by, by patient; empty where that cannot be.

    Parameters
    ----------
    groups
        int (N,), the patient of each photograph; ``None`` if that is not known.
    folds
        At most so many.
    seed
        Of the deal.
    """
    from sklearn.model_selection import GroupKFold

    count = 0 if groups is None else min(folds, len(np.unique(groups)))
    if groups is None or count < 2:
        return []
    splitter = GroupKFold(count, shuffle=True, random_state=seed)
    return list(splitter.split(groups, groups=groups))


def prior_loss(targets: np.ndarray, weights: np.ndarray, examples: Examples) -> float:
    """Return the loss of one answer for every photograph, the mean of ``targets``."""
    prior = prior_answer(targets, weights)
    return weighted_loss(np.broadcast_to(prior, examples.targets.shape), examples)


def prior_answer(targets: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the one answer, float (C,), that is best without looking: the targets' mean."""
    return np.asarray(np.average(targets, axis=0, weights=weights))


def gain_over_prior(
    probabilities: np.ndarray, prior: np.ndarray, examples: Examples, patients: Sequence[str]
) -> Interval | None:
    """Return by how much the loss is below that of one answer for every photograph.

    Parameters
    ----------
    probabilities
        float (N, C), what the network says.
    prior
        float (C,), the one answer.
    examples
        The photographs, their targets and weights.
    patients
        Whom each shows: the interval is the bootstrap's over patients.

    Returns
    -------
    Interval or None
        ``None`` where they are of fewer than :data:`FEWEST_PATIENTS`.
    """
    if len(set(patients)) < FEWEST_PATIENTS:
        return None
    several = examples.several
    same = np.broadcast_to(prior, examples.targets.shape)
    gains = cross_entropy(same, examples.targets, several=several) - cross_entropy(
        probabilities, examples.targets, several=several
    )
    weights = examples.weights
    return bootstrap(
        lambda rows: float((gains[rows] * weights[rows]).sum() / weights[rows].sum()), patients
    )


def head_probabilities(
    head: DenseHead, features: np.ndarray, *, several: bool = False
) -> np.ndarray:
    """Return probabilities, float (N, C), of features, float32 (N, D)."""
    return probabilities_of(features @ head.kernel + head.bias, several=several)


def weighted_loss(probabilities: np.ndarray, examples: Examples) -> float:
    """Return the weighted mean cross entropy of probabilities, (N, C), with the targets."""
    losses = cross_entropy(probabilities, examples.targets, several=examples.several)
    return float((losses * examples.weights).sum() / examples.weights.sum())


def _path(examples: Examples, plan: HeadPlan, until: int | None = None) -> Iterator[DenseHead]:
    """Yield the head of each penalty; each fit starts from the one before."""
    from scipy.optimize import minimize

    from fundusviewer.export.sources.classifier_spec import DenseHead

    copies, _, size = examples.features.shape
    flat = examples.features.reshape(-1, size)
    mean, deviation = flat.mean(axis=0), flat.std(axis=0) + 1e-3
    values = (flat - mean) / deviation
    targets = np.tile(examples.targets, (copies, 1))
    weights = np.tile(examples.weights / examples.weights.sum() / copies, copies)[:, None]
    classes = targets.shape[1]
    start = np.zeros((size + 1, classes))
    stop = len(plan.penalties) if until is None else until + 1
    for penalty in plan.penalties[:stop]:

        def loss(flattened: np.ndarray, penalty: float = penalty) -> tuple[float, np.ndarray]:
            parameters = flattened.reshape(size + 1, classes)
            kernel = parameters[:-1].astype(np.float32)
            losses, along = loss_and_slope(
                plan.loss, values @ kernel + parameters[-1], targets, several=examples.several
            )
            error = weights * along
            value = float((weights[:, 0] * losses).sum())
            slope = np.vstack([values.T @ error.astype(np.float32), error.sum(axis=0)])
            slope[:-1] += penalty * parameters[:-1]
            return value + penalty / 2 * np.square(parameters[:-1]).sum(), slope.ravel()

        options = {"maxiter": plan.epochs, "ftol": _ENOUGH}
        found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options=options)
        start = found.x.reshape(size + 1, classes)
        kernel = (start[:-1] / deviation[:, None]).astype(np.float32)
        bias = (start[-1] - mean @ kernel).astype(np.float32)
        yield DenseHead(kernel, bias)
