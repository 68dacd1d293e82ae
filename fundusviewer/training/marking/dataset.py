"""The photographs of a run: prepared with their marks, dealt out to the sides by patient."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fundusviewer.errors import LabelsError
from fundusviewer.imaging import InputSpec, Region
from fundusviewer.inference.marking_card import Role
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.data.dataset import SPLIT_FILE
from fundusviewer.training.data.duplicates import fingerprint, same_pictures
from fundusviewer.training.data.prepared_images import PreparedPhotographs, prepare
from fundusviewer.training.data.split_file import read_split, sides_of, write_split
from fundusviewer.training.data.splits import Split, assign
from fundusviewer.training.marking.labels.checks import check_marks
from fundusviewer.training.marking.labels.kinds import DISC, MASK_KINDS
from fundusviewer.training.marking.labels.marked import (
    LabelsPlan,
    MarkedLabels,
    MarkedPhotograph,
    Point,
    named_photographs,
    read_marked,
)
from fundusviewer.training.marking.labels.stored_marks import StoredMarks
from fundusviewer.training.marking.settings import MarkingSettings

log = logging.getLogger(__name__)

#: In a run's folder, where the prepared photographs are kept.
PREPARED = "prepared"
#: Of all that is drawn for lesions, the share of photographs on which nothing is marked.
_HEALTHY = 0.12
#: The same where it is known what a file marks on them all the same, and how many such marks of a
#: photograph make it more likely to be drawn.
_HEALTHY_WITH_FALSE, _MOST_FALSE = 0.35, 8


@dataclass(frozen=True, eq=False)
class MarkingData:
    """Prepared photographs with marks and sides, N of them.

    Attributes
    ----------
    prepared
        The readable ones.
    marked
        What was marked on each of them.
    split
        The side of each.
    left_aside
        Set → photographs that teach nothing.
    """

    prepared: PreparedPhotographs
    marks: StoredMarks
    marked: tuple[MarkedPhotograph, ...]
    split: tuple[Split, ...]
    left_aside: dict[str, int]

    @property
    def sets(self) -> tuple[str, ...]:
        """Names of the sets, sorted."""
        return tuple(sorted({one.photo.dataset for one in self.marked}))

    def on(self, side: Split, name: str | None = None) -> list[int]:
        """Return the rows on a side, of one set where it is named."""
        return [
            row
            for row, one in enumerate(self.marked)
            if self.split[row] is side and name in (None, one.photo.dataset)
        ]

    def masks(self, row: int) -> np.ndarray:
        """Return uint8 (K, S, S), 0–255."""
        return np.asarray(self.marks.masks[self.prepared.rows[row]])

    def known(self, row: int) -> np.ndarray:
        """Return float32 (K,): 1 where somebody looked for the kind."""
        masks = self.marked[row].masks
        return np.array([kind in masks for kind in self.marks.kinds], np.float32)

    def region(self, row: int) -> Region:
        """Return what the prepared picture shows, in pixels of the photograph."""
        return self.marks.region(self._stored(row))

    def place(self, row: int, point: Point) -> Point:
        """Return where a point that somebody marked lies in the photograph."""
        scale = self.marks.scale(self._stored(row))
        return point[0] * scale, point[1] * scale

    def on_picture(self, row: int, point: Point) -> Point:
        """Return where a point that somebody marked lies in the prepared picture, in its pixels."""
        x, y = self.place(row, point)
        region, size = self.region(row), self.marks.masks.shape[-1]
        across = (x - region.left) / region.width * size - 0.5
        return across, (y - region.top) / region.height * size - 0.5

    def disc_diameter(self, row: int) -> float | None:
        """Return the disc's diameter in pixels of the photograph, where it is known."""
        one = self.marked[row]
        if one.disc_diameter is not None:
            return one.disc_diameter * self.marks.scale(self._stored(row))
        if not one.masks.get(DISC):
            return None
        mask, region = self.masks(row)[self.marks.kinds.index(DISC)], self.region(row)
        area = float(mask.mean()) / 255 * region.width * region.height
        return 2 * float(np.sqrt(area / np.pi)) if area > 0 else None

    def usual_disc(self, row: int) -> float:
        """Return the disc's usual diameter in a photograph with this field of view."""
        return self.marks.usual_disc(self._stored(row))

    def _stored(self, row: int) -> int:
        return int(self.prepared.rows[row])


def labelled(settings: MarkingSettings, progress: Progress) -> MarkedLabels:
    """Return the photographs of a run with their marks looked at, before the long work.

    Raises
    ------
    LabelsError
        If labels or marks cannot be used.
    """
    labels = read_marked(settings.labels, settings.role, settings.understood)
    for name, _ in settings.shares:
        if name not in labels.sets:
            raise LabelsError(f"--share {name}: the sets with marks are {', '.join(labels.sets)}")
    check_marks(labels.photographs, settings.role, progress)
    return labels


def load_data(settings: MarkingSettings, labels: MarkedLabels, progress: Progress) -> MarkingData:
    """Prepare the photographs of a run and deal them out.

    Raises
    ------
    LabelsError
        If the photographs cannot be used.
    """
    spec, folder = settings.input_spec, settings.output / PREPARED
    prepared, marks, marked = prepared_marks(labels, settings.role, spec, folder, progress)
    file = settings.output / SPLIT_FILE
    if not file.exists():
        write_split(file, prepared.photographs, _dealt(prepared, settings, progress))
    split = sides_of(prepared.photographs, read_split(file))
    data = MarkingData(prepared, marks, marked, split, dict(labels.left_aside))
    for name in data.sets:
        for side in Split:
            log.info("%s, %s: %s", name, side, counts_of(data, side, name))
    return data


