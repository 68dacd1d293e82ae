"""Where a finished file marks lesions on photographs that have none: the hardest places to learn.

Crops that are drawn at random from a healthy retina show what no network takes for a lesion.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.anatomy import LESION_KINDS
from fundusviewer.anatomy.lesions import marked_places
from fundusviewer.atomic import atomic_file
from fundusviewer.errors import TrainingError
from fundusviewer.inference import Marker
from fundusviewer.training.config.progress import Progress
from fundusviewer.training.marking.dataset import MarkingData
from fundusviewer.training.marking.labels.kinds import LESIONS

log = logging.getLogger(__name__)

#: Row of a photograph → float32 (n, 2), columns and rows in its prepared picture.
FalseMarks = Mapping[int, np.ndarray]


def find_false_marks(
    marker: Marker, data: MarkingData, rows: Sequence[int], folder: Path, progress: Progress
) -> FalseMarks:
    """Return where a file marks something on photographs on which no lesion is drawn.

    Parameters
    ----------
    marker
        Marks lesions.
    data
        The photographs.
    rows
        Which of them to learn from; those with a lesion are passed over, and marks of a kind that
        nobody looked for are none.
    folder
        Where what was found is kept, so that a run that goes on need not look again.
    progress
        Told of each photograph.

    Raises
    ------
    TrainingError
        If the file does not mark lesions.
    """
    if marker.card.role != "lesions":
        raise TrainingError(
            f"{marker.path}: marks {marker.card.role}; a file that marks lesions is needed"
        )
    healthy = [row for row in rows if not data.marked[row].drawn]
    if not healthy:
        log.info("no photograph without a lesion is learned from: there are no false marks")
        return {}
    kept = folder / f"false-marks-{marker.sha256[:16]}.npz"
    found = _read(kept, healthy)
    if found is None:
        found = {}
        with progress.task("Looking for false marks", len(healthy)) as task:
            for row in healthy:
                kinds = [kind for kind in LESIONS if kind in data.marked[row].masks]
                found[row] = _marks_on(marker, data.prepared.image(row), kinds)
                task.advance()
        with atomic_file(kept) as temporary, temporary.open("wb") as stream:
            counts = [len(found[row]) for row in healthy]
            np.savez(stream, rows=healthy, counts=counts, places=_joined(list(found.values())))
    some = {row: places for row, places in found.items() if len(places)}
    log.info("%d of %d photographs without a lesion have false marks", len(some), len(healthy))
    return some


def _marks_on(marker: Marker, picture: np.ndarray, kinds: Sequence[str]) -> np.ndarray:
    """Return the middles of all marks of some kinds, float32 (n, 2), in pixels of the picture."""
    height, width = picture.shape[:2]
    spec = marker.card.input
    seen = picture
    if (spec.width, spec.height) != (width, height):
        seen = cv2.resize(picture, (spec.width, spec.height), interpolation=cv2.INTER_AREA)
    maps = marker.mark(np.ascontiguousarray(seen))
    scale = np.array([width / maps.shape[1], height / maps.shape[0]])
    middles = []
    for kind in kinds:
        marked = marked_places(maps, LESION_KINDS.index(kind), marker.card.thresholds)
        _, _, _, centres = cv2.connectedComponentsWithStats(marked, connectivity=8)
        middles.append((centres[1:] + 0.5) * scale)
    return _joined(middles)


def _read(kept: Path, healthy: Sequence[int]) -> dict[int, np.ndarray] | None:
    """Return what was found before; ``None`` where that were other photographs."""
    if not kept.exists():
        return None
    with np.load(kept, allow_pickle=False) as stored:
        rows, counts, places = stored["rows"], stored["counts"], stored["places"]
    if rows.tolist() != list(healthy):
        return None
    return dict(zip(healthy, np.split(places, np.cumsum(counts)[:-1]), strict=True))


def _joined(places: Sequence[np.ndarray]) -> np.ndarray:
    """Return places one below the other, float32 (n, 2)."""
    return np.concatenate([np.zeros((0, 2)), *places]).astype(np.float32)
