"""The head for macular oedema: ordinal logistic regression on pooled features, solved.

One direction in the features and two steps along it (McCullagh, 1980): what is risk 2 can never be
less probable as risk 1 or more. A label may leave open which of two risks it is: then the
probability of both together is what learns.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.training.data.oedema_targets import range_likelihood, risk_probabilities
from fundusviewer.training.learning.head import patient_folds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fundusviewer.export.sources.classifier_spec import DenseHead
    from fundusviewer.training.config.plans import HeadPlan

log = logging.getLogger(__name__)

_ENOUGH = 1e-7
_TINY = 1e-12


@dataclass(frozen=True, eq=False)
class OedemaExamples:
    """What the head is trained or judged on.

    Attributes
    ----------
    features
        float32 (N, K).
    ranges
        int (N, 2): lowest and highest risk of each photograph, 0–2.
    weights
        float64 (N,), how much each photograph counts.
    groups
        int (N,): photographs of one group show one patient.
    """

    features: np.ndarray
    ranges: np.ndarray
    weights: np.ndarray
    groups: np.ndarray

    def at(self, rows: np.ndarray) -> OedemaExamples:
        """Return some of the photographs."""
        return OedemaExamples(
            self.features[rows], self.ranges[rows], self.weights[rows], self.groups[rows]
        )


@dataclass(frozen=True, eq=False)
class OedemaHead:
    """A head, and what heads that did not see a patient say of that patient's photographs.

    Attributes
    ----------
    head
        From features to the logits of risk 1 or more and of risk 2.
    unseen
        float (N, 2), such logits of the photographs that it was trained on, by the heads of the
        folds; (0, 2) where there were none.
    """

    head: DenseHead
    unseen: np.ndarray


def train_oedema_head(
    train: OedemaExamples, judged_by: OedemaExamples | None, plan: HeadPlan, seed: int
) -> OedemaHead:
    """Train a head with the penalty that does best on patients that a fit did not see.

    The features are standardised for the fit; the returned head takes them as they are.

    Parameters
    ----------
    train
        What it is trained on.
    judged_by
        Other patients to choose the penalty by: where the features have learned from those of
        ``train``, folds of these would find every head too good. ``None``: folds.
    plan
        Iterations, penalties and folds.
    seed
        Of the folds.
    """
    losses = np.zeros(len(plan.penalties))
    unseen = np.zeros((len(plan.penalties), len(train.weights) * (judged_by is None), 2))
    if judged_by is not None:
        losses += [_total_loss(head, judged_by) for head in _path(train, plan)]
    else:
        for learned, others in patient_folds(train.groups, plan.folds, seed):
            for index, head in enumerate(_path(train.at(learned), plan)):
                unseen[index, others] = logits(head, train.features[others])
                losses[index] += _total_loss(head, train.at(others))
    best = int(losses.argmin())
    log.info("macular oedema: penalty %g of %s", plan.penalties[best], plan.penalties)
    *_, head = _path(train, plan, until=best)
    return OedemaHead(head, unseen[best])


def logits(head: DenseHead, features: np.ndarray) -> np.ndarray:
    """Return float (N, 2), of risk 1 or more and of risk 2, from features, float32 (N, K)."""
    return np.asarray(features @ head.kernel + head.bias)


def _total_loss(head: DenseHead, examples: OedemaExamples) -> float:
    likelihood = range_likelihood(
        risk_probabilities(logits(head, examples.features)), examples.ranges
    )
    return float(-(examples.weights * np.log(np.maximum(likelihood, _TINY))).sum())


def _path(
    examples: OedemaExamples, plan: HeadPlan, until: int | None = None
) -> Iterator[DenseHead]:
    """Yield the head of each penalty; each fit starts from the one before."""
    from scipy.optimize import minimize

    from fundusviewer.export.sources.classifier_spec import DenseHead

    features = examples.features.astype(np.float64)
    mean, deviation = features.mean(axis=0), features.std(axis=0) + 1e-3
    values = (features - mean) / deviation
    weights = examples.weights / examples.weights.sum()
    # How the probability of the range changes with each of the two probabilities.
    signs = np.column_stack(
        [
            (examples.ranges[:, 0] == step).astype(float) - (examples.ranges[:, 1] == step - 1)
            for step in (1, 2)
        ]
    )
    size = values.shape[1]
    # The kernel, the bias of risk 2, and the logarithm of how far that of risk 1 lies above it.
    start = np.zeros(size + 2)
    stop = len(plan.penalties) if until is None else until + 1
    for penalty in plan.penalties[:stop]:

        def loss(parameters: np.ndarray, penalty: float = penalty) -> tuple[float, np.ndarray]:
            kernel, bias, gap = parameters[:-2], parameters[-2], np.exp(parameters[-1])
            scores = values @ kernel + bias
            found = risk_probabilities(np.column_stack([scores + gap, scores]))
            likelihood = np.maximum(range_likelihood(found, examples.ranges), _TINY)
            pull = -(weights / likelihood)[:, None] * signs * found * (1 - found)
            both = pull.sum(axis=1)
            slope = np.concatenate(
                [values.T @ both + penalty * kernel, [both.sum(), gap * pull[:, 0].sum()]]
            )
            value = -(weights * np.log(likelihood)).sum() + penalty / 2 * np.square(kernel).sum()
            return float(value), slope

        options = {"maxiter": plan.epochs, "ftol": _ENOUGH}
        bounds = [(None, None)] * (size + 1) + [(-5.0, 3.0)]
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        start = found.x
        column = start[:-2] / deviation
        bias = start[-2] - mean @ column
        yield DenseHead(
            np.repeat(column[:, None], 2, axis=1).astype(np.float32),
            np.array([bias + np.exp(start[-1]), bias], np.float32),
        )
