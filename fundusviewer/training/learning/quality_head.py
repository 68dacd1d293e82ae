"""The second head: whether a photograph can be graded at all (TensorFlow).

It reads the same pooled features as the grades. It learns from quality labels where there are some,
from graded photographs without one (somebody could grade them), and from copies spoiled on purpose
(:mod:`.degrade`), so that it knows bad photographs of every camera at hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fundusviewer.screening.metrics import area_under_curve, bootstrap
from fundusviewer.training.config.plans import HeadPlan
from fundusviewer.training.data.augmentation import augment
from fundusviewer.training.data.labels import QUALITY_NAMES
from fundusviewer.training.data.sample_weights import equal_sets
from fundusviewer.training.data.splits import Split
from fundusviewer.training.data.synthetic_degradation import degrade
from fundusviewer.training.learning.head import Examples, head_probabilities, train_head

if TYPE_CHECKING:
    from fundusviewer.export.sources.classifier_spec import DenseHead
    from fundusviewer.inference import Interval
    from fundusviewer.training.data.dataset import TrainingData

#: From prepared images, uint8 (H, W, 3) each, and their number N to pooled features (N, K).
Extract = Callable[[Iterator[np.ndarray], int], np.ndarray]

_REJECT = QUALITY_NAMES.index("reject")
#: What a grade without a quality label says: it could be graded.
_GRADED = np.array([0.7, 0.3, 0.0], np.float32)
#: So many photographs are spoiled for each side; each makes two copies, on the training side three.
_SPOILED = {Split.TRAIN: 500, Split.VALIDATION: 100, Split.TEST: 100}
_PLAN = HeadPlan()


@dataclass(frozen=True, eq=False)
class QualityHead:
    """The head and what it is worth on held-out patients.

    Attributes
    ----------
    head
        From pooled features to :data:`QUALITY_NAMES`.
    photographs, rejects
        How many test photographs have a quality label, and how many of them are rejects.
    auc
        Area under the ROC curve for ``reject`` on them; ``None`` where it is not defined.
    spoiled_auc
        The same for test photographs spoiled on purpose, against the same photographs as they are.
    """

    head: DenseHead
    photographs: int
    rejects: int
    auc: Interval | None
    spoiled_auc: Interval | None


@dataclass(frozen=True, eq=False)
class _Part:
    """Photographs of one side: features (N, K), targets (N, 3), where from, whose."""

    features: np.ndarray
    targets: np.ndarray
    origins: tuple[str, ...]
    people: tuple[str, ...]

    def __add__(self, other: _Part) -> _Part:
        return _Part(
            np.concatenate([self.features, other.features]),
            np.concatenate([self.targets, other.targets]),
            self.origins + other.origins,
            self.people + other.people,
        )

    @property
    def rejected(self) -> np.ndarray:
        """Which are rejects, bool (N,)."""
        return np.asarray(self.targets[:, _REJECT] == 1)

    def examples(self) -> Examples:
        """Let each origin of each quality count alike."""
        keys = list(zip(self.origins, self.targets.argmax(axis=1).tolist(), strict=True))
        sizes = Counter(keys)
        origins = Counter(quality for _, quality in sizes)
        weights = [1 / (sizes[key] * origins[key[1]]) for key in keys]
        people = np.unique(self.people, return_inverse=True)[1]
        return Examples(self.features[None], self.targets, np.array(weights), people)


def needed_rows(data: TrainingData) -> np.ndarray:
    """Return the rows, int (M,), whose features are needed: learned from, or labelled."""
    sides = (Split.TRAIN, Split.VALIDATION)
    labelled = [_with_label(data, side) for side in (*sides, Split.TEST)]
    return np.unique(np.concatenate([data.graded(*sides), *labelled]))


def train_quality_head(
    data: TrainingData, features: np.ndarray, extract: Extract, seed: int
) -> QualityHead:
    """Train and measure the head.

    Parameters
    ----------
    data
        The photographs, with or without quality labels.
    features
        float32 (N, K), the finished file's pooled features of the :func:`needed_rows`.
    extract
        The same for other images.
    seed
        Of the spoiling and the training.
    """
    train, validation = (
        (
            _part(data, features, _with_label(data, side), data.graded(side))
            + _spoiled(data, extract, side, seed)
        ).examples()
        for side in (Split.TRAIN, Split.VALIDATION)
    )
    head = train_head(train, validation, _PLAN, seed)
    known = _with_label(data, Split.TEST)
    spoiled = _spoiled(data, extract, Split.TEST, seed)
    if not len(known):
        return QualityHead(head, 0, 0, None, _auc(head, spoiled))
    test = _part(data, features, known)
    rejects = int(test.rejected.sum())
    return QualityHead(head, len(known), rejects, _auc(head, test), _auc(head, spoiled))


def _auc(head: DenseHead, part: _Part) -> Interval | None:
    scores, rejected = head_probabilities(head, part.features)[:, _REJECT], part.rejected
    return bootstrap(lambda rows: area_under_curve(rejected[rows], scores[rows]), part.people)


def _with_label(data: TrainingData, side: Split) -> np.ndarray:
    found = [
        row
        for row, photo in enumerate(data.photographs)
        if photo.quality is not None and data.split[row] == side
    ]
    return np.array(found, dtype=int)


def _part(data: TrainingData, features: np.ndarray, *groups: np.ndarray) -> _Part:
    """Return photographs with a quality label or a grade, as they are."""
    rows = np.unique(np.concatenate(groups))
    photographs = data.at(rows)
    hard = np.eye(len(QUALITY_NAMES), dtype=np.float32)
    targets = [
        _GRADED if photo.quality is None else hard[QUALITY_NAMES.index(photo.quality)]
        for photo in photographs
    ]
    return _Part(
        features[rows],
        np.array(targets, np.float32),
        tuple(f"{p.dataset}, {'graded' if p.quality is None else p.quality}" for p in photographs),
        tuple(f"{p.dataset}/{p.patient}" for p in photographs),
    )


def _spoiled(data: TrainingData, extract: Extract, side: Split, seed: int) -> _Part:
    """Return copies of graded photographs, each set alike, spoiled to the two lower qualities.

    On the training side there is a copy changed only as photographs of the same quality differ.
    Elsewhere the photograph as it is stands for that.
    """
    rng = np.random.default_rng((seed, list(Split).index(side)))
    rows = _drawn(data, side, rng)

    def images() -> Iterator[np.ndarray]:
        for row in rows:
            image = data.prepared.image(row)
            yield augment(image, rng) if side is Split.TRAIN else image
            yield degrade(image, rng, "usable")
            yield degrade(image, rng, "reject")

    targets = np.tile(np.eye(len(QUALITY_NAMES), dtype=np.float32), (len(rows), 1))
    people = [f"{photo.dataset}/{photo.patient}" for photo in data.at(rows)]
    return _Part(
        extract(images(), len(targets)),
        targets,
        ("spoiled",) * len(targets),
        tuple(person for person in people for _ in QUALITY_NAMES),
    )


def _drawn(data: TrainingData, side: Split, rng: np.random.Generator) -> np.ndarray:
    rows = data.graded(side)
    weights = equal_sets(data.at(rows))
    count = min(_SPOILED[side], len(rows))
    return np.asarray(rng.choice(rows, count, replace=False, p=weights / weights.sum()))
