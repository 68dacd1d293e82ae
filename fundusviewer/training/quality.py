"""The second head: whether a photograph can be graded at all (TensorFlow).

Trained on the same pooled features as the grades, from the ``quality`` column of the labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.errors import LabelsError
from fundusviewer.screening.metrics import area_under_curve, bootstrap
from fundusviewer.training.head import Examples, HeadPlan, head_probabilities, train_head
from fundusviewer.training.labels import QUALITY_NAMES
from fundusviewer.training.splits import Split

if TYPE_CHECKING:
    from collections.abc import Callable

    from fundusviewer.export.explained import DenseHead
    from fundusviewer.inference import Interval
    from fundusviewer.training.data import TrainingData
    from fundusviewer.training.settings import TrainingSettings

_REJECT = QUALITY_NAMES.index("reject")


@dataclass(frozen=True, eq=False)
class QualityHead:
    """The head and what it is worth on held-out patients (float32).

    Attributes
    ----------
    head
        From pooled features to :data:`QUALITY_NAMES`.
    photographs, rejects
        How many test photographs have a quality label, and how many of them are rejects.
    auc
        Area under the ROC curve for ``reject``; ``None`` where it is not defined.
    """

    head: DenseHead
    photographs: int
    rejects: int
    auc: Interval | None


def train_quality_head(
    data: TrainingData,
    features_of: Callable[[np.ndarray], np.ndarray],
    settings: TrainingSettings,
) -> QualityHead:
    """Train and measure the head.

    Parameters
    ----------
    data
        The photographs; those with a quality label are used, graded or not.
    features_of
        From rows, int (M,), to the final network's pooled features, float32 (M, D).
    settings
        The run's settings.

    Raises
    ------
    LabelsError
        If a side of the split lacks a quality.
    """
    rows = {side: _labelled(data, side) for side in (Split.TRAIN, Split.VALIDATION, Split.TEST)}
    _check(data, rows)
    examples = {side: _examples(data, rows[side], features_of(rows[side])) for side in rows}
    plan = HeadPlan(dropout=settings.head.dropout)
    head = train_head(examples[Split.TRAIN], examples[Split.VALIDATION], plan, settings.split.seed)
    test = examples[Split.TEST]
    rejected = test.targets[:, _REJECT] == 1
    scores = head_probabilities(head, test.features[0])[:, _REJECT]
    people = [f"{photo.dataset}/{photo.patient}" for photo in data.at(rows[Split.TEST])]
    auc = bootstrap(lambda chosen: area_under_curve(rejected[chosen], scores[chosen]), people)
    return QualityHead(head, len(rejected), int(rejected.sum()), auc)


def _labelled(data: TrainingData, side: Split) -> np.ndarray:
    return np.array(
        [
            row
            for row, photo in enumerate(data.photographs)
            if photo.quality is not None and data.split[row] == side
        ],
        dtype=int,
    )


def _examples(data: TrainingData, rows: np.ndarray, features: np.ndarray) -> Examples:
    """Count each quality alike: rejects are rare."""
    labels = np.array([QUALITY_NAMES.index(str(photo.quality)) for photo in data.at(rows)])
    sizes = np.bincount(labels, minlength=len(QUALITY_NAMES))
    targets = np.eye(len(QUALITY_NAMES), dtype=np.float32)[labels]
    return Examples(features[None], targets, 1 / sizes[labels])


def _check(data: TrainingData, rows: dict[Split, np.ndarray]) -> None:
    for side, labelled in rows.items():
        found = {photo.quality for photo in data.at(labelled)}
        missing = [name for name in QUALITY_NAMES if name not in found]
        if missing:
            raise LabelsError(
                f"the {side} side of the split has no photograph of quality {missing[0]}; a "
                f"quality head needs {', '.join(QUALITY_NAMES)} on every side"
            )