def prepared_marks(
    labels: MarkedLabels, role: Role, spec: InputSpec, folder: Path, progress: Progress
) -> tuple[PreparedPhotographs, StoredMarks, tuple[MarkedPhotograph, ...]]:
    """Prepare photographs with their marks; return the readable ones, and what is on each."""
    kinds = MASK_KINDS if role == "lesions" else (DISC,)
    marks = StoredMarks(labels.photographs, kinds, spec.height)
    photographs = [one.photo for one in labels.photographs]
    prepared = prepare(photographs, spec, folder, progress, marks)
    marked = tuple(labels.photographs[row] for row in prepared.rows.tolist())
    return prepared, marks, marked


def counts_of(data: MarkingData, side: Split, name: str) -> str:
    """Return how many photographs of a set are on a side, and on how many there is what."""
    rows = data.on(side, name)
    drawn = Counter(kind for row in rows for kind in data.marked[row].drawn)
    found = {kind: drawn[kind] for kind in data.marks.kinds}
    if len(found) == 1:
        # Of landmarks, of which the disc alone can have a mask.
        found = {
            "disc": sum(data.marked[row].disc is not None for row in rows),
            "fovea": sum(data.marked[row].fovea is not None for row in rows),
            "outline of the disc": found[DISC],
        }
    shown = ", ".join(f"{what} {count}" for what, count in found.items() if count)
    return f"{len(rows)} photographs ({shown or 'nothing marked'})"


def drawing_chances(
    marked: Sequence[MarkedPhotograph],
    shares: Sequence[tuple[str, float]] = (),
    false_marks: Sequence[int] = (),
) -> np.ndarray:
    """Return how often each photograph is drawn for lesions, float64 (N,), sum 1.

    A set counts by the root of its photographs times the kinds that were looked for; those on which
    nothing is marked are an eighth of all. What a person says of a set takes their place.

    Parameters
    ----------
    marked
        The photographs.
    shares
        Set → its share of all.
    false_marks
        How many marks a file has made on each photograph that has no lesion: where there are any,
        such photographs are a third of all, and those with more marks come more often.
    """
    empty = np.array([not one.drawn for one in marked])
    names = [
        f"{one.photo.dataset}/" if nothing else one.photo.dataset
        for one, nothing in zip(marked, empty, strict=True)
    ]
    sizes = Counter(names)
    kinds = Counter[str]()
    for one, name in zip(marked, names, strict=True):
        kinds[name] = max(kinds[name], len(one.masks))
    roots = np.array([sizes[name] ** -0.5 * kinds[name] for name in names])
    weights = np.zeros(len(marked))
    false = np.minimum(false_marks, _MOST_FALSE) if any(false_marks) else np.zeros(len(marked))
    roots[empty] *= 1 + false[empty]
    healthy = _HEALTHY_WITH_FALSE if false.any() else _HEALTHY
    for rows, part in ((empty, healthy), (~empty, 1 - healthy)):
        if rows.any():
            weights[rows] = roots[rows] / roots[rows].sum() * part
    return _with_shares(weights / weights.sum(), marked, dict(shares))


def _with_shares(
    weights: np.ndarray, marked: Sequence[MarkedPhotograph], shares: dict[str, float]
) -> np.ndarray:
    """Give the sets that somebody said something of their share, and the others what is left."""
    if not shares:
        return weights
    sets = np.array([one.photo.dataset for one in marked])
    said = np.isin(sets, list(shares))
    left = 1 - sum(shares[name] for name in set(sets[said].tolist()))
    weights = weights.copy()
    for name, share in shares.items():
        rows = sets == name
        if rows.any():
            weights[rows] *= share / weights[rows].sum()
    if (~said).any():
        weights[~said] *= max(left, 0.0) / weights[~said].sum()
    return np.asarray(weights / weights.sum())


def _dealt(
    prepared: PreparedPhotographs, settings: MarkingSettings, progress: Progress
) -> tuple[Split, ...]:
    """Deal the photographs out once for a run, so that no later change mixes its sides."""
    prints = _fingerprints(prepared)
    kept_out = _kept_out(prints, settings, progress)
    same = list(same_pictures(prints))
    log.info(
        "%d pairs show the same picture; %d photographs are kept out", len(same), len(kept_out)
    )
    given = {} if settings.split_file is None else read_split(settings.split_file)
    names = [(photo.dataset, photo.file) for photo in prepared.photographs]
    settled = {index: given[name] for index, name in enumerate(names) if name in given}
    return assign(prepared.photographs, settings.split, same, kept_out, settled)


def _kept_out(prints: np.ndarray, settings: MarkingSettings, progress: Progress) -> list[int]:
    """Return the rows that show the same picture as one that must not be learned from."""
    plan: LabelsPlan = settings.understood
    photographs = [
        photo for file in settings.kept_out for photo in named_photographs(file, plan.columns)
    ]
    if not photographs:
        return []
    away = prepare(photographs, settings.input_spec, settings.output / PREPARED, progress)
    count = len(prints)
    pairs = same_pictures(np.concatenate([prints, _fingerprints(away)]))
    return sorted({one for one, other in pairs if one < count <= other})


def _fingerprints(prepared: PreparedPhotographs) -> np.ndarray:
    return np.stack([fingerprint(prepared.image(row)) for row in range(len(prepared))])
